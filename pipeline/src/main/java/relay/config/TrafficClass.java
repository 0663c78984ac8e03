package relay.config;

import relay.pool.BufferCounts;

/**
 * A traffic class: its contract and its buffers.
 *
 * @param name             as flows name it; also decides the Aeron stream that carries it.
 * @param priority         0 is served first; a class is served only when all lower numbers have nothing to send.
 * @param weight           share among classes of the same priority, 1 or more.
 * @param deadlineNs       older packets are dropped instead of sent; 0 for never.
 * @param rateBitsPerSecond policed rate of UDP payload bits, 0 for unlimited.
 * @param burstBytes       bytes that may pass at once above the rate.
 * @param buffers          the lane's buffers.
 */
public record TrafficClass(
    String name,
    int priority,
    int weight,
    long deadlineNs,
    long rateBitsPerSecond,
    long burstBytes,
    BufferCounts buffers)
{
    /** The class of a flow that names none. */
    public static final String DEFAULT_NAME = "default";
}
