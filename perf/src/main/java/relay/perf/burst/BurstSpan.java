package relay.perf.burst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A time in which the load was a burst.
 *
 * @param fromNs nanoseconds after the start.
 * @param toNs   its end.
 */
record BurstSpan(long fromNs, long toNs)
{
    /** Of the mean rate: what is more is a burst. */
    private static final double BURST_FACTOR = 2;
    private static final int BANDS_MAX = 500;

    /**
     * @param due datagrams by when they were due.
     * @return where twice the mean or more was due; none if that is too often to be seen.
     */
    static List<BurstSpan> of(final LoadResult.Bins due)
    {
        final long[] values = due.values();
        final long sum = Arrays.stream(values).sum();
        final double limit = BURST_FACTOR * sum / Math.max(1, values.length);
        final List<BurstSpan> bands = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= values.length; i++)
        {
            final boolean isBurst = i < values.length && values[i] >= limit && sum > 0;
            if (isBurst && from < 0)
            {
                from = i;
            }
            else if (!isBurst && from >= 0)
            {
                bands.add(new BurstSpan(from * due.widthNs(), i * due.widthNs()));
                from = -1;
            }
        }
        return bands.size() > BANDS_MAX ? List.of() : bands;
    }
}
