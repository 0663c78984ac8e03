package relay.perf.burst;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import relay.config.Units;
import relay.observe.LogTotals;
import relay.perf.outcome.Verdict;

/**
 * The latencies of an earlier run, that later ones may not exceed by much. Immutable.
 */
final class Baseline
{
    /** A percentile is meaningful with this many values above it. */
    private static final int ABOVE_MIN = 10;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final Path file;
    private final String title;
    private final Map<String, Histogram> byTag;
    private final long tolerance;

    private Baseline(
        final Path file, final String title, final Map<String, Histogram> byTag, final long tolerance)
    {
        this.file = file;
        this.title = title;
        this.byTag = byTag;
        this.tolerance = tolerance;
    }

    /**
     * @param file      a histogram log of a run.
     * @param title     what is sent.
     * @param tolerance in millionths.
     * @return its latencies.
     * @throws IOException with a message for the user, if it cannot be read or is damaged.
     */
    static Baseline read(final Path file, final String title, final long tolerance) throws IOException
    {
        final LogTotals totals;
        try
        {
            totals = LogTotals.read(
                file, tag -> tag.startsWith(LatencyLog.TAG), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        catch (final IOException ex)
        {
            throw new IOException("--baseline " + file + ": cannot be read: " +
                (null == ex.getMessage() || ex.getMessage().equals(file.toString()) ? "no such file" : ex.getMessage()),
                ex);
        }
        if (null != totals.damage())
        {
            throw new IOException("--baseline " + file + ": " + totals.damage());
        }
        if (totals.byTag().isEmpty())
        {
            throw new IOException("--baseline " + file + ": holds no latencies of 'relay bench burst'; it has " +
                (totals.tagsSeen().isEmpty() ? "no tags" : "the tags " + String.join(", ", totals.tagsSeen())));
        }
        return new Baseline(file, title, totals.byTag(), tolerance);
    }

    /**
     * @param result of a run.
     * @return a verdict for each percentile that the baseline has enough values for, or one with the
     * reason why there is none.
     */
    List<Verdict> verdicts(final LoadResult result)
    {
        if (!result.sending().isPaced())
        {
            return List.of(Verdict.notMeasured("baseline", Assertion.ALL_AT_ONCE));
        }
        final String tag = LatencyLog.tag(title, result.name());
        final Histogram base = byTag.get(tag);
        if (null == base)
        {
            return List.of(Verdict.notMeasured("baseline", file + " has no load '" + tag + "'; it has " +
                String.join(", ", byTag.keySet())));
        }
        final List<Verdict> verdicts = new ArrayList<>();
        for (final double percentile : PERCENTILES)
        {
            if (isMeaningful(base, percentile))
            {
                verdicts.add(verdict(percentile, base.getValueAtPercentile(percentile), result.latency()));
            }
        }
        return !verdicts.isEmpty() ? verdicts : List.of(Verdict.notMeasured("baseline",
            "too few datagrams for any percentile: " + base.getTotalCount() + " in " + file));
    }

    private Verdict verdict(final double percentile, final long baseNs, final Histogram latency)
    {
        final double limitNs = baseNs * (1 + (double)tolerance / Units.SHARE_WHOLE);
        final String clause = "p" +
            (percentile == Math.rint(percentile) ? Long.toString((long)percentile) : Double.toString(percentile)) +
            " within " + Units.shareText(tolerance) + " of the baseline's " + ValueKind.duration(baseNs);
        if (!isMeaningful(latency, percentile))
        {
            return Verdict.notMeasured(clause, "too few datagrams: " + latency.getTotalCount());
        }
        final long nowNs = latency.getValueAtPercentile(percentile);
        return new Verdict(clause, nowNs, limitNs, nowNs <= limitNs ? Verdict.State.HOLDS : Verdict.State.FAILS,
            ValueKind.duration(nowNs));
    }

    private static boolean isMeaningful(final Histogram histogram, final double percentile)
    {
        return histogram.getTotalCount() * (100 - percentile) / 100 >= ABOVE_MIN;
    }
}
