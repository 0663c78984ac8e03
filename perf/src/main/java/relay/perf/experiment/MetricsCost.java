package relay.perf.experiment;

import java.util.List;
import java.util.stream.IntStream;
import relay.perf.report.Spread;

/**
 * What a datagram costs a relay's data thread with metrics and without, in pairs of processes that ran one after the
 * other.
 *
 * @param withNs    nanoseconds a datagram, the least of the windows of one process; one for each pair.
 * @param withoutNs the same without metrics.
 */
record MetricsCost(List<Double> withNs, List<Double> withoutNs)
{
    private static final double PERCENT = 100;

    MetricsCost
    {
        withNs = List.copyOf(withNs);
        withoutNs = List.copyOf(withoutNs);
    }

    /**
     * @return what metrics add, in percent; taken within each pair first. Null without pairs.
     */
    Spread percent()
    {
        return Spread.of(IntStream.range(0, withNs.size())
            .mapToObj(i -> PERCENT * (withNs.get(i) / withoutNs.get(i) - 1)).toList());
    }
}
