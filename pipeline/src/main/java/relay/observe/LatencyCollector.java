package relay.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import relay.pool.LatencyRecorder;

/**
 * Collects the recorders of the data threads once an interval: into totals since the start and, if there is one, into
 * a log. Part of the conductor; never waits for a data thread: one that is stalled has its counts collected
 * when it is back, as one longer interval.
 */
public final class LatencyCollector implements Agent
{
    /** Time between two collections. */
    public static final long INTERVAL_DEFAULT_MS = 1_000;

    private final EpochClock clock;
    private final long intervalMs;
    private final IntervalLog log;
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Histogram> totals = new LinkedHashMap<>();

    private long deadlineMs;
    private int awaited;

    /**
     * @param clock      wall clock, for the stamps in the log and for the interval.
     * @param intervalMs between two collections, in milliseconds.
     * @param log        to write to, closed with this collector; null for none.
     */
    public LatencyCollector(final EpochClock clock, final long intervalMs, final IntervalLog log)
    {
        this.clock = clock;
        this.intervalMs = intervalMs;
        this.log = log;
        this.deadlineMs = clock.time() + intervalMs;
    }

    /**
     * Called by the conductor, or before it starts: collects from one more recorder.
     *
     * @param tag      in the log and the totals; recorders of several workers may share it.
     * @param recorder that no one else collects from.
     * @throws IllegalArgumentException if the tag cannot be written to a histogram log.
     */
    public void add(final String tag, final LatencyRecorder recorder)
    {
        final Histogram total = totals.computeIfAbsent(LatencyTags.requireValid(tag),
            (ignore) -> new Histogram(1, LatencyRecorder.VALUE_MAX_NS, LatencyRecorder.SIGNIFICANT_DIGITS));
        sources.add(new Source(tag, recorder, total, clock.time()));
    }

    @Override
    public int doWork()
    {
        final long nowMs = clock.time();
        int workCount = 0;
        // further away than an interval: the wall clock was set back
        if (nowMs >= deadlineMs || deadlineMs - nowMs > intervalMs)
        {
            request(nowMs);
            workCount++;
        }
        if (awaited > 0)
        {
            workCount += collect(nowMs);
        }
        return workCount;
    }

    @Override
    public String roleName()
    {
        return "latency-collector";
    }

    /**
     * Called by the conductor when the threads that record have ended: collects what is left, and closes the log.
     */
    @Override
    public void onClose()
    {
        final long nowMs = clock.time();
        for (final Source source : sources)
        {
            IntCountsHistogram rest = source.recorder.drainAfterStop();
            while (null != rest)
            {
                onInterval(source, rest, nowMs);
                rest = source.recorder.drainAfterStop();
            }
        }
        if (null != log)
        {
            log.close();
        }
    }

    /**
     * Called by the conductor: all that was collected so far.
     *
     * @param consumer of each tag, in the order they were added, and its durations in nanoseconds; the histogram goes
     *                 on changing after the call.
     */
    public void forEachTotal(final BiConsumer<String, Histogram> consumer)
    {
        totals.forEach(consumer);
    }

    /**
     * Called by the conductor.
     *
     * @return records that are missing from the totals because the conductor did not run for too long.
     */
    public long overflowCount()
    {
        return sources.stream().mapToLong((source) -> source.recorder.overflowCount()).sum();
    }

    private void request(final long nowMs)
    {
        flush();
        awaited = 0;
        for (final Source source : sources)
        {
            source.recorder.requestSwap();
            source.isAwaited = true;
            awaited++;
        }
        final long nextMs = deadlineMs + intervalMs;
        deadlineMs = nextMs > nowMs && nextMs - nowMs <= intervalMs ? nextMs : nowMs + intervalMs;
    }

    private int collect(final long nowMs)
    {
        int collected = 0;
        for (final Source source : sources)
        {
            final IntCountsHistogram interval = source.isAwaited ? source.recorder.takeInterval() : null;
            if (null != interval)
            {
                source.isAwaited = false;
                collected++;
                onInterval(source, interval, nowMs);
            }
        }
        awaited -= collected;
        if (collected > 0 && 0 == awaited)
        {
            flush();
        }
        return collected;
    }

    private void onInterval(final Source source, final IntCountsHistogram interval, final long nowMs)
    {
        source.total.add(interval);
        // a tag that was never used stays out of the log; one that falls silent does not
        if (null != log && source.total.getTotalCount() > 0)
        {
            log.append(source.tag, Math.min(source.collectedMs, nowMs), nowMs, interval);
        }
        source.collectedMs = nowMs;
    }

    private void flush()
    {
        if (null != log)
        {
            log.flush();
        }
    }

    private static final class Source
    {
        private final String tag;
        private final LatencyRecorder recorder;
        private final Histogram total;
        private long collectedMs;
        private boolean isAwaited;

        private Source(final String tag, final LatencyRecorder recorder, final Histogram total, final long nowMs)
        {
            this.tag = tag;
            this.recorder = recorder;
            this.total = total;
            this.collectedMs = nowMs;
        }
    }
}
