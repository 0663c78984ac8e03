package relay.perf.experiment;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * Sends datagrams as they fall due, many in one system call where many are. All have the same bytes. Used by one
 * thread; allocates nothing once made.
 */
final class PacedSource implements AutoCloseable
{
    private static final int LENGTH_MAX = 9_000;

    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH_MAX));
    private final PacketBatch batch = new PacketBatch();
    private final Packet packet = new Packet();
    private final DatagramSender sender;
    private final InetSocketAddress destination;
    private final int[] lengths;
    private long sent;

    /**
     * @param endpoint destination.
     * @param mix      of lengths.
     */
    PacedSource(final UdpEndpoint endpoint, final LengthMix mix)
    {
        sender = UdpTransports.best().openSender(endpoint);
        destination = endpoint.expand().getFirst();
        lengths = mix.period();
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
            packet.wrap(payload, 0, lengths[(int)((sent + i) % lengths.length)]);
            batch.add(packet);
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
}
