package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import relay.perf.experiment.Row.Table;

/**
 * What the first experiment set itself as success, and what Relay promises beyond it.
 */
final class Criteria
{
    static final int CORES = 16;
    private static final double METRICS_MAX = 5;
    private static final double NS_A_MS = 1e6;
    private static final double NS_A_US = 1e3;
    private static final double NS_OF_M_OPS = 1e3;
    /** With fewer datagrams, a prediction is off by a batch and wrong by half. */
    private static final double PREDICTED_MIN = 200;

    private final Results results;
    private final Figures figures;

    Criteria(final Results results)
    {
        this.results = results;
        figures = results.figures();
    }

    /**
     * @return those that decide how the run ends.
     */
    List<Criterion> success()
    {
        return List.of(
            Criterion.below("p99 of a small buffer's whole way, single operations, ns",
                figures.tailNs(Contenders.LANE, Tail.SINGLE, 99), 50),
            Criterion.above("throughput, the slower of one thread and two, million operations/s", throughput(), 5),
            Criterion.atMost("bursts after which something was lost count of, failed, or went on being dropped",
                ungraceful(), 0),
            Criterion.below("recovery after a burst, the longest, ms", recoveryNs() / NS_A_MS, 100),
            metrics(),
            Criterion.atMost("buffers and slots of " + CORES + " cores, MB", results.footprint().megabytes(CORES), 100),
            Criterion.atLeast("new byte[] with a copy takes longer than a lane with the same, 16 at once as a relay " +
                "does, times; the smaller of 1,000 B and 8,000 B",
                Math.min(speedUp(Table.COPY_AT_ONCE, 1_000), speedUp(Table.COPY_AT_ONCE, 8_000)), 2));
    }

    /**
     * @return those beyond.
     */
    List<Criterion> further()
    {
        final List<Criterion> further = new ArrayList<>();
        further.add(Criterion.atMost("median of a small buffer's whole way, 16 at once as a relay does, ns",
            figures.tailNs(Contenders.LANE, Tail.TOGETHER, 50), 15));
        further.add(Criterion.atMost("the same, 16 in turn, ns",
            figures.tailNs(Contenders.LANE, Tail.SERIES, 50), 15));
        for (final int datagram : PoolPlan.DATAGRAMS)
        {
            further.add(Criterion.atMost("a lane with a copy of " + datagram +
                " B, of new byte[] with the same, 16 at once as a relay does", 1 / speedUp(Table.COPY_AT_ONCE, datagram), 0.5));
            further.add(Criterion.atMost("the same, in turn", 1 / speedUp(Table.COPY, datagram), 0.5));
            further.add(Criterion.atMost("the same, in turn, and the copy read again",
                1 / speedUp(Table.READ, datagram), 0.5));
        }
        further.add(Criterion.atMost("from the first release to the next claim, the median, us", claimUs(50), 3.5));
        further.add(Criterion.atMost("from the first release to the next claim, p99, us", claimUs(99), 3.5));
        further.add(Criterion.atMost("prediction of backlogs off by, the worst of all bursts",
            backlogErrors().max().orElse(Double.NaN), 0.1));
        further.add(Criterion.atMost("prediction of drops off by, the worst of all bursts",
            dropErrors().max().orElse(Double.NaN), 0.1));
        return further;
    }

    private double throughput()
    {
        return Math.min(NS_OF_M_OPS / figures.median(Table.CYCLE, Contenders.LANE, "length", 1_500),
            figures.median(Table.HAND_OFF, Contenders.LANE_BATCHES));
    }

    private double speedUp(final Table table, final int datagram)
    {
        return figures.median(table, Contenders.ARRAY, "datagram", datagram) /
            figures.median(table, Contenders.LANE, "datagram", datagram);
    }

    private double ungraceful()
    {
        return results.bursts().isEmpty() ? Double.NaN :
            results.bursts().stream().filter(burst -> !burst.isGraceful()).count();
    }

    /** One that never recovered must not be hidden by those that did. */
    private double recoveryNs()
    {
        return results.bursts().stream().filter(burst -> burst.burst().drain() > BurstRun.HALF)
            .mapToDouble(BurstResult::recoveryNs).map(ns -> Double.isNaN(ns) ? Double.POSITIVE_INFINITY : ns)
            .max().orElse(Double.NaN);
    }

    /** Not the estimate must be below, but all that the cost might be. */
    private Criterion metrics()
    {
        final MetricsCost metrics = results.metrics();
        return new Criterion("metrics add to a datagram's cost, percent", metrics.percent().value(), METRICS_MAX,
            metrics.isBelow(METRICS_MAX), metrics.words());
    }

    private double claimUs(final double percentile)
    {
        return results.recoveryNs().values().stream()
            .mapToDouble(histogram -> histogram.getValueAtPercentile(percentile)).max()
            .orElse(Double.NaN) / NS_A_US;
    }

    private DoubleStream backlogErrors()
    {
        return clean().filter(burst -> burst.prediction().backlog() >= PREDICTED_MIN)
            .mapToDouble(burst -> error(burst.backlog(), burst.prediction().backlog()));
    }

    private DoubleStream dropErrors()
    {
        return clean().filter(burst -> burst.prediction().drops() >= PREDICTED_MIN)
            .mapToDouble(burst -> error(burst.dropped(), burst.prediction().drops()));
    }

    private Stream<BurstResult> clean()
    {
        return results.bursts().stream().filter(BurstResult::isClean);
    }

    private static double error(final double measured, final double predicted)
    {
        return Math.abs(measured / predicted - 1);
    }
}
