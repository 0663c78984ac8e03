package relay.pipeline.egress;

import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Verdict;
import relay.pool.Packet;

/**
 * Which packets of a lane are for one destination, and which of those it does not send. Belongs to the egress thread.
 */
final class Selection
{
    private final boolean[] flows;
    private final Deadline deadline;

    /**
     * @param flows    by index of a flow: whether it goes to the destination.
     * @param deadline of the lane's class.
     */
    Selection(final boolean[] flows, final Deadline deadline)
    {
        this.flows = flows;
        this.deadline = deadline;
    }

    boolean[] flows()
    {
        return flows;
    }

    boolean isForUs(final Packet packet)
    {
        return flows[packet.flowIndex()];
    }

    /**
     * @param packet of the lane.
     * @return how many of its datagrams the destination has to account for.
     */
    int owed(final Packet packet)
    {
        return isForUs(packet) ? packet.segmentCount() : 0;
    }

    /**
     * @param packet for this destination.
     * @param nowNs  monotonic time.
     * @return why it is not sent; null if it is.
     */
    DropReason refusalOf(final Packet packet, final long nowNs)
    {
        if (Verdict.isDropped(packet.verdict()))
        {
            return DropReason.POLICED;
        }
        return deadline.isPast(packet, nowNs) ? DropReason.EXPIRED : null;
    }
}
