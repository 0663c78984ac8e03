package relay.pool.fence;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The producer's side of all readers of a ring that may be fenced: up to where slots are free, and which buffers a
 * fenced reader may still look at. Belongs to the producer's thread.
 */
public final class Fence
{
    private final FencedReader[] readers;
    private final RetainedBuffers retained;
    private boolean isAnyFenced;

    /**
     * @param readers of the ring.
     * @param buffers that the ring has.
     * @param owner   gets back what was retained.
     */
    public Fence(final FencedReader[] readers, final int buffers, final BufferOwner owner)
    {
        this.readers = readers.clone();
        retained = new RetainedBuffers(buffers, owner);
    }

    /**
     * @param published last slot that was published.
     * @return last slot that every attached reader has released; the largest number if none is attached.
     */
    public long passed(final long published)
    {
        long passed = Long.MAX_VALUE;
        boolean isFenced = false;
        for (final FencedReader reader : readers)
        {
            final long passedByReader = reader.follow(published);
            isFenced |= Long.MAX_VALUE == passedByReader;
            passed = Math.min(passed, passedByReader);
        }
        isAnyFenced = isFenced;
        return passed;
    }

    /**
     * @param sequence of a slot, which may be another packet's by now.
     * @return whether a fenced reader may still look at the buffer that the slot had.
     */
    public boolean isHeld(final long sequence)
    {
        if (isAnyFenced)
        {
            for (final FencedReader reader : readers)
            {
                if (reader.holds(sequence))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Keeps the buffer of a free slot until no fenced reader holds it.
     *
     * @param sequence  of the slot, which {@link #isHeld}.
     * @param sizeClass of its buffer.
     * @param buffer    memory that the buffer is in.
     * @param offset    of the buffer.
     * @param claimNs   when it was lent.
     */
    public void retain(
        final long sequence, final int sizeClass, final UnsafeBuffer buffer, final int offset, final long claimNs)
    {
        retained.add(sequence, sizeClass, buffer, offset, claimNs);
    }

    /**
     * @return whether no buffer is retained.
     */
    public boolean isClear()
    {
        return retained.isEmpty();
    }

    /**
     * Attaches the readers that have drained, after the free slots were passed.
     *
     * @param nowNs monotonic time.
     * @return how many buffers came back that had been retained.
     */
    public int attachReaders(final long nowNs)
    {
        boolean isAttached = false;
        if (isAnyFenced)
        {
            for (final FencedReader reader : readers)
            {
                isAttached |= reader.attach();
            }
        }
        return isAttached ? retained.release(this, nowNs) : 0;
    }
}
