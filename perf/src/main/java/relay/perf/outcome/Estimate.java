package relay.perf.outcome;

import java.util.Arrays;
import java.util.List;

/**
 * What several measurements of one thing say of it together, whatever the shape of their noise as long as that is as
 * likely up as down: the estimate of Hodges and Lehmann, and the interval that belongs to Wilcoxon's signed ranks.
 *
 * @param value the median of the means of all pairs; NaN of nothing.
 * @param low   the interval begins; from here to {@code high} the true value is with a probability of 95 % at least.
 * @param high  the interval ends; of less than six measurements it has no ends, but infinities.
 */
public record Estimate(double value, double low, double high)
{
    private static final double OUTSIDE = 0.025;

    /**
     * @param measured independent of each other; those that are no numbers are left out.
     * @return what they say.
     */
    public static Estimate of(final List<Double> measured)
    {
        final List<Double> values = measured.stream().filter(Double::isFinite).toList();
        final double[] means = means(values);
        if (0 == means.length)
        {
            return new Estimate(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        final int last = means.length - 1;
        final double median = (means[last / 2] + means[(last + 1) / 2]) / 2;
        final int outside = outside(values.size());
        return outside < 0 ? new Estimate(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) :
            new Estimate(median, means[outside], means[last - outside]);
    }

    /**
     * @param size greater than 0.
     * @return whether the interval is from more than -size to less than size.
     */
    public boolean isWithin(final double size)
    {
        return low > -size && high < size;
    }

    /** {@return the estimate and its interval, human-readable} */
    public String text()
    {
        return NumberText.text(value) + " [" + NumberText.text(low) + " .. " + NumberText.text(high) + "]";
    }

    /** Of each value with each, itself too, sorted. */
    private static double[] means(final List<Double> values)
    {
        final double[] means = new double[values.size() * (values.size() + 1) / 2];
        int next = 0;
        for (int i = 0; i < values.size(); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                means[next++] = (values.get(i) + values.get(j)) / 2;
            }
        }
        Arrays.sort(means);
        return means;
    }

    /** {@return how many means at each end are not in the interval; -1 if all of them are not enough} */
    private static int outside(final int size)
    {
        // how likely each sum of ranks is, when each rank is counted or not by a toss of a coin
        final double[] likely = new double[size * (size + 1) / 2 + 1];
        likely[0] = 1;
        for (int rank = 1; rank <= size; rank++)
        {
            for (int sum = likely.length - 1; sum >= 0; sum--)
            {
                likely[sum] = (likely[sum] + (sum < rank ? 0 : likely[sum - rank])) / 2;
            }
        }
        int outside = -1;
        for (double total = likely[0]; total <= OUTSIDE; total += likely[outside + 1])
        {
            outside++;
        }
        return outside;
    }
}
