package relay.pipeline.qos;

/**
 * A byte-accurate token bucket in integer arithmetic: in any window of T nanoseconds, at most rate x T plus the burst
 * passes, without drift however often it is asked. Starts full. Owned by one thread.
 *
 * <p>The level is kept in units of a bit-nanosecond (bits per second times nanoseconds), so that a nanosecond adds
 * exactly {@code rate} units and a byte costs 8 x 10^9.
 */
public final class TokenBucket
{
    /** The largest burst that fits the arithmetic. */
    public static final long BURST_BYTES_MAX = 1L << 30;

    private static final long UNITS_A_BYTE = 8_000_000_000L;

    private final long rateBitsPerSecond;
    private final long capacity;
    private long level;
    private long lastNs;

    /**
     * @param rateBitsPerSecond 1 or more.
     * @param burstBytes        1..{@link #BURST_BYTES_MAX}.
     * @param nowNs             monotonic time.
     */
    public TokenBucket(final long rateBitsPerSecond, final long burstBytes, final long nowNs)
    {
        if (rateBitsPerSecond < 1 || burstBytes < 1 || burstBytes > BURST_BYTES_MAX)
        {
            throw new IllegalArgumentException("rate must be 1 bit/s or more and burst 1.." + BURST_BYTES_MAX +
                " B: rate=" + rateBitsPerSecond + " burst=" + burstBytes);
        }
        this.rateBitsPerSecond = rateBitsPerSecond;
        capacity = burstBytes * UNITS_A_BYTE;
        level = capacity;
        lastNs = nowNs;
    }

    /**
     * Takes the tokens of one datagram, or none of them.
     *
     * @param length of the datagram in bytes.
     * @param nowNs  monotonic time.
     * @return whether it may pass.
     */
    public boolean tryTake(final int length, final long nowNs)
    {
        final boolean conforms = conforms(length, nowNs);
        if (conforms)
        {
            take(length);
        }
        return conforms;
    }

    /**
     * Takes the tokens of one datagram, or none of them, and leaves as many as another bucket has.
     *
     * @param other  that holds no more, and was asked at the same time.
     * @param length of the datagram in bytes.
     * @param nowNs  monotonic time.
     * @return whether it may pass.
     */
    boolean tryTakeBeyond(final TokenBucket other, final int length, final long nowNs)
    {
        refill(nowNs);
        final boolean conforms = length * UNITS_A_BYTE <= level - other.level;
        if (conforms)
        {
            take(length);
        }
        return conforms;
    }

    /**
     * @param length of the datagram in bytes.
     * @param nowNs  monotonic time.
     * @return whether there are tokens for it; none are taken.
     */
    public boolean conforms(final int length, final long nowNs)
    {
        refill(nowNs);
        return length * UNITS_A_BYTE <= level;
    }

    /**
     * Takes the tokens of a datagram that {@link #conforms}.
     *
     * @param length of the datagram in bytes.
     */
    public void take(final int length)
    {
        level -= length * UNITS_A_BYTE;
    }

    /**
     * Gives back what was taken for a datagram that did not go.
     *
     * @param length of the datagram in bytes.
     */
    public void giveBack(final int length)
    {
        level = Math.min(capacity, level + length * UNITS_A_BYTE);
    }

    private void refill(final long nowNs)
    {
        final long elapsedNs = nowNs - lastNs;
        if (elapsedNs > 0)
        {
            lastNs = nowNs;
            // compared before multiplying: a long pause would overflow
            level = elapsedNs > (capacity - level) / rateBitsPerSecond ?
                capacity : level + elapsedNs * rateBitsPerSecond;
        }
    }
}
