package relay.tools.paced;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Datagrams that a test made up. */
final class ListSource implements DatagramSource
{
    boolean isReady = true;
    boolean isClosed;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
    private final List<Datagram> datagrams = new ArrayList<>();
    private int index = -1;

    /** What it is, where it goes and when. */
    record Datagram(byte[] payload, InetSocketAddress destination, long dueNs)
    {
    }

    ListSource add(final long dueNs, final InetSocketAddress destination, final byte[] payload)
    {
        datagrams.add(new Datagram(payload, destination, dueNs));
        return this;
    }

    @Override
    public boolean isReady()
    {
        return isReady;
    }

    @Override
    public boolean next()
    {
        if (index + 1 == datagrams.size())
        {
            return false;
        }
        index++;
        buffer.wrap(datagrams.get(index).payload());
        return true;
    }

    @Override
    public DirectBuffer buffer()
    {
        return buffer;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return datagrams.get(index).payload().length;
    }

    @Override
    public InetSocketAddress destination()
    {
        return datagrams.get(index).destination();
    }

    @Override
    public long dueNs()
    {
        return datagrams.get(index).dueNs();
    }

    @Override
    public void close()
    {
        isClosed = true;
    }
}
