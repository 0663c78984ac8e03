package relay.pipeline.egress;

import relay.config.DestinationConfig;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.wire.Envelope;

/**
 * Where a destination keeps its oldest packets when it holds more than its share of a lane: a lane of its own, of which
 * the egress thread is ingress, stage and reader. Its buffers are as many as the share.
 */
public final class Backlog
{
    private final Lane lane;

    /**
     * @param from        the lane.
     * @param destination that keeps its oldest.
     */
    Backlog(final Lane from, final DestinationConfig destination)
    {
        lane = new Lane(from.name() + " kept for " + destination.name(),
            counts(from.capacity(), destination.maxLag()), Envelope.LENGTH, 1);
    }

    /**
     * @param counts buffers of a lane.
     * @param maxLag share of them that a destination may hold.
     * @return buffers of its backlog.
     */
    public static BufferCounts counts(final BufferCounts counts, final double maxLag)
    {
        return new BufferCounts(
            share(counts.of(SizeClass.SMALL), maxLag),
            share(counts.of(SizeClass.STANDARD), maxLag),
            share(counts.of(SizeClass.JUMBO), maxLag),
            share(counts.of(SizeClass.LARGE), maxLag));
    }

    /**
     * @param count  of buffers that a lane has, and may borrow.
     * @param maxLag share of them that a destination may hold.
     * @return buffers that it may hold; at least one, if there are any.
     */
    static int share(final int count, final double maxLag)
    {
        return (int)Math.ceil(maxLag * count);
    }

    /**
     * Copies a packet, with its header and its time of claim.
     *
     * @param packet of the lane that it leaves.
     * @return sequence of the copy, or a negative number if there is no room.
     */
    long add(final Packet packet)
    {
        final long sequence = lane.claim(packet.length(), packet.claimNs());
        if (sequence >= 0)
        {
            final Packet copy = lane.packet(sequence);
            copy.flowIndex(packet.flowIndex());
            copy.segmentLength(packet.segmentLength());
            copy.buffer().putBytes(copy.headerOffset(), packet.buffer(), packet.headerOffset(),
                packet.payloadOffset() - packet.headerOffset() + packet.length());
            copy.verdict(packet.verdict());
            lane.publish();
            lane.stage().pass();
        }
        return sequence;
    }

    /**
     * Makes room where packets were released.
     *
     * @param nowNs monotonic time.
     */
    void reclaim(final long nowNs)
    {
        lane.reclaim(nowNs);
    }

    LaneReader reader()
    {
        return lane.reader(0);
    }

    /**
     * @return its buffers and their memory, for people.
     */
    public String description()
    {
        return lane.counts() + ", " + lane.reservedBytes() + " B";
    }

    /**
     * @return memory taken from the system for buffers, in bytes.
     */
    public long reservedBytes()
    {
        return lane.reservedBytes();
    }
}
