package relay.tools.record;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Datagrams of each source. The receiver's thread counts and publishes; any thread reads the published counts.
 */
final class SourceCounts
{
    private final long[] received;
    private final long[] dropped;
    private final AtomicLongArray publishedReceived;
    private final AtomicLongArray publishedDropped;

    SourceCounts(final int sources)
    {
        received = new long[sources];
        dropped = new long[sources];
        publishedReceived = new AtomicLongArray(sources);
        publishedDropped = new AtomicLongArray(sources);
    }

    /**
     * Called from the receiver's thread.
     *
     * @param source    that a datagram came from.
     * @param hasFitted whether the ring had room for it.
     */
    void onReceived(final int source, final boolean hasFitted)
    {
        received[source]++;
        dropped[source] += hasFitted ? 0 : 1;
    }

    /** Called from the receiver's thread. */
    void publish()
    {
        for (int i = 0; i < received.length; i++)
        {
            publishedDropped.lazySet(i, dropped[i]);
            publishedReceived.lazySet(i, received[i]);
        }
    }

    long received()
    {
        return sum(publishedReceived);
    }

    long dropped()
    {
        return sum(publishedDropped);
    }

    long received(final int source)
    {
        return publishedReceived.get(source);
    }

    long dropped(final int source)
    {
        return publishedDropped.get(source);
    }

    private static long sum(final AtomicLongArray counts)
    {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++)
        {
            sum += counts.get(i);
        }
        return sum;
    }
}
