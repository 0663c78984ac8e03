package relay.observe;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Wall-clock nanoseconds as the monotonic clock plus an offset that is measured once: as cheap as the monotonic clock,
 * never stepped, and within about a microsecond the same in every process of a machine, so that the time from one to
 * the next can be measured. (Agrona's offset clock starts from whole milliseconds.) Any thread.
 */
public final class AlignedEpochClock implements EpochNanoClock
{
    private static final int SAMPLES = 64;

    private final long offsetNs;

    /**
     * Measures the offset, several times, and keeps the measurement that took the shortest.
     */
    public AlignedEpochClock()
    {
        long bestOffsetNs = 0;
        long shortestNs = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++)
        {
            final long beforeNs = System.nanoTime();
            final Instant now = Instant.now();
            final long durationNs = System.nanoTime() - beforeNs;
            if (durationNs < shortestNs)
            {
                shortestNs = durationNs;
                bestOffsetNs =
                    TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - (beforeNs + durationNs / 2);
            }
        }
        offsetNs = bestOffsetNs;
    }

    @Override
    public long nanoTime()
    {
        return System.nanoTime() + offsetNs;
    }
}
