package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import relay.perf.outcome.Verdict;
import relay.pool.jmh.Candidates;

/**
 * The first experiment's own criteria of success, and what Relay promises beyond them.
 */
final class Criteria
{
    static final int CORES = 16;
    /** Lengths of the datagrams that are copied. */
    private static final List<String> DATAGRAMS = List.of("1000", "8000");
    private static final double METRICS_MAX = 5;
    private static final double NS_A_MS = 1e6;
    private static final double NS_A_US = 1e3;
    private static final double NS_OF_M_OPS = 1e3;
    /** With fewer datagrams, a prediction is off by a batch and wrong by half. */
    private static final double PREDICTED_MIN = 200;

    private final ExperimentResults results;
    private final PoolResults pool;

    Criteria(final ExperimentResults results)
    {
        this.results = results;
        pool = results.pool();
    }

    /**
     * @return those that decide how the run ends.
     */
    List<Verdict> success()
    {
        return List.of(
            Verdict.below("p99 of a small buffer's whole way, single operations, ns",
                pool.tailNs(PoolSeries.TAIL, Candidates.LANE, "p99Ns"), 50),
            Verdict.above("throughput, the slower of one thread and two, million operations/s", throughput(), 5),
            Verdict.atMost("bursts after which something was lost count of, failed, or went on being dropped",
                ungraceful(), 0),
            Verdict.below("recovery after a burst, the longest, ms", recoveryNs() / NS_A_MS, 100),
            metrics(),
            Verdict.atMost("buffers and slots of " + CORES + " cores, MB", results.megabytes(CORES), 100),
            Verdict.atLeast("new byte[] with a copy takes longer than a lane with the same, 16 at once as a relay " +
                "does, times; the smaller of 1,000 B and 8,000 B",
                DATAGRAMS.stream().mapToDouble(each -> speedUp(PoolSeries.COPY_AT_ONCE, each))
                    .reduce(Double.POSITIVE_INFINITY, Math::min), 2));
    }

    /**
     * @return those beyond.
     */
    List<Verdict> further()
    {
        final List<Verdict> further = new ArrayList<>();
        further.add(Verdict.atMost("median of a small buffer's whole way, 16 at once as a relay does, ns",
            pool.tailNs(PoolSeries.TAIL_AT_ONCE, Candidates.LANE, "p50Ns"), 15));
        further.add(Verdict.atMost("the same, 16 in turn, ns",
            pool.tailNs(PoolSeries.TAIL_IN_TURN, Candidates.LANE, "p50Ns"), 15));
        for (final String datagram : DATAGRAMS)
        {
            further.add(Verdict.atMost("a lane with a copy of " + datagram + " B, of new byte[] with the same, 16 at " +
                "once as a relay does", 1 / speedUp(PoolSeries.COPY_AT_ONCE, datagram), 0.5));
            further.add(Verdict.atMost("the same, in turn", 1 / speedUp(PoolSeries.COPY, datagram), 0.5));
            further.add(Verdict.atMost("the same, in turn, and the copy read again",
                1 / speedUp(PoolSeries.READ, datagram), 0.5));
        }
        further.add(Verdict.atMost("from the first release to the next claim, the median, us", claimUs(50), 3.5));
        further.add(Verdict.atMost("from the first release to the next claim, p99, us", claimUs(99), 3.5));
        further.add(Verdict.atMost("prediction of backlogs off by, the worst of all bursts",
            backlogErrors().max().orElse(Double.NaN), 0.1));
        further.add(Verdict.atMost("prediction of drops off by, the worst of all bursts",
            dropErrors().max().orElse(Double.NaN), 0.1));
        return further;
    }

    private double throughput()
    {
        return Math.min(NS_OF_M_OPS / pool.median(PoolSeries.CYCLE, Candidates.LANE, "1500"),
            pool.median(PoolSeries.HAND_OFF, Candidates.LANE_BATCHES, ""));
    }

    private double speedUp(final PoolSeries series, final String datagram)
    {
        return pool.median(series, Candidates.ARRAY, datagram) / pool.median(series, Candidates.LANE, datagram);
    }

    private double ungraceful()
    {
        return results.bursts().isEmpty() ? Double.NaN :
            results.bursts().stream().filter(burst -> !burst.isGraceful()).count();
    }

    /** One that never recovered must not be hidden by those that did. */
    private double recoveryNs()
    {
        return results.bursts().stream().filter(burst -> burst.overload().drain() > OverloadRun.HALF)
            .mapToDouble(OverloadResult::recoveryNs).map(ns -> Double.isNaN(ns) ? Double.POSITIVE_INFINITY : ns)
            .max().orElse(Double.NaN);
    }

    /** Not the estimate must be below, but all that the cost might be. */
    private Verdict metrics()
    {
        final MetricsCost metrics = results.metrics();
        final double percent = metrics.percent().value();
        final Verdict.State state = Double.isNaN(percent) ? Verdict.State.NOT_MEASURED :
            metrics.isBelow(METRICS_MAX) ? Verdict.State.HOLDS : Verdict.State.FAILS;
        return new Verdict("metrics add to a datagram's cost, percent", percent, METRICS_MAX, state, metrics.words());
    }

    private double claimUs(final double percentile)
    {
        return results.claimAfterReleaseNs().values().stream()
            .mapToDouble(histogram -> histogram.getValueAtPercentile(percentile)).max()
            .orElse(Double.NaN) / NS_A_US;
    }

    private DoubleStream backlogErrors()
    {
        return clean().filter(burst -> burst.predicted().backlog() >= PREDICTED_MIN)
            .mapToDouble(burst -> error(burst.backlog(), burst.predicted().backlog()));
    }

    private DoubleStream dropErrors()
    {
        return clean().filter(burst -> burst.predicted().dropped() >= PREDICTED_MIN)
            .mapToDouble(burst -> error(burst.dropped(), burst.predicted().dropped()));
    }

    private Stream<OverloadResult> clean()
    {
        return results.bursts().stream().filter(OverloadResult::isClean);
    }

    private static double error(final double measured, final double predicted)
    {
        return Math.abs(measured / predicted - 1);
    }
}
