package relay.perf.burst;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import relay.observe.HistogramLog;

/**
 * The histogram log of a session: latencies of each load in intervals of a second, and at its end what the relay
 * recorded. Used by one thread.
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
     * @throws IOException with a message for people, if it cannot be written.
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

    void onInterval(final String load, final long startMs, final long endMs, final Histogram interval)
    {
        if (null != log)
        {
            log.append(tag(title, load), startMs, endMs, interval);
            log.flush();
        }
    }

    /**
     * @param result of a load: what the relay recorded is one interval.
     */
    void onResult(final RunResult result)
    {
        if (null != log)
        {
            final long endMs = System.currentTimeMillis();
            result.ofRelay().forEach((tag, histogram) ->
            {
                if (histogram.getTotalCount() > 0)
                {
                    log.append(tag(tag, title, result.name()), result.startMs(), endMs, histogram);
                }
            });
            log.flush();
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
