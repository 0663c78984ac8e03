package relay.tools.capture;

import relay.pool.SizeClass;

/**
 * How long payloads were: every length is counted, so that all percentiles are exact. Owned by one thread.
 */
public final class PayloadLengths
{
    private static final int LENGTH_MAX = 65_535;

    private final long[] byLength = new long[LENGTH_MAX + 1];
    private final long[] byClass = new long[SizeClass.COUNT];
    private long count;
    private long bytes;

    /**
     * @param length of a payload in bytes, 0..65,535.
     */
    public void onPayload(final int length)
    {
        int sizeClass = 0;
        while (length > SizeClass.of(sizeClass).payloadLength())
        {
            sizeClass++;
        }
        byLength[length]++;
        byClass[sizeClass]++;
        count++;
        bytes += length;
    }

    /**
     * @return how many there were.
     */
    public long count()
    {
        return count;
    }

    /**
     * @return how many bytes they had together.
     */
    public long bytes()
    {
        return bytes;
    }

    /**
     * @param sizeClass of buffers.
     * @return how many payloads would take such a buffer, if a lane has all of them.
     */
    public long count(final SizeClass sizeClass)
    {
        return byClass[sizeClass.ordinal()];
    }

    /**
     * @param share 0..1: 0 is the shortest, 1 the longest.
     * @return the length that this share of all payloads is shorter than; -1 if there were none.
     */
    public int percentile(final double share)
    {
        long left = Math.min(count - 1, (long)(share * count));
        int length = left < 0 ? -1 : 0;
        while (left >= 0 && left >= byLength[length])
        {
            left -= byLength[length];
            length++;
        }
        return length;
    }
}
