package relay.observe;

import org.HdrHistogram.AbstractHistogram;

/**
 * Where durations go interval by interval. Used by one thread, that of the {@link LatencyCollector}.
 */
public interface IntervalLog extends AutoCloseable
{
    /**
     * Adds an interval; it is seen with the next {@link #flush()}.
     *
     * @param tag      of the histogram, without commas and blanks.
     * @param startMs  wall clock of the interval's start, in milliseconds since the epoch.
     * @param endMs    wall clock of its end.
     * @param interval durations in nanoseconds; its tag and time stamps are overwritten.
     */
    void append(String tag, long startMs, long endMs, AbstractHistogram interval);

    /**
     * Makes what was added since the last flush visible.
     */
    void flush();

    @Override
    void close();
}
