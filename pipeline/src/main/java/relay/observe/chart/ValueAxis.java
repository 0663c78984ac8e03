package relay.observe.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import relay.observe.text.LatencyUnit;

/**
 * The vertical, logarithmic axis of a percentile chart, from one round value to another.
 *
 * @param lowNs  the lowest value, 1, 2 or 5 times a power of ten.
 * @param highNs the highest, likewise.
 */
record ValueAxis(double lowNs, double highNs)
{
    private static final double[] STEPS = {1, 2, 5};
    // with more decades than this only the powers of ten have a label
    private static final double ALL_LABELS_DECADES_MAX = 2.0;

    static ValueAxis of(final List<PercentileCurve> curves)
    {
        final long minNs = curves.stream().mapToLong(PercentileCurve::minNs).min().orElse(1);
        final long maxNs = curves.stream().mapToLong((curve) -> curve.summary().maxNs()).max().orElse(1);
        final double lowNs = roundDown(Math.max(1, minNs));
        return new ValueAxis(lowNs, Math.max(roundUp(Math.max(1, maxNs)), roundUp(lowNs * 1.5)));
    }

    /**
     * @param valueNs a value; those off the axis count as its ends.
     * @return 0 for the low end, 1 for the high end.
     */
    double position(final double valueNs)
    {
        final double share = Math.log(Math.max(valueNs, lowNs) / lowNs) / Math.log(highNs / lowNs);
        return Math.min(1, share);
    }

    /**
     * @return values with a grid line, ascending.
     */
    List<Double> ticks()
    {
        final List<Double> ticks = new ArrayList<>();
        for (double tick = lowNs; tick <= highNs * 1.001; tick = roundUp(tick * 1.5))
        {
            ticks.add(tick);
        }
        return ticks;
    }

    /**
     * @param tickNs one of {@link #ticks()}.
     * @return whether it has a label.
     */
    boolean isLabelled(final double tickNs)
    {
        return Math.log10(highNs / lowNs) <= ALL_LABELS_DECADES_MAX || isPowerOfTen(tickNs);
    }

    static boolean isPowerOfTen(final double tickNs)
    {
        final double exponent = Math.log10(tickNs);
        return Math.abs(exponent - Math.rint(exponent)) < 1e-9;
    }

    static String label(final double tickNs, final LatencyUnit unit)
    {
        return new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(tickNs / unit.lengthNs());
    }

    private static double roundDown(final double value)
    {
        final double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double result = decade;
        for (final double step : STEPS)
        {
            if (step * decade <= value)
            {
                result = step * decade;
            }
        }
        return result;
    }

    private static double roundUp(final double value)
    {
        final double decade = Math.pow(10, Math.floor(Math.log10(value)));
        for (final double step : STEPS)
        {
            if (step * decade >= value)
            {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
