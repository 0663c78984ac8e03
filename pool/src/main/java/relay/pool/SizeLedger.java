package relay.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A cache line before the counts: the virtual machine lays a superclass's fields first. */
abstract class SizeLedgerPadding
{
    @SuppressWarnings("unused")
    private long before1, before2, before3, before4, before5, before6, before7, before8;
}

/**
 * What became of a lane's buffers of one size class. Written by the ingress thread, read by any: a count costs one plain
 * store, and others see it when they see the slot that it belongs to, or soon. Shares no cache line with what another
 * thread writes.
 */
class SizeLedger extends SizeLedgerPadding
{
    private static final VarHandle CLAIMED = handle("claimed");
    private static final VarHandle RETURNED = handle("returned");
    private static final VarHandle PEAK = handle("peakInUse");
    private static final VarHandle EXHAUSTED = handle("exhausted");
    private static final VarHandle BORROWED = handle("borrowed");

    /** Of which others have seen {@link #claimed}. */
    private long claims;
    private long claimed;
    private long returned;
    private long peakInUse;
    private long exhausted;
    private long borrowed;

    private SizeLedger()
    {
    }

    /**
     * @return a ledger with padding on both sides.
     */
    static SizeLedger padded()
    {
        return new Padded();
    }

    /**
     * Others see it after {@link #publishClaims}.
     */
    void onClaim()
    {
        claims++;
    }

    void publishClaims()
    {
        CLAIMED.setRelease(this, claims);
    }

    /**
     * Buffers in use are never more than just before some come back.
     *
     * @param count of buffers that came back.
     */
    void onReturn(final int count)
    {
        final long inUse = claims - returned;
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

    /** A cache line behind the counts: the virtual machine lays a subclass's fields last. */
    static final class Padded extends SizeLedger
    {
        @SuppressWarnings("unused")
        private long after1, after2, after3, after4, after5, after6, after7, after8;
    }
}
