package relay.pipeline.egress;

import org.agrona.concurrent.NanoClock;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.pipeline.qos.Shaper;

/**
 * How fast one lane may send to its destination: within the rate of the destination, which it shares with the other
 * lanes, and within its own. Belongs to the egress thread.
 */
final class RateLimit
{
    private final int overheadBytes;
    private final Shaper limiter;

    // of the destination, once it has one
    private Shaper shaper;
    private long headroomBytes;

    /**
     * @param trafficClass of the lane.
     * @param destination  that it goes to.
     * @param clock        monotonic.
     */
    RateLimit(final TrafficClass trafficClass, final DestinationConfig destination, final NanoClock clock)
    {
        overheadBytes = destination.overheadBytes();
        limiter = 0 == trafficClass.maxBitsPerSecond() ? null : new Shaper(
            trafficClass.maxBitsPerSecond(), DestinationConfig.BURST_DEFAULT_BYTES, clock.nanoTime());
    }

    /**
     * Called before the first packet is sent.
     *
     * @param shaper        of the destination.
     * @param headroomBytes of its burst that are left to higher priorities.
     */
    void shapedBy(final Shaper shaper, final long headroomBytes)
    {
        this.shaper = shaper;
        this.headroomBytes = headroomBytes;
    }

    /**
     * @param length    of the payload in bytes.
     * @param datagrams that it is.
     * @return bytes that it counts in rates, weights and shares.
     */
    int cost(final int length, final int datagrams)
    {
        return length + datagrams * overheadBytes;
    }

    /**
     * @param cost         of a packet.
     * @param isGuaranteed whether it may take what is left to higher priorities.
     * @param nowNs        monotonic time.
     * @return {@link Block#NONE} if it may go, and then its bytes are reserved; otherwise what is in the
     * way.
     */
    Block reserve(final int cost, final boolean isGuaranteed, final long nowNs)
    {
        if (null != limiter && !limiter.conforms(cost, 0, nowNs))
        {
            return Block.LIMITED;
        }
        if (null != shaper && !shaper.conforms(cost, isGuaranteed ? 0 : headroomBytes, nowNs))
        {
            return Block.SHAPED;
        }
        if (null != limiter)
        {
            limiter.reserve(cost);
        }
        if (null != shaper)
        {
            shaper.reserve(cost);
        }
        return Block.NONE;
    }

    /**
     * @param cost  of a packet, which was reserved.
     * @param spent of it, for what was sent; the rest is given back.
     * @param nowNs monotonic time.
     */
    void settle(final int cost, final int spent, final long nowNs)
    {
        settle(limiter, cost, spent, nowNs);
        settle(shaper, cost, spent, nowNs);
    }

    private static void settle(final Shaper shaper, final int cost, final int spent, final long nowNs)
    {
        if (null != shaper)
        {
            shaper.spend(spent, nowNs);
            shaper.cancel(cost - spent);
        }
    }
}
