package relay.observe.chart;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;
import relay.observe.LatencySummary;

/**
 * One histogram as a function: value by share of all values, sampled evenly on an axis of nines, where 0 stands for
 * 0 %, 1 for 90 %, 2 for 99 % and so on. It ends where one value is left, at the maximum.
 *
 * @param tag      of the histogram.
 * @param summary  of the histogram.
 * @param minNs    the smallest value.
 * @param endNines where the curve ends.
 * @param valuesNs samples; sample i stands at {@code endNines * i / (valuesNs.length - 1)}.
 */
public record PercentileCurve(String tag, LatencySummary summary, long minNs, double endNines, long[] valuesNs)
{
    /** A single value still gets a visible line: up to the median. */
    private static final double END_NINES_MIN = Math.log10(2);

    /**
     * @param tag         of the histogram.
     * @param histogram   of nanoseconds, with one value at least.
     * @param sampleCount 2 or more.
     * @return its curve.
     */
    public static PercentileCurve of(final String tag, final AbstractHistogram histogram, final int sampleCount)
    {
        final long total = histogram.getTotalCount();
        final double endNines = Math.max(END_NINES_MIN, Math.log10(total));
        final long[] valuesNs = new long[sampleCount];
        int i = 0;
        for (final HistogramIterationValue step : histogram.recordedValues())
        {
            while (i < sampleCount - 1 && rank(i, sampleCount, endNines, total) <= step.getTotalCountToThisValue())
            {
                valuesNs[i++] = step.getValueIteratedTo();
            }
        }
        while (i < sampleCount)
        {
            valuesNs[i++] = histogram.getMaxValue();
        }
        return new PercentileCurve(tag, LatencySummary.of(histogram), histogram.getMinValue(), endNines, valuesNs);
    }

    /**
     * @param nines a place on the axis.
     * @return value there; the maximum past the end.
     */
    public long valueNs(final double nines)
    {
        final int last = valuesNs.length - 1;
        return valuesNs[(int)Math.min(last, Math.round(nines / endNines * last))];
    }

    private static long rank(final int i, final int sampleCount, final double endNines, final long total)
    {
        final double share = 1 - Math.pow(10, -endNines * i / (sampleCount - 1));
        return Math.max(1, (long)Math.ceil(share * total));
    }
}
