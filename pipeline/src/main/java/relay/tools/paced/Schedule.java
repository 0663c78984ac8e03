package relay.tools.paced;

import java.util.concurrent.TimeUnit;

/**
 * When each datagram is due, computed from the start and not from the one before: no error adds up. Immutable.
 */
public final class Schedule
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final long perPeriod;
    private final long periodNs;
    private final boolean isBits;
    private final boolean isBurst;

    private Schedule(final long perPeriod, final long periodNs, final boolean isBits, final boolean isBurst)
    {
        if (perPeriod <= 0 || periodNs <= 0)
        {
            throw new IllegalArgumentException("a schedule needs a positive number in a positive time: " +
                perPeriod + " in " + periodNs + " ns");
        }
        this.perPeriod = perPeriod;
        this.periodNs = periodNs;
        this.isBits = isBits;
        this.isBurst = isBurst;
    }

    /**
     * @param datagramsPerSecond evenly spread, 1 or more.
     * @return the schedule.
     */
    public static Schedule rate(final long datagramsPerSecond)
    {
        return new Schedule(datagramsPerSecond, SECOND_NS, false, false);
    }

    /**
     * @param bitsPerSecond of UDP payload, 1 or more; each datagram is due when those before it are paid for.
     * @return the schedule.
     */
    public static Schedule bitRate(final long bitsPerSecond)
    {
        return new Schedule(bitsPerSecond, SECOND_NS, true, false);
    }

    /**
     * @param datagrams that are due at once, 1 or more.
     * @param periodNs  from the start of one burst to the start of the next.
     * @return the schedule.
     */
    public static Schedule burst(final int datagrams, final long periodNs)
    {
        return new Schedule(datagrams, periodNs, false, true);
    }

    /**
     * @param datagrams that come before the one in question.
     * @param bytes     that these hold together.
     * @return when it is due, nanoseconds after the start.
     */
    public long offsetNs(final long datagrams, final long bytes)
    {
        final long done = isBits ? bytes * Byte.SIZE : datagrams;
        final long whole = done / perPeriod * periodNs;
        return isBurst ? whole : whole + fraction(done % perPeriod);
    }

    /**
     * @param meanLength of a datagram in bytes.
     * @return datagrams a second, on average.
     */
    public double meanRate(final double meanLength)
    {
        return (double)perPeriod * SECOND_NS / periodNs / (isBits ? meanLength * Byte.SIZE : 1);
    }

    private long fraction(final long remainder)
    {
        // exact up to 9.2 Gbit/s, where the product leaves 63 bits; above it good to a fraction of a nanosecond
        final long high = Math.multiplyHigh(remainder, periodNs);
        return 0 == high && remainder * periodNs >= 0 ? remainder * periodNs / perPeriod :
            (long)((double)remainder / perPeriod * periodNs);
    }
}
