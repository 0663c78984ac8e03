package relay.pool.fence;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers whose slots are free and that a fenced reader may still look at, until it has drained. Belongs to the
 * producer's thread; holds as many as there are buffers, so it is never full.
 */
final class RetainedBuffers
{
    private final BufferOwner owner;
    private final long[] sequences;
    private final long[] claimNs;
    private final int[] sizeClasses;
    private final UnsafeBuffer[] buffers;
    private final int[] offsets;
    private int size;

    RetainedBuffers(final int capacity, final BufferOwner owner)
    {
        this.owner = owner;
        sequences = new long[capacity];
        claimNs = new long[capacity];
        sizeClasses = new int[capacity];
        buffers = new UnsafeBuffer[capacity];
        offsets = new int[capacity];
    }

    boolean isEmpty()
    {
        return 0 == size;
    }

    void add(
        final long sequence, final int sizeClass, final UnsafeBuffer buffer, final int offset, final long claimNs)
    {
        sequences[size] = sequence;
        sizeClasses[size] = sizeClass;
        buffers[size] = buffer;
        offsets[size] = offset;
        this.claimNs[size] = claimNs;
        size++;
    }

    /**
     * Gives back what no fenced reader holds any longer.
     *
     * @param fence that knows which reader holds what.
     * @param nowNs monotonic time.
     * @return how many buffers went back.
     */
    int release(final Fence fence, final long nowNs)
    {
        int kept = 0;
        for (int i = 0; i < size; i++)
        {
            if (fence.isHeld(sequences[i]))
            {
                move(i, kept++);
            }
            else
            {
                owner.takeBack(sizeClasses[i], buffers[i], offsets[i], claimNs[i], nowNs);
            }
        }
        final int count = size - kept;
        size = kept;
        return count;
    }

    private void move(final int from, final int to)
    {
        sequences[to] = sequences[from];
        claimNs[to] = claimNs[from];
        sizeClasses[to] = sizeClasses[from];
        buffers[to] = buffers[from];
        offsets[to] = offsets[from];
    }
}
