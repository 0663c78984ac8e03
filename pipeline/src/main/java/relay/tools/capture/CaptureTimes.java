package relay.tools.capture;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When the datagrams of a capture came: how long it took, how fast they came at most, and what is odd about the times.
 * Owned by one thread.
 */
public final class CaptureTimes
{
    /** A gap that nobody who replays the capture would want to wait for. */
    public static final long LARGE_GAP_NS = TimeUnit.SECONDS.toNanos(5);

    private final PeakRate peak1Ms = new PeakRate(TimeUnit.MILLISECONDS.toNanos(1));
    private final PeakRate peak10Ms = new PeakRate(TimeUnit.MILLISECONDS.toNanos(10));
    private final BurstTrains trains = new BurstTrains();
    private long count;
    private long payloadBytes;
    private long firstNs;
    private long lastNs;
    private long beforeNs;
    private long backward;
    private long largeGaps;
    private long gapMaxNs;

    public void onDatagram(final long epochNs, final int length)
    {
        if (0 == count)
        {
            firstNs = epochNs;
            lastNs = epochNs;
            beforeNs = epochNs;
        }
        final long gapNs = epochNs - beforeNs;
        backward += gapNs < 0 ? 1 : 0;
        largeGaps += gapNs > LARGE_GAP_NS ? 1 : 0;
        gapMaxNs = Math.max(gapMaxNs, gapNs);
        firstNs = Math.min(firstNs, epochNs);
        lastNs = Math.max(lastNs, epochNs);
        beforeNs = epochNs;
        count++;
        payloadBytes += length;
        peak1Ms.onDatagram(epochNs, length);
        peak10Ms.onDatagram(epochNs, length);
        trains.onDatagram(epochNs, length);
    }

    /**
     * @return datagrams that have a time.
     */
    public long count()
    {
        return count;
    }

    /**
     * @return the earliest time, in nanoseconds since 1970; 0 if there is none.
     */
    public long firstEpochNs()
    {
        return firstNs;
    }

    /**
     * @return the latest time, likewise.
     */
    public long lastEpochNs()
    {
        return lastNs;
    }

    /**
     * @return nanoseconds between the two.
     */
    public long durationNs()
    {
        return lastNs - firstNs;
    }

    /**
     * @return datagrams a second from the first to the last, which is one less than all; 0 if no time went by.
     */
    public double meanRate()
    {
        return 0 == durationNs() ? 0 : (count - 1) * 1e9 / durationNs();
    }

    /**
     * @return bits of payload a second, likewise.
     */
    public double meanBitsPerSecond()
    {
        return 0 == durationNs() ? 0 : payloadBytes * Byte.SIZE * 1e9 / durationNs();
    }

    /**
     * @return the most in any 1 ms, and in any 10 ms.
     */
    public List<PeakRate> peaks()
    {
        return List.of(peak1Ms, peak10Ms);
    }

    /**
     * @return datagrams that came back to back.
     */
    public BurstTrains trains()
    {
        return trains;
    }

    /**
     * @return how many times are before the one before them.
     */
    public long backward()
    {
        return backward;
    }

    /**
     * @return how many gaps are longer than {@link #LARGE_GAP_NS}.
     */
    public long largeGaps()
    {
        return largeGaps;
    }

    /**
     * @return the longest gap, in nanoseconds.
     */
    public long gapMaxNs()
    {
        return gapMaxNs;
    }
}
