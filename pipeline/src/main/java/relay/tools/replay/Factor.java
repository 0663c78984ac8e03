package relay.tools.replay;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.transport.endpoint.UserText;

/**
 * How many times as fast: an exact fraction. Immutable, any thread.
 *
 * @param numerator   1 or more.
 * @param denominator 1 or more; the two have no common divisor.
 */
public record Factor(long numerator, long denominator)
{
    /** As fast. */
    public static final Factor ONE = new Factor(1, 1);

    /** What times end at instead of overflowing, in nanoseconds: 73 years. */
    static final long TIME_MAX_NS = Long.MAX_VALUE / 4;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,6})?)x?");
    private static final BigDecimal MIN = new BigDecimal("0.001");
    private static final BigDecimal MAX = new BigDecimal("1000000");
    private static final BigDecimal SCALE = new BigDecimal("1000000");

    /**
     * @param text such as {@code 2x} or {@code 0.25x}; the x may be missing.
     * @return the factor, 0.001..1,000,000.
     * @throws IllegalArgumentException with a message of one line, if it is none.
     */
    public static Factor parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text);
        final BigDecimal value = matcher.matches() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0)
        {
            throw new IllegalArgumentException("bad factor " + UserText.quoted(text) +
                ": 0.001x to 1000000x, with 6 decimals at most");
        }
        final BigInteger millionths = value.multiply(SCALE).toBigIntegerExact();
        final BigInteger divisor = millionths.gcd(SCALE.toBigIntegerExact());
        return new Factor(
            millionths.divide(divisor).longValueExact(), SCALE.toBigIntegerExact().divide(divisor).longValueExact());
    }

    /**
     * @param timeNs 0 or more.
     * @return how long it takes so many times as fast, rounded down; {@link #TIME_MAX_NS} at most.
     */
    long divide(final long timeNs)
    {
        return scale(timeNs, denominator, numerator);
    }

    /**
     * @param timeNs 0 or more.
     * @return what goes by in it so many times as fast, rounded down; {@link #TIME_MAX_NS} at most.
     */
    long multiply(final long timeNs)
    {
        return scale(timeNs, numerator, denominator);
    }

    private static long scale(final long timeNs, final long by, final long per)
    {
        // no product overflows: neither number is more than 10^12, and one of the two at most 10^6
        final long whole = timeNs / per;
        return whole >= TIME_MAX_NS / by ? TIME_MAX_NS :
            Math.min(TIME_MAX_NS, whole * by + timeNs % per * by / per);
    }
}
