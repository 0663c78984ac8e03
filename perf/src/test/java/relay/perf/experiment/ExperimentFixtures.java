package relay.perf.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import relay.perf.experiment.OverloadResult.Sample;
import relay.perf.experiment.OverloadResult.SizeResult;
import relay.perf.machine.Machine;
import relay.perf.outcome.Spread;
import relay.pool.BufferCounts;
import relay.pool.Footprint;

/**
 * Results as they could be, with all criteria passed, to be made worse one by one.
 */
final class ExperimentFixtures
{
    static final double SUSTAINABLE = 100_000;

    private ExperimentFixtures()
    {
    }

    static ExperimentResults results()
    {
        return results(pool(), List.of(burst(OverloadRun.HALF * 3, 0)), recoveries(400), metrics(102), 5_000_000);
    }

    static ExperimentResults results(
        final List<PoolResult> pool, final List<OverloadResult> bursts, final SortedMap<Integer, Histogram> recoveries,
        final MetricsCost metrics, final long footprintBytes)
    {
        return new ExperimentResults(RunLength.TRIAL,
            new Machine("6.18", "a processor", List.of(0, 1), List.of(0), false, "", "25.0.3", "abc", 0),
            List.of("a <caveat>"), List.of("-Xmx1g"), "no counters", new PoolResults(pool), 10 * SUSTAINABLE,
            SUSTAINABLE, bursts, recoveries, metrics, new Footprint(footprintBytes, 0));
    }

    static List<PoolResult> pool()
    {
        final List<PoolResult> pool = new ArrayList<>();
        pool.add(result(PoolSeries.CYCLE, "lane", "1500", 10, 12, 14));
        pool.add(result(PoolSeries.HAND_OFF, "lane-in-batches", "", 20));
        for (final String datagram : List.of("1000", "8000"))
        {
            for (final PoolSeries series : List.of(PoolSeries.COPY, PoolSeries.COPY_AT_ONCE, PoolSeries.READ))
            {
                pool.add(result(series, "lane", datagram, 30));
                pool.add(result(series, "new-byte-array", datagram, 90));
            }
        }
        for (final PoolSeries tail : List.of(PoolSeries.TAIL, PoolSeries.TAIL_IN_TURN, PoolSeries.TAIL_AT_ONCE))
        {
            pool.add(tail(tail, "nothing", 20));
            pool.add(tail(tail, "lane", 20 + (PoolSeries.TAIL == tail ? 13 : 16 * 13)));
        }
        return pool;
    }

    static PoolResult result(
        final PoolSeries series, final String candidate, final String parameter, final double... scores)
    {
        return result(series, candidate, parameter, new LinkedHashMap<>(), scores);
    }

    static PoolResult tail(final PoolSeries series, final String candidate, final double ns)
    {
        final SequencedMap<String, Double> batchNs = new LinkedHashMap<>();
        PoolResults.PERCENTILES.keySet().forEach(percentile -> batchNs.put(percentile, ns));
        return result(series, candidate, "", batchNs, ns);
    }

    private static PoolResult result(
        final PoolSeries series, final String candidate, final String parameter,
        final SequencedMap<String, Double> batchNs, final double... scores)
    {
        final SequencedMap<String, String> parameters = new LinkedHashMap<>(Map.of("candidate", candidate));
        parameters.put(series.parameter(), parameter);
        final List<Double> values = DoubleStream.of(scores).boxed().toList();
        return new PoolResult(
            "a.Benchmark", series, parameters, series.hasMetrics(), values, Spread.of(values), 0, 0, batchNs);
    }

    static SortedMap<Integer, Histogram> recoveries(final long ns)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(ns, 100);
        return new TreeMap<>(Map.of(50, histogram));
    }

    static MetricsCost metrics(final double withNs)
    {
        return metrics(withNs, 0);
    }

    /**
     * Of as many processes as an interval needs.
     *
     * @param withNs  beside 100 ns without.
     * @param unalike nanoseconds that relays which are alike differ by.
     */
    static MetricsCost metrics(final double withNs, final double unalike)
    {
        final List<MetricsCost.Rounds> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++)
        {
            final double more = 0 == i % 2 ? unalike : -unalike;
            processes.add(
                new MetricsCost.Rounds(List.of(List.of(withNs - more / 2, 100.0, 100.0, withNs + more / 2))));
        }
        return new MetricsCost(processes);
    }

    /**
     * Three times for 50 ms, as the fluid would have it.
     *
     * @param drain     of the destination.
     * @param imbalance of the ledger.
     */
    static OverloadResult burst(final double drain, final long imbalance)
    {
        return burst(drain, imbalance, 0, 1, 2e6);
    }

    static OverloadResult burst(
        final double drain, final long imbalance, final long kernelDrops, final double error, final double recoveryNs)
    {
        final Overload overload = new Overload(LengthMix.SMALL, 3, 50, drain, BufferCounts.DEFAULT, SUSTAINABLE);
        final Overload.Prediction predicted =
            overload.prediction(3 * SUSTAINABLE, 50_000_000, OverloadRun.HALF * SUSTAINABLE);
        return new OverloadResult(overload, predicted, 15_000, 50_000_000, 0, 0, predicted.exhaustionNs(),
            Math.round(predicted.backlog() * error), Math.round(predicted.dropped()), predicted.dropRate(), recoveryNs,
            predicted.drainedNs(), 0, 0, List.of(new SizeResult("small", 1_000, 9_000, 6_000, 1_000)), kernelDrops,
            imbalance, 0, null, List.of(new Sample(0, 0, 0, 0), new Sample(50_000_000, 15_000, 1_000, 6_000)));
    }
}
