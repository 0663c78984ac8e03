package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

class LanePredictionTest
{
    private static final long MS = 1_000_000;
    private static final Conditions QUIET = new Conditions(1, 0, Double.POSITIVE_INFINITY, 0, 1e-4);
    private static final Conditions BURST = new Conditions(3, 5 * MS, 1.5, 100, 1e-4);

    @Test
    void shouldNeedWhatIsInFlightRarely()
    {
        final LanePrediction lane = LanePrediction.of(loads(60_000, 40_000), QUIET, BufferCounts.DEFAULT);
        assertEquals(60_000 * 7e-6 + 40_000 * 102e-6, lane.inFlight(), 1e-9);
        assertEquals(Poisson.buffers(0.42, 1e-4), lane.needed().small());
        assertEquals(Poisson.buffers(4.08, 1e-4), lane.needed().jumbo());
        assertEquals(0, lane.needed().standard());
        assertEquals(0, lane.dropped());
        assertEquals(Double.POSITIVE_INFINITY, lane.exhaustionNs());
        assertEquals(0, lane.drainNs());
    }

    @Test
    void shouldDropWhatErlangSaysOutsideOfBursts()
    {
        final LanePrediction lane =
            LanePrediction.of(loads(60_000, 40_000), QUIET, new BufferCounts(1, 0, 4, 0));
        final double small = ErlangLoss.dropRate(0.42, 1);
        final double jumbo = ErlangLoss.dropRate(4.08, 4);
        assertEquals(small, lane.sizes().getFirst().dropRate(), 1e-12);
        assertEquals(0.6 * small + 0.4 * jumbo, lane.dropRate(), 1e-12);
    }

    @Test
    void shouldAddBatchAndBacklogByTheirShares()
    {
        final LanePrediction lane = LanePrediction.of(loads(60_000, 40_000), BURST, BufferCounts.DEFAULT);
        assertEquals(750, lane.burst().backlog());
        assertEquals(450, lane.sizes().getFirst().burst().backlog(), 1e-9);
        assertEquals(60, lane.sizes().getFirst().batchHeld(), 1e-9);
        assertEquals(lane.inFlight() + 100, lane.inUse(), 1e-9);
        assertEquals(Poisson.buffers(0.63, 1e-4) + 60 + 450, lane.needed().small());

        final double room = 200 - 40 - 1.5 * 4.08;
        assertEquals(300 - room, lane.dropped(), 1e-9);
        assertEquals((300 - room) / 1_500, lane.burstDropRate(), 1e-9);
        assertEquals(room / 60_000 * 1e9, lane.exhaustionNs(), 1);
        assertEquals((450 + room) / 50_000 * 1e9, lane.drainNs(), 1, "what was dropped need not be drained");
    }

    @Test
    void shouldHaveInFlightWhatABurstBroughtWithinALifetime()
    {
        final Histogram histogram = new Histogram(5);
        histogram.recordValueWithCount(20_000, 90);
        histogram.recordValueWithCount(4_000_000, 10);
        final SizeLoad load = new SizeLoad(SizeClass.SMALL, 100_000, Lifetimes.of(histogram));
        assertEquals(1.8 + 40, load.inFlight(), 0.01);
        assertEquals(3 * 1.8 + 40 + 2 * 4, load.inFlight(3, 400_000), 0.01, "few of the long ones came in the burst");
        assertEquals(3 * 1.8 + 3 * 40, load.inFlight(3, 10 * MS), 0.01);
        assertEquals(load.inFlight(), load.inFlight(3, 0));
    }

    /** Packets of a mix, drawn one by one: as many are dropped as of the fluid, within 5 % of the burst's. */
    @ParameterizedTest
    @CsvSource({"3, 20, 1.5, 300, 150, 100", "5, 10, 1.5, 2000, 50, 90", "2, 50, 1, 1000, 500, 300"})
    void shouldAgreeWithAMixThatIsPlayed(
        final double factor,
        final long burstMs,
        final double drainFactor,
        final int small,
        final int standard,
        final int jumbo)
    {
        final Conditions conditions = new Conditions(factor, burstMs * MS, drainFactor, 0, 1e-4);
        final BufferCounts buffers = new BufferCounts(small, standard, jumbo, 0);
        final List<SizeLoad> loads = List.of(
            new SizeLoad(SizeClass.SMALL, 60_000, Lifetimes.fixed(100_000)),
            new SizeLoad(SizeClass.STANDARD, 30_000, Lifetimes.fixed(100_000)),
            new SizeLoad(SizeClass.JUMBO, 10_000, Lifetimes.fixed(100_000)),
            new SizeLoad(SizeClass.LARGE, 0, null));
        final LanePrediction lane = LanePrediction.of(loads, conditions, buffers);
        final Playback play = new Playback(buffers, 100_000 * drainFactor, loads, 1);
        final SplittableRandom random = new SplittableRandom(4711);
        final long packets = Math.round(lane.burst().arrivals());
        for (long i = 0; i < packets; i++)
        {
            final int draw = random.nextInt(10);
            play.onArrival(Math.round(i * 1e9 / (100_000 * factor)), draw < 6 ? 0 : draw < 9 ? 1 : 2);
        }
        for (final SizePrediction size : lane.sizes())
        {
            assertEquals(size.burst().dropped(size.room()), play.dropped(size.sizeClass().ordinal()), 0.05 * packets,
                size.sizeClass().name());
        }
        assertEquals(lane.dropped(), play.dropped(), 0.05 * packets);
    }

    @Test
    void shouldDropNothingWithTheBuffersThatAreNeeded()
    {
        final LanePrediction lane = LanePrediction.of(loads(60_000, 40_000), BURST, BufferCounts.DEFAULT);
        final BufferCounts recommended = lane.needed().recommended(BURST.batch());
        assertEquals(100, recommended.standard(), "a batch of what is not to be expected");
        assertEquals(0, recommended.large());
        final LanePrediction better = LanePrediction.of(loads(60_000, 40_000), BURST, recommended);
        assertEquals(0, better.dropped());
        assertTrue(better.dropRate() <= 1e-4, "drop rate " + better.dropRate());
    }

    @Test
    void shouldDropForEverWhereTheDrainIsSlowerThanTheRate()
    {
        final Conditions slow = new Conditions(2, 5 * MS, 0.75, 0, 1e-4);
        final LanePrediction lane = LanePrediction.of(loads(60_000, 40_000), slow, BufferCounts.DEFAULT);
        assertEquals(0.25, lane.dropRate(), 1e-9);
        assertEquals(Double.POSITIVE_INFINITY, lane.drainNs());
    }

    @Test
    void shouldKnowWhatALaneCannotHave()
    {
        assertTrue(new BufferNeeds(1_000_000, 0, 0, 0).isPossible(80));
        assertTrue(!new BufferNeeds(1_000_001, 0, 0, 0).isPossible(80));
        assertTrue(!new BufferNeeds(0, 0, 0, 40_000).isPossible(80), "more than 2 GiB");
        assertEquals(new BufferCounts(1_000_000, 2, 0, 0), new BufferNeeds(5_000_000_000L, 2, 0, 0).counts());
    }

    private static List<SizeLoad> loads(final double small, final double jumbo)
    {
        return List.of(
            new SizeLoad(SizeClass.SMALL, small, Lifetimes.fixed(7_000)),
            new SizeLoad(SizeClass.STANDARD, 0, null),
            new SizeLoad(SizeClass.JUMBO, jumbo, Lifetimes.fixed(102_000)),
            new SizeLoad(SizeClass.LARGE, 0, null));
    }
}
