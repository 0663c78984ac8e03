package relay.perf.burst;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import relay.observe.LatencySummary;
import relay.perf.bench.ResultJson;

/**
 * A session as JSON, documented in docs/burst.md: keys are added, never renamed.
 */
final class JsonReport
{
    private JsonReport()
    {
    }

    static String text(final Session session)
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("title", session.title());
        root.put("holds", session.holds());
        root.put("warnings", session.warnings());
        root.put("relay", session.relay());
        root.put("machine", session.machine());
        root.put("jvm", session.jvm());
        root.put("loads", session.loads().stream().map(JsonReport::load).toList());
        return ResultJson.GSON.toJson(root);
    }

    private static Map<String, Object> load(final Session.Load load)
    {
        final RunResult result = load.result();
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", result.name());
        object.put("startMs", result.startMs());
        object.put("holds", load.holds());
        object.put("verdicts", load.verdicts().stream().map(JsonReport::verdict).toList());
        object.put("doubts", result.doubts());
        object.put("sending", sending(result.sending()));
        object.put("sink", result.sink());
        object.put("account", result.account());
        object.put("obstacle", result.obstacle());
        object.put("latencyNs", result.sending().isPaced() ? percentiles(result.latency()) : null);
        final Map<String, Object> ofRelay = new LinkedHashMap<>();
        result.ofRelay().forEach((tag, histogram) -> ofRelay.put(tag, percentiles(histogram)));
        object.put("ofRelayNs", ofRelay);
        object.put("waits", result.waits());
        object.put("series", series(result.series()));
        return object;
    }

    private static Map<String, Object> verdict(final Verdict verdict)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("clause", verdict.clause());
        object.put("measured", verdict.measured());
        object.put("verdict", verdict.state().text());
        return object;
    }

    private static Map<String, Object> sending(final RunResult.Sending sending)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("sent", sending.sent());
        object.put("bytes", sending.bytes());
        object.put("failed", sending.failed());
        object.put("isPaced", sending.isPaced());
        object.put("wantedNs", sending.wantedNs());
        object.put("achievedNs", sending.achievedNs());
        object.put("rate", finite(sending.rate()));
        object.put("rateRatio", finite(sending.rateRatio()));
        object.put("latenessNs", percentiles(sending.lateness()));
        return object;
    }

    private static Map<String, Object> series(final RunResult.Series series)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("due", bins(series.wanted()));
        object.put("sent", bins(series.sent()));
        object.put("received", bins(series.received()));
        object.put("inFlight", bins(series.inFlight()));
        object.put("inFlightMax", Account.UNKNOWN == series.inFlightMax() ? null : series.inFlightMax());
        final Map<String, Object> drops = new LinkedHashMap<>();
        series.drops().forEach((reason, bins) -> drops.put(reason, bins(bins)));
        object.put("drops", drops);
        object.put("bursts", series.bursts());
        return object;
    }

    private static Map<String, Object> bins(final TimeBins bins)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("widthNs", bins.widthNs());
        object.put("values", Arrays.stream(bins.values()).map(Math::rint).mapToLong(value -> (long)value).boxed().toList());
        return object;
    }

    private static LatencySummary percentiles(final Histogram histogram)
    {
        return LatencySummary.of(histogram);
    }

    /** JSON has no others. */
    private static Double finite(final double value)
    {
        return Double.isFinite(value) ? value : null;
    }
}
