package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import relay.tools.sink.ArrivalReader;

/**
 * SampleResults as they could be.
 */
final class SampleResults
{
    private static final LoadResult.Waits WAITS = new LoadResult.Waits(0, 0, 1_000_000_000);

    private SampleResults()
    {
    }

    /** 1,000 in a second, 10 lost, 7 of them dropped. */
    static LoadResult result()
    {
        return result("1x", latency(100_000, 990, 1_000_000, 10), 999_000_000);
    }

    static LoadResult result(final String name, final Histogram latency, final long wantedNs)
    {
        final RelayCounts account =
            new RelayCounts(1_000, 0, 993, 7, 0, 0, 3, 0, new TreeMap<>(Map.of("pool_exhausted", 7L)));
        return new LoadResult(name, 1_700_000_000_000L,
            new LoadResult.Sending(1_000, 100_000, 0, wantedNs, 999_000_000, latency(10_000, 1_000, 0, 0)),
            new LoadResult.Sink(1_000, 990, 10, 0, 0, 0, 0, 990, 99_000, 0, 2_000_000, 0), latency, account, null,
            new TreeMap<>(Map.of("lifetime.default.small", latency(50_000, 993, 0, 0),
                "residence.default.out", latency(40_000, 993, 0, 0))), series(), WAITS, List.of(), new ArrayList<>());
    }

    static LoadResult with(final LoadResult.Sink sink, final Histogram latency)
    {
        final LoadResult result = result();
        return new LoadResult(result.name(), result.startMs(), result.sending(), sink, latency, result.account(), null,
            result.ofRelayNs(), result.series(), WAITS, List.of(), new ArrayList<>());
    }

    static LoadResult unseen()
    {
        final LoadResult result = result();
        return new LoadResult(result.name(), result.startMs(), result.sending(), result.sink(), result.latency(), null,
            ExternalRelay.UNSEEN, new TreeMap<>(), result.series(), WAITS, List.of("a <doubt>"), new ArrayList<>());
    }

    static LoadResult nothing()
    {
        final LoadResult result = result();
        return new LoadResult(result.name(), result.startMs(), result.sending(),
            new LoadResult.Sink(1_000, 0, 1_000, 0, 0, 0, 0, 0, 0, 0, 0, 0), latency(1, 0, 1, 0), result.account(),
            null,
            new TreeMap<>(), result.series(), WAITS, List.of(), new ArrayList<>());
    }

    static LoadResult unpaced()
    {
        return result("max", latency(100_000, 1_000, 0, 0), 0);
    }

    static Histogram latency(final long ns, final long count, final long moreNs, final long moreCount)
    {
        final Histogram histogram = ArrivalReader.newHistogram();
        histogram.recordValueWithCount(ns, count);
        if (moreCount > 0)
        {
            histogram.recordValueWithCount(moreNs, moreCount);
        }
        return histogram;
    }

    private static LoadResult.Series series()
    {
        final TimeBins bins = new TimeBins(10_000_000, false);
        for (int i = 0; i < 100; i++)
        {
            bins.add(i * 10_000_000L, i / 10 == 4 ? 30 : 8);
        }
        final LoadResult.Bins values = bins.rounded();
        return new LoadResult.Series(values, values, values, values, 40,
            new TreeMap<>(Map.of("pool_exhausted", values)), BurstSpan.of(values));
    }
}
