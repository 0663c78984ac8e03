package relay.pipeline.ingress;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import relay.config.FlightTrigger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
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
    private final FlowLedger ledger;
    private final Identity identity;
    private final OriginTracker origins;
    private final LoopGuard loopGuard;
    private final Admission admission;
    private final Envelope envelope = new Envelope();
    private long nowNs;
    private long malformed;

    // of the record at hand
    private DirectBuffer message;
    private int recordOffset;
    private int hopCount;

    public AeronSource(
        final AeronReceiver receiver,
        final Flow flow,
        final Identity identity,
        final OriginTracker origins,
        final LoopGuard loopGuard)
    {
        this.receiver = receiver;
        this.flow = flow;
        this.ledger = flow.ledger();
        this.identity = identity;
        this.origins = origins;
        this.loopGuard = loopGuard;
        admission = new Admission(flow, this::fill);
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
        message = buffer;
        recordOffset = offset;
        hopCount = envelope.hopCount() + 1;
        final int segmentLength = envelope.segmentLength();
        final int begin = repeated * segmentLength;
        admission.admit(flow.lane(), begin, envelope.payloadLength() - begin,
            segmentLength, envelope.sequence() + repeated, nowNs);
    }

    private void fill(final Packet packet, final int offset, final int length, final long sequence)
    {
        final int payload = recordOffset + Envelope.LENGTH;
        packet.buffer().putBytes(packet.headerOffset(), message, recordOffset, Envelope.LENGTH);
        packet.buffer().putBytes(packet.payloadOffset(), message, payload + offset, length);
        envelope.wrap(packet.buffer(), packet.headerOffset())
            .payload(length, packet.segmentLength())
            .hopCount(hopCount)
            .sequence(sequence);
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
