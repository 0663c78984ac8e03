package relay.pool;

import com.lmax.disruptor.Sequence;

/**
 * What became of a lane's buffers of one size class. Written by the ingress thread, read by any: a count costs one
 * release store, and others see it when they see the slot that it belongs to, or soon. Counts are padded sequences, so
 * that they share no cache line with what other threads write.
 */
final class SizeLedger
{
    private final Sequence claimed = new Sequence(0);
    private final Sequence returned = new Sequence(0);
    private final Sequence peakInUse = new Sequence(0);
    private final Sequence exhausted = new Sequence(0);
    private final Sequence borrowed = new Sequence(0);

    /**
     * @param count of buffers that were claimed and are about to be published.
     */
    void onClaimed(final int count)
    {
        claimed.set(claimed.get() + count);
    }

    /**
     * Buffers in use are never more than just before some come back.
     *
     * @param count of buffers that came back.
     */
    void onReturn(final int count)
    {
        final long back = returned.get();
        final long inUse = claimed.get() - back;
        if (inUse > peakInUse.get())
        {
            peakInUse.set(inUse);
        }
        returned.set(back + count);
    }

    void onExhausted()
    {
        exhausted.set(exhausted.get() + 1);
    }

    /**
     * @param change one more or one less.
     */
    void onBorrowed(final int change)
    {
        borrowed.set(borrowed.get() + change);
    }

    long claimed()
    {
        return claimed.get();
    }

    long inUse()
    {
        final long back = returned.get(); // first, so that the difference is never negative
        return claimed.get() - back;
    }

    long peakInUse()
    {
        final long now = inUse(); // first: what comes back meanwhile has raised the peak before
        return Math.max(peakInUse.get(), now);
    }

    long exhausted()
    {
        return exhausted.get();
    }

    long borrowed()
    {
        return borrowed.get();
    }
}
