package relay.tools.model.capacity;

import java.util.Arrays;

/**
 * Numbers, the least of which is at hand. Grows.
 */
final class LongHeap
{
    private long[] values = new long[64];
    private int size;

    boolean isEmpty()
    {
        return 0 == size;
    }

    void add(final long value)
    {
        if (size == values.length)
        {
            values = Arrays.copyOf(values, 2 * size);
        }
        int at = size++;
        while (at > 0 && values[(at - 1) / 2] > value)
        {
            values[at] = values[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        values[at] = value;
    }

    /**
     * @return the least; there is one.
     */
    long peek()
    {
        return values[0];
    }

    void removeLeast()
    {
        final long value = values[--size];
        int at = 0;
        int child = least(at);
        while (child < size && values[child] < value)
        {
            values[at] = values[child];
            at = child;
            child = least(at);
        }
        values[at] = value;
    }

    private int least(final int parent)
    {
        final int left = 2 * parent + 1;
        return left + 1 < size && values[left + 1] < values[left] ? left + 1 : left;
    }
}
