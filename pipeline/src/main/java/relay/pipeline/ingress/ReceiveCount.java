package relay.pipeline.ingress;

import java.util.concurrent.TimeUnit;

/**
 * How many datagrams a socket is asked for at once. A call that wants more than there is asks the socket once in vain,
 * and posts buffers for nothing; so what came last decides. Belongs to the ingress thread.
 */
final class ReceiveCount
{
    /** A socket that is ready again so soon after it gave one datagram may hold more by now. */
    private static final long MOMENT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    /** One of N reads that give one datagram, after longer than that, asks for more: the socket may fill up unseen. */
    private static final int LOOK_INTERVAL = 16;

    private final int capacity;
    private int expected = 1;
    private int singles;
    private long lastNs;

    /**
     * @param capacity the most that fit into a batch.
     */
    ReceiveCount(final int capacity)
    {
        this.capacity = capacity;
    }

    /**
     * @param nowNs monotonic time of the duty cycle in which the socket is read.
     */
    void begin(final long nowNs)
    {
        if (singles > 0 && 0 != singles % LOOK_INTERVAL && nowNs - lastNs > MOMENT_NS)
        {
            expected = 1;
        }
        lastNs = nowNs;
    }

    /**
     * @param limit the most that the duty cycle may read yet.
     * @return how many to ask for.
     */
    int next(final int limit)
    {
        return Math.min(expected, limit);
    }

    /**
     * @param wanted that were asked for.
     * @param count  that came.
     * @param total  that came in this duty cycle.
     * @return whether there may be more.
     */
    boolean onReceived(final int wanted, final int count, final int total)
    {
        expected = Math.min(count == wanted ? 2 * wanted : Math.max(1, total), capacity);
        return count == wanted && wanted > 1;
    }

    /**
     * @param total that came in the duty cycle.
     */
    void end(final int total)
    {
        singles = 1 == total ? singles + 1 : 0;
    }
}
