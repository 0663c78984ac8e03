package relay.perf.experiment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.wire.Envelope;

/**
 * Relay's own: claim; publish, pass the stage, release, reclaim.
 */
final class LaneContender extends Contender<Packet>
{
    private final CRC32 crc = new CRC32();
    private final boolean isZeroing;
    private final Lane lane;
    private final LaneStage stage;
    private final LaneReader reader;
    private final ByteBuffer bytes;
    private long nowNs;

    /**
     * @param length    of the longest datagram.
     * @param buffers   of the class that it fits, 0 for the default counts of all classes.
     * @param isZeroing whether a buffer is cleared before it is released.
     */
    LaneContender(final int length, final int buffers, final boolean isZeroing)
    {
        this.isZeroing = isZeroing;
        final BufferCounts counts = 0 == buffers ? BufferCounts.DEFAULT : counts(length, buffers);
        lane = new Lane("experiment", counts, Envelope.LENGTH, 1);
        stage = lane.stage();
        reader = lane.reader(0);
        bytes = lane.buffer().byteBuffer().duplicate();
    }

    @Override
    Packet take(final int length)
    {
        return lane.packet(lane.claim(length, nowNs));
    }

    @Override
    void giveBack(final Packet packet)
    {
        if (isZeroing)
        {
            packet.buffer().setMemory(packet.payloadOffset(), packet.length(), (byte)0);
        }
        passOn();
    }

    @Override
    void giveBackAll(final Object[] packets, final int count)
    {
        passOn();
    }

    @Override
    void fill(final Packet packet, final byte[] datagram)
    {
        packet.buffer().putBytes(packet.payloadOffset(), datagram);
    }

    @Override
    long checksum(final Packet packet, final int length)
    {
        crc.reset();
        crc.update(bytes.limit(packet.payloadOffset() + length).position(packet.payloadOffset()));
        return crc.getValue();
    }

    static BufferCounts counts(final int length, final int buffers)
    {
        return length <= SizeClass.SMALL.payloadLength() ? new BufferCounts(buffers, 0, 0, 0) :
            length <= SizeClass.STANDARD.payloadLength() ? new BufferCounts(0, buffers, 0, 0) :
                new BufferCounts(0, 0, buffers, 0);
    }

    private void passOn()
    {
        lane.publish();
        stage.pass();
        reader.release(reader.available());
        lane.reclaim(++nowNs); // what is taken together has one time: a relay reads the clock once for a batch
    }
}
