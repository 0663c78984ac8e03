package relay.perf.outcome;

import java.util.List;

/**
 * A value of several rounds.
 *
 * @param median of them, the mean of the middle two if their number is even.
 * @param min    of them.
 * @param max    of them.
 */
public record Spread(double median, double min, double max)
{
    /**
     * @param values one for each round; those that are no numbers are left out.
     * @return null if none is left.
     */
    public static Spread of(final List<Double> values)
    {
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).sorted()
            .toArray();
        if (0 == sorted.length)
        {
            return null;
        }
        final int middle = sorted.length / 2;
        final double median = 1 == sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
