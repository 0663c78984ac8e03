package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CaptureClockTest
{
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long EPOCH = 1_763_888_400 * SECOND;

    private final CaptureClock clock = new CaptureClock(5 * SECOND);

    @Test
    void shouldBeginAtZeroAndGoOnAsCaptured()
    {
        assertEquals(0, clock.onTimed(EPOCH));
        assertEquals(7, clock.onTimed(EPOCH + 7));
        assertEquals(5 * SECOND + 7, clock.onTimed(EPOCH + 5 * SECOND + 7));
        assertEquals(0, clock.shortened() + clock.backward() + clock.untimed());
    }

    @Test
    void shouldShortenGaps()
    {
        clock.onTimed(0);
        assertEquals(5 * SECOND, clock.onTimed(117_134_586 * SECOND));
        assertEquals(5 * SECOND + 3, clock.onTimed(117_134_586 * SECOND + 3));
        assertEquals(10 * SECOND + 3, clock.onTimed(117_134_591 * SECOND + 4));
        assertEquals(2, clock.shortened());
        assertEquals(117_134_581 * SECOND + 1, clock.shortenedNs());
    }

    @Test
    void shouldKeepWhatIsOutOfOrderWithTheOneBefore()
    {
        clock.onTimed(EPOCH);
        assertEquals(10 * MS, clock.onTimed(EPOCH + 10 * MS));
        assertEquals(10 * MS, clock.onTimed(EPOCH + 3 * MS));
        assertEquals(10 * MS, clock.onTimed(EPOCH + 5 * MS));
        assertEquals(12 * MS, clock.onTimed(EPOCH + 12 * MS));
        assertEquals(1, clock.backward());
    }

    @Test
    void shouldGoOnWhereTheClockWasSetBack()
    {
        clock.onTimed(EPOCH);
        clock.onTimed(EPOCH + SECOND);
        assertEquals(SECOND, clock.onTimed(EPOCH - 3_600 * SECOND));
        assertEquals(SECOND + 5 * MS, clock.onTimed(EPOCH - 3_600 * SECOND + 5 * MS));
        assertEquals(1, clock.backward());
        assertEquals(0, clock.shortened());
    }

    @Test
    void shouldGiveWhatHasNoTimeTheLastOne()
    {
        assertEquals(0, clock.onUntimed());
        assertEquals(0, clock.onTimed(EPOCH));
        assertEquals(4, clock.onTimed(EPOCH + 4));
        assertEquals(4, clock.onUntimed());
        assertEquals(6, clock.onTimed(EPOCH + 6));
        assertEquals(2, clock.untimed());
    }

    @Test
    void shouldRepeatAtTheMeanRate()
    {
        clock.onTimed(EPOCH);
        clock.onTimed(EPOCH + 10);
        clock.onTimed(EPOCH + 40);
        clock.onPass();
        assertEquals(60, clock.onTimed(EPOCH));
        assertEquals(100, clock.onTimed(EPOCH + 40));
        clock.onPass();
        assertEquals(140, clock.onTimed(EPOCH));
        assertEquals(0, clock.backward());
    }

    @Test
    void shouldRepeatOneInstantAtOnce()
    {
        clock.onTimed(EPOCH);
        clock.onPass();
        assertEquals(0, clock.onTimed(EPOCH));
    }

    /** Whatever the times are, even the extreme ones of the reader. */
    @Test
    void shouldNeverGoBack()
    {
        final SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 500; round++)
        {
            final CaptureClock any = new CaptureClock(random.nextLong() >>> 1 + random.nextInt(62));
            long lastNs = 0;
            for (int i = 0; i < 100; i++)
            {
                if (0 == random.nextInt(20))
                {
                    any.onPass();
                }
                final long offsetNs = 0 == random.nextInt(10) ? any.onUntimed() :
                    any.onTimed(random.nextLong() >> 1 + random.nextInt(60));
                final long beforeNs = lastNs;
                assertTrue(offsetNs >= beforeNs && offsetNs <= Factor.TIME_MAX_NS, () -> beforeNs + " " + offsetNs);
                assertTrue(any.shortenedNs() >= 0);
                lastNs = offsetNs;
            }
        }
    }
}
