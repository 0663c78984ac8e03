package relay.tools.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import relay.observe.LatencyTags;
import relay.observe.LogTotals;
import relay.pool.SizeClass;
import relay.tools.model.capacity.Lifetimes;

/**
 * How long buffers were in flight, and how many, by traffic class and size class: the lifetimes of a histogram log.
 */
final class LifetimeLog
{
    private static final String PREFIX = "lifetime.";
    private static final Pattern LIFETIME = Pattern.compile("lifetime\\..+\\.[a-z]+");

    private final LogTotals totals;

    private LifetimeLog(final LogTotals totals)
    {
        this.totals = totals;
    }

    /**
     * @param file written by {@code relay run --histogram-log}.
     * @return what is in it.
     * @throws IOException if it cannot be opened.
     */
    static LifetimeLog read(final Path file) throws IOException
    {
        return new LifetimeLog(
            LogTotals.read(file, tag -> LIFETIME.matcher(tag).matches(), 0, Double.POSITIVE_INFINITY));
    }

    /**
     * @return traffic classes that have values, sorted.
     */
    List<String> classes()
    {
        return totals.byTag().entrySet().stream().filter(entry -> entry.getValue().getTotalCount() > 0)
            .map(entry -> entry.getKey().substring(PREFIX.length(), entry.getKey().lastIndexOf('.')))
            .distinct().toList();
    }

    /**
     * @return lifetimes of a class; null if the log has none.
     */
    Lifetimes lifetimes(final String trafficClass, final SizeClass sizeClass)
    {
        final Histogram histogram = histogram(trafficClass, sizeClass);
        return null == histogram ? null : Lifetimes.of(histogram);
    }

    /**
     * @return buffers a second.
     */
    double ratePerSecond(final String trafficClass, final SizeClass sizeClass)
    {
        final Histogram histogram = histogram(trafficClass, sizeClass);
        return null == histogram ? 0 : histogram.getTotalCount() / totals.lengthSec();
    }

    /**
     * @return seconds from its first interval to its last.
     */
    double lengthSec()
    {
        return totals.lengthSec();
    }

    /**
     * @return what is wrong with the log, or null.
     */
    String damage()
    {
        return totals.damage();
    }

    private Histogram histogram(final String trafficClass, final SizeClass sizeClass)
    {
        final Histogram histogram = totals.byTag().get(LatencyTags.lifetime(trafficClass, sizeClass));
        return null == histogram || 0 == histogram.getTotalCount() ? null : histogram;
    }
}
