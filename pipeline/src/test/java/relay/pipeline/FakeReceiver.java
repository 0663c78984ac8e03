package relay.pipeline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.HostPort;

/**
 * Hands out the datagrams that a test puts in, as if they had come to 239.1.1.1:5000.
 */
final class FakeReceiver implements DatagramReceiver
{
    static final InetSocketAddress GROUP = address("239.1.1.1", 5_000);

    private final Queue<Datagram> datagrams = new ArrayDeque<>();
    private boolean isClosed;

    private record Datagram(byte[] payload, HostPort source)
    {
    }

    FakeReceiver put(final byte[] payload, final InetSocketAddress source)
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(source);
        datagrams.add(new Datagram(payload, hostPort));
        return this;
    }

    FakeReceiver put(final int length)
    {
        final byte[] payload = new byte[length];
        Arrays.fill(payload, (byte)length);
        return put(payload, address("192.0.2.7", 4_000));
    }

    static InetSocketAddress address(final String host, final int port)
    {
        try
        {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(host, ex);
        }
    }

    @Override
    public int poll(final DatagramHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && !datagrams.isEmpty())
        {
            final Datagram datagram = datagrams.remove();
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[datagram.payload().length + 5]);
            buffer.putBytes(5, datagram.payload());
            handler.onDatagram(buffer, 5, datagram.payload().length, datagram.source());
            count++;
        }
        return count;
    }

    @Override
    public InetSocketAddress destination()
    {
        return GROUP;
    }

    @Override
    public String description()
    {
        return "fake";
    }

    @Override
    public void close()
    {
        isClosed = true;
    }

    int waiting()
    {
        return datagrams.size();
    }

    boolean isClosed()
    {
        return isClosed;
    }
}
