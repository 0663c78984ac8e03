package relay.tools.hist;

import com.google.gson.annotations.SerializedName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import relay.observe.LatencySummary;
import relay.observe.LogTotals;
import relay.observe.text.LatencyUnit;

/**
 * The output of {@code relay hist --json}: its components are the keys of docs/histograms.md.
 */
record HistJson(
    String file, long startMs, long lengthMs, long intervals, String unit, String damage, List<Tag> tags)
{
    static HistJson of(
        final Path file,
        final LogTotals totals,
        final Map<String, LatencySummary> summaries,
        final LatencyUnit unit)
    {
        return new HistJson(
            file.toString(), Math.round(totals.startSec() * 1_000), Math.round(totals.lengthSec() * 1_000),
            totals.intervalCount(), unit.asciiSymbol(), totals.damage(),
            summaries.entrySet().stream().map(entry -> Tag.of(entry.getKey(), entry.getValue(), unit)).toList());
    }

    /** Nanoseconds are whole numbers, other units have a fraction. */
    record Tag(
        String tag,
        long count,
        double mean,
        Number p50,
        Number p90,
        Number p99,
        @SerializedName("p99.9") Number p999,
        @SerializedName("p99.99") Number p9999,
        Number max)
    {
        private static Tag of(final String tag, final LatencySummary summary, final LatencyUnit unit)
        {
            return new Tag(
                tag, summary.count(), summary.meanNs() / unit.lengthNs(), scaled(summary.p50Ns(), unit),
                scaled(summary.p90Ns(), unit), scaled(summary.p99Ns(), unit), scaled(summary.p999Ns(), unit),
                scaled(summary.p9999Ns(), unit), scaled(summary.maxNs(), unit));
        }

        private static Number scaled(final long valueNs, final LatencyUnit unit)
        {
            if (LatencyUnit.NS == unit)
            {
                return valueNs;
            }
            return (double)valueNs / unit.lengthNs();
        }
    }
}
