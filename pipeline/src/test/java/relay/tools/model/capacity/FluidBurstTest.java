package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

class FluidBurstTest
{
    private static final long MS = 1_000_000;
    private static final int SMALL = SizeClass.SMALL.ordinal();

    @Test
    void shouldPileUpWhatIsNotDrained()
    {
        final FluidBurst burst = new FluidBurst(100_000, 3, 50 * MS, 150_000);
        assertEquals(15_000, burst.arrivals());
        assertEquals(7_500, burst.backlog());
        assertEquals(20 * MS, burst.exhaustionNs(3_000));
        assertEquals(4_500, burst.dropped(3_000));
        assertEquals(0.3, burst.dropRate(3_000));
        assertEquals(0.5, burst.dropRateWhileExhausted());
        assertEquals(60 * MS, burst.drainNs(3_000));
        assertEquals(150 * MS, burst.drainNs(8_000), "no longer than what waits");
        assertEquals(0, burst.overloadDropRate());
    }

    @Test
    void shouldDropNothingWhereThereIsRoom()
    {
        final FluidBurst burst = new FluidBurst(100_000, 3, 50 * MS, 150_000);
        assertEquals(Double.POSITIVE_INFINITY, burst.exhaustionNs(7_500));
        assertEquals(0, burst.dropped(7_500));
        assertEquals(0, burst.dropRate(7_500));
    }

    @ParameterizedTest
    @CsvSource({"Infinity", "300000", "301000"})
    void shouldNotPileUpWhatIsDrained(final double drain)
    {
        final FluidBurst burst = new FluidBurst(100_000, 3, 50 * MS, drain);
        assertEquals(0, burst.backlog());
        assertEquals(0, burst.dropped(0));
        assertEquals(0, burst.dropRateWhileExhausted());
        assertEquals(0, burst.drainNs(10));
    }

    @Test
    void shouldNeverEndWhereTheDrainIsTooSlow()
    {
        final FluidBurst burst = new FluidBurst(100_000, 2, 50 * MS, 50_000);
        assertEquals(Double.POSITIVE_INFINITY, burst.drainNs(1_000));
        assertEquals(0.5, burst.overloadDropRate());
    }

    @Test
    void shouldBeEmptyWhereNothingComes()
    {
        final FluidBurst burst = new FluidBurst(0, 3, 50 * MS, 0);
        assertEquals(0, burst.backlog());
        assertEquals(0, burst.dropRate(0));
        assertEquals(0, burst.overloadDropRate());
    }

    /** Packets one by one, at even distances, through the same queue: the fluid is off by one packet and its time. */
    @ParameterizedTest
    @CsvSource({
        "100000, 3, 50, 1.5, 3000", "100000, 10, 10, 1.5, 500", "312500, 2, 100, 1.0, 20000", "50000, 5, 20, 0.5, 1000",
        "100000, 3, 50, 1.5, 100000"})
    void shouldAgreeWithPacketsThatArePlayed(
        final double rate, final double factor, final long burstMs, final double drainFactor, final int buffers)
    {
        final FluidBurst burst = new FluidBurst(rate, factor, burstMs * MS, rate * drainFactor);
        final Playback play = new Playback(new BufferCounts(buffers, 0, 0, 0), rate * drainFactor, loads(), 1);
        final long packets = Math.round(burst.arrivals());
        for (long i = 0; i < packets; i++)
        {
            play.onArrival(Math.round(i * 1e9 / (rate * factor)), SMALL);
        }
        assertEquals(Math.min(buffers, burst.backlog()), play.backlogMost(), 2);
        assertEquals(burst.dropped(buffers), play.dropped(), 2);
        if (burst.dropped(buffers) > 0)
        {
            assertEquals(burst.exhaustionNs(buffers), play.exhaustedNs(), 3e9 / burst.excessPerSecond());
        }
        // what still comes takes the drain's time from what waits
        assertEquals(Math.min(buffers, burst.backlog()) * 1e9 / burst.drainPerSecond(), play.drainNs(),
            3e9 / burst.drainPerSecond());
    }

    private static List<SizeLoad> loads()
    {
        return Arrays.stream(SizeClass.values())
            .map(sizeClass -> new SizeLoad(sizeClass, 1, Lifetimes.fixed(0))).toList();
    }
}
