package relay.traffic;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.HostPort;

/** Delivers what is put into it, at an offset that is not zero. */
final class QueueReceiver implements DatagramReceiver
{
    private static final int OFFSET = 3;

    final Deque<byte[]> payloads = new ArrayDeque<>();
    boolean isClosed;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
    private final InetSocketAddress destination;

    QueueReceiver(final InetSocketAddress destination)
    {
        this.destination = destination;
    }

    @Override
    public int poll(final DatagramHandler handler, final int limit)
    {
        int count = 0;
        while (count < limit && !payloads.isEmpty())
        {
            final byte[] payload = payloads.poll();
            buffer.putBytes(OFFSET, payload);
            handler.onDatagram(buffer, OFFSET, payload.length, new HostPort());
            count++;
        }
        return count;
    }

    @Override
    public InetSocketAddress destination()
    {
        return destination;
    }

    @Override
    public String description()
    {
        return "queue";
    }

    @Override
    public void close()
    {
        isClosed = true;
    }
}
