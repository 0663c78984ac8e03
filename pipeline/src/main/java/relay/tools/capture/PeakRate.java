package relay.tools.capture;

import java.util.Arrays;

/**
 * The most datagrams in any window of a length, wherever it begins. Exact for times that do not go backwards. What is
 * late by less than the window counts where it belongs, in the windows that end with the latest datagram; what is later
 * begins anew. Owned by one thread.
 */
public final class PeakRate
{
    /** Different times in one window that are told apart; past them, datagrams count with the latest. */
    private static final int CAPACITY_MAX = 1 << 17;
    private static final int INITIAL_CAPACITY = 64;

    private final long windowNs;
    /** A ring of the times in the window, in order, and of what came at each. */
    private long[] epochNs = new long[INITIAL_CAPACITY];
    private long[] datagrams = new long[INITIAL_CAPACITY];
    private long[] bytes = new long[INITIAL_CAPACITY];
    private int oldest;
    private int count;
    private long windowDatagrams;
    private long windowBytes;
    private long peakDatagrams;
    private long peakBytes;

    /**
     * @param windowNs length of the window, in nanoseconds.
     */
    public PeakRate(final long windowNs)
    {
        this.windowNs = windowNs;
    }

    /**
     * @param nowNs  when a datagram came.
     * @param length of its payload in bytes.
     */
    public void onDatagram(final long nowNs, final int length)
    {
        if (count > 0 && epochNs[index(count - 1)] - nowNs >= windowNs)
        {
            clear();
        }
        while (count > 0 && nowNs - epochNs[oldest] >= windowNs)
        {
            removeOldest();
        }
        final int at = find(nowNs);
        datagrams[at]++;
        bytes[at] += length;
        windowDatagrams++;
        windowBytes += length;
        peakDatagrams = Math.max(peakDatagrams, windowDatagrams);
        peakBytes = Math.max(peakBytes, windowBytes);
    }

    /**
     * @return length of the window, in nanoseconds.
     */
    public long windowNs()
    {
        return windowNs;
    }

    /**
     * @return the most datagrams in one window.
     */
    public long datagrams()
    {
        return peakDatagrams;
    }

    /**
     * @return the most bytes of payload in one window, which may be another one.
     */
    public long payloadBytes()
    {
        return peakBytes;
    }

    /** The place of a time, which is made if there is none. */
    private int find(final long nowNs)
    {
        int place = count;
        while (place > 0 && epochNs[index(place - 1)] > nowNs)
        {
            place--;
        }
        if (place > 0 && epochNs[index(place - 1)] == nowNs)
        {
            return index(place - 1);
        }
        if (CAPACITY_MAX == count)
        {
            return index(count - 1);
        }
        insert(place, nowNs);
        return index(place);
    }

    private void insert(final int place, final long nowNs)
    {
        if (count == epochNs.length)
        {
            grow();
        }
        for (int i = count; i > place; i--)
        {
            epochNs[index(i)] = epochNs[index(i - 1)];
            datagrams[index(i)] = datagrams[index(i - 1)];
            bytes[index(i)] = bytes[index(i - 1)];
        }
        epochNs[index(place)] = nowNs;
        datagrams[index(place)] = 0;
        bytes[index(place)] = 0;
        count++;
    }

    private void removeOldest()
    {
        windowDatagrams -= datagrams[oldest];
        windowBytes -= bytes[oldest];
        oldest = index(1);
        count--;
    }

    private void clear()
    {
        count = 0;
        windowDatagrams = 0;
        windowBytes = 0;
    }

    private int index(final int place)
    {
        return oldest + place & epochNs.length - 1;
    }

    private void grow()
    {
        epochNs = grown(epochNs);
        datagrams = grown(datagrams);
        bytes = grown(bytes);
        oldest = 0;
    }

    private long[] grown(final long[] ring)
    {
        final long[] larger = Arrays.copyOf(Arrays.copyOfRange(ring, oldest, ring.length), 2 * ring.length);
        System.arraycopy(ring, 0, larger, ring.length - oldest, oldest);
        return larger;
    }
}
