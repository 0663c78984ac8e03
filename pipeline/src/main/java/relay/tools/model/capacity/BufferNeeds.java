package relay.tools.model.capacity;

import java.util.function.ToLongFunction;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.Lane;
import relay.pool.SizeClass;

/**
 * Buffers that a lane needs of each size class; they may be more than a lane can have.
 *
 * @param small    1,500 B buffers.
 * @param standard 4,096 B buffers.
 * @param jumbo    9,000 B buffers.
 * @param large    65,536 B buffers.
 */
public record BufferNeeds(long small, long standard, long jumbo, long large)
{
    /** The most of one size class that a configuration may ask for. */
    public static final int BUFFERS_MAX = 1_000_000;

    /**
     * @param needed of each size class.
     * @return all of them.
     */
    public static BufferNeeds of(final ToLongFunction<SizeClass> needed)
    {
        return new BufferNeeds(needed.applyAsLong(SizeClass.SMALL), needed.applyAsLong(SizeClass.STANDARD),
            needed.applyAsLong(SizeClass.JUMBO), needed.applyAsLong(SizeClass.LARGE));
    }

    /**
     * @param sizeClass of the buffers.
     * @return how many are needed.
     */
    public long of(final SizeClass sizeClass)
    {
        return switch (sizeClass)
        {
            case SMALL -> small;
            case STANDARD -> standard;
            case JUMBO -> jumbo;
            case LARGE -> large;
        };
    }

    /**
     * @return the same, or the most that there may be of a size class.
     */
    public BufferCounts counts()
    {
        return new BufferCounts(count(small), count(standard), count(jumbo), count(large));
    }

    /**
     * @param batch buffers for what was not to be expected.
     * @return the same, but a batch where none is needed of a size class up to jumbo: what comes of that length after
     * all is not dropped at once.
     */
    public BufferCounts recommended(final int batch)
    {
        return new BufferNeeds(orElse(small, batch), orElse(standard, batch), orElse(jumbo, batch), large).counts();
    }

    /**
     * @param headerLength bytes kept before each payload.
     * @return whether one lane can have them.
     */
    public boolean isPossible(final int headerLength)
    {
        final BufferCounts counts = counts();
        return small == counts.small() && standard == counts.standard() && jumbo == counts.jumbo() &&
            large == counts.large() && Footprint.ofLane(counts, headerLength).bufferBytes() <= Lane.BUFFER_BYTES_MAX;
    }

    private static long orElse(final long needed, final int batch)
    {
        return 0 == needed ? batch : needed;
    }

    private static int count(final long needed)
    {
        return (int)Math.min(needed, BUFFERS_MAX);
    }
}
