package relay.pool;

import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers that all lanes of one worker may borrow when their own of a size class are in flight. It promises nothing to
 * any of them: who comes first has them.
 *
 * <p>One ingress thread claims and reclaims all those lanes, so the reserve is its own like their free buffers: the
 * first thread that borrows (asserted). Counts may be read from any thread. Nothing is allocated after construction.
 */
public final class Reserve
{
    private final PayloadSlab slab;
    private final int headerLength;

    // ingress thread
    private final FreeBuffers free;
    private Thread owner;

    // written by the ingress thread, read by all
    private final AtomicLongArray inUse = new AtomicLongArray(SizeClass.COUNT);
    private final AtomicLongArray peakInUse = new AtomicLongArray(SizeClass.COUNT);

    /**
     * @param counts       buffers of each size class, at least one in all.
     * @param headerLength bytes kept before each payload, as in the lanes.
     */
    public Reserve(final BufferCounts counts, final int headerLength)
    {
        if (counts.total() < 1)
        {
            throw new IllegalArgumentException("a reserve needs a buffer, and has none");
        }
        this.headerLength = headerLength;
        slab = new PayloadSlab(counts, headerLength);
        free = new FreeBuffers(slab);
    }

    public BufferCounts counts()
    {
        return slab.counts();
    }

    /**
     * @return memory taken from the system for buffers, in bytes.
     */
    public long reservedBytes()
    {
        return slab.reservedBytes();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return buffers that are borrowed now.
     */
    public long inUse(final int sizeClass)
    {
        return inUse.getAcquire(sizeClass);
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return the most buffers that were borrowed at once.
     */
    public long peakInUse(final int sizeClass)
    {
        return peakInUse.getAcquire(sizeClass);
    }

    /**
     * May be called from any thread.
     *
     * @return whether every buffer of a size class is borrowed, or there is none.
     */
    boolean isExhausted(final int sizeClass)
    {
        return inUse(sizeClass) >= free.total(sizeClass);
    }

    UnsafeBuffer buffer()
    {
        return slab.buffer();
    }

    int headerLength()
    {
        return headerLength;
    }

    /**
     * Called from the ingress thread.
     *
     * @return where a buffer begins, or {@link FreeBuffers#NO_BUFFER}.
     */
    int borrow(final int sizeClass)
    {
        assert isOwner() : "the reserve belongs to thread " + owner.getName() + ", not to " +
            Thread.currentThread().getName();
        final int offset = free.take(sizeClass);
        if (FreeBuffers.NO_BUFFER != offset)
        {
            final long total = inUse.getPlain(sizeClass) + 1;
            inUse.setRelease(sizeClass, total);
            peakInUse.setRelease(sizeClass, Math.max(total, peakInUse.getPlain(sizeClass)));
        }
        return offset;
    }

    /**
     * Called from the ingress thread.
     *
     * @param offset where a buffer begins that was borrowed.
     */
    void giveBack(final int sizeClass, final int offset)
    {
        assert isOwner() : "the reserve belongs to thread " + owner.getName() + ", not to " +
            Thread.currentThread().getName();
        assert inUse.getPlain(sizeClass) > 0 : "more buffers back than the reserve lent";
        free.add(sizeClass, offset);
        inUse.setRelease(sizeClass, inUse.getPlain(sizeClass) - 1);
    }

    private boolean isOwner()
    {
        if (null == owner)
        {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }
}
