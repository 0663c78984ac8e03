package relay.perf.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import relay.observe.LatencySummary;
import relay.perf.bench.ResultJson;
import relay.perf.report.Estimate;

/**
 * All results as JSON: every iteration, every burst, every pair; nothing is rounded.
 */
final class ResultsJson
{
    private ResultsJson()
    {
    }

    static String text(final Results results)
    {
        final Criteria criteria = new Criteria(results);
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("criteria", criteria.success().stream().map(ResultsJson::criterion).toList());
        root.put("further", criteria.further().stream().map(ResultsJson::criterion).toList());
        root.put("warnings", results.conditions());
        root.put("machine", results.machine());
        root.put("jvm", results.jvm());
        root.put("counters", results.counters());
        root.put("effort", results.effort());
        root.put("pool", results.figures().all().stream().map(ResultsJson::figure).toList());
        root.put("limitRate", finite(results.limitRate()));
        root.put("sustainableRate", finite(results.sustainableRate()));
        root.put("bursts", results.bursts().stream().map(ResultsJson::burst).toList());
        final Map<String, Object> recoveries = new LinkedHashMap<>();
        results.recoveryNs().forEach((buffers, ns) -> recoveries.put(buffers.toString(), summary(ns)));
        root.put("claimAfterReleaseNs", recoveries);
        root.put("metricsOrder", SideBySide.ORDER);
        root.put("metricsNs", results.metrics().processes().stream().map(ResultsJson::rounds).toList());
        root.put("metricsPercent", estimate(results.metrics().percent()));
        root.put("nothingPercent", estimate(results.metrics().nothingPercent()));
        root.put("footprint", results.footprint());
        return ResultJson.GSON.toJson(root);
    }

    private static Map<String, Object> criterion(final Criterion criterion)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", criterion.name());
        object.put("value", finite(criterion.value()));
        object.put("limit", criterion.limit());
        object.put("passed", criterion.passed());
        object.put("words", criterion.words());
        return object;
    }

    private static Map<String, Object> figure(final Figure figure)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", figure.row().table());
        object.put("benchmark", figure.row().benchmark());
        object.put("parameters", figure.row().parameters());
        object.put("hasMetrics", figure.row().hasMetrics());
        object.put("scores", figure.samples().stream().map(BenchmarkRun.Sample::scores).toList());
        object.put("value", figure.value());
        object.put("allocatedBytes", finite(figure.allocatedBytes()));
        object.put("collectedMs", finite(figure.collectedMs()));
        if (null != figure.histogram())
        {
            object.put("batchNs", summary(figure.histogram()));
        }
        return object;
    }

    private static Map<String, Object> burst(final BurstResult result)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("mix", result.burst().mix());
        object.put("factor", result.burst().factor());
        object.put("lengthMs", result.burst().lengthMs());
        object.put("drain", result.burst().drain());
        object.put("sustainableRate", result.burst().sustainableRate());
        object.put("isClean", result.isClean());
        object.put("isGraceful", result.isGraceful());
        object.put("arrived", result.arrived());
        object.put("burstNs", result.burstNs());
        object.put("lateMaxNs", result.lateMaxNs());
        object.put("waitedNs", result.waitedNs());
        object.put("exhaustionNs", finite(result.exhaustionNs()));
        object.put("backlog", result.backlog());
        object.put("dropped", result.dropped());
        object.put("dropRate", finite(result.dropRate()));
        object.put("recoveryNs", finite(result.recoveryNs()));
        object.put("drainedNs", finite(result.drainedNs()));
        object.put("droppedAtHalf", result.droppedAtHalf());
        object.put("droppedAtFull", result.droppedAtFull());
        object.put("predicted", prediction(result.prediction()));
        object.put("classes", result.classes());
        object.put("kernelDrops", result.kernelDrops());
        object.put("imbalance", result.imbalance());
        object.put("errors", result.errors());
        object.put("lifetimeNs", null == result.lifetimes() ? null : result.lifetimes().summary());
        object.put("samples", result.samples().stream().map(
            sample -> List.of(sample.ns(), sample.received(), sample.inFlight(), sample.dropped())).toList());
        return object;
    }

    private static Map<String, Object> prediction(final Burst.Prediction prediction)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("exhaustionNs", finite(prediction.exhaustionNs()));
        object.put("backlog", prediction.backlog());
        object.put("dropped", prediction.drops());
        object.put("dropRate", prediction.dropRate());
        object.put("drainedNs", finite(prediction.drainedNs()));
        return object;
    }

    private static List<List<Double>> rounds(final Rounds rounds)
    {
        return rounds.ns().stream().map(round -> round.stream().map(ResultsJson::finite).toList()).toList();
    }

    private static Map<String, Object> estimate(final Estimate estimate)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("estimate", finite(estimate.value()));
        object.put("low", finite(estimate.low()));
        object.put("high", finite(estimate.high()));
        return object;
    }

    private static LatencySummary summary(final AbstractHistogram ns)
    {
        return LatencySummary.of(ns);
    }

    /** JSON has no others. */
    private static Double finite(final double value)
    {
        return Double.isFinite(value) ? value : null;
    }
}
