package relay.perf.burst;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.tools.paced.DatagramSource;
import relay.tools.paced.DelegatingSource;

/**
 * Hands on the datagrams of another source and announces each to the sink before it can be sent. Used by the thread
 * that sends.
 */
final class WatchedSource extends DelegatingSource
{
    private static final long RETRY_NS = TimeUnit.MICROSECONDS.toNanos(10);

    private final SentQueue queue;
    private volatile boolean isAbandoned;
    private long count;

    /**
     * @param source of datagrams; closed with this one.
     * @param queue  that the sink drains.
     */
    WatchedSource(final DatagramSource source, final SentQueue queue)
    {
        super(source);
        this.queue = queue;
    }

    @Override
    public boolean next()
    {
        if (!source.next())
        {
            return false;
        }
        final long hash = ContentHash.of(source.buffer(), source.offset(), source.length());
        while (!queue.offer(source.destination(), hash, source.length(), source.dueNs()) && !isAbandoned)
        {
            LockSupport.parkNanos(RETRY_NS);
        }
        count++;
        return true;
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
     * The sink reads no more: from now on datagrams are not announced.
     */
    void abandon()
    {
        isAbandoned = true;
    }
}
