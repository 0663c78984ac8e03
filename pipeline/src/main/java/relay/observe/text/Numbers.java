package relay.observe.text;

import java.util.Locale;

/**
 * Numbers as people read them.
 */
public final class Numbers
{
    private static final long SECOND_NS = 1_000_000_000L;

    private Numbers()
    {
    }

    public static String count(final long number)
    {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * @param durationNs nanoseconds.
     * @return such as "950 ns", "12.3 us", "1.50 s".
     */
    public static String duration(final long durationNs)
    {
        if (durationNs < 1_000)
        {
            return durationNs + " ns";
        }
        if (durationNs < 1_000_000)
        {
            return String.format(Locale.ROOT, "%.1f us", durationNs / 1e3);
        }
        return durationNs < SECOND_NS ? String.format(Locale.ROOT, "%.2f ms", durationNs / 1e6) :
            String.format(Locale.ROOT, "%.2f s", durationNs / 1e9);
    }

    /**
     * @param number    of something.
     * @param elapsedNs in which it happened.
     * @return so many in a second, 0 if no time went by.
     */
    public static double perSecond(final long number, final long elapsedNs)
    {
        return elapsedNs <= 0 ? 0 : (double)number * SECOND_NS / elapsedNs;
    }

    /**
     * @param bytes     of payload.
     * @param elapsedNs in which they went.
     * @return such as "80.0 Mbit/s".
     */
    public static String bitRate(final long bytes, final long elapsedNs)
    {
        return String.format(Locale.ROOT, "%,.1f Mbit/s", perSecond(bytes * Byte.SIZE, elapsedNs) / 1e6);
    }
}
