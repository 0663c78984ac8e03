package relay.pipeline.ingress;

import relay.config.FlightTrigger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.Lane;
import relay.pool.Packet;

/**
 * How datagrams of a flow get into its lanes, whatever they are received from: a payload gets a buffer, a train that
 * finds none is split into its datagrams, and each datagram is counted as admitted or as dropped. Belongs to the
 * ingress thread.
 *
 * <pre>
 *   payload ──▶ claim ──▶ fill ──▶ admitted
 *                 └─ no buffer ──▶ each datagram of a train: claim ──▶ fill ──▶ admitted
 *                                                              └─ no buffer ──▶ dropped
 * </pre>
 */
public final class Admission
{
    private final Flow flow;
    private final FlowLedger ledger;
    private final Filler filler;

    /** The payload at hand. */
    @FunctionalInterface
    public interface Filler
    {
        /**
         * Copies the payload, or a part of it, into a claimed packet, and writes its envelope if it needs one.
         *
         * @param packet   that has a buffer of at least that length.
         * @param offset   of the first byte in the payload.
         * @param length   in bytes.
         * @param sequence of the first datagram.
         */
        void fill(Packet packet, int offset, int length, long sequence);
    }

    /**
     * @param flow   that the datagrams belong to.
     * @param filler copies them.
     */
    public Admission(final Flow flow, final Filler filler)
    {
        this.flow = flow;
        this.ledger = flow.ledger();
        this.filler = filler;
    }

    /**
     * Admits or drops a payload that was counted as received.
     *
     * @param target        class of the payload.
     * @param offset        of the first byte; what is before it is left out.
     * @param length        in bytes, from the offset on.
     * @param segmentLength of each datagram but the last; the length, or more, if it is one datagram.
     * @param sequence      of the first datagram.
     * @param nowNs         monotonic time of this duty cycle.
     * @return whether it was admitted as a whole.
     */
    public boolean admit(
        final FlowLane target,
        final int offset,
        final int length,
        final int segmentLength,
        final long sequence,
        final long nowNs)
    {
        final long claim = claim(target, offset, length, segmentLength, sequence, nowNs);
        if (claim >= 0)
        {
            return true;
        }
        if (length <= segmentLength)
        {
            refuse(target, claim);
        }
        else
        {
            split(target, offset, length, segmentLength, sequence, nowNs);
        }
        return false;
    }

    private void split(
        final FlowLane target,
        final int offset,
        final int length,
        final int segmentLength,
        final long sequence,
        final long nowNs)
    {
        long number = sequence;
        for (int done = 0; done < length; done += segmentLength)
        {
            final int datagramLength = Math.min(segmentLength, length - done);
            final long claim = claim(target, offset + done, datagramLength, datagramLength, number++, nowNs);
            if (claim < 0)
            {
                refuse(target, claim);
            }
        }
    }

    /**
     * @return the slot, or why there is none; then nothing has changed.
     */
    private long claim(
        final FlowLane target,
        final int offset,
        final int length,
        final int segmentLength,
        final long sequence,
        final long nowNs)
    {
        final Lane lane = target.lane();
        final long slot = lane.claim(length, nowNs);
        if (slot >= 0)
        {
            final Packet packet = lane.packet(slot);
            packet.received(flow.index(), segmentLength);
            filler.fill(packet, offset, length, sequence);
            ledger.onAdmitted(packet.segmentCount());
        }
        return slot;
    }

    private void refuse(final FlowLane target, final long claim)
    {
        if (Lane.OVERSIZE == claim)
        {
            ledger.onDropped(DropReason.OVERSIZE, 1);
        }
        else
        {
            ledger.onDropped(DropReason.POOL_EXHAUSTED, 1);
            target.onTrigger(FlightTrigger.EXHAUSTED, flow.index());
        }
    }
}
