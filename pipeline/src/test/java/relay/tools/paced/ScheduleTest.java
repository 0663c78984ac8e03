package relay.tools.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldSpreadEvenlyWithoutDrift()
    {
        final Schedule schedule = Schedule.rate(3);

        assertEquals(0, schedule.offsetNs(0, 0));
        assertEquals(333_333_333, schedule.offsetNs(1, 0));
        assertEquals(666_666_666, schedule.offsetNs(2, 0));
        assertEquals(SECOND_NS, schedule.offsetNs(3, 0));
        assertEquals(1_000_000 * SECOND_NS, schedule.offsetNs(3_000_000, 0));
        assertEquals(3, schedule.meanRate(1_000));
    }

    @Test
    void shouldPayForBitsBeforeTheNextIsDue()
    {
        final Schedule schedule = Schedule.bitRate(8_000);

        assertEquals(0, schedule.offsetNs(0, 0));
        assertEquals(SECOND_NS, schedule.offsetNs(1, 1_000));
        assertEquals(SECOND_NS + SECOND_NS / 10, schedule.offsetNs(2, 1_100));
        assertEquals(2, schedule.meanRate(500));
    }

    @Test
    void shouldSendBurstsAtOnce()
    {
        final Schedule schedule = Schedule.burst(100, 10_000_000);

        assertEquals(0, schedule.offsetNs(99, 0));
        assertEquals(10_000_000, schedule.offsetNs(100, 0));
        assertEquals(10_000_000, schedule.offsetNs(199, 0));
        assertEquals(20_000_000, schedule.offsetNs(200, 0));
        assertEquals(10_000, schedule.meanRate(1_000));
    }

    @Test
    void shouldAgreeWithExactArithmetic()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++)
        {
            final long bitRate = random.nextLong(1, 400_000_000_000L);
            final long bytes = random.nextLong(1L << random.nextInt(1, 50));
            final BigInteger exact = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(8 * SECOND_NS))
                .divide(BigInteger.valueOf(bitRate));
            if (exact.bitLength() < Long.SIZE)
            {
                final long error = Schedule.bitRate(bitRate).offsetNs(1, bytes) - exact.longValue();
                assertTrue(Math.abs(error) <= 1, "seed " + seed + ": " + bytes + " B at " + bitRate + ": " + error);
            }
        }
    }

    @Test
    void shouldRefuseNothingInATime()
    {
        assertEquals("a schedule needs a positive number in a positive time: 0 in 1000000000 ns",
            assertThrows(IllegalArgumentException.class, () -> Schedule.rate(0)).getMessage());
        assertEquals("a schedule needs a positive number in a positive time: 5 in 0 ns",
            assertThrows(IllegalArgumentException.class, () -> Schedule.burst(5, 0)).getMessage());
    }
}
