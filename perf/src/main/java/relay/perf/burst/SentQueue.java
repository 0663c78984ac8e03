package relay.perf.burst;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the sink what the source is about to send. One thread offers, one polls; neither allocates nor waits.
 */
final class SentQueue
{
    private static final int CAPACITY = 1 << 16;
    private static final int MASK = CAPACITY - 1;

    private final long[] hashes = new long[CAPACITY];
    private final long[] dues = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] streams = new int[CAPACITY];
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong polled = new AtomicLong();
    /** Of the thread that offers: what {@link #polled} was. */
    private long polledSeen;
    /** Of the thread that polls: what {@link #offered} was. */
    private long offeredSeen;
    private long next;

    /**
     * Called from the source.
     *
     * @param stream number of its destination.
     * @param hash   of the payload.
     * @param length of the payload.
     * @param dueNs  in nanoseconds after the start.
     * @return whether there was room for it.
     */
    boolean offer(final int stream, final long hash, final int length, final long dueNs)
    {
        final long number = offered.getPlain();
        if (number - polledSeen >= CAPACITY)
        {
            polledSeen = polled.getAcquire();
            if (number - polledSeen >= CAPACITY)
            {
                return false;
            }
        }
        final int slot = (int)number & MASK;
        hashes[slot] = hash;
        dues[slot] = dueNs;
        lengths[slot] = length;
        streams[slot] = stream;
        offered.setRelease(number + 1);
        return true;
    }

    /**
     * Called from the sink: goes to the next. The one before it may be written over.
     *
     * @return whether there is one.
     */
    boolean next()
    {
        final long done = polled.getPlain();
        if (next > done)
        {
            polled.setRelease(next);
        }
        if (next == offeredSeen)
        {
            offeredSeen = offered.getAcquire();
            if (next == offeredSeen)
            {
                return false;
            }
        }
        next++;
        return true;
    }

    int stream()
    {
        return streams[slot()];
    }

    long hash()
    {
        return hashes[slot()];
    }

    int length()
    {
        return lengths[slot()];
    }

    long dueNs()
    {
        return dues[slot()];
    }

    private int slot()
    {
        return (int)(next - 1) & MASK;
    }
}
