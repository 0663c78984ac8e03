package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShaperTest
{
    @Test
    void shouldLeaveTheHeadroomToOthers()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0); // a byte a millisecond
        shaper.reserve(10);
        assertTrue(shaper.conforms(390, 600, 0));
        assertFalse(shaper.conforms(391, 600, 0));
        assertTrue(shaper.conforms(990, 0, 0));
    }

    @Test
    void shouldGiveBackWhatWasCancelled()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        shaper.reserve(1_000);
        assertFalse(shaper.conforms(1, 0, 0));
        shaper.spend(300, 0);
        shaper.cancel(700);
        assertTrue(shaper.conforms(700, 0, 0));
        assertFalse(shaper.conforms(701, 0, 0));
    }

    @Test
    void shouldNotFillUpBehindWhatWaits()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        shaper.reserve(800);
        assertFalse(shaper.conforms(201, 0, 60_000_000_000L), "a minute later, still one burst");
        shaper.spend(800, 60_000_000_000L);
        assertFalse(shaper.conforms(201, 0, 60_000_000_000L));
        assertTrue(shaper.conforms(1_000, 0, 60_800_000_000L));
    }

    @Test
    void shouldNotCountWhatCameInBeforeItWasSent()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        shaper.reserve(1_000);
        shaper.spend(1_000, 60_000_000_000L);
        assertFalse(shaper.conforms(1, 0, 60_000_000_000L), "or two bursts would leave at once");
    }

    @Test
    void shouldPassATrainLongerThanTheBurstWhenFullAndHaveItPaidBack()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        assertTrue(shaper.conforms(1_500, 500, 0));
        shaper.reserve(1_500);
        assertFalse(shaper.conforms(0, 0, 0), "only one at a time");
        shaper.spend(1_500, 0);
        assertFalse(shaper.conforms(1, 0, 500_999_999L));
        assertTrue(shaper.conforms(1, 0, 501_000_000L));
        assertFalse(shaper.conforms(1_500, 500, 1_499_999_999L));
        assertTrue(shaper.conforms(1_500, 500, 1_500_000_000L));
    }

    /**
     * Whatever waits between reservation and sending, and for how long: no window has more than rate x T + burst. It is
     * enough to look at {@code sent(t) - rate x t}, whose rise over any earlier low is at most the burst.
     *
     * @param seed of the steps.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldSendNoMoreThanRateAndBurstInAnyWindow(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long bytesPerMicrosecond = 1 + random.nextInt(1_000);
        final int burst = 2_000 + random.nextInt(100_000);
        final Shaper shaper = new Shaper(bytesPerMicrosecond * 8_000_000, burst, 0);
        long nowUs = 0;
        long sent = 0;
        long lowest = 0;
        int waiting = 0;
        for (int step = 0; step < 300_000; step++)
        {
            lowest = Math.min(lowest, sent - bytesPerMicrosecond * nowUs);
            final int bytes = random.nextInt(1_501);
            if (random.nextBoolean() && shaper.conforms(bytes, random.nextInt(burst / 2), nowUs * 1_000))
            {
                shaper.reserve(bytes);
                waiting += bytes;
            }
            else if (waiting > 0)
            {
                final int part = 1 + random.nextInt(waiting);
                waiting -= part;
                if (random.nextInt(20) > 0)
                {
                    shaper.spend(part, nowUs * 1_000);
                    sent += part;
                }
                else
                {
                    shaper.cancel(part);
                }
            }
            final long rise = sent - bytesPerMicrosecond * nowUs - lowest;
            assertTrue(rise <= burst, "seed " + seed + " step " + step + ": " + rise + " of " + burst);
            nowUs += random.nextInt(3_000) > 0 ? random.nextInt((int)(2 + 1_000 / bytesPerMicrosecond)) :
                random.nextInt(1_000_000);
        }
        assertTrue(sent > bytesPerMicrosecond * nowUs / 1_000, "seed " + seed + " sent " + sent);
        shaper.spend(waiting, nowUs * 1_000);
        assertTrue(shaper.conforms(burst, 0, (nowUs + 2L * burst) * 1_000), "seed " + seed);
    }
}
