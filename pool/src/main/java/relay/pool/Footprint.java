package relay.pool;

import org.agrona.BitUtil;

/**
 * The memory of a lane or a reserve, known before it is made.
 *
 * @param bufferBytes outside of the heap: payloads, headers and padding.
 * @param slotBytes   of the heap, about.
 */
public record Footprint(long bufferBytes, long slotBytes)
{
    /** A {@link Packet}, the reference to it, and what is kept of it for fenced readers; rather too much. */
    static final int SLOT_LENGTH = 128;

    /**
     * @param counts       buffers of each size class.
     * @param headerLength bytes kept before each payload.
     * @return of a lane without a reserve.
     */
    public static Footprint ofLane(final BufferCounts counts, final int headerLength)
    {
        return ofLane(counts, headerLength, BufferCounts.NONE);
    }

    /**
     * @param counts       buffers of each size class.
     * @param headerLength bytes kept before each payload.
     * @param reserve      buffers of its reserve, which takes their memory, but not that of the slots for them.
     * @return of a lane.
     */
    public static Footprint ofLane(final BufferCounts counts, final int headerLength, final BufferCounts reserve)
    {
        return new Footprint(
            PayloadSlab.length(counts, headerLength), (long)slots(counts.with(reserve)) * SLOT_LENGTH);
    }

    /**
     * @param counts       buffers of each size class.
     * @param headerLength bytes kept before each payload.
     * @return of a reserve; the lanes' slots for its buffers are the lanes'.
     */
    public static Footprint ofReserve(final BufferCounts counts, final int headerLength)
    {
        return new Footprint(PayloadSlab.length(counts, headerLength), (long)counts.total() * Integer.BYTES);
    }

    /**
     * @param counts buffers that a lane has and may borrow.
     * @return slots of its ring, more than those.
     */
    static int slots(final BufferCounts counts)
    {
        return BitUtil.findNextPositivePowerOfTwo(counts.total() + 1);
    }
}
