package relay.pool;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Free buffers of one size class of a lane that are posted, so that what is received next lies in them before anything
 * is known of it. Posted once for a receive call, and settled once after it: each buffer then has a slot, or is free
 * again. None is borrowed. Belongs to the ingress thread.
 */
public final class PostedBuffers
{
    /** A buffer that no flow keeps. */
    public static final int NOT_KEPT = -1;

    /** None, of no lane. */
    public static final PostedBuffers NONE = new PostedBuffers(null, null);

    private final Lane lane;
    private final LaneBuffers buffers;
    private int[] offsets = new int[0];
    private int count;
    private int settled;
    private int sizeClass;

    PostedBuffers(final Lane lane, final LaneBuffers buffers)
    {
        this.lane = lane;
        this.buffers = buffers;
    }

    /**
     * Posts free buffers; those that were used last are posted first.
     *
     * @param sizeClass ordinal of their class.
     * @param limit     the most that are wanted.
     * @return how many there are.
     */
    public int post(final int sizeClass, final int limit)
    {
        assert settled == count : "buffers of lane " + lane.name() + " are posted";
        if (offsets.length < limit)
        {
            offsets = new int[limit];
        }
        this.sizeClass = sizeClass;
        settled = 0;
        count = Math.min(limit, buffers.freeCount(sizeClass));
        for (int i = 0; i < count; i++)
        {
            offsets[i] = buffers.take(sizeClass);
        }
        return count;
    }

    /**
     * @param index of a posted buffer.
     * @return where a payload begins in {@link #memory()}.
     */
    public int payloadOffset(final int index)
    {
        return offsets[index] + buffers.headerLength();
    }

    /**
     * Frees the buffers into which nothing was received; what was used last is used first again.
     *
     * @param received buffers that stay, 0 for none.
     */
    public void freeFrom(final int received)
    {
        final int kept = Math.max(settled, received);
        while (count > kept)
        {
            buffers.free(sizeClass, offsets[--count]);
        }
    }

    /**
     * Settles the next buffers, in order: each that a flow keeps is claimed with what was received into it, each other
     * is freed.
     *
     * @param end            index after the last; nothing happens for those that are not posted, or settled.
     * @param flows          by index: flow that keeps the buffer, or {@link #NOT_KEPT}.
     * @param lengths        by index: of the payload, of the posted size class.
     * @param segmentLengths by index: of each datagram of a train.
     * @param nowNs          monotonic time.
     */
    public void settle(
        final int end, final int[] flows, final int[] lengths, final int[] segmentLengths, final long nowNs)
    {
        final int last = Math.min(end, count);
        for (; settled < last; settled++)
        {
            final int offset = offsets[settled];
            if (NOT_KEPT == flows[settled])
            {
                buffers.free(sizeClass, offset);
            }
            else
            {
                lane.lend(sizeClass, offset, lengths[settled], nowNs)
                    .received(flows[settled], segmentLengths[settled]);
            }
        }
    }

    /**
     * @return length of the shortest payload for which the lane lends a buffer of the posted size class.
     */
    public int lengthMin()
    {
        return buffers.lengthMin(sizeClass);
    }

    /**
     * @return memory that they are in.
     */
    public UnsafeBuffer memory()
    {
        return buffers.memory();
    }
}
