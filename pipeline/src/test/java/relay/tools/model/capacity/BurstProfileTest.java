package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import relay.pool.SizeClass;

class BurstProfileTest
{
    private static final int SMALL = SizeClass.SMALL.ordinal();
    private static final int JUMBO = SizeClass.JUMBO.ordinal();
    private static final long MS = 1_000_000;

    private final BurstProfile profile = new BurstProfile();

    @Test
    void shouldCountInWindowsFromTenMicrosecondsToASecond()
    {
        assertEquals(16, profile.windowCount());
        assertEquals(10_000, profile.windowNs(0));
        assertEquals(50_000, profile.windowNs(2));
        assertEquals(1_000_000_000, profile.windowNs(15));
    }

    @Test
    void shouldFindTheBurst()
    {
        for (int i = 0; i < 100; i++)
        {
            profile.onArrival(i * MS, SMALL);
        }
        for (int i = 0; i < 40; i++)
        {
            profile.onArrival(100 * MS + i * 1_050, 0 == i % 2 ? SMALL : JUMBO);
        }
        assertEquals(140, profile.arrivals());
        assertEquals(120, profile.arrivals(SMALL));
        assertEquals(100 * MS + 40_950, profile.durationNs());
        assertEquals(140e9 / profile.durationNs(), profile.ratePerSecond());
        assertEquals(20e9 / profile.durationNs(), profile.ratePerSecond(JUMBO));
        assertEquals(10, profile.most(0), "10 us");
        assertEquals(5, profile.most(0, JUMBO), "10 us");
        assertEquals(20, profile.most(2, JUMBO), "50 us");
        assertEquals(41, profile.most(7), "2 ms");
        assertEquals(140, profile.most(15), "1 s");
    }

    @Test
    void shouldBoundEveryWindowAndNoneThatIsAHundredthLonger()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] timesNs = new long[2_000];
        for (int i = 1; i < timesNs.length; i++)
        {
            final long gapNs = 0 == random.nextInt(50) ? 200 * MS : 20_000;
            timesNs[i] = timesNs[i - 1] + random.nextLong(gapNs);
        }
        for (final long timeNs : timesNs)
        {
            profile.onArrival(timeNs, SMALL);
        }
        for (int window = 0; window < profile.windowCount(); window++)
        {
            final long lengthNs = profile.windowNs(window);
            final String what = "seed " + seed + ", window " + lengthNs;
            assertTrue(profile.most(window) >= most(timesNs, lengthNs), what);
            assertTrue(profile.most(window) <= most(timesNs, lengthNs + lengthNs / 100), what);
            assertEquals(profile.most(window), profile.most(window, SMALL), what);
        }
        for (int i = 0; i < 100; i++)
        {
            final long lengthNs = (long)Math.pow(10, random.nextDouble(0, 10.5));
            assertTrue(profile.mostWithin(lengthNs, SMALL) >= most(timesNs, lengthNs),
                "seed " + seed + ", length " + lengthNs);
        }
    }

    @Test
    void shouldTakeWhatIsLateWithTheLatest()
    {
        profile.onArrival(5 * MS, SMALL);
        profile.onArrival(7 * MS, SMALL);
        profile.onArrival(4 * MS, SMALL);
        assertEquals(2 * MS, profile.durationNs());
        assertEquals(2, profile.most(0));
    }

    @Test
    void shouldHaveNoRateWithoutTime()
    {
        profile.onArrival(5, SMALL);
        assertEquals(0, profile.ratePerSecond());
        assertEquals(1, profile.mostWithin(1_000_000_000_000L, SMALL));
        assertEquals(0, profile.mostWithin(1_000_000_000_000L, JUMBO));
    }

    /** In any window [t, t + length). */
    private static long most(final long[] timesNs, final long lengthNs)
    {
        int most = 0;
        int first = 0;
        for (int last = 0; last < timesNs.length; last++)
        {
            while (timesNs[last] - timesNs[first] >= lengthNs)
            {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
