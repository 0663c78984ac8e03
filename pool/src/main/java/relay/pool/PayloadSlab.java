package relay.pool;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The memory of one lane: one page-aligned, pre-touched off-heap region, carved into size-classed buffers. Each buffer
 * is a header followed by the payload, and begins on a cache line of its own.
 *
 * <pre>
 *   | header | payload 1,500 | pad | header | payload 1,500 | pad | ... | header | payload 4,096 | pad | ...
 *   ^ a multiple of 64
 * </pre>
 *
 * Immutable after construction. The memory goes when the last reference to the slab has gone, so that no thread can
 * ever reach unmapped memory through it.
 */
final class PayloadSlab
{
    /** The reach of one direct buffer. */
    static final int LENGTH_MAX = Integer.MAX_VALUE;

    private static final int PAGE_SIZE = 4_096;
    private static final int CACHE_LINE = 64;

    private final BufferCounts counts;
    private final int[] classOffset = new int[SizeClass.COUNT];
    private final int[] stride = new int[SizeClass.COUNT];
    private final UnsafeBuffer buffer;

    /**
     * @param counts       buffers of each class.
     * @param headerLength bytes kept before each payload.
     * @throws IllegalArgumentException if the buffers do not fit into 2 GiB, the reach of one direct buffer.
     */
    PayloadSlab(final BufferCounts counts, final int headerLength)
    {
        this.counts = counts;
        final long length = length(counts, headerLength);
        if (length > LENGTH_MAX)
        {
            throw new IllegalArgumentException("buffers of one lane need " + length + " bytes and may take " +
                LENGTH_MAX + " at most: lower their counts, which are " + counts);
        }
        int offset = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            final int i = sizeClass.ordinal();
            stride[i] = stride(sizeClass, headerLength);
            classOffset[i] = offset;
            offset += stride[i] * counts.of(sizeClass);
        }
        final MemorySegment memory = Arena.ofAuto().allocate(Math.max(length, 1), PAGE_SIZE);
        for (long page = 0; page < memory.byteSize(); page += PAGE_SIZE)
        {
            memory.set(ValueLayout.JAVA_BYTE, page, (byte)0);
        }
        buffer = new UnsafeBuffer(memory.asByteBuffer());
    }

    /**
     * @param counts       buffers of each class.
     * @param headerLength bytes kept before each payload.
     * @return bytes that they take together.
     */
    static long length(final BufferCounts counts, final int headerLength)
    {
        long length = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            length += (long)stride(sizeClass, headerLength) * counts.of(sizeClass);
        }
        return length;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    BufferCounts counts()
    {
        return counts;
    }

    /**
     * @param sizeClass of the buffer.
     * @param number    of the buffer, 0..count - 1.
     * @return where its header begins in {@link #buffer()}.
     */
    int offset(final int sizeClass, final int number)
    {
        return classOffset[sizeClass] + number * stride[sizeClass];
    }

    /**
     * @return bytes taken from the system: payloads, headers and padding.
     */
    long reservedBytes()
    {
        return buffer.capacity();
    }

    private static int stride(final SizeClass sizeClass, final int headerLength)
    {
        return BitUtil.align(headerLength + sizeClass.payloadLength(), CACHE_LINE);
    }
}
