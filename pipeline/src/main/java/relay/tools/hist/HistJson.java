package relay.tools.hist;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import relay.observe.LatencySummary;
import relay.observe.LogTotals;
import relay.observe.text.LatencyUnit;

/**
 * The output of {@code relay hist --json}, documented in docs/histograms.md.
 */
final class HistJson
{
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private HistJson()
    {
    }

    static String of(
        final Path file,
        final LogTotals totals,
        final Map<String, LatencySummary> summaries,
        final LatencyUnit unit)
    {
        final JsonObject root = new JsonObject();
        root.addProperty("file", file.toString());
        root.addProperty("startMs", Math.round(totals.startSec() * 1_000));
        root.addProperty("lengthMs", Math.round(totals.lengthSec() * 1_000));
        root.addProperty("intervals", totals.intervalCount());
        root.addProperty("unit", unit.asciiSymbol());
        root.addProperty("damage", totals.damage());
        final JsonArray tags = new JsonArray();
        summaries.forEach((tag, summary) -> tags.add(tag(tag, summary, unit)));
        root.add("tags", tags);
        return GSON.toJson(root);
    }

    private static JsonObject tag(final String tag, final LatencySummary summary, final LatencyUnit unit)
    {
        final JsonObject object = new JsonObject();
        object.addProperty("tag", tag);
        object.addProperty("count", summary.count());
        object.addProperty("mean", summary.meanNs() / unit.lengthNs());
        object.addProperty("p50", scaled(summary.p50Ns(), unit));
        object.addProperty("p90", scaled(summary.p90Ns(), unit));
        object.addProperty("p99", scaled(summary.p99Ns(), unit));
        object.addProperty("p99.9", scaled(summary.p999Ns(), unit));
        object.addProperty("p99.99", scaled(summary.p9999Ns(), unit));
        object.addProperty("max", scaled(summary.maxNs(), unit));
        return object;
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
