package relay.traffic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MonotonicEpochClockTest
{
    private static final long TOLERANCE_NS = TimeUnit.MICROSECONDS.toNanos(200);

    @Test
    void shouldAgreeWithAnotherAndWithTheSystem()
    {
        final MonotonicEpochClock first = new MonotonicEpochClock();
        final MonotonicEpochClock second = new MonotonicEpochClock();

        long error = Long.MAX_VALUE;
        for (int i = 0; i < 1_000 && error > TOLERANCE_NS; i++)
        {
            error = Math.abs(second.nanoTime() - first.nanoTime());
        }
        assertTrue(error <= TOLERANCE_NS, "two clocks differ by " + error + " ns");

        final long systemMs = System.currentTimeMillis();
        final long differenceMs = TimeUnit.NANOSECONDS.toMillis(first.nanoTime()) - systemMs;
        assertTrue(Math.abs(differenceMs) < 1_000, "differs from the system's by " + differenceMs + " ms");
    }
}
