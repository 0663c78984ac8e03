package relay.tools.sink;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;

/** Delivers what is put into it. */
final class QueueReceiver implements DatagramReceiver
{
    final Deque<byte[]> payloads = new ArrayDeque<>();
    boolean isClosed;
    private final InetSocketAddress destination;

    QueueReceiver(final InetSocketAddress destination)
    {
        this.destination = destination;
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        int count = 0;
        while (count < limit && !payloads.isEmpty())
        {
            final byte[] payload = payloads.poll();
            batch.spill().putBytes(batch.spillOffset(count), payload);
            batch.onReceived(count, 0, payload.length, payload.length);
            count++;
        }
        return count;
    }

    @Override
    public List<InetSocketAddress> destinations()
    {
        return List.of(destination);
    }

    @Override
    public int channel(final int destination)
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
