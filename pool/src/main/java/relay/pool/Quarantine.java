package relay.pool;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers whose slots are free and that a detached reader may still look at, until it has left. Belongs to the ingress
 * thread; holds as many as there are buffers, so it is never full.
 */
final class Quarantine
{
    private final long[] sequences;
    private final long[] claimNs;
    private final int[] sizeClasses;
    private final UnsafeBuffer[] buffers;
    private final int[] offsets;
    private int size;

    Quarantine(final int capacity)
    {
        sequences = new long[capacity];
        claimNs = new long[capacity];
        sizeClasses = new int[capacity];
        buffers = new UnsafeBuffer[capacity];
        offsets = new int[capacity];
    }

    /**
     * @return whether it holds nothing.
     */
    boolean isEmpty()
    {
        return 0 == size;
    }

    void add(final long sequence, final Packet packet)
    {
        sequences[size] = sequence;
        claimNs[size] = packet.claimNs();
        sizeClasses[size] = packet.sizeClass();
        buffers[size] = packet.buffer();
        offsets[size] = packet.headerOffset();
        size++;
    }

    /**
     * Gives back what nobody holds any more.
     *
     * @param gate  that knows who holds what.
     * @param lane  whose buffers they are.
     * @param nowNs monotonic time.
     * @return how many that were.
     */
    int release(final Gate gate, final Lane lane, final long nowNs)
    {
        int kept = 0;
        for (int i = 0; i < size; i++)
        {
            if (gate.isHeld(sequences[i]))
            {
                move(i, kept++);
            }
            else
            {
                lane.takeBack(sizeClasses[i], buffers[i], offsets[i], claimNs[i], nowNs);
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
