package relay.pipeline.ingress;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import relay.config.FlightTrigger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.aeron.AeronReceiver;
import relay.transport.aeron.MessageHandler;
import relay.transport.wire.Envelope;

/**
 * Messages of another relay into slots, record by record. Nothing in them is trusted before it was checked, and what
 * follows a bad record is not looked at; envelopes go on with one hop more. A train stays one slot if there is a buffer
 * for it, and becomes a slot for each datagram otherwise. Belongs to the ingress thread.
 */
public final class AeronSource implements IngressSource, MessageHandler
{
    /** Relays in a row that a datagram may pass. */
    static final int HOP_COUNT_MAX = 16;

    private final AeronReceiver receiver;
    private final Flow flow;
    private final Lane lane;
    private final FlowLedger ledger;
    private final Identity identity;
    private final OriginTracker origins;
    private final LoopGuard loopGuard;
    private final Envelope envelope = new Envelope();
    private long nowNs;
    private long malformed;

    // of the record at hand
    private int hopCount;
    private long sequence;
    private int segmentLength;
    private long slot;

    public AeronSource(
        final AeronReceiver receiver,
        final Flow flow,
        final Identity identity,
        final OriginTracker origins,
        final LoopGuard loopGuard)
    {
        this.receiver = receiver;
        this.flow = flow;
        this.lane = flow.lane().lane();
        this.ledger = flow.ledger();
        this.identity = identity;
        this.origins = origins;
        this.loopGuard = loopGuard;
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        this.nowNs = nowNs;
        final int count = receiver.poll(this, limit);
        onMalformed(receiver.malformed());
        return count;
    }

    @Override
    public int onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        final int end = offset + length;
        int datagrams = 0;
        int recordEnd;
        int position = offset;
        do
        {
            final int left = end - position;
            final int check = Envelope.check(buffer, position, left);
            if (Envelope.VALID != check)
            {
                ledger.onReceived(1, Math.max(0, left - Envelope.LENGTH));
                ledger.onDropped(Envelope.BAD_VERSION == check ? DropReason.BAD_VERSION : DropReason.BAD_ENVELOPE, 1);
                return datagrams + 1;
            }
            envelope.wrap(buffer, position);
            recordEnd = position + Envelope.LENGTH + envelope.payloadLength();
            datagrams += envelope.segmentCount();
            onRecord(buffer, position);
            position = offset + BitUtil.align(recordEnd - offset, Envelope.ALIGNMENT);
        }
        while (recordEnd < end);
        return datagrams;
    }

    /**
     * Counts what the receiver dropped before it was a message, so that it is missing nowhere.
     *
     * @param total of such messages and fragments since the start.
     */
    void onMalformed(final long total)
    {
        for (; malformed < total; malformed++)
        {
            ledger.onReceived(1, 0);
            ledger.onDropped(DropReason.BAD_ENVELOPE, 1);
        }
    }

    @Override
    public void close()
    {
        receiver.close();
    }

    private void onRecord(final DirectBuffer buffer, final int offset)
    {
        final int count = envelope.segmentCount();
        ledger.onReceived(count, envelope.payloadLength());
        final DropReason refusal = refusalOf(count);
        if (null != refusal)
        {
            ledger.onDropped(refusal, count);
            return;
        }
        final int repeated = origins.repeated();
        if (repeated > 0)
        {
            ledger.onDropped(DropReason.REPLAY, repeated);
        }
        hopCount = envelope.hopCount() + 1;
        sequence = envelope.sequence();
        segmentLength = envelope.segmentLength();
        final int payloadLength = envelope.payloadLength();
        if (1 == count - repeated || !admit(buffer, offset, payloadLength, repeated, count))
        {
            for (int segment = repeated; segment < count; segment++)
            {
                admitOrDrop(buffer, offset, payloadLength, segment);
            }
        }
    }

    private void admitOrDrop(final DirectBuffer buffer, final int offset, final int payloadLength, final int segment)
    {
        if (!admit(buffer, offset, payloadLength, segment, segment + 1))
        {
            if (Lane.OVERSIZE == slot)
            {
                ledger.onDropped(DropReason.OVERSIZE, 1);
            }
            else
            {
                ledger.onDropped(DropReason.POOL_EXHAUSTED, 1);
                flow.lane().onTrigger(FlightTrigger.EXHAUSTED, flow.index());
            }
        }
    }

    /**
     * Puts datagrams of a record into one slot.
     *
     * @param buffer        that holds the record.
     * @param offset        of the record.
     * @param payloadLength of the whole record.
     * @param first         of the datagrams.
     * @param end           first datagram that is not meant any more.
     * @return whether there was a slot and a buffer for them together; otherwise nothing has changed.
     */
    private boolean admit(
        final DirectBuffer buffer, final int offset, final int payloadLength, final int first, final int end)
    {
        final int begin = first * segmentLength;
        final int length = Math.min(end * segmentLength, payloadLength) - begin;
        slot = lane.claim(length, nowNs);
        if (slot < 0)
        {
            return false;
        }
        final Packet packet = lane.packet(slot);
        packet.flowIndex(flow.index());
        if (end - first > 1)
        {
            packet.segmentLength(segmentLength);
        }
        packet.buffer().putBytes(packet.headerOffset(), buffer, offset, Envelope.LENGTH);
        packet.buffer().putBytes(packet.payloadOffset(), buffer, offset + Envelope.LENGTH + begin, length);
        envelope.wrap(packet.buffer(), packet.headerOffset())
            .payload(length, packet.segmentLength())
            .hopCount(hopCount)
            .sequence(sequence + first);
        ledger.onAdmitted(end - first);
        return true;
    }

    private DropReason refusalOf(final int count)
    {
        if (envelope.origin() == identity.id())
        {
            return DropReason.LOOP;
        }
        // before what else is refused: its number was seen, and is no gap
        final long missing = origins.onSequence(
            envelope.origin(), envelope.flow(), envelope.trafficClass(),
            envelope.bootEpochMs(), envelope.sequence(), count);
        if (missing < 0)
        {
            return OriginTracker.REPLAY == missing ? DropReason.REPLAY : DropReason.TOO_MANY_FLOWS;
        }
        if (missing > 0)
        {
            ledger.onGap(missing);
            flow.lane().onTrigger(FlightTrigger.GAP, flow.index());
        }
        if (envelope.hopCount() >= HOP_COUNT_MAX)
        {
            return DropReason.HOP_LIMIT;
        }
        return loopGuard.isOwnSentBack(envelope.sourceHigh(), envelope.sourceLow(), envelope.sourcePort()) ?
            DropReason.LOOP : null;
    }
}
