package relay.pool;

/**
 * Numbers of the buffers of one size class that are free, a LIFO stack: memory that was used last is used next, because
 * it is warm. Belongs to the ingress thread.
 */
final class FreeBuffers
{
    /** There is none. */
    static final int NO_BUFFER = -1;

    private final int[] numbers;
    private int count;

    /**
     * @param total buffers, all of them free.
     */
    FreeBuffers(final int total)
    {
        numbers = new int[total];
        for (int number = total - 1; number >= 0; number--)
        {
            add(number);
        }
    }

    /**
     * @param counts buffers of each class, all of them free.
     * @return by ordinal of the class.
     */
    static FreeBuffers[] of(final BufferCounts counts)
    {
        final FreeBuffers[] free = new FreeBuffers[SizeClass.COUNT];
        for (final SizeClass sizeClass : SizeClass.values())
        {
            free[sizeClass.ordinal()] = new FreeBuffers(counts.of(sizeClass));
        }
        return free;
    }

    /**
     * @return the buffer that was used last, or {@link #NO_BUFFER}.
     */
    int take()
    {
        return 0 == count ? NO_BUFFER : numbers[--count];
    }

    void add(final int number)
    {
        numbers[count++] = number;
    }

    /**
     * @return how many are free.
     */
    int count()
    {
        return count;
    }

    /**
     * May be called from any thread.
     *
     * @return how many there are, free or not.
     */
    int total()
    {
        return numbers.length;
    }
}
