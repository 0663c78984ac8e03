package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import relay.perf.experiment.Row.Table;
import relay.perf.report.Numbers;

class CriteriaTest
{
    private static final int TAIL = 0;
    private static final int THROUGHPUT = 1;
    private static final int GRACEFUL = 2;
    private static final int RECOVERY = 3;
    private static final int METRICS = 4;
    private static final int FOOTPRINT = 5;
    private static final int SPEED_UP = 6;

    @Test
    void shouldPassWhenAllIsWell()
    {
        final List<Criterion> success = new Criteria(Fixtures.results()).success();
        assertEquals(7, success.size());
        success.forEach(criterion -> assertTrue(criterion.passed(), criterion::line));
        new Criteria(Fixtures.results()).further()
            .forEach(criterion -> assertTrue(criterion.passed(), criterion::line));
    }

    @Test
    void shouldTakeTheClockOffThePercentile()
    {
        assertEquals(13, success(Fixtures.results()).get(TAIL).value());
        assertOnlyFails(TAIL, withFigure(Fixtures.tail(Contenders.LANE, Tail.SINGLE, 70)));
        assertTrue(success(withFigure(Fixtures.tail(Contenders.LANE, Tail.SINGLE, 69))).get(TAIL).passed());
    }

    @Test
    void shouldTakeTheSlowerOfOneThreadAndTwo()
    {
        assertEquals(20, success(Fixtures.results()).get(THROUGHPUT).value());
        assertOnlyFails(THROUGHPUT, withFigure(
            Fixtures.figure(Row.of(Table.HAND_OFF, HandOffBenchmark.class, "handOff", Contenders.LANE_BATCHES), 5)));
        assertOnlyFails(THROUGHPUT, withFigure(Fixtures.figure(
            Row.of(Table.CYCLE, BufferBenchmark.class, "cycle", Contenders.LANE, "length", 1_500), 200)));
    }

    @Test
    void shouldNotBeGracefulWhenCountIsLost()
    {
        assertOnlyFails(GRACEFUL, withBursts(Fixtures.burst(1, 0), Fixtures.burst(1, 1)));
    }

    @Test
    void shouldNotHideABurstThatNeverRecoversBehindOthers()
    {
        final Results results = withBursts(
            Fixtures.burst(1, 0, 0, 1, Double.NaN), Fixtures.burst(1.5, 0));
        assertFalse(success(results).get(RECOVERY).passed());
        assertEquals(Double.POSITIVE_INFINITY, success(results).get(RECOVERY).value());
        assertFalse(success(results).get(GRACEFUL).passed());
    }

    @Test
    void shouldDemandRecoveryWithinTheLimit()
    {
        assertOnlyFails(RECOVERY, withBursts(Fixtures.burst(1, 0, 0, 1, 100e6)));
        assertTrue(success(withBursts(Fixtures.burst(1, 0, 0, 1, 99e6))).get(RECOVERY).passed());
    }

    @Test
    void shouldNotDemandRecoveryOfADrainThatTakesNoMoreThanComes()
    {
        final Results results = withBursts(Fixtures.burst(0.5, 0, 0, 1, Double.NaN), Fixtures.burst(1, 0));
        success(results).forEach(criterion -> assertTrue(criterion.passed(), criterion::line));
    }

    @Test
    void shouldFailWhenMetricsCostTooMuch()
    {
        assertOnlyFails(METRICS, new Change().metrics(Fixtures.metrics(105)).results());
    }

    @Test
    void shouldNotPassWhatIsNotResolved()
    {
        final Results blurred = new Change().metrics(Fixtures.metrics(102, 8)).results();
        assertOnlyFails(METRICS, blurred);
        assertTrue(success(blurred).get(METRICS).line().startsWith("metrics add to a datagram's cost, percent: does " +
            "not hold (2.00, limit 5); not resolved: 95 % interval 2.00 [2.00 .. 2.00]; relays that are alike differ by"),
            success(blurred).get(METRICS)::line);
        assertOnlyFails(METRICS, new Change().metrics(
            new MetricsCost(Fixtures.metrics(102).processes().subList(0, 5))).results());
    }

    @Test
    void shouldFailWhenBuffersTakeTooMuch()
    {
        assertOnlyFails(FOOTPRINT, new Change().footprint(6_300_000).results());
    }

    @Test
    void shouldFailWhenOneCopyIsNotTwiceAsFast()
    {
        for (final int datagram : PoolPlan.DATAGRAMS)
        {
            assertOnlyFails(SPEED_UP, withFigure(Fixtures.copy(Table.COPY_AT_ONCE, Contenders.LANE, datagram, 46)));
        }
    }

    @Test
    void shouldNotPassWhatWasNotMeasured()
    {
        final Results nothing = Fixtures.results(List.of(), List.of(), new TreeMap<>(),
            new MetricsCost(List.of()), 5_000_000);
        success(nothing).forEach(criterion ->
        {
            assertEquals(
                "buffers and slots of 16 cores, MB".equals(criterion.name()), criterion.passed(), criterion::line);
            assertTrue(criterion.passed() || criterion.line().endsWith("not measured (-, limit " +
                Numbers.text(criterion.limit()) + ")"), criterion::line);
        });
        new Criteria(nothing).further().forEach(criterion -> assertFalse(criterion.passed(), criterion::line));
    }

    @Test
    void shouldFailWhenAPredictionIsOff()
    {
        final Criterion backlog = named("prediction of backlogs", withBursts(Fixtures.burst(1, 0, 0, 0.85, 0)));
        assertFalse(backlog.passed(), backlog::line);
        assertEquals(0.15, backlog.value(), 0.001);
    }

    @Test
    void shouldNotJudgeThePredictionByABurstThatTheKernelThinned()
    {
        final Results results = withBursts(Fixtures.burst(1, 0, 1, 0.5, 0), Fixtures.burst(1, 0, 0, 0.99, 0));
        assertEquals(0.01, named("prediction of backlogs", results).value(), 0.001);
    }

    @Test
    void shouldFailWhenAClaimComesLate()
    {
        final Results results = new Change().recovery(3_600).results();
        assertFalse(named("from the first release to the next claim, the median", results).passed());
    }

    private static Criterion named(final String name, final Results results)
    {
        return new Criteria(results).further().stream()
            .filter(criterion -> criterion.name().startsWith(name)).findFirst().orElseThrow();
    }

    private static void assertOnlyFails(final int index, final Results results)
    {
        final List<Criterion> success = success(results);
        for (int i = 0; i < success.size(); i++)
        {
            assertEquals(i != index, success.get(i).passed(), success.get(i)::line);
        }
    }

    private static List<Criterion> success(final Results results)
    {
        return new Criteria(results).success();
    }

    private static Results withFigure(final Figure figure)
    {
        final List<Figure> figures = new ArrayList<>(List.of(figure)); // the first that fits is taken
        figures.addAll(Fixtures.figures());
        return new Change().figures(figures).results();
    }

    private static Results withBursts(final BurstResult... bursts)
    {
        return new Change().bursts(List.of(bursts)).results();
    }

    /** Results in which one thing is different. */
    private static final class Change
    {
        private List<Figure> figures = Fixtures.figures();
        private List<BurstResult> bursts = List.of(Fixtures.burst(1.5, 0));
        private MetricsCost metrics = Fixtures.metrics(102);
        private long footprintBytes = 5_000_000;
        private long recoveryNs = 400;

        Change figures(final List<Figure> other)
        {
            figures = other;
            return this;
        }

        Change bursts(final List<BurstResult> other)
        {
            bursts = other;
            return this;
        }

        Change metrics(final MetricsCost other)
        {
            metrics = other;
            return this;
        }

        Change footprint(final long other)
        {
            footprintBytes = other;
            return this;
        }

        Change recovery(final long otherNs)
        {
            recoveryNs = otherNs;
            return this;
        }

        Results results()
        {
            return Fixtures.results(figures, bursts, Fixtures.recoveries(recoveryNs), metrics, footprintBytes);
        }
    }
}
