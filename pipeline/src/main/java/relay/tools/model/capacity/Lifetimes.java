package relay.tools.model.capacity;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A distribution of times from claim to release. Immutable.
 */
public final class Lifetimes
{
    private final long[] valuesNs;
    /** Of this value and all smaller ones. */
    private final long[] cumulativeCounts;

    private Lifetimes(final long[] valuesNs, final long[] cumulativeCounts)
    {
        this.valuesNs = valuesNs;
        this.cumulativeCounts = cumulativeCounts;
    }

    /**
     * @param lifetimeNs of each buffer, 0 or more.
     * @return the same for all.
     */
    public static Lifetimes fixed(final long lifetimeNs)
    {
        return new Lifetimes(new long[] {lifetimeNs}, new long[] {1});
    }

    /**
     * @param histogram of nanoseconds, with at least one value.
     * @return what was measured: the middle of each of the histogram's cells, with its count.
     */
    public static Lifetimes of(final Histogram histogram)
    {
        if (0 == histogram.getTotalCount())
        {
            throw new IllegalArgumentException("a histogram without values has no distribution");
        }
        long[] valuesNs = new long[64];
        long[] cumulativeCounts = new long[64];
        int count = 0;
        for (final HistogramIterationValue cell : histogram.recordedValues())
        {
            if (count == valuesNs.length)
            {
                valuesNs = Arrays.copyOf(valuesNs, 2 * count);
                cumulativeCounts = Arrays.copyOf(cumulativeCounts, 2 * count);
            }
            valuesNs[count] = histogram.medianEquivalentValue(cell.getValueIteratedTo());
            cumulativeCounts[count++] = cell.getTotalCountToThisValue();
        }
        return new Lifetimes(Arrays.copyOf(valuesNs, count), Arrays.copyOf(cumulativeCounts, count));
    }

    /**
     * @return the mean, in nanoseconds.
     */
    public double meanNs()
    {
        return mean(valueNs -> valueNs);
    }

    /**
     * @param function of a lifetime in nanoseconds.
     * @return its mean over the distribution.
     */
    public double mean(final LongToDoubleFunction function)
    {
        double sum = 0;
        long below = 0;
        for (int i = 0; i < valuesNs.length; i++)
        {
            sum += (cumulativeCounts[i] - below) * function.applyAsDouble(valuesNs[i]);
            below = cumulativeCounts[i];
        }
        return sum / below;
    }

    /**
     * @param random to draw from.
     * @return a lifetime in nanoseconds.
     */
    public long draw(final SplittableRandom random)
    {
        if (1 == valuesNs.length)
        {
            return valuesNs[0];
        }
        final long draw = random.nextLong(cumulativeCounts[cumulativeCounts.length - 1]) + 1;
        final int index = Arrays.binarySearch(cumulativeCounts, draw);
        return valuesNs[index < 0 ? -index - 1 : index];
    }
}
