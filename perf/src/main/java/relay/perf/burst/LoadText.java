package relay.perf.burst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.observe.LatencySummary;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;
import relay.perf.outcome.Table;
import relay.perf.outcome.Verdict;

/**
 * The result of a load, in words.
 */
final class LoadText
{
    private static final double MEGA = 1e6;

    private LoadText()
    {
    }

    /**
     * @param result of a load.
     * @return it for the terminal, what does not hold in capitals.
     */
    static List<String> lines(final LoadResult result)
    {
        final List<String> lines = new ArrayList<>(List.of("load " + result.name()));
        rows(result).rows().forEach(row -> lines.add(String.format(Locale.ROOT, "  %-8s %s", row.toArray())));
        latencies(result).lines().forEach(line -> lines.add("  " + line));
        result.doubts().forEach(doubt -> lines.add("  WARNING: " + doubt));
        result.judged().forEach(verdict -> lines.add(line(verdict)));
        return lines;
    }

    /**
     * @param verdict of an assertion.
     * @return it on a line.
     */
    static String line(final Verdict verdict)
    {
        return String.format(Locale.ROOT, "  %-14s %s: %s", verdict.holds() ? "holds" :
            verdict.state().toString().toUpperCase(Locale.ROOT), verdict.name(), verdict.words());
    }

    /**
     * @param result of a load.
     * @return the way of its datagrams, two columns of words.
     */
    static Table rows(final LoadResult result)
    {
        final Table rows = new Table("", "");
        sending(result.sending(), rows);
        sink(result, rows);
        if (null == result.account())
        {
            return rows.row("relay", result.obstacle());
        }
        relay(result, rows);
        return rows;
    }

    private static void sending(final LoadResult.Sending sending, final Table rows)
    {
        final String achieved = String.format(
            Locale.ROOT, "%s/s, %.1f Mbit/s, ", ValueKind.count(sending.rate()), sending.bitRate() / MEGA);
        rows.row("sent", ValueKind.count(sending.sent()) + "  (" + achieved + (sending.isPaced() ?
            ValueKind.SHARE.text(sending.rateRatio()) + " of the wanted rate" : "as fast as possible") + ")  failed " +
            ValueKind.count(sending.failed()));
        if (sending.isPaced() && sending.latenessNs().getTotalCount() > 0)
        {
            rows.row("late", "p50 " + ValueKind.duration(sending.latenessNs().getValueAtPercentile(50)) +
                "  p99 " + ValueKind.duration(sending.latenessNs().getValueAtPercentile(99)) +
                "  max " + ValueKind.duration(sending.latenessNs().getMaxValue()));
        }
    }

    private static void sink(final LoadResult result, final Table rows)
    {
        final LoadResult.Sink sink = result.sink();
        rows.row("arrived", ValueKind.count(sink.arrived()) + " of " + ValueKind.count(sink.owed()) + " owed  lost " +
            ValueKind.count(sink.lost()) + "  duplicates " + ValueKind.count(sink.duplicates()) + "  reordered " +
            ValueKind.count(sink.reordered()) + "  corrupt " + ValueKind.count(sink.corrupt()) + "  foreign " +
            ValueKind.count(sink.foreign()));
        if (result.sending().isPaced())
        {
            rows.row("stall",
                ValueKind.duration(sink.stallMaxNs()) + " in which nothing came although something was due");
        }
    }

    private static void relay(final LoadResult result, final Table rows)
    {
        final RelayCounts counts = result.account();
        rows.row("relay", "received " + ValueKind.count(counts.received()) + "  sent " +
            ValueKind.count(counts.sent()) +
            "  dropped " + ValueKind.count(counts.dropped()) + "  in flight " + ValueKind.count(counts.inFlight()) +
            " (max " + ValueKind.count(result.series().inFlightMax()) + ")  imbalance " +
            ValueKind.count(counts.imbalance()) + "  kernel drops " + ValueKind.count(counts.kernelDrops()));
        counts.drops().forEach((reason, count) -> rows.row("", "dropped " + reason + " " + ValueKind.count(count)));
    }

    private static String latencies(final LoadResult result)
    {
        final Map<String, LatencySummary> summaries = new LinkedHashMap<>();
        if (result.isTimed())
        {
            summaries.put("latency, from when it was due", LatencySummary.of(result.latency()));
        }
        result.ofRelayNs().forEach((tag, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                summaries.put(tag, LatencySummary.of(histogram));
            }
        });
        return summaries.isEmpty() ? "" : LatencyTable.format(summaries, LatencyUnit.forMedian(
            summaries.values().stream().mapToLong(LatencySummary::p50Ns).min().orElse(0)));
    }
}
