package relay.observe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * What a histogram log holds, summed up for each tag.
 */
public final class LogTotals
{
    private final Map<String, Histogram> byTag = new TreeMap<>();
    private final Set<String> tagsSeen = new TreeSet<>();
    private double startSec = Double.NaN;
    private double endSec = Double.NaN;
    private long intervals;
    private String damage;

    private LogTotals()
    {
    }

    /**
     * Reads a whole log. A damaged line ends the reading, see {@link #damage()}.
     *
     * @param file    a histogram log, plain or gzip.
     * @param tags    which tags to keep.
     * @param fromSec intervals that start earlier are left out, in seconds since the start of the log.
     * @param toSec   intervals that start then or later are left out; may be infinite.
     * @return what was read.
     * @throws IOException if the file cannot be opened.
     */
    public static LogTotals read(
        final Path file,
        final Predicate<String> tags,
        final double fromSec,
        final double toSec) throws IOException
    {
        final LogTotals totals = new LogTotals();
        try (IntervalReader reader = IntervalReader.open(file))
        {
            for (IntervalReader.Interval next = reader.next(); null != next; next = reader.next())
            {
                totals.tagsSeen.add(next.tag());
                final double offsetSec = next.startSec() - reader.startSec();
                if (offsetSec >= fromSec && offsetSec < toSec && tags.test(next.tag()))
                {
                    totals.add(next);
                }
            }
        }
        catch (final DamagedLogException ex)
        {
            totals.damage = ex.getMessage();
        }
        return totals;
    }

    /**
     * @return values of each tag, sorted by tag; an empty tag stands for lines without.
     */
    public Map<String, Histogram> byTag()
    {
        return byTag;
    }

    /**
     * @return tags of all lines read, kept or not, sorted.
     */
    public Set<String> tagsSeen()
    {
        return tagsSeen;
    }

    /**
     * @return wall clock of the first interval kept, in seconds since the epoch; NaN if there is none.
     */
    public double startSec()
    {
        return startSec;
    }

    /**
     * @return from the start of the first interval kept to the end of the last, in seconds; 0 if there is none.
     */
    public double lengthSec()
    {
        return 0 == intervals ? 0 : endSec - startSec;
    }

    /**
     * @return lines kept.
     */
    public long intervalCount()
    {
        return intervals;
    }

    /**
     * @return why reading ended before the end of the file, with the line number; null if it did not.
     */
    public String damage()
    {
        return damage;
    }

    private void add(final IntervalReader.Interval interval)
    {
        final Histogram histogram = interval.histogram();
        final Histogram total = byTag.computeIfAbsent(interval.tag(), (ignore) -> newTotal(histogram));
        total.add(histogram);
        final double intervalEndSec = interval.startSec() + interval.lengthSec();
        startSec = 0 == intervals ? interval.startSec() : Math.min(startSec, interval.startSec());
        endSec = 0 == intervals ? intervalEndSec : Math.max(endSec, intervalEndSec);
        intervals++;
    }

    private static Histogram newTotal(final Histogram like)
    {
        final Histogram total = new Histogram(like.getNumberOfSignificantValueDigits());
        total.setAutoResize(true);
        return total;
    }
}
