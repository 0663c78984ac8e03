package relay.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;

/**
 * Packets for tests, in a lane of its own, with payloads that differ from each other.
 */
public final class PacketSource
{
    private static final int HEADER_LENGTH = 64;

    private final Lane lane = new Lane("test", new BufferCounts(64, 32, 32, 32), HEADER_LENGTH, 1);
    private byte next;

    /**
     * @param length        of the payload.
     * @param segmentLength of each datagram of it; the length for one datagram.
     * @return a packet, until {@link #reclaim()}.
     */
    public Packet packet(final int length, final int segmentLength)
    {
        final Packet packet = lane.packet(lane.claim(length, 0));
        if (segmentLength < length)
        {
            packet.segmentLength(segmentLength);
        }
        next++;
        for (int i = 0; i < length; i++)
        {
            packet.buffer().putByte(packet.payloadOffset() + i, (byte)(next + 31 * i));
        }
        return packet;
    }

    /**
     * Takes back all packets.
     */
    public void reclaim()
    {
        lane.publish();
        lane.stage().pass();
        lane.reader(0).release(lane.stage().position());
        lane.reclaim(0);
    }

    /**
     * @param packet of this source.
     * @return each of its datagrams.
     */
    public static List<byte[]> datagrams(final Packet packet)
    {
        final List<byte[]> datagrams = new ArrayList<>();
        for (int i = 0; i < packet.segmentCount(); i++)
        {
            final int offset = i * packet.segmentLength();
            final byte[] bytes = new byte[Math.min(packet.segmentLength(), packet.length() - offset)];
            packet.buffer().getBytes(packet.payloadOffset() + offset, bytes);
            datagrams.add(bytes);
        }
        return datagrams;
    }

    /**
     * @param batch       to add to.
     * @param packet      that waits from now on.
     * @param destination where it goes.
     */
    public static void add(final PacketBatch batch, final Packet packet, final InetSocketAddress destination)
    {
        batch.add(packet);
        batch.destination(batch.size() - 1, destination);
    }
}
