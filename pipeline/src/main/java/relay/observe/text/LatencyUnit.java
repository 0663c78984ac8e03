package relay.observe.text;

import java.util.Locale;

/**
 * The unit that durations are shown in.
 */
public enum LatencyUnit
{
    /** Nanoseconds. */
    NS(1, "ns", "ns"),
    /** Microseconds. */
    US(1_000, "us", "\u00B5s"),
    /** Milliseconds. */
    MS(1_000_000, "ms", "ms");

    // a median below a tenth of the unit is easier read in the smaller one
    private static final int UNITS_MIN_DIVISOR = 10;

    private final long lengthNs;
    private final String asciiSymbol;
    private final String symbol;

    LatencyUnit(final long lengthNs, final String asciiSymbol, final String symbol)
    {
        this.lengthNs = lengthNs;
        this.asciiSymbol = asciiSymbol;
        this.symbol = symbol;
    }

    /**
     * @param medianNs the smallest median to be shown, in nanoseconds.
     * @return a unit in which it has few digits.
     */
    public static LatencyUnit forMedian(final long medianNs)
    {
        if (medianNs >= MS.lengthNs / UNITS_MIN_DIVISOR)
        {
            return MS;
        }
        return medianNs >= US.lengthNs / UNITS_MIN_DIVISOR ? US : NS;
    }

    /**
     * @return the unit in nanoseconds.
     */
    public long lengthNs()
    {
        return lengthNs;
    }

    /**
     * @return as typed on the command line.
     */
    public String asciiSymbol()
    {
        return asciiSymbol;
    }

    /**
     * @return as printed.
     */
    public String symbol()
    {
        return symbol;
    }

    /**
     * @param valueNs a duration in nanoseconds.
     * @return its number in this unit with four digits, or all digits before the point if there are more.
     */
    public String format(final double valueNs)
    {
        final double value = valueNs / lengthNs;
        final int decimals;
        if (NS == this || value >= 999.95 || 0 == value)
        {
            decimals = 0;
        }
        else if (value >= 99.995)
        {
            decimals = 1;
        }
        else
        {
            decimals = value >= 9.9995 ? 2 : 3;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
