package relay.config;

import relay.pool.BufferCounts;

/**
 * A traffic class: its contract and its buffers.
 *
 * @param name             as flows name it; also decides the Aeron stream that carries it.
 * @param priority         0 is served first; a class is served only when all lower numbers have nothing to send.
 * @param weight           share among classes of the same priority, 1 or more.
 * @param minShare         part of what each destination sends that is its own whatever its priority, in millionths
 *                         ({@link Units#SHARE_WHOLE}); 0 for none.
 * @param maxBitsPerSecond the most that it sends to each destination; 0 for unlimited.
 * @param deadlineNs       older packets are dropped instead of sent; 0 for never.
 * @param policing         of all its flows together.
 * @param buffers          the lane's buffers.
 */
public record TrafficClass(
    String name,
    int priority,
    int weight,
    long minShare,
    long maxBitsPerSecond,
    long deadlineNs,
    Policing policing,
    BufferCounts buffers)
{
    /** The class of a flow that names none. */
    public static final String DEFAULT_NAME = "default";

    /**
     * @return a class that is not policed.
     */
    public static TrafficClass of(
        final String name, final int priority, final int weight, final long deadlineNs, final BufferCounts buffers)
    {
        return new TrafficClass(name, priority, weight, 0, 0, deadlineNs, Policing.NONE, buffers);
    }

    /**
     * @return the same with a policed rate.
     */
    public TrafficClass policed(final long rateBitsPerSecond, final long burstBytes)
    {
        return new TrafficClass(name, priority, weight, minShare, maxBitsPerSecond, deadlineNs,
            Policing.of(rateBitsPerSecond, burstBytes), buffers);
    }

    /**
     * @return the same with a guaranteed share, in millionths.
     */
    public TrafficClass minShare(final long share)
    {
        return new TrafficClass(
            name, priority, weight, share, maxBitsPerSecond, deadlineNs, policing, buffers);
    }

    /**
     * @return the same with a rate that it does not exceed at any destination.
     */
    public TrafficClass maxRate(final long bitsPerSecond)
    {
        return new TrafficClass(name, priority, weight, minShare, bitsPerSecond, deadlineNs, policing, buffers);
    }

    /**
     * @return the longest datagram that its buffers hold, in bytes.
     */
    public int longestDatagram()
    {
        return TrafficClasses.longestDatagram(buffers);
    }
}
