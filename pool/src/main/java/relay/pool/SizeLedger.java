package relay.pool;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What became of a lane's buffers of one size class. Written by the ingress thread, read by any: a count costs one
 * plain store, and others see it when they see the slot that it belongs to, or soon. The counts share no cache line
 * with what other threads write.
 */
final class SizeLedger
{
    /** Longs of a cache line, on both sides of the counts. */
    static final int PADDING = 8;

    private static final int CLAIMED = PADDING;
    private static final int RETURNED = PADDING + 1;
    private static final int PEAK_IN_USE = PADDING + 2;
    private static final int EXHAUSTED = PADDING + 3;
    private static final int BORROWED = PADDING + 4;

    private final AtomicLongArray counts = new AtomicLongArray(BORROWED + 1 + PADDING);

    /**
     * @param count of buffers that were claimed and are about to be published.
     */
    void onClaimed(final int count)
    {
        add(CLAIMED, count);
    }

    /**
     * Buffers in use are never more than just before some come back.
     *
     * @param count of buffers that came back.
     */
    void onReturn(final int count)
    {
        final long back = counts.getPlain(RETURNED);
        final long inUse = counts.getPlain(CLAIMED) - back;
        if (inUse > counts.getPlain(PEAK_IN_USE))
        {
            counts.setOpaque(PEAK_IN_USE, inUse);
        }
        counts.setRelease(RETURNED, back + count);
    }

    void onExhausted()
    {
        add(EXHAUSTED, 1);
    }

    /**
     * @param change one more or one less.
     */
    void onBorrowed(final int change)
    {
        add(BORROWED, change);
    }

    long claimed()
    {
        return counts.getAcquire(CLAIMED);
    }

    long inUse()
    {
        final long back = counts.getAcquire(RETURNED); // first, so that the difference is never negative
        return claimed() - back;
    }

    long peakInUse()
    {
        final long now = inUse(); // first: what comes back meanwhile has raised the peak before
        return Math.max(counts.getAcquire(PEAK_IN_USE), now);
    }

    long exhausted()
    {
        return counts.getAcquire(EXHAUSTED);
    }

    long borrowed()
    {
        return counts.getAcquire(BORROWED);
    }

    private void add(final int index, final int change)
    {
        counts.setOpaque(index, counts.getPlain(index) + change);
    }
}
