package relay.tools.record;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;

/** Delivers what is put into it, from 10.1.1.7 or fe80::7. */
final class ScriptedReceiver implements DatagramReceiver
{
    private final Deque<byte[]> payloads = new ArrayDeque<>();
    private final InetSocketAddress source;
    private final InetSocketAddress destination;

    ScriptedReceiver(final String host, final int port)
    {
        destination = new InetSocketAddress(host, port);
        source = new InetSocketAddress(host.indexOf(':') >= 0 ? "fe80::7" : "10.1.1.7", 4_000);
    }

    void add(final String... texts)
    {
        for (final String text : texts)
        {
            payloads.add(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    int left()
    {
        return payloads.size();
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
            batch.source(count).set(source);
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
        return "script";
    }

    @Override
    public void close()
    {
        payloads.clear();
    }
}
