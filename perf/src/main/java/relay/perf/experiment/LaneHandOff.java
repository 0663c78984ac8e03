package relay.perf.experiment;

import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.Packet;
import relay.transport.wire.Envelope;

/**
 * A lane between two threads. As in a relay, buffers are taken back once for several datagrams; each datagram is
 * published and released by itself, which a relay does for a batch.
 */
final class LaneHandOff extends HandOff
{
    private static final int RECLAIM_INTERVAL = 64;

    private final Lane lane = new Lane(
        "hand-off", new BufferCounts(Slab.BUFFERS_DEFAULT, 0, 0, 0), Envelope.LENGTH, 1);

    // first thread
    private long nowNs;

    // second thread
    private final LaneReader stage = lane.stage();
    private final LaneReader reader = lane.reader(0);
    private long available = -1;
    private long received;

    @Override
    boolean send()
    {
        if (0 == ++nowNs % RECLAIM_INTERVAL)
        {
            lane.reclaim(nowNs);
        }
        final long slot = lane.claim(LENGTH, nowNs);
        if (Lane.EXHAUSTED == slot)
        {
            lane.reclaim(nowNs);
            return false;
        }
        final Packet packet = lane.packet(slot);
        packet.buffer().putByte(packet.payloadOffset(), (byte)1);
        lane.publish();
        return true;
    }

    @Override
    boolean receive()
    {
        final long next = reader.position() + 1;
        if (next > available)
        {
            available = stage.available();
            stage.release(available);
        }
        if (next > available)
        {
            return false;
        }
        final Packet packet = reader.packet(next);
        received += packet.buffer().getByte(packet.payloadOffset());
        reader.release(next);
        return true;
    }
}
