package relay.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What became of a lane's buffers of one size class. Written by the ingress thread, read by any: a count costs one
 * plain store, and others see it when they see the slot that it belongs to, or soon.
 */
final class SizeLedger
{
    private static final VarHandle CLAIMED = handle("claimed");
    private static final VarHandle RETURNED = handle("returned");
    private static final VarHandle PEAK = handle("peakInUse");
    private static final VarHandle EXHAUSTED = handle("exhausted");
    private static final VarHandle BORROWED = handle("borrowed");

    private long claimed;
    private long returned;
    private long peakInUse;
    private long exhausted;
    private long borrowed;

    void onClaim()
    {
        CLAIMED.setOpaque(this, claimed + 1);
    }

    /**
     * Buffers in use are never more than just before some come back.
     *
     * @param count of buffers that came back.
     */
    void onReturn(final int count)
    {
        final long inUse = claimed - returned;
        if (inUse > peakInUse)
        {
            PEAK.setOpaque(this, inUse);
        }
        RETURNED.setRelease(this, returned + count);
    }

    void onExhausted()
    {
        EXHAUSTED.setOpaque(this, exhausted + 1);
    }

    /**
     * @param change one more or one less.
     */
    void onBorrowed(final int change)
    {
        BORROWED.setOpaque(this, borrowed + change);
    }

    long claimed()
    {
        return (long)CLAIMED.getAcquire(this);
    }

    long inUse()
    {
        final long back = (long)RETURNED.getAcquire(this); // first, so that the difference is never negative
        return claimed() - back;
    }

    long peakInUse()
    {
        final long now = inUse(); // first: what comes back meanwhile has raised the peak before
        return Math.max((long)PEAK.getAcquire(this), now);
    }

    long exhausted()
    {
        return (long)EXHAUSTED.getAcquire(this);
    }

    long borrowed()
    {
        return (long)BORROWED.getAcquire(this);
    }

    private static VarHandle handle(final String field)
    {
        try
        {
            return MethodHandles.lookup().findVarHandle(SizeLedger.class, field, long.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }
}
