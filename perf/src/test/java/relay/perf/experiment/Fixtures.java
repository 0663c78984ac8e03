package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import relay.perf.bench.Machine;
import relay.perf.experiment.BurstResult.ClassResult;
import relay.perf.experiment.BurstResult.Sample;
import relay.perf.experiment.Row.Table;
import relay.pool.BufferCounts;

/**
 * Results as they could be, with all criteria passed, to be made worse one by one.
 */
final class Fixtures
{
    static final double SUSTAINABLE = 100_000;

    private Fixtures()
    {
    }

    static Machine machine(final List<Integer> cores, final boolean isVirtual, final String governor, final double load)
    {
        return new Machine("6.18", "a processor", cores, List.of(0), isVirtual, governor, "25.0.3", "abc", load);
    }

    static Results results()
    {
        return results(figures(), List.of(burst(BurstRun.HALF * 3, 0)), recoveries(400), metrics(102), 5_000_000);
    }

    static Results results(
        final List<Figure> figures, final List<BurstResult> bursts, final SortedMap<Integer, Histogram> recoveries,
        final MetricsCost metrics, final long footprintBytes)
    {
        return new Results(Effort.TRIAL, machine(List.of(0, 1), false, "", 0), List.of("a <doubt>"), List.of("-Xmx1g"),
            "no counters", new Figures(figures), 10 * SUSTAINABLE, SUSTAINABLE, bursts, recoveries, metrics,
            new Results.Footprint(footprintBytes, 0));
    }

    static List<Figure> figures()
    {
        final List<Figure> figures = new ArrayList<>();
        figures.add(figure(
            Row.of(Table.CYCLE, BufferBenchmark.class, "cycle", Contenders.LANE, "length", 1_500), 10, 12, 14));
        figures.add(figure(Row.of(Table.HAND_OFF, HandOffBenchmark.class, "handOff", Contenders.LANE_BATCHES), 20));
        for (final int datagram : PoolPlan.DATAGRAMS)
        {
            for (final Table table : List.of(Table.COPY, Table.COPY_AT_ONCE, Table.READ))
            {
                figures.add(copy(table, Contenders.LANE, datagram, 30));
                figures.add(copy(table, Contenders.ARRAY, datagram, 90));
            }
        }
        for (final Tail tail : Tail.values())
        {
            figures.add(tail(Contenders.NOTHING, tail, 20));
            figures.add(tail(Contenders.LANE, tail, 20 + 13 * tail.batch()));
        }
        return figures;
    }

    static Figure figure(final Row row, final double... scores)
    {
        return figure(row, null, scores);
    }

    static Figure copy(final Table table, final String contender, final int datagram, final double ns)
    {
        return figure(Row.of(table, BufferBenchmark.class, "copy", contender,
            "length", PoolPlan.bufferFor(datagram), "datagram", datagram), ns);
    }

    static Figure tail(final String contender, final Tail tail, final long ns)
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(ns, 1_000);
        return figure(tail.row(contender), histogram, ns);
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
        final List<Rounds> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++)
        {
            final double more = 0 == i % 2 ? unalike : -unalike;
            processes.add(new Rounds(List.of(List.of(withNs - more / 2, 100.0, 100.0, withNs + more / 2))));
        }
        return new MetricsCost(processes);
    }

    /**
     * Three times for 50 ms, as the fluid would have it.
     *
     * @param drain     of the destination.
     * @param imbalance of the ledger.
     */
    static BurstResult burst(final double drain, final long imbalance)
    {
        return burst(drain, imbalance, 0, 1, 2e6);
    }

    static BurstResult burst(
        final double drain, final long imbalance, final long kernelDrops, final double error, final double recoveryNs)
    {
        final Burst burst = new Burst(Mix.SMALL, 3, 50, drain, BufferCounts.DEFAULT, SUSTAINABLE);
        final Burst.Prediction prediction =
            burst.prediction(3 * SUSTAINABLE, 50_000_000, BurstRun.HALF * SUSTAINABLE);
        return new BurstResult(burst, prediction, 15_000, 50_000_000, 0, 0, prediction.exhaustionNs(),
            Math.round(prediction.backlog() * error), Math.round(prediction.drops()), prediction.dropRate(), recoveryNs,
            prediction.drainedNs(), 0, 0, List.of(new ClassResult("small", 1_000, 9_000, 6_000, 1_000)), kernelDrops,
            imbalance, 0, null, List.of(new Sample(0, 0, 0, 0), new Sample(50_000_000, 15_000, 1_000, 6_000)));
    }

    private static Figure figure(final Row row, final Histogram histogram, final double... scores)
    {
        final List<Double> values = new ArrayList<>();
        for (final double score : scores)
        {
            values.add(score);
        }
        return new Figure(row, List.of(new BenchmarkRun.Sample(values, 0, 0, histogram)));
    }
}
