package relay.tools.model.capacity;

import java.util.Arrays;
import relay.pool.SizeClass;

/**
 * The most arrivals in any window of one length. The window is a hundred parts; counted are a hundred and one parts
 * that follow each other, so no window of the length holds more, and some window that is a hundredth longer holds as
 * many. Memory is constant.
 */
final class WindowCounts
{
    static final int PARTS = 100;

    private static final int RING_LENGTH = PARTS + 1;

    private final long windowNs;
    private final long partNs;
    private final long[][] ring = new long[RING_LENGTH][SizeClass.COUNT];
    private final long[] counts = new long[SizeClass.COUNT];
    private final long[] most = new long[SizeClass.COUNT];
    private long total;
    private long totalMost;
    private long latestPart;

    /**
     * @param windowNs length, a multiple of {@link #PARTS} nanoseconds.
     */
    WindowCounts(final long windowNs)
    {
        this.windowNs = windowNs;
        this.partNs = windowNs / PARTS;
    }

    /**
     * @param offsetNs  time of the arrival, no less than that of the one before.
     * @param sizeClass of the datagram.
     */
    void onArrival(final long offsetNs, final int sizeClass)
    {
        advance(offsetNs / partNs);
        ring[(int)(latestPart % RING_LENGTH)][sizeClass]++;
        counts[sizeClass]++;
        total++;
        most[sizeClass] = Math.max(most[sizeClass], counts[sizeClass]);
        totalMost = Math.max(totalMost, total);
    }

    long windowNs()
    {
        return windowNs;
    }

    long most(final int sizeClass)
    {
        return most[sizeClass];
    }

    long totalMost()
    {
        return totalMost;
    }

    private void advance(final long part)
    {
        if (part - latestPart >= RING_LENGTH)
        {
            Arrays.stream(ring).forEach(counted -> Arrays.fill(counted, 0));
            Arrays.fill(counts, 0);
            total = 0;
            latestPart = part;
        }
        while (latestPart < part)
        {
            latestPart++;
            forget(ring[(int)(latestPart % RING_LENGTH)]);
        }
    }

    private void forget(final long[] oldest)
    {
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            counts[i] -= oldest[i];
            total -= oldest[i];
            oldest[i] = 0;
        }
    }
}
