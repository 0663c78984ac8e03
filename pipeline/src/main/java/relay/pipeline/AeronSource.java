package relay.pipeline;

import org.agrona.DirectBuffer;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.aeron.AeronReceiver;
import relay.transport.aeron.MessageHandler;
import relay.transport.wire.Envelope;

/**
 * Messages of another relay into slots. Nothing in them is trusted before it was checked; the envelope goes on with one
 * hop more.
 */
final class AeronSource implements IngressSource, MessageHandler
{
    /** Relays in a row that a datagram may pass. */
    static final int HOP_COUNT_MAX = 16;

    private final AeronReceiver receiver;
    private final Flow flow;
    private final Lane lane;
    private final FlowLedger ledger;
    private final Identity identity;
    private final OriginTracker origins;
    private final OwnEcho ownEcho;
    private final Envelope envelope = new Envelope();
    private long nowNs;
    private long malformed;

    AeronSource(
        final AeronReceiver receiver,
        final Flow flow,
        final Identity identity,
        final OriginTracker origins,
        final OwnEcho ownEcho)
    {
        this.receiver = receiver;
        this.flow = flow;
        this.lane = flow.lane();
        this.ledger = flow.ledger();
        this.identity = identity;
        this.origins = origins;
        this.ownEcho = ownEcho;
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
    public void onMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        ledger.onReceived(1, Math.max(0, length - Envelope.LENGTH));
        final DropReason refusal = refusalOf(buffer, offset, length);
        if (null != refusal)
        {
            ledger.onDropped(refusal, 1);
            return;
        }
        final int hopCount = envelope.hopCount();
        final int payloadLength = length - Envelope.LENGTH;
        final long slot = lane.claim(payloadLength, nowNs);
        if (slot < 0)
        {
            ledger.onDropped(Lane.OVERSIZE == slot ? DropReason.OVERSIZE : DropReason.POOL_EXHAUSTED, 1);
            return;
        }
        final Packet packet = lane.packet(slot);
        packet.flowIndex(flow.index());
        packet.buffer().putBytes(packet.headerOffset(), buffer, offset, length);
        envelope.wrap(packet.buffer(), packet.headerOffset()).hopCount(hopCount + 1);
        ledger.onAdmitted(1);
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

    private DropReason refusalOf(final DirectBuffer buffer, final int offset, final int length)
    {
        final int check = Envelope.check(buffer, offset, length);
        if (Envelope.VALID != check)
        {
            return Envelope.BAD_VERSION == check ? DropReason.BAD_VERSION : DropReason.BAD_ENVELOPE;
        }
        envelope.wrap(buffer, offset);
        if (envelope.origin() == identity.id())
        {
            return DropReason.LOOP;
        }
        // before what else is refused: its number was seen, and is no gap
        final long missing = origins.onSequence(
            envelope.origin(), envelope.flow(), envelope.bootEpochMs(), envelope.sequence());
        if (missing < 0)
        {
            return OriginTracker.REPLAY == missing ? DropReason.REPLAY : DropReason.TOO_MANY_FLOWS;
        }
        if (missing > 0)
        {
            ledger.onGap(missing);
        }
        if (envelope.hopCount() >= HOP_COUNT_MAX)
        {
            return DropReason.HOP_LIMIT;
        }
        return ownEcho.isOwnSentBack(envelope.sourceHigh(), envelope.sourceLow(), envelope.sourcePort()) ?
            DropReason.LOOP : null;
    }
}
