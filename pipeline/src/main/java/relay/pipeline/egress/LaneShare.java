package relay.pipeline.egress;

import java.util.Arrays;
import relay.pool.BufferCounts;
import relay.pool.LaneReader;
import relay.pool.SizeClass;

/**
 * The share of a lane's buffers that one destination may hold, and what it holds. Packets are counted by size class
 * only while so many wait that any share could be exceeded. Belongs to the egress thread.
 */
final class LaneShare
{
    private final LaneReader reader;
    private final long[] limits = new long[SizeClass.COUNT];
    /** So many packets exceed no share. */
    private final long lagMax;
    private final long[] held = new long[SizeClass.COUNT];
    /** Sequence of the last packet that is counted in {@link #held}; all from the reader's position on are. */
    private long countedSequence;

    /**
     * @param reader of the destination.
     * @param maxLag share that it may hold of each size class, 0 &lt; maxLag &lt;= 1.
     */
    LaneShare(final LaneReader reader, final double maxLag)
    {
        this.reader = reader;
        countedSequence = reader.position();
        final BufferCounts capacity = reader.lane().capacity();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            final int count = capacity.of(SizeClass.of(i));
            limits[i] = Backlog.share(count, maxLag);
            least = limits[i] < count ? Math.min(least, limits[i]) : least;
        }
        lagMax = least;
    }

    /**
     * @param last sequence of the last packet that waits.
     * @return whether the destination holds more than its share of any size class.
     */
    boolean isExceeded(final long last)
    {
        if (last - reader.position() <= lagMax)
        {
            return false;
        }
        countUpTo(last);
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            if (excess(i) > 0)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Called after {@link #isExceeded}.
     *
     * @param sizeClass ordinal of a size class.
     * @return buffers that the destination holds more than its share; 0 or less if there are none.
     */
    long excess(final int sizeClass)
    {
        return held[sizeClass] - limits[sizeClass];
    }

    /**
     * Called before packets are released.
     *
     * @param sequence of the last of them.
     */
    void onRelease(final long sequence)
    {
        final long last = Math.min(sequence, countedSequence);
        for (long released = reader.position() + 1; released <= last; released++)
        {
            held[reader.packet(released).sizeClass()]--;
        }
    }

    /**
     * Called when the reader was fenced: it holds nothing.
     */
    void reset()
    {
        Arrays.fill(held, 0);
        countedSequence = reader.position();
    }

    private void countUpTo(final long last)
    {
        if (countedSequence < reader.position())
        {
            countedSequence = reader.position();
            Arrays.fill(held, 0);
        }
        while (countedSequence < last)
        {
            held[reader.packet(++countedSequence).sizeClass()]++;
        }
    }
}
