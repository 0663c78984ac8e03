package relay.pipeline.endpoint;

import java.util.Queue;
import relay.pipeline.ingress.Admission;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressSource;
import relay.pool.Packet;

/** Takes datagrams from a queue. */
final class MemorySource implements IngressSource
{
    private final Queue<byte[]> queue;
    private final Flow flow;
    private final Admission admission;
    private byte[] payload;

    MemorySource(final Queue<byte[]> queue, final Flow flow)
    {
        this.queue = queue;
        this.flow = flow;
        admission = new Admission(flow, this::fill);
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        int count = 0;
        for (byte[] next = queue.poll(); null != next; next = ++count < limit ? queue.poll() : null)
        {
            onDatagram(next, nowNs);
        }
        return count;
    }

    @Override
    public void close()
    {
        // nothing is open
    }

    private void onDatagram(final byte[] received, final long nowNs)
    {
        payload = received;
        flow.ledger().onReceived(1, received.length);
        admission.admit(flow.lane(), 0, received.length, received.length, 0, nowNs);
    }

    private void fill(final Packet packet, final int offset, final int length, final long sequence)
    {
        packet.buffer().putBytes(packet.payloadOffset(), payload, offset, length);
    }
}
