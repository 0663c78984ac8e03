package relay.perf.burst;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import relay.tools.sink.ArrivalReader;

/**
 * The latencies of a load in intervals of a second, one beginning where the one before it ends, and their sum. Used by
 * the thread that looks at the load.
 */
final class LatencyIntervals
{
    /** Takes what is not wanted. */
    static final Taker NOWHERE = (startMs, endMs, interval) -> { };

    private static final long LENGTH_MS = TimeUnit.SECONDS.toMillis(1);

    private final Histogram sum = ArrivalReader.newHistogram();
    private final UnaryOperator<Histogram> source;
    private final Taker taker;
    private long startMs;
    private Histogram interval;

    /** Takes the latencies of an interval. */
    @FunctionalInterface
    interface Taker
    {
        /**
         * @param startMs  milliseconds since the epoch.
         * @param endMs    likewise.
         * @param interval in nanoseconds, valid during the call.
         */
        void onInterval(long startMs, long endMs, Histogram interval);
    }

    /**
     * @param source  of latencies since it was last asked; recycles what it is given.
     * @param taker   of intervals in which something came.
     * @param startMs of the first, milliseconds since the epoch.
     */
    LatencyIntervals(final UnaryOperator<Histogram> source, final Taker taker, final long startMs)
    {
        this.source = source;
        this.taker = taker;
        this.startMs = startMs;
    }

    /**
     * @param nowMs milliseconds since the epoch: an interval ends here if it is long enough.
     */
    void look(final long nowMs)
    {
        if (nowMs - startMs >= LENGTH_MS)
        {
            end(nowMs);
        }
    }

    /**
     * @param nowMs milliseconds since the epoch: the interval ends here.
     */
    void end(final long nowMs)
    {
        final long endMs = Math.max(startMs, nowMs); // the wall clock may be set back
        interval = source.apply(interval);
        sum.add(interval);
        if (interval.getTotalCount() > 0)
        {
            taker.onInterval(startMs, endMs, interval);
        }
        startMs = endMs;
    }

    /**
     * @return of all intervals that have ended.
     */
    Histogram sum()
    {
        return sum;
    }
}
