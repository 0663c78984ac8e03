package relay.perf.burst;

import java.util.Locale;
import relay.perf.outcome.NumberText;

/**
 * What a number is, and how reports show it.
 */
enum ValueKind
{
    /** Datagrams. */
    COUNT,
    /** Nanoseconds. */
    DURATION,
    /** Datagrams a second. */
    RATE,
    /** 1 is all. */
    SHARE;

    private static final double US_NS = 1e3;
    private static final double MS_NS = 1e6;
    private static final double S_NS = 1e9;

    /**
     * @param value of this kind.
     * @return it with its unit; a hyphen if it is no number.
     */
    String text(final double value)
    {
        return switch (this)
        {
            case COUNT -> count(value);
            case DURATION -> duration(value);
            case RATE -> count(value) + "/s";
            case SHARE -> Double.isNaN(value) ? NumberText.NONE : String.format(Locale.ROOT, "%.3f %%", value * 100);
        };
    }

    /**
     * @param value a number of datagrams.
     * @return it; a hyphen if it is not known.
     */
    static String count(final double value)
    {
        return Double.isNaN(value) || RelayCounts.UNKNOWN == value ? NumberText.NONE :
            String.format(Locale.ROOT, "%,.0f", value);
    }

    /**
     * @param valueNs nanoseconds.
     * @return such as "12.3 us"; a hyphen if it is no number.
     */
    static String duration(final double valueNs)
    {
        return Double.isNaN(valueNs) ? NumberText.NONE : valueNs < US_NS ? NumberText.text(valueNs) + " ns" :
            valueNs < MS_NS ? NumberText.text(valueNs / US_NS) + " us" :
            valueNs < S_NS ? NumberText.text(valueNs / MS_NS) + " ms" : NumberText.text(valueNs / S_NS) + " s";
    }
}
