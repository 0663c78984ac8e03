package relay.perf.burst;

import java.util.Arrays;

/**
 * Finds slots by hash: a list of them for each bucket, in the order in which they were added. Several indices may share
 * the links of their slots, as long as no slot is in two of them. Owned by one thread, allocates nothing once made.
 */
final class SlotIndex
{
    static final int NONE = -1;

    private final int[] heads;
    private final int[] tails;
    private final int[] before;
    private final int[] after;
    private final int mask;

    /**
     * @param before links to the slot before, one for each slot; a power of two of them.
     * @param after  links to the slot behind, as many.
     */
    SlotIndex(final int[] before, final int[] after)
    {
        this.before = before;
        this.after = after;
        mask = before.length - 1;
        heads = new int[before.length];
        tails = new int[before.length];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    /**
     * @param hash that is looked for.
     * @return the first slot of its bucket, whose hash may be another; {@link #NONE} if it is empty.
     */
    int first(final long hash)
    {
        return heads[bucket(hash)];
    }

    /**
     * @param slot of the index.
     * @return the one behind it in its bucket; {@link #NONE} for the last.
     */
    int after(final int slot)
    {
        return after[slot];
    }

    /**
     * @param slot that is in no index, becomes the last of its bucket.
     * @param hash of it.
     */
    void add(final int slot, final long hash)
    {
        final int bucket = bucket(hash);
        final int tail = tails[bucket];
        before[slot] = tail;
        after[slot] = NONE;
        tails[bucket] = slot;
        if (NONE == tail)
        {
            heads[bucket] = slot;
        }
        else
        {
            after[tail] = slot;
        }
    }

    /**
     * @param slot of the index.
     * @param hash of it.
     */
    void remove(final int slot, final long hash)
    {
        final int bucket = bucket(hash);
        final int left = before[slot];
        final int right = after[slot];
        if (NONE == left)
        {
            heads[bucket] = right;
        }
        else
        {
            after[left] = right;
        }
        if (NONE == right)
        {
            tails[bucket] = left;
        }
        else
        {
            before[right] = left;
        }
    }

    private int bucket(final long hash)
    {
        return (int)(hash ^ hash >>> Integer.SIZE) & mask;
    }
}
