package relay.transport.capture;

/**
 * Times of pcapng: ticks of any length since 1970, as exact nanoseconds since then. All arithmetic is with 128 bits, so
 * that no resolution makes it drift.
 */
final class TickTime
{
    /** {@code if_tsresol} of an interface that has none. */
    static final int MICROSECONDS = 6;

    /**
     * Times are from -2^62 to this (years 1823 to 2116, more than the 32 bits of a pcap file hold), so that the
     * difference of any two fits.
     */
    static final long EPOCH_NS_MAX = (1L << 62) - 1;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int BINARY = 0x80;
    private static final int EXPONENT_MASK = 0x7F;
    private static final int NANOSECONDS = 9;
    private static final long[] POWERS_OF_TEN = powersOfTen();

    private TickTime()
    {
    }

    /**
     * @param ticks      since 1970, unsigned.
     * @param resolution {@code if_tsresol}: a tick is 10^-n s, or 2^-n s where the upper bit is set.
     * @param offsetSec  {@code if_tsoffset}, to add.
     * @return nanoseconds since 1970, rounded down; of times out of range, the nearest that is in it.
     */
    static long epochNs(final long ticks, final int resolution, final long offsetSec)
    {
        final int exponent = resolution & EXPONENT_MASK;
        if (0 != (resolution & BINARY))
        {
            return shifted(Math.unsignedMultiplyHigh(ticks, SECOND_NS), ticks * SECOND_NS, exponent, offsetSec);
        }
        if (exponent <= NANOSECONDS)
        {
            final long tickNs = POWERS_OF_TEN[NANOSECONDS - exponent];
            return sum(Math.unsignedMultiplyHigh(ticks, tickNs), ticks * tickNs, offsetSec);
        }
        final int digits = exponent - NANOSECONDS;
        return sum(0, digits < POWERS_OF_TEN.length ? Long.divideUnsigned(ticks, POWERS_OF_TEN[digits]) : 0, offsetSec);
    }

    private static long shifted(final long high, final long low, final int bits, final long offsetSec)
    {
        if (bits >= Long.SIZE)
        {
            return sum(0, high >>> bits, offsetSec); // shifts by bits - 64
        }
        return 0 == bits ? sum(high, low, offsetSec) :
            sum(high >>> bits, high << (Long.SIZE - bits) | low >>> bits, offsetSec);
    }

    private static long sum(final long high, final long low, final long offsetSec)
    {
        final long sumLow = low + offsetSec * SECOND_NS;
        final long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        final long sumHigh = high + Math.multiplyHigh(offsetSec, SECOND_NS) + carry;
        if (sumHigh == sumLow >> (Long.SIZE - 1))
        {
            return Math.clamp(sumLow, -EPOCH_NS_MAX - 1, EPOCH_NS_MAX);
        }
        return sumHigh < 0 ? -EPOCH_NS_MAX - 1 : EPOCH_NS_MAX;
    }

    private static long[] powersOfTen()
    {
        final long[] powers = new long[20]; // the last does not fit with a sign, but without
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
