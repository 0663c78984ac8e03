package relay.pool;

/**
 * Where the buffers begin that are free, a LIFO stack for each size class: memory that was used last is used next,
 * because it is warm. Belongs to the ingress thread.
 *
 * <p>All stacks share one array, one after the other: a claim needs the offset that the last release stored, and each
 * reference on the way to it would be waited for.
 */
final class FreeBuffers
{
    /** There is none. */
    static final int NO_BUFFER = -1;

    private final int[] offsets;
    /** Where each class's offsets begin. */
    private final int[] bottom = new int[SizeClass.COUNT];
    /** Behind each class's last offset. */
    private final int[] top = new int[SizeClass.COUNT];
    private final int[] total = new int[SizeClass.COUNT];

    /**
     * @param slab whose buffers these are, all of them free.
     */
    FreeBuffers(final PayloadSlab slab)
    {
        offsets = new int[slab.counts().total()];
        int next = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            final int i = sizeClass.ordinal();
            bottom[i] = next;
            top[i] = next;
            total[i] = slab.counts().of(sizeClass);
            next += total[i];
            for (int number = total[i] - 1; number >= 0; number--)
            {
                add(i, slab.offset(i, number));
            }
        }
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return where the buffer begins that was used last, or {@link #NO_BUFFER}.
     */
    int take(final int sizeClass)
    {
        final int last = top[sizeClass] - 1;
        if (last < bottom[sizeClass])
        {
            return NO_BUFFER;
        }
        top[sizeClass] = last;
        return offsets[last];
    }

    void add(final int sizeClass, final int offset)
    {
        offsets[top[sizeClass]++] = offset;
    }

    /**
     * @return how many are free.
     */
    int count(final int sizeClass)
    {
        return top[sizeClass] - bottom[sizeClass];
    }

    /**
     * May be called from any thread.
     *
     * @return how many there are, free or not.
     */
    int total(final int sizeClass)
    {
        return total[sizeClass];
    }
}
