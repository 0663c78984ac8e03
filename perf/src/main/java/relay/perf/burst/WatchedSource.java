package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import relay.tools.paced.DatagramSource;

/**
 * Hands on what another source has, and tells the sink of each datagram before it can be sent. Used by the thread that
 * sends; {@link #streams} and the totals may be read by any.
 */
final class WatchedSource implements DatagramSource
{
    private static final long RETRY_NS = TimeUnit.MICROSECONDS.toNanos(10);

    private final DatagramSource source;
    private final SentQueue queue;
    private final Map<InetSocketAddress, Integer> numbers = new HashMap<>();
    private volatile List<InetSocketAddress> streams = List.of();
    private volatile boolean isAbandoned;
    private InetSocketAddress lastDestination;
    private int lastNumber;
    private long count;

    /**
     * @param source     of what is sent; closed with this one.
     * @param queue      that the sink reads.
     */
    WatchedSource(final DatagramSource source, final SentQueue queue)
    {
        this.source = source;
        this.queue = queue;
    }

    @Override
    public boolean next()
    {
        if (!source.next())
        {
            return false;
        }
        final int stream = stream(source.destination());
        final long hash = PayloadHash.of(source.buffer(), source.offset(), source.length());
        while (!queue.offer(stream, hash, source.length(), source.dueNs()) && !isAbandoned)
        {
            LockSupport.parkNanos(RETRY_NS);
        }
        count++;
        return true;
    }

    @Override
    public boolean isReady()
    {
        return source.isReady();
    }

    @Override
    public DirectBuffer buffer()
    {
        return source.buffer();
    }

    @Override
    public int offset()
    {
        return source.offset();
    }

    @Override
    public int length()
    {
        return source.length();
    }

    @Override
    public InetSocketAddress destination()
    {
        return source.destination();
    }

    @Override
    public long dueNs()
    {
        return source.dueNs();
    }

    @Override
    public void close()
    {
        source.close();
    }

    /**
     * @return destinations so far; the number of a stream is its place here.
     */
    List<InetSocketAddress> streams()
    {
        return streams;
    }

    /**
     * Called when the sender is closed.
     *
     * @return datagrams that it went to.
     */
    long count()
    {
        return count;
    }

    /**
     * The sink reads no more: nobody is told from now on.
     */
    void abandon()
    {
        isAbandoned = true;
    }

    private int stream(final InetSocketAddress destination)
    {
        if (destination == lastDestination)
        {
            return lastNumber;
        }
        final Integer known = numbers.get(destination);
        lastNumber = null == known ? add(destination) : known;
        lastDestination = destination;
        return lastNumber;
    }

    private int add(final InetSocketAddress destination)
    {
        final List<InetSocketAddress> all = new ArrayList<>(streams);
        all.add(destination);
        streams = List.copyOf(all);
        numbers.put(destination, all.size() - 1);
        return all.size() - 1;
    }
}
