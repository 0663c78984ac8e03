package relay.pipeline.ingress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;

/**
 * Hands out the datagrams that a test puts in, as if they had come to 239.1.1.1:5000, or where it says.
 */
public final class FakeReceiver implements DatagramReceiver
{
    static final InetSocketAddress GROUP = address("239.1.1.1", 5_000);
    static final InetSocketAddress OTHER_GROUP = address("239.1.1.2", 5_000);

    private final Deque<Datagram> datagrams = new ArrayDeque<>();
    private boolean isClosed;
    private int vainLooks;

    private static final class Datagram
    {
        private final byte[] payload;
        private final InetSocketAddress source;
        private int segmentLength;
        private int destination;
        private int dscp;

        Datagram(final byte[] payload, final InetSocketAddress source)
        {
            this.payload = payload;
            this.source = source;
            segmentLength = payload.length;
        }
    }

    public FakeReceiver put(final byte[] payload, final InetSocketAddress source)
    {
        datagrams.add(new Datagram(payload, source));
        return this;
    }

    public FakeReceiver put(final int length)
    {
        final byte[] payload = new byte[length];
        Arrays.fill(payload, (byte)length);
        return put(payload, address("192.0.2.7", 4_000));
    }

    public static InetSocketAddress address(final String host, final int port)
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

    /**
     * Puts a train, as if the kernel had joined it.
     */
    public FakeReceiver putTrain(final int segmentLength, final int length)
    {
        final byte[] payload = new byte[length];
        Arrays.fill(payload, (byte)length);
        return putTrain(segmentLength, payload);
    }

    public FakeReceiver putTrain(final int segmentLength, final byte[] payload)
    {
        put(payload, address("192.0.2.7", 4_000));
        datagrams.getLast().segmentLength = segmentLength;
        return this;
    }

    /**
     * @param destination index of the one that the last datagram was sent to.
     */
    FakeReceiver to(final int destination)
    {
        datagrams.getLast().destination = destination;
        return this;
    }

    /**
     * The last datagram that was put in came with it.
     */
    FakeReceiver dscp(final int dscp)
    {
        datagrams.getLast().dscp = dscp;
        return this;
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        int count = 0;
        while (count < limit && !datagrams.isEmpty())
        {
            receive(batch, count++, datagrams.remove());
        }
        vainLooks += count < limit ? 1 : 0;
        return count;
    }

    private static void receive(final DatagramBatch batch, final int index, final Datagram datagram)
    {
        final int length = datagram.payload.length;
        final int inPosted = index < batch.postedCount() ? Math.min(length, batch.postedLength()) : 0;
        if (inPosted > 0)
        {
            batch.postedMemory().putBytes(batch.postedOffset(index), datagram.payload, 0, inPosted);
        }
        batch.spill().putBytes(batch.spillOffset(index), datagram.payload, inPosted, length - inPosted);
        batch.source(index).set(datagram.source);
        batch.onReceived(index, inPosted, length, datagram.segmentLength);
        batch.destination(index, datagram.destination);
        batch.dscp(index, datagram.dscp);
    }

    @Override
    public List<InetSocketAddress> destinations()
    {
        return List.of(GROUP, OTHER_GROUP);
    }

    @Override
    public int channel(final int destination)
    {
        return destination;
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

    /**
     * @return reads so far that wanted more than there was.
     */
    int vainLooks()
    {
        return vainLooks;
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
