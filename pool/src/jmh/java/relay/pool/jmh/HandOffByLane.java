package relay.pool.jmh;

import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;

/**
 * A lane between two threads. As in a relay, buffers are taken back once for several datagrams. They are published in
 * batches, and the receiver releases at once what it found; with batches of one, each by itself.
 */
final class HandOffByLane implements HandOff
{
    private static final int RECLAIM_INTERVAL = 64;

    private final Lane lane = new Lane(
        "hand-off", new BufferCounts(Candidates.BUFFERS_DEFAULT, 0, 0, 0), Candidates.HEADER_LENGTH, 1);

    private final int batch;

    // first thread
    private long nowNs;
    private int unpublished;

    // second thread
    private final LaneStage stage = lane.stage();
    private final LaneReader reader = lane.reader(0);
    private long available = -1;
    private long read = -1;
    private long received;

    /**
     * @param batch datagrams that are published together.
     */
    HandOffByLane(final int batch)
    {
        this.batch = batch;
    }

    @Override
    public boolean send()
    {
        if (0 == ++nowNs % RECLAIM_INTERVAL)
        {
            lane.reclaim(nowNs);
        }
        final long slot = lane.claim(LENGTH, nowNs);
        if (Lane.EXHAUSTED == slot)
        {
            publish();
            lane.reclaim(nowNs);
            return false;
        }
        final Packet packet = lane.packet(slot);
        packet.buffer().putByte(packet.payloadOffset(), (byte)1);
        if (++unpublished == batch)
        {
            publish();
        }
        return true;
    }

    @Override
    public boolean receive()
    {
        final long next = ++read;
        if (next > available)
        {
            stage.pass();
            available = stage.position();
        }
        if (next > available)
        {
            read--;
            return false;
        }
        final Packet packet = reader.packet(next);
        received += packet.buffer().getByte(packet.payloadOffset());
        if (next == available || 1 == batch)
        {
            reader.release(next);
        }
        return true;
    }

    private void publish()
    {
        lane.publish();
        unpublished = 0;
    }
}
