package relay.perf.burst;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.observe.LatencySummary;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;

/**
 * What a load did, for the terminal.
 */
final class TextReport
{
    private static final double MEGA = 1e6;
    private static final double SECOND_NS = 1e9;

    private final RunResult result;
    private final PrintWriter out;

    /**
     * @param result of a load.
     * @param out    to print to.
     */
    TextReport(final RunResult result, final PrintWriter out)
    {
        this.result = result;
        this.out = out;
    }

    /**
     * @param verdicts of its clauses.
     */
    void print(final List<Verdict> verdicts)
    {
        out.println("load " + result.name());
        sending();
        sink();
        account();
        latencies();
        result.doubts().forEach(doubt -> out.println("  WARNING: " + doubt));
        verdicts.forEach(verdict -> out.println(line(verdict)));
        out.flush();
    }

    /**
     * @param verdict of a clause.
     * @return it on a line, those that do not hold so that they are seen.
     */
    static String line(final Verdict verdict)
    {
        return String.format(Locale.ROOT, "  %-14s %s: %s", verdict.holds() ? "holds" :
            verdict.state().text().toUpperCase(Locale.ROOT), verdict.clause(), verdict.measured());
    }

    /**
     * @param sending what the source did.
     * @return wanted and achieved, for people.
     */
    static String rates(final RunResult.Sending sending)
    {
        final String achieved = String.format(Locale.ROOT, "%s/s, %.1f Mbit/s", Values.count(sending.rate()),
            sending.achievedNs() > 0 ? sending.bytes() * Byte.SIZE * SECOND_NS / sending.achievedNs() / MEGA : 0);
        return sending.isPaced() ? achieved + String.format(Locale.ROOT, ", %s of the wanted rate",
            Values.text(Metric.Kind.SHARE, sending.rateRatio())) : achieved + ", as fast as possible";
    }

    private void sending()
    {
        final RunResult.Sending sending = result.sending();
        line("sent", Values.count(sending.sent()) + "  (" + rates(sending) + ")  failed " +
            Values.count(sending.failed()));
        if (sending.isPaced() && sending.lateness().getTotalCount() > 0)
        {
            line("late", "p50 " + Values.duration(sending.lateness().getValueAtPercentile(50)) +
                "  p99 " + Values.duration(sending.lateness().getValueAtPercentile(99)) +
                "  max " + Values.duration(sending.lateness().getMaxValue()));
        }
    }

    private void sink()
    {
        final RunResult.Sink sink = result.sink();
        line("arrived", Values.count(sink.arrived()) + " of " + Values.count(sink.owed()) + " owed  lost " +
            Values.count(sink.lost()) + "  duplicates " + Values.count(sink.duplicates()) + "  reordered " +
            Values.count(sink.reordered()) + "  corrupt " + Values.count(sink.corrupt()) + "  foreign " +
            Values.count(sink.foreign()));
        if (result.sending().isPaced())
        {
            line("stall", Values.duration(sink.stallMaxNs()) + " in which nothing came although something was due");
        }
    }

    private void account()
    {
        final Account account = result.account();
        if (null == account)
        {
            line("relay", result.obstacle());
            return;
        }
        line("relay", "received " + Values.count(account.received()) + "  sent " + Values.count(account.sent()) +
            "  dropped " + Values.count(account.dropped()) + "  in flight " + Values.count(account.inFlight()) +
            " (max " + Values.count(result.series().inFlightMax()) + ")  imbalance " +
            Values.count(account.imbalance()) + "  kernel drops " + Values.count(account.kernelDrops()));
        account.drops().forEach((reason, count) -> line("", "dropped " + reason + " " + Values.count(count)));
    }

    private void latencies()
    {
        final Map<String, LatencySummary> summaries = summaries(result);
        if (!summaries.isEmpty())
        {
            final LatencyUnit unit = LatencyUnit.forMedian(
                summaries.values().stream().mapToLong(LatencySummary::p50Ns).min().orElse(0));
            LatencyTable.format(summaries, unit).lines().forEach(line -> out.println("  " + line));
        }
    }

    /**
     * @param result of a load.
     * @return of what was recorded; latencies only where datagrams were due at times of their own.
     */
    static Map<String, LatencySummary> summaries(final RunResult result)
    {
        final Map<String, LatencySummary> summaries = new LinkedHashMap<>();
        if (result.sending().isPaced() && result.latency().getTotalCount() > 0)
        {
            summaries.put("latency, from when it was due", LatencySummary.of(result.latency()));
        }
        result.ofRelay().forEach((tag, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                summaries.put(tag, LatencySummary.of(histogram));
            }
        });
        return summaries;
    }

    private void line(final String name, final String text)
    {
        out.println(String.format(Locale.ROOT, "  %-8s %s", name, text));
    }
}
