package relay.perf.outcome;

import java.util.Locale;

/**
 * Human-readable numbers with three significant digits.
 */
public final class NumberText
{
    public static final String NONE = "-";

    private NumberText()
    {
    }

    /**
     * @param value to show.
     * @return it; a hyphen if it is no number.
     */
    public static String text(final double value)
    {
        if (!Double.isFinite(value))
        {
            return NONE;
        }
        final double size = Math.abs(value);
        final int needed = value == Math.rint(value) ? 0 : value * 10 == Math.rint(value * 10) ? 1 : 3;
        final int digits = Math.min(needed, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /**
     * @param spread to show, or null.
     * @return its median, and its ends where they differ.
     */
    public static String text(final Spread spread)
    {
        return null == spread ? NONE : spread.min() == spread.max() ? text(spread.median()) :
            text(spread.median()) + " [" + text(spread.min()) + " .. " + text(spread.max()) + "]";
    }

    /**
     * @param share from 0 to 1.
     * @return in percent.
     */
    public static String percent(final double share)
    {
        return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
