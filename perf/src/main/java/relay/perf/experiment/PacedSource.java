package relay.perf.experiment;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;
import relay.transport.wire.Envelope;

/**
 * Sends datagrams as they fall due, many in one system call where many are. Used by one thread; allocates nothing once
 * made.
 */
final class PacedSource implements AutoCloseable
{
    private final Map<Integer, Packet[]> packets = new HashMap<>();
    private final PacketBatch batch = new PacketBatch();
    private final DatagramSender sender;
    private final InetSocketAddress destination;
    private final int[] lengths;
    private final Packet[][] byPlace;
    private long sent;

    /**
     * @param endpoint where to.
     * @param mix      of lengths.
     */
    PacedSource(final UdpEndpoint endpoint, final Mix mix)
    {
        sender = UdpTransports.best().openSender(endpoint);
        destination = endpoint.expand().getFirst();
        lengths = new int[mix.period()];
        byPlace = new Packet[mix.period()][];
        for (int i = 0; i < lengths.length; i++)
        {
            lengths[i] = mix.lengthOf(i);
            byPlace[i] = packets.computeIfAbsent(lengths[i], PacedSource::packetsOf);
        }
    }

    /**
     * Sends what is due, a batch at most.
     *
     * @param due datagrams that should have been sent since the start.
     * @return whether any was.
     */
    boolean sendUpTo(final long due)
    {
        final int count = (int)Math.min(due - sent, PacketBatch.CAPACITY);
        for (int i = 0; i < count; i++)
        {
            batch.add(byPlace[(int)((sent + i) % lengths.length)][i]);
            batch.destination(i, destination);
        }
        while (!batch.isEmpty())
        {
            sender.send(batch);
            while (!batch.isEmpty() && !batch.isWaiting(batch.first()))
            {
                batch.settleFirst();
            }
        }
        sent += Math.max(0, count);
        return count > 0;
    }

    /**
     * @return datagrams that were given to the kernel.
     */
    long sent()
    {
        return sent;
    }

    @Override
    public void close()
    {
        sender.close();
    }

    /** The same packets are sent again and again: this lane never gets its buffers back. */
    private static Packet[] packetsOf(final int length)
    {
        final BufferCounts counts = LaneContender.counts(length, PacketBatch.CAPACITY);
        final Lane lane = new Lane("source", counts, Envelope.LENGTH, 1);
        final Packet[] packets = new Packet[PacketBatch.CAPACITY];
        for (int i = 0; i < packets.length; i++)
        {
            packets[i] = lane.packet(lane.claim(length, 0));
        }
        return packets;
    }
}
