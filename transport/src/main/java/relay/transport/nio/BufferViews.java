package relay.transport.nio;

import java.nio.ByteBuffer;

/**
 * Private duplicates of other people's byte buffers, whose position and limit may be moved freely. Remembers the last
 * few, by identity, so that sending from the same slabs allocates nothing. Owned by one thread.
 */
final class BufferViews
{
    /** Slabs of a worker: four size classes in four lanes. */
    private static final int CAPACITY = 16;

    private final ByteBuffer[] originals = new ByteBuffer[CAPACITY];
    private final ByteBuffer[] views = new ByteBuffer[CAPACITY];
    private int last;
    private int oldest;

    /**
     * @param original direct buffer.
     * @param position of the first byte.
     * @param length   in bytes.
     * @return a view of those bytes, valid until the next call.
     */
    ByteBuffer view(final ByteBuffer original, final int position, final int length)
    {
        if (originals[last] != original)
        {
            last = indexOf(original);
        }
        return views[last].limit(position + length).position(position);
    }

    private int indexOf(final ByteBuffer original)
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            if (originals[i] == original)
            {
                return i;
            }
        }
        final int index = oldest;
        oldest = (oldest + 1) % CAPACITY;
        originals[index] = original;
        views[index] = original.duplicate();
        return index;
    }
}
