package relay.perf.burst;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.AbstractHistogram;
import relay.observe.HistogramLog;
import relay.observe.IntervalLog;

/**
 * The histogram log of a session: latencies of each load in intervals of a second, and what a relay in this process
 * records, likewise. Used by the thread that looks at the load and by the relay's conductor.
 */
final class LatencyLog implements AutoCloseable
{
    /** Of latencies at the sink; what was sent and the load's name follow. */
    static final String TAG = "latency";

    private final HistogramLog log;
    private final String title;

    private LatencyLog(final HistogramLog log, final String title)
    {
        this.log = log;
        this.title = title;
    }

    /**
     * @param file  to write; null for none.
     * @param title what is sent.
     * @return ready to take intervals.
     * @throws IOException with a message for the user, if it cannot be written.
     */
    static LatencyLog create(final Path file, final String title) throws IOException
    {
        return new LatencyLog(null == file ? null : HistogramLog.create(file, System.currentTimeMillis(),
            "written by relay bench burst", error -> System.getLogger(LatencyLog.class.getName())
                .log(System.Logger.Level.WARNING, error.getMessage())), title);
    }

    /**
     * @param title what is sent.
     * @param load  name of a load of it.
     * @return the tag of its latencies: those of other captures and profiles are not to be compared with.
     */
    static String tag(final String title, final String load)
    {
        return tag(TAG, title, load);
    }

    private static String tag(final String of, final String title, final String load)
    {
        return of + "." + title.replaceAll("[\\s,]", "_") + "." + load;
    }

    /**
     * @param plan of a load.
     * @return takes its latencies, if it has any.
     */
    LatencyIntervals.Taker ofLoad(final LoadPlan plan)
    {
        return !plan.isPaced() ? LatencyIntervals.NOWHERE : (startMs, endMs, interval) ->
        {
            append(tag(title, plan.name()), startMs, endMs, interval);
            flush();
        };
    }

    /**
     * @param load name of a load.
     * @return takes what the relay that it goes through records; null if nothing is to be written.
     */
    IntervalLog ofRelay(final String load)
    {
        return null == log ? null : new OfRelay(load);
    }

    private synchronized void append(
        final String tag, final long startMs, final long endMs, final AbstractHistogram interval)
    {
        if (null != log)
        {
            log.append(tag, startMs, endMs, interval);
        }
    }

    private synchronized void flush()
    {
        if (null != log)
        {
            log.flush();
        }
    }

    /** A part of the log, with the load at the end of each tag. */
    private final class OfRelay implements IntervalLog
    {
        private final String load;

        private OfRelay(final String load)
        {
            this.load = load;
        }

        @Override
        public void append(final String tag, final long startMs, final long endMs, final AbstractHistogram interval)
        {
            LatencyLog.this.append(tag(tag, title, load), startMs, endMs, interval);
        }

        @Override
        public void flush()
        {
            LatencyLog.this.flush();
        }

        @Override
        public void close()
        {
            flush(); // the next load goes on with it
        }
    }

    @Override
    public void close()
    {
        if (null != log)
        {
            log.close();
        }
    }
}
