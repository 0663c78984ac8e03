package relay.pool;

/**
 * How many buffers of each size class a lane has.
 *
 * @param small    1,500 B buffers.
 * @param standard 4,096 B buffers.
 * @param jumbo    9,000 B buffers.
 * @param large    65,536 B buffers.
 */
public record BufferCounts(int small, int standard, int jumbo, int large)
{
    /** No buffers. */
    public static final BufferCounts NONE = new BufferCounts(0, 0, 0, 0);
    /** 5,348,000 B of payload. */
    public static final BufferCounts DEFAULT = new BufferCounts(1_000, 500, 200, 0);

    public BufferCounts
    {
        if (small < 0 || standard < 0 || jumbo < 0 || large < 0)
        {
            throw new IllegalArgumentException("buffer counts must be 0 or more: small=" + small +
                " standard=" + standard + " jumbo=" + jumbo + " large=" + large);
        }
    }

    /**
     * @param sizeClass of the buffers.
     * @return how many there are.
     */
    public int of(final SizeClass sizeClass)
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
     * @return buffers of all classes.
     */
    public int total()
    {
        return Math.addExact(Math.addExact(small, standard), Math.addExact(jumbo, large));
    }

    /**
     * @param reserve that a lane with these may borrow from.
     * @return how many buffers it may have in flight: none of a class of which it has none itself.
     */
    public BufferCounts with(final BufferCounts reserve)
    {
        return new BufferCounts(
            borrowing(small, reserve.small),
            borrowing(standard, reserve.standard),
            borrowing(jumbo, reserve.jumbo),
            borrowing(large, reserve.large));
    }

    /**
     * @return bytes of payload that all buffers hold together.
     */
    public long payloadBytes()
    {
        long bytes = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            bytes += (long)of(sizeClass) * sizeClass.payloadLength();
        }
        return bytes;
    }

    private static int borrowing(final int own, final int reserve)
    {
        return 0 == own ? 0 : Math.addExact(own, reserve);
    }
}
