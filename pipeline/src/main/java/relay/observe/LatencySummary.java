package relay.observe;

import org.HdrHistogram.AbstractHistogram;

/**
 * The numbers of a histogram that people ask for, in nanoseconds.
 *
 * @param count   recorded values; when it is 0, all others are 0.
 * @param meanNs  arithmetic mean.
 * @param p50Ns   median.
 * @param p90Ns   90 % of values are not above it.
 * @param p99Ns   99 %.
 * @param p999Ns  99.9 %.
 * @param p9999Ns 99.99 %.
 * @param maxNs   the largest.
 */
public record LatencySummary(
    long count,
    double meanNs,
    long p50Ns,
    long p90Ns,
    long p99Ns,
    long p999Ns,
    long p9999Ns,
    long maxNs)
{
    /**
     * @param histogram of nanoseconds.
     * @return its summary.
     */
    public static LatencySummary of(final AbstractHistogram histogram)
    {
        return new LatencySummary(
            histogram.getTotalCount(),
            histogram.getMean(),
            histogram.getValueAtPercentile(50),
            histogram.getValueAtPercentile(90),
            histogram.getValueAtPercentile(99),
            histogram.getValueAtPercentile(99.9),
            histogram.getValueAtPercentile(99.99),
            histogram.getMaxValue());
    }
}
