package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeakRateTest
{
    private static final long WINDOW_NS = 1_000;

    private final PeakRate peak = new PeakRate(WINDOW_NS);

    @Test
    void shouldCountWhatIsLessThanAWindowApart()
    {
        peak.onDatagram(5_000, 10);
        peak.onDatagram(5_999, 20);
        assertPeak(2, 30);
        peak.onDatagram(6_000, 30);
        assertPeak(2, 50);
        peak.onDatagram(6_000, 1);
        peak.onDatagram(6_000, 1);
        assertPeak(4, 52);
        peak.onDatagram(9_000, 1_000);
        assertPeak(4, 1_000);
    }

    @Test
    void shouldPutLateOnesWhereTheyBelong()
    {
        peak.onDatagram(10_900, 1);
        peak.onDatagram(10_100, 1);
        peak.onDatagram(10_500, 1);
        assertPeak(3, 3);
        // 10,100 is gone, and was counted where it belongs
        peak.onDatagram(11_100, 1);
        assertPeak(3, 3);
        peak.onDatagram(11_100, 1);
        assertPeak(4, 4);
    }

    @Test
    void shouldBeginAnewWhenTimeGoesFarBack()
    {
        peak.onDatagram(1_000_000, 1);
        peak.onDatagram(1_000_001, 1);
        peak.onDatagram(999_001, 1);
        assertPeak(2, 2);
        peak.onDatagram(999_002, 1);
        peak.onDatagram(999_003, 1);
        assertPeak(3, 3);
    }

    @Test
    void shouldTakeTimesFarApart()
    {
        peak.onDatagram(-(1L << 62), 1);
        peak.onDatagram((1L << 62) - 1, 1);
        peak.onDatagram(-(1L << 62), 1);
        assertPeak(1, 1);
    }

    @Test
    void shouldNotGrowWithoutEnd()
    {
        final PeakRate longWindow = new PeakRate(Long.MAX_VALUE);
        for (int i = 0; i < 300_000; i++)
        {
            longWindow.onDatagram(i, 2);
        }
        assertEquals(300_000, longWindow.datagrams());
        assertEquals(600_000, longWindow.payloadBytes());
    }

    @Test
    void shouldAgreeWithCountingEachWindow()
    {
        final long seed = 0x5EED_0063L;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 200; step++)
        {
            final PeakRate peak = new PeakRate(WINDOW_NS);
            final long[] times =
                random.longs(random.nextInt(1, 300), 0, 1L << random.nextInt(1, 20)).sorted().toArray();
            final int[] lengths = random.ints(times.length, 0, 1_500).toArray();
            for (int i = 0; i < times.length; i++)
            {
                peak.onDatagram(times[i], lengths[i]);
            }
            assertEquals(expected(times, new int[0]), peak.datagrams(), "seed " + seed + ", step " + step);
            assertEquals(expected(times, lengths), peak.payloadBytes(), "seed " + seed + ", step " + step);
        }
    }

    /** The most in a window that begins with one of them; without lengths, each counts one. */
    private static long expected(final long[] times, final int[] lengths)
    {
        long most = 0;
        for (final long begin : Arrays.stream(times).distinct().toArray())
        {
            long sum = 0;
            for (int i = 0; i < times.length; i++)
            {
                if (times[i] >= begin && times[i] < begin + WINDOW_NS)
                {
                    sum += 0 == lengths.length ? 1 : lengths[i];
                }
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private void assertPeak(final long datagrams, final long bytes)
    {
        assertEquals(datagrams, peak.datagrams());
        assertEquals(bytes, peak.payloadBytes());
    }
}
