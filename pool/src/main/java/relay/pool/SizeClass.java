package relay.pool;

/**
 * The payload lengths that buffers come in. A datagram takes the smallest class that its lane has and that fits.
 */
public enum SizeClass
{
    /** An Ethernet frame's payload. */
    SMALL(1_500),
    /** A page. */
    STANDARD(4_096),
    /** A jumbo frame's payload. */
    JUMBO(9_000),
    /** The longest UDP datagram (65,507 B), or a train of several; no buffers unless configured. */
    LARGE(65_536);

    private static final SizeClass[] VALUES = values();

    /** How many classes there are. */
    public static final int COUNT = VALUES.length;

    private final int payloadLength;

    SizeClass(final int payloadLength)
    {
        this.payloadLength = payloadLength;
    }

    /**
     * @return the longest payload of this class in bytes.
     */
    public int payloadLength()
    {
        return payloadLength;
    }

    /**
     * @param ordinal 0..{@link #COUNT} - 1.
     * @return the class.
     */
    public static SizeClass of(final int ordinal)
    {
        return VALUES[ordinal];
    }

    /**
     * @param length of a payload in bytes.
     * @return the smallest class that it fits, or null if it is longer than all of them.
     */
    public static SizeClass fitting(final int length)
    {
        for (final SizeClass sizeClass : VALUES)
        {
            if (length <= sizeClass.payloadLength)
            {
                return sizeClass;
            }
        }
        return null;
    }
}
