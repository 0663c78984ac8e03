package relay.pipeline.endpoint;

import java.util.Queue;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressSource;
import relay.pipeline.ledger.DropReason;
import relay.pool.Lane;
import relay.pool.Packet;

/** Takes datagrams from a queue. */
final class MemorySource implements IngressSource
{
    private final Queue<byte[]> queue;
    private final Flow flow;

    MemorySource(final Queue<byte[]> queue, final Flow flow)
    {
        this.queue = queue;
        this.flow = flow;
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        int count = 0;
        for (byte[] payload = queue.poll(); null != payload; payload = ++count < limit ? queue.poll() : null)
        {
            onDatagram(payload, nowNs);
        }
        return count;
    }

    @Override
    public void close()
    {
        // nothing is open
    }

    private void onDatagram(final byte[] payload, final long nowNs)
    {
        final Lane lane = flow.lane().lane();
        flow.ledger().onReceived(1, payload.length);
        final long slot = lane.claim(payload.length, nowNs);
        if (slot < 0)
        {
            flow.ledger().onDropped(Lane.OVERSIZE == slot ? DropReason.OVERSIZE : DropReason.POOL_EXHAUSTED, 1);
            return;
        }
        final Packet packet = lane.packet(slot);
        packet.flowIndex(flow.index());
        packet.buffer().putBytes(packet.payloadOffset(), payload);
        flow.ledger().onAdmitted(1);
    }
}
