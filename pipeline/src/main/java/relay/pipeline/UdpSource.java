package relay.pipeline;

import org.agrona.DirectBuffer;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.HostPort;
import relay.transport.wire.Envelope;

/**
 * Datagrams of one socket into slots: this relay is their origin.
 */
final class UdpSource implements IngressSource, DatagramHandler
{
    private final DatagramReceiver receiver;
    private final Flow flow;
    private final Lane lane;
    private final FlowLedger ledger;
    private final Identity identity;
    private final OwnEcho ownEcho;
    private final HostPort destination = new HostPort();
    private final Envelope envelope = new Envelope();
    private long nowNs;
    private long epochNs;

    UdpSource(final DatagramReceiver receiver, final Flow flow, final Identity identity, final OwnEcho ownEcho)
    {
        this.receiver = receiver;
        this.flow = flow;
        this.lane = flow.lane();
        this.ledger = flow.ledger();
        this.identity = identity;
        this.ownEcho = ownEcho;
        destination.set(receiver.destination());
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        this.nowNs = nowNs;
        this.epochNs = epochNs;
        return receiver.poll(this, limit);
    }

    @Override
    public void onDatagram(final DirectBuffer buffer, final int offset, final int length, final HostPort source)
    {
        ledger.onReceived(length);
        if (ownEcho.isOwn(source))
        {
            ledger.onDropped(DropReason.OWN_ECHO);
            return;
        }
        final long flowSequence = flow.nextSequence();
        final long slot = lane.claim(length, nowNs);
        if (slot < 0)
        {
            ledger.onDropped(Lane.OVERSIZE == slot ? DropReason.OVERSIZE : DropReason.POOL_EXHAUSTED);
            return;
        }
        final Packet packet = lane.packet(slot);
        packet.flowIndex(flow.index());
        packet.buffer().putBytes(packet.payloadOffset(), buffer, offset, length);
        envelope.wrap(packet.buffer(), packet.headerOffset())
            .begin(length)
            .origin(identity.id(), identity.bootEpochMs(), flow.id(), flow.trafficClassId())
            .arrival(flowSequence, epochNs)
            .source(source)
            .destination(destination);
        ledger.onAdmitted();
    }

    @Override
    public void close()
    {
        receiver.close();
    }
}
