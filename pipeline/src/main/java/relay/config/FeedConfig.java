package relay.config;

import java.util.List;

/**
 * Flows that carry copies of one source.
 *
 * @param name         unique.
 * @param legs         names of the flows, 1 to {@link #LEGS_MAX}, no repeats.
 * @param key          what tells datagrams apart.
 * @param windowLength numbers that are remembered, a power of two; 0 for a hash.
 * @param windowNs     how long payloads are remembered; 0 for numbers.
 */
public record FeedConfig(String name, List<String> legs, FeedKey key, int windowLength, long windowNs)
{
    public static final int LEGS_MAX = 8;
    public static final int WINDOW_LENGTH_MIN = 64;
    public static final int WINDOW_LENGTH_MAX = 1 << 20;
    public static final int WINDOW_LENGTH_DEFAULT = 4_096;
    public static final long WINDOW_NS_DEFAULT = 100_000_000;

    /**
     * @return a feed without any of what is optional.
     */
    public static FeedConfig of(final String name, final List<String> legs, final FeedKey key)
    {
        final boolean isHash = FeedKey.Kind.HASH == key.kind();
        return new FeedConfig(name, legs, key,
            isHash ? 0 : Math.min(WINDOW_LENGTH_DEFAULT, windowLengthMax(key)), isHash ? WINDOW_NS_DEFAULT : 0);
    }

    /**
     * @param key with numbers.
     * @return a quarter of the numbers that there are: what is ahead must be told from what is behind.
     */
    static int windowLengthMax(final FeedKey key)
    {
        return (int)Math.min(WINDOW_LENGTH_MAX, 1L << Math.min(key.bits() - 2, Integer.SIZE));
    }

    /**
     * @return the same with a window for numbers.
     */
    public FeedConfig windowLength(final int length)
    {
        return new FeedConfig(name, legs, key, length, windowNs);
    }

    /**
     * @return the same with a window for payloads.
     */
    public FeedConfig windowNs(final long durationNs)
    {
        return new FeedConfig(name, legs, key, windowLength, durationNs);
    }
}
