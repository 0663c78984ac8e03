package relay.pipeline.qos;

import relay.transport.PacketBatch;

/**
 * What the qos stage says of a packet; kept in the slot as a number.
 *
 * <pre>
 *   0  forward      1  policed      64 + d  forward, sent with DSCP d
 * </pre>
 */
public final class Verdict
{
    /** It goes on. */
    public static final int FORWARD = 0;
    /** Over a rate: destinations skip it. */
    public static final int POLICED = 1;

    private static final int REMARKED = 64;
    private static final int DSCP_MASK = REMARKED - 1;

    private Verdict()
    {
    }

    /**
     * @param dscp (RFC 2474) that it is to be sent with, 0..63.
     * @return the verdict that says so.
     */
    public static int remark(final int dscp)
    {
        return REMARKED | dscp;
    }

    /**
     * @param verdict any.
     * @return whether destinations skip the packet.
     */
    public static boolean isDropped(final int verdict)
    {
        return POLICED == verdict;
    }

    /**
     * @param verdict any.
     * @return the DSCP to send the packet with, or {@link PacketBatch#DSCP_OF_ENDPOINT}, -1, for the destination's.
     */
    public static int dscp(final int verdict)
    {
        return verdict < REMARKED ? PacketBatch.DSCP_OF_ENDPOINT : verdict & DSCP_MASK;
    }

    /**
     * @param ofFlow  what the flow's policer said, not {@link #POLICED}.
     * @param ofClass what the class's policer said.
     * @return the worse of the two: policed, then remarked by the class, then remarked by the flow.
     */
    static int worse(final int ofFlow, final int ofClass)
    {
        return FORWARD == ofClass ? ofFlow : ofClass;
    }
}
