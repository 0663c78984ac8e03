package relay.tools.capture;

/**
 * Burst trains: runs of two or more datagrams, to whatever destinations, each at most {@link #GAP_MAX_NS} after the one
 * before it. Owned by one thread.
 */
public final class BurstTrains
{
    /** About the time of a 1,250 B datagram on a link of 1 Gbit/s; and most captures have times of microseconds. */
    public static final long GAP_MAX_NS = 10_000;
    /** Classes of lengths: 2-3, 4-7, 8-15 datagrams and so on. */
    public static final int CLASS_COUNT = 30;

    private final long[] byLength = new long[CLASS_COUNT];
    private long lastNs;
    private long length;
    private long bytes;
    private long count;
    private long datagrams;
    private long longest;
    private long longestBytes;

    /**
     * @param nowNs         when a datagram came; before the last one ends the train.
     * @param payloadLength of it, in bytes.
     */
    public void onDatagram(final long nowNs, final int payloadLength)
    {
        final long gapNs = nowNs - lastNs;
        if (gapNs < 0 || gapNs > GAP_MAX_NS)
        {
            length = 0;
            bytes = 0;
        }
        lastNs = nowNs;
        length++;
        bytes += payloadLength;
        if (length >= 2)
        {
            onTrain();
        }
    }

    /**
     * @return how many trains there were.
     */
    public long count()
    {
        return count;
    }

    /**
     * @return how many datagrams they had together.
     */
    public long datagrams()
    {
        return datagrams;
    }

    /**
     * @return how many datagrams the longest had.
     */
    public long longest()
    {
        return longest;
    }

    /**
     * @return the most bytes of payload that one had.
     */
    public long longestBytes()
    {
        return longestBytes;
    }

    /**
     * @param number of a class, 0..{@link #CLASS_COUNT} - 1.
     * @return how many trains had 2^(number + 1) datagrams or more, but less than twice that; the last class has no
     * end.
     */
    public long count(final int number)
    {
        return byLength[number];
    }

    private void onTrain()
    {
        if (2 == length)
        {
            count++;
            datagrams++;
        }
        else
        {
            byLength[classOf(length - 1)]--;
        }
        datagrams++;
        byLength[classOf(length)]++;
        longest = Math.max(longest, length);
        longestBytes = Math.max(longestBytes, bytes);
    }

    private static int classOf(final long length)
    {
        return Math.min(CLASS_COUNT, Long.SIZE - 1 - Long.numberOfLeadingZeros(length)) - 1;
    }
}
