package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What makes the numbers of a load worth less, so that the relay is not blamed for what the harness did.
 */
final class RunDoubts
{
    private static final long LATE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double RATIO_MIN = 0.99;
    private static final double LATE_PERCENTILE = 99;
    private static final double WAIT_MAX = 0.005;

    private RunDoubts()
    {
    }

    /**
     * @param result of a load.
     * @return a line for each doubt.
     */
    static List<String> of(final RunResult result)
    {
        final List<String> doubts = new ArrayList<>();
        final RunResult.Sending sending = result.sending();
        final RunResult.Sink sink = result.sink();
        final long lateNs = sending.lateness().getValueAtPercentile(LATE_PERCENTILE);
        if (sending.isPaced() && (lateNs > LATE_MAX_NS || sending.timeRatio() < RATIO_MIN))
        {
            doubts.add("the source did not keep its schedule (1 % was " + Values.duration(lateNs) + " late or more" +
                (sending.timeRatio() < RATIO_MIN ? ", the rate " + Values.text(Metric.Kind.SHARE, sending.timeRatio()) +
                    " of what was wanted" : "") + "): latencies are its own in part, and the load was not as wanted");
        }
        if (sending.failed() > 0)
        {
            doubts.add(Values.count(sending.failed()) + " sends of the source failed: they count as lost");
        }
        if (sink.drops() > 0)
        {
            doubts.add("the sockets of the sink had no room for " + Values.count(sink.drops()) +
                " datagrams, which the relay had sent: they count as lost; raise net.core.rmem_max");
        }
        if (sink.unowed() > 0)
        {
            doubts.add(Values.count(sink.unowed()) +
                " datagrams were sent to where no flow of the configuration listens: nothing was expected of them");
        }
        final RunResult.Waits waits = result.waits();
        if (Math.max(waits.ownNs(), waits.relayNs()) > WAIT_MAX * waits.wallNs())
        {
            doubts.add("threads that were ready to run had no core: source and sink for " +
                Values.duration(waits.ownNs()) + (waits.relayNs() > 0 ?
                    ", the relay's data threads for " + Values.duration(waits.relayNs()) : "") +
                ", of " + Values.duration(waits.wallNs()) + "; it shows in the high percentiles");
        }
        return doubts;
    }
}
