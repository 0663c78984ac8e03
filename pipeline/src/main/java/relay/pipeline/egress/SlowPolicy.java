package relay.pipeline.egress;

import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Verdict;
import relay.pool.Packet;

/**
 * What a destination gives up that holds more than its share of a lane: its oldest packets are dropped or, with
 * {@code when-slow: skip-newest}, moved into its backlog, and its newest dropped once that is full. With
 * {@code when-slow: disconnect}, {@link CutOff} decides when all are dropped. Belongs to the egress thread.
 */
final class SlowPolicy
{
    private final Selection selection;
    private final Deadline deadline;
    private final DestinationLedger ledger;
    private final EgressBatch outgoing;
    /** Null if the oldest are dropped. */
    private final Backlog backlog;
    private final LaneCursor kept;

    /**
     * @param selection of the destination.
     * @param deadline  of the lane's class.
     * @param ledger    of the destination.
     * @param outgoing  has what was taken and waits.
     * @param backlog   of the destination, or null.
     * @param kept      reads the backlog, or null.
     */
    SlowPolicy(
        final Selection selection,
        final Deadline deadline,
        final DestinationLedger ledger,
        final EgressBatch outgoing,
        final Backlog backlog,
        final LaneCursor kept)
    {
        this.selection = selection;
        this.deadline = deadline;
        this.ledger = ledger;
        this.outgoing = outgoing;
        this.backlog = backlog;
        this.kept = kept;
    }

    /**
     * Gives up every packet up to a slot, of those that were taken and of those that are still in the lane.
     *
     * @param from     reads the lane.
     * @param sequence of the slot.
     * @param nowNs    monotonic time of this duty cycle.
     */
    void giveUpTo(final LaneCursor from, final long sequence, final long nowNs)
    {
        if (null == backlog)
        {
            skipTo(from, sequence, DropReason.LAGGING);
        }
        else
        {
            keepTo(from, sequence, nowNs);
        }
    }

    /**
     * Drops every packet up to a slot, of those that were taken and of those that are still in the lane.
     *
     * @param from     reads the lane, or the backlog.
     * @param sequence of the slot.
     * @param reason   why.
     */
    void skipTo(final LaneCursor from, final long sequence, final DropReason reason)
    {
        outgoing.withdraw(from, sequence, reason);
        Packet taken;
        while (from.taken() < sequence && null != (taken = from.take()))
        {
            if (selection.isForUs(taken))
            {
                ledger.onDropped(
                    Verdict.isDropped(taken.verdict()) ? DropReason.POLICED : reason, taken.segmentCount());
            }
        }
    }

    /** In order; the newest of them are given up when the backlog is full. */
    private void keepTo(final LaneCursor from, final long sequence, final long nowNs)
    {
        backlog.reclaim(nowNs);
        outgoing.keep(from, sequence, backlog, kept);
        Packet taken;
        while (from.taken() < sequence && null != (taken = from.take()))
        {
            if (selection.isForUs(taken))
            {
                keep(taken, nowNs);
            }
        }
    }

    private void keep(final Packet packet, final long nowNs)
    {
        DropReason reason = selection.refusalOf(packet, nowNs);
        if (DropReason.EXPIRED == reason)
        {
            deadline.onExpired(deadline.lateNs(packet, nowNs), packet.segmentCount());
        }
        else if (null == reason && backlog.add(packet) < 0)
        {
            reason = DropReason.LAGGING;
        }
        if (null != reason)
        {
            ledger.onDropped(reason, packet.segmentCount());
        }
    }
}
