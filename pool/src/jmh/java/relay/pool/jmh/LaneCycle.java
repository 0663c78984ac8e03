package relay.pool.jmh;

import java.nio.ByteBuffer;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;
import relay.pool.SizeClass;

/**
 * Relay's own candidate: claim; publish, pass the stage, release, reclaim.
 */
final class LaneCycle
{
    private final Lane lane;
    private final LaneStage stage;
    private final LaneReader reader;
    private final ByteBuffer bytes;
    private long nowNs;

    /**
     * @param length  of the longest datagram.
     * @param buffers of the class that it fits, 0 for the default counts of all classes.
     */
    LaneCycle(final int length, final int buffers)
    {
        final BufferCounts counts = 0 == buffers ? BufferCounts.DEFAULT : counts(length, buffers);
        lane = new Lane("candidate", counts, Candidates.HEADER_LENGTH, 1);
        stage = lane.stage();
        reader = lane.reader(0);
        bytes = lane.buffer().byteBuffer().duplicate();
    }

    /**
     * @param isZeroing whether a buffer is cleared before it is released.
     * @return the candidate.
     */
    Candidate<Packet> candidate(final boolean isZeroing)
    {
        return new Candidate<>(this::claim, isZeroing ? this::clearAndRelease : this::release, true,
            (packet, datagram) -> packet.buffer().putBytes(packet.payloadOffset(), datagram), this::payload);
    }

    private Packet claim(final int length)
    {
        return lane.packet(lane.claim(length, nowNs));
    }

    /** Everything that was claimed. */
    private void release(final Packet ignore)
    {
        lane.publish();
        stage.pass();
        reader.release(reader.available());
        lane.reclaim(++nowNs); // what is taken together has one time: a relay reads the clock once for a batch
    }

    private void clearAndRelease(final Packet packet)
    {
        packet.buffer().setMemory(packet.payloadOffset(), packet.length(), (byte)0);
        release(packet);
    }

    private ByteBuffer payload(final Packet packet, final int length)
    {
        return bytes.limit(packet.payloadOffset() + length).position(packet.payloadOffset());
    }

    private static BufferCounts counts(final int length, final int buffers)
    {
        return switch (SizeClass.fitting(length))
        {
            case SMALL -> new BufferCounts(buffers, 0, 0, 0);
            case STANDARD -> new BufferCounts(0, buffers, 0, 0);
            default -> new BufferCounts(0, 0, buffers, 0);
        };
    }
}
