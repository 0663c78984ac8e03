package relay.pipeline.qos;

/**
 * Keeps what is sent to a rate: in any window of T nanoseconds at most rate x T plus the burst leaves. Owned by one
 * thread.
 *
 * <p>Bytes are reserved before a sender gets them, and are spent when it took them or cancelled when they will never
 * go. What is reserved and waits still fills the bucket, so that a socket that takes nothing for a while is not
 * followed by two bursts.
 */
public final class Shaper
{
    private final TokenBucket bucket;
    private final long burstBytes;
    private long reservedBytes;

    /**
     * @param rateBitsPerSecond 1 or more.
     * @param burstBytes        1..{@link TokenBucket#BURST_BYTES_MAX}.
     * @param nowNs             monotonic time.
     */
    public Shaper(final long rateBitsPerSecond, final long burstBytes, final long nowNs)
    {
        bucket = new TokenBucket(rateBitsPerSecond, burstBytes, nowNs);
        this.burstBytes = burstBytes;
    }

    /**
     * @param bytes         to send. More than the burst, which only a train of datagrams with their overhead can be,
     *                      may go when the bucket is full, and is paid back before anything else goes.
     * @param headroomBytes that must be left for others; as much of it as a full bucket has.
     * @param nowNs         monotonic time.
     * @return whether they may go; nothing is reserved.
     */
    public boolean conforms(final int bytes, final long headroomBytes, final long nowNs)
    {
        return bucket.conforms((int)(Math.min(burstBytes, bytes + headroomBytes) + reservedBytes), nowNs);
    }

    /**
     * @param bytes that {@link #conforms conform}.
     */
    public void reserve(final int bytes)
    {
        reservedBytes += bytes;
    }

    /**
     * @param bytes that were reserved and are sent.
     * @param nowNs monotonic time.
     */
    public void spend(final int bytes, final long nowNs)
    {
        bucket.conforms(0, nowNs); // what came in until now may not count after it
        bucket.take(bytes);
        reservedBytes -= bytes;
    }

    /**
     * @param bytes that were reserved and will not be sent.
     */
    public void cancel(final int bytes)
    {
        reservedBytes -= bytes;
    }
}
