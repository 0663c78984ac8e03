package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reasons outside the relay to trust the numbers of a load less.
 */
final class LoadCaveats
{
    private static final long LATE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double RATIO_MIN = 0.99;
    private static final double LATE_PERCENTILE = 99;
    private static final double WAIT_MAX = 0.005;

    private LoadCaveats()
    {
    }

    /**
     * @param result of a load.
     * @return a line for each doubt.
     */
    static List<String> of(final LoadResult result)
    {
        final List<String> doubts = new ArrayList<>();
        final LoadResult.Sending sending = result.sending();
        final LoadResult.Sink sink = result.sink();
        final long lateNs = sending.latenessNs().getValueAtPercentile(LATE_PERCENTILE);
        if (sending.isPaced() && (lateNs > LATE_MAX_NS || sending.timeRatio() < RATIO_MIN))
        {
            doubts.add("the source did not keep its schedule (1 % was " + ValueKind.duration(lateNs) + " late or more" +
                (sending.timeRatio() < RATIO_MIN ? ", the rate " + ValueKind.SHARE.text(sending.timeRatio()) +
                    " of what was wanted" : "") + "): latencies are its own in part, and the load was not as wanted");
        }
        if (sending.failed() > 0)
        {
            doubts.add(ValueKind.count(sending.failed()) + " sends of the source failed: they count as lost");
        }
        if (sink.drops() > 0)
        {
            doubts.add("the sockets of the sink had no room for " + ValueKind.count(sink.drops()) +
                " datagrams, which the relay had sent: they count as lost; raise net.core.rmem_max");
        }
        if (sink.unowed() > 0)
        {
            doubts.add(ValueKind.count(sink.unowed()) +
                " datagrams were sent to where no flow of the configuration listens: nothing was expected of them");
        }
        final LoadResult.Waits waits = result.waits();
        if (Math.max(waits.ownNs(), waits.relayNs()) > WAIT_MAX * waits.wallNs())
        {
            doubts.add("threads that were ready to run had no core: source and sink for " +
                ValueKind.duration(waits.ownNs()) + (waits.relayNs() > 0 ?
                    ", the relay's data threads for " + ValueKind.duration(waits.relayNs()) : "") +
                ", of " + ValueKind.duration(waits.wallNs()) + "; it shows in the high percentiles");
        }
        return doubts;
    }
}
