package relay.pool;

/**
 * Numbers of the buffers that are free, a LIFO stack for each size class: memory that was used last is used next,
 * because it is warm. Belongs to the ingress thread.
 */
final class FreeBuffers
{
    /** There is none. */
    static final int NO_BUFFER = -1;

    private final int[][] numbers = new int[SizeClass.COUNT][];
    private final int[] count = new int[SizeClass.COUNT];

    /**
     * @param counts buffers of each class, all of them free.
     */
    FreeBuffers(final BufferCounts counts)
    {
        for (final SizeClass sizeClass : SizeClass.values())
        {
            final int total = counts.of(sizeClass);
            numbers[sizeClass.ordinal()] = new int[total];
            for (int number = total - 1; number >= 0; number--)
            {
                add(sizeClass.ordinal(), number);
            }
        }
    }

    /**
     * @return the buffer that was used last, or {@link #NO_BUFFER}.
     */
    int take(final int sizeClass)
    {
        final int left = count[sizeClass] - 1;
        if (left < 0)
        {
            return NO_BUFFER;
        }
        count[sizeClass] = left;
        return numbers[sizeClass][left];
    }

    void add(final int sizeClass, final int number)
    {
        numbers[sizeClass][count[sizeClass]++] = number;
    }

    /**
     * @return how many are free.
     */
    int count(final int sizeClass)
    {
        return count[sizeClass];
    }

    /**
     * May be called from any thread.
     *
     * @return how many there are, free or not.
     */
    int total(final int sizeClass)
    {
        return numbers[sizeClass].length;
    }
}
