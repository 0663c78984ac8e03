package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

class PlaybackTest
{
    private static final int SMALL = SizeClass.SMALL.ordinal();
    private static final int STANDARD = SizeClass.STANDARD.ordinal();
    private static final int JUMBO = SizeClass.JUMBO.ordinal();
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final int ARRIVALS = 500_000;
    private static final long SEED = 4711;

    @Test
    void shouldLendUntilTheLifetimeIsOver()
    {
        final Playback play = new Playback(new BufferCounts(2, 0, 0, 0), UNLIMITED, loads(Lifetimes.fixed(100)), SEED);
        play.onArrival(1_000, SMALL);
        play.onArrival(1_050, SMALL);
        assertEquals(-1, play.exhaustedNs());
        play.onArrival(1_099, SMALL);
        play.onArrival(1_100, SMALL);
        play.onArrival(1_101, SMALL);
        assertEquals(2, play.dropped());
        assertEquals(2, play.dropped(SMALL));
        assertEquals(99, play.exhaustedNs());
        assertEquals(2, play.inUseMost(SMALL));
        assertEquals(0, play.backlogMost(), "nothing limits what leaves");
    }

    @Test
    void shouldQueueForTheDrain()
    {
        final Playback play = new Playback(new BufferCounts(9, 9, 9, 0), 1e7, loads(Lifetimes.fixed(50)), SEED);
        play.onArrival(0, SMALL);
        play.onArrival(0, JUMBO);
        play.onArrival(0, SMALL);
        assertEquals(3, play.backlogMost());
        assertEquals(2, play.backlogMost(SMALL));
        assertEquals(1, play.backlogMost(JUMBO));
        assertEquals(300, play.drainNs());
        play.onArrival(250, SMALL);
        assertEquals(3, play.backlogMost(), "two have left");
        assertEquals(2, play.inUseMost(SMALL), "the first left at 100 and was back at 150");
        assertEquals(150, play.drainNs());
    }

    @Test
    void shouldTakeTheNextLargerClassWhereThereIsNone()
    {
        final Playback play = new Playback(new BufferCounts(1, 0, 1, 0), UNLIMITED, loads(Lifetimes.fixed(9)), SEED);
        play.onArrival(0, STANDARD);
        play.onArrival(0, SMALL);
        assertEquals(0, play.dropped());
        play.onArrival(0, STANDARD);
        play.onArrival(0, SizeClass.LARGE.ordinal());
        assertEquals(1, play.dropped(STANDARD));
        assertEquals(1, play.dropped(SizeClass.LARGE.ordinal()));
        assertEquals(1, play.inUseMost(JUMBO));
    }

    @Test
    void shouldTakeWhatIsLateWithTheLatest()
    {
        final Playback play = new Playback(new BufferCounts(1, 0, 0, 0), UNLIMITED, loads(Lifetimes.fixed(10)), SEED);
        play.onArrival(100, SMALL);
        play.onArrival(50, SMALL);
        assertEquals(1, play.dropped());
    }

    /** M/G/c/c: Erlang's formula, whatever the distribution of the lifetimes. */
    @ParameterizedTest
    @CsvSource({
        "fixed, 6.875, 10", "exponential, 6.875, 10", "bimodal, 6.875, 10", "exponential, 100, 100",
        "bimodal, 31.875, 40"})
    void shouldDropWhatErlangSays(final String distribution, final double load, final int buffers)
    {
        final Lifetimes lifetimes = lifetimes(distribution);
        final Playback play = new Playback(new BufferCounts(buffers, 0, 0, 0), UNLIMITED, loads(lifetimes), SEED);
        playPoisson(play, load / lifetimes.meanNs());
        assertEquals(ErlangLoss.dropRate(load, buffers), (double)play.dropped() / ARRIVALS, 0.003);
    }

    /** M/G/infinity: Poisson, whatever the distribution of the lifetimes. An arrival sees those before it (PASTA). */
    @ParameterizedTest
    @CsvSource({"fixed, 6.875", "exponential, 6.875", "bimodal, 31.875", "exponential, 100"})
    void shouldHaveInFlightWhatPoissonSays(final String distribution, final double load)
    {
        final Lifetimes lifetimes = lifetimes(distribution);
        final Playback play = new Playback(new BufferCounts(ARRIVALS, 0, 0, 0), UNLIMITED, loads(lifetimes), SEED);
        playPoisson(play, load / lifetimes.meanNs());
        for (final double exceedance : new double[] {0.5, 0.1, 0.01, 0.001})
        {
            assertEquals(1 + Poisson.quantile(load, exceedance), play.inUse(SMALL, exceedance), 1 + 0.01 * load,
                "exceeded by " + exceedance);
        }
    }

    /** Arrivals that are given, and lifetimes that are drawn: no arrival sees more than the bound, but for a few. */
    @Test
    void shouldStayBelowTheBoundOfTheWorstMoment()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] timesNs = new long[3_000];
        for (int i = 1; i < timesNs.length; i++)
        {
            timesNs[i] = timesNs[i - 1] + (0 == random.nextInt(100) ? 1_000_000 : random.nextLong(2_000));
        }
        final BurstProfile profile = new BurstProfile();
        Arrays.stream(timesNs).forEach(timeNs -> profile.onArrival(timeNs, SMALL));
        final List<SizeLoad> loads = loads(lifetimes("bimodal"));
        final Conditions conditions = new Conditions(1, 0, UNLIMITED, 0, 0.01);
        int exceeded = 0;
        PlayedSize size = null;
        for (int round = 0; round < 100; round++)
        {
            final Playback play = new Playback(new BufferCounts(9_999, 0, 0, 0), UNLIMITED, loads, seed + round);
            Arrays.stream(timesNs).forEach(timeNs -> play.onArrival(timeNs, SMALL));
            size = PlayedSize.of(loads.getFirst(), profile, play, UNLIMITED, conditions);
            exceeded += play.inUse(SMALL, 0.01) > size.needed() ? 1 : 0;
        }
        assertEquals(0, exceeded, "seed " + seed);
        assertTrue(size.inFlightWorst() > size.load().inFlight(), "seed " + seed);
        assertEquals(size.needed(), size.inFlightMost());
    }

    private static void playPoisson(final Playback play, final double ratePerNs)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        double timeNs = 0;
        for (int i = 0; i < ARRIVALS; i++)
        {
            timeNs -= Math.log(1 - random.nextDouble()) / ratePerNs;
            play.onArrival((long)timeNs, SMALL);
        }
    }

    private static Lifetimes lifetimes(final String distribution)
    {
        final Histogram histogram = new Histogram(3);
        switch (distribution)
        {
            case "fixed" -> histogram.recordValue(22_000);
            case "bimodal" ->
            {
                histogram.recordValueWithCount(7_000, 95);
                histogram.recordValueWithCount(900_000, 5);
            }
            default ->
            {
                final SplittableRandom random = new SplittableRandom(SEED);
                for (int i = 0; i < 100_000; i++)
                {
                    histogram.recordValue((long)(-22_000 * Math.log(1 - random.nextDouble())));
                }
            }
        }
        return Lifetimes.of(histogram);
    }

    private static List<SizeLoad> loads(final Lifetimes lifetimes)
    {
        return Arrays.stream(SizeClass.values()).map(sizeClass -> new SizeLoad(sizeClass, 1, lifetimes)).toList();
    }
}
