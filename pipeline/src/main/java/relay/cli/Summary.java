package relay.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.observe.LatencySummary;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;
import relay.observe.text.Numbers;
import relay.pipeline.Ledger;
import relay.pipeline.Relay;
import relay.pipeline.ledger.DropReason;

/**
 * What became of every datagram, and how long buffers were in flight, as text; for one relay, or for several side by
 * side. Made after the relays were closed.
 */
final class Summary
{
    private final Relay[] relays;

    Summary(final Relay... relays)
    {
        this.relays = relays;
    }

    /**
     * @param out   to write to.
     * @param extra latencies to show below those of the relays.
     */
    void print(final PrintWriter out, final Map<String, LatencySummary> extra)
    {
        row(out, "ledger", Arrays.stream(relays).map(Relay::name));
        numbers(out, "received", Ledger::received);
        if (Arrays.stream(relays).anyMatch(relay -> relay.ledger().copies() > 0))
        {
            numbers(out, "copies beyond the first", Ledger::copies);
        }
        numbers(out, "sent", Ledger::sent);
        numbers(out, "dropped", Ledger::dropped);
        for (final DropReason reason : reasons())
        {
            row(out, "  " + reason.label(), Arrays.stream(relays)
                .map(relay -> Numbers.count(relay.drops().getOrDefault(reason, 0L))));
        }
        numbers(out, "in flight", Ledger::inFlight);
        numbers(out, "imbalance", Ledger::imbalance);
        out.println();
        final Map<String, LatencySummary> latencies = latencies();
        latencies.putAll(extra);
        if (!latencies.isEmpty())
        {
            out.print(LatencyTable.format(latencies, LatencyUnit.US));
        }
        out.flush();
    }

    private Map<String, LatencySummary> latencies()
    {
        final Map<String, LatencySummary> summaries = new LinkedHashMap<>();
        for (final Relay relay : relays)
        {
            final String prefix = 1 == relays.length ? "" : relay.name() + " ";
            relay.latencies().forEach((tag, histogram) ->
            {
                if (histogram.getTotalCount() > 0)
                {
                    summaries.put(prefix + tag, LatencySummary.of(histogram));
                }
            });
        }
        return summaries;
    }

    private Set<DropReason> reasons()
    {
        final Set<DropReason> reasons = EnumSet.noneOf(DropReason.class);
        for (final Relay relay : relays)
        {
            reasons.addAll(relay.drops().keySet());
        }
        return reasons;
    }

    private void numbers(final PrintWriter out, final String label, final ToLongFunction<Ledger> number)
    {
        row(out, label, Arrays.stream(relays).map(relay -> Numbers.count(number.applyAsLong(relay.ledger()))));
    }

    private static void row(final PrintWriter out, final String label, final Stream<String> cells)
    {
        out.println(String.format(Locale.ROOT, "%-24s", label) +
            cells.map(cell -> String.format(Locale.ROOT, "%16s", cell)).collect(Collectors.joining()));
    }
}
