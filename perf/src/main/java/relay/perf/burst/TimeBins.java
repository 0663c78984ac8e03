package relay.perf.burst;

import java.util.Arrays;

/**
 * Something against time, in bins of one width from the start on. When a run outlasts the bins, their width doubles:
 * the memory stays the same. Owned by one thread; allocates nothing.
 */
final class TimeBins
{
    private static final int CAPACITY = 4_096;

    private final double[] values = new double[CAPACITY];
    private final boolean isPeak;
    private long widthNs;
    private int count;

    /**
     * @param widthNs of a bin, at first.
     * @param isPeak  whether a bin holds the largest of its values; their sum otherwise.
     */
    TimeBins(final long widthNs, final boolean isPeak)
    {
        this.widthNs = widthNs;
        this.isPeak = isPeak;
    }

    /**
     * @param atNs  nanoseconds after the start; before it counts as at the start.
     * @param value to be summed up, or to be compared.
     */
    void add(final long atNs, final double value)
    {
        final int bin = bin(Math.max(0, atNs));
        values[bin] = isPeak ? Math.max(values[bin], value) : values[bin] + value;
    }

    /**
     * Spreads a value evenly over a time.
     *
     * @param fromNs nanoseconds after the start.
     * @param toNs   its end, later.
     * @param value  of all of it.
     */
    void spread(final long fromNs, final long toNs, final double value)
    {
        bin(toNs);
        for (long atNs = Math.max(0, fromNs); atNs < toNs;)
        {
            final long endNs = Math.min(toNs, (atNs / widthNs + 1) * widthNs);
            add(atNs, value * (endNs - atNs) / (toNs - fromNs));
            atNs = endNs;
        }
    }

    long widthNs()
    {
        return widthNs;
    }

    /**
     * @return bins up to the last that was touched.
     */
    double[] values()
    {
        return Arrays.copyOf(values, count);
    }

    /**
     * @return the same, in whole numbers.
     */
    LoadResult.Bins rounded()
    {
        return new LoadResult.Bins(widthNs, Arrays.stream(values()).mapToLong(Math::round).toArray());
    }

    private int bin(final long atNs)
    {
        while (atNs / widthNs >= CAPACITY)
        {
            halve();
        }
        final int bin = (int)(atNs / widthNs);
        count = Math.max(count, bin + 1);
        return bin;
    }

    private void halve()
    {
        for (int i = 0; i < CAPACITY / 2; i++)
        {
            final double left = values[2 * i];
            final double right = values[2 * i + 1];
            values[i] = isPeak ? Math.max(left, right) : left + right;
        }
        Arrays.fill(values, CAPACITY / 2, CAPACITY, 0);
        count = (count + 1) / 2;
        widthNs *= 2;
    }
}
