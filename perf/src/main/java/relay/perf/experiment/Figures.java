package relay.perf.experiment;

import java.util.List;
import org.HdrHistogram.Histogram;
import relay.perf.experiment.Row.Table;
import relay.perf.report.Spread;

/**
 * All that JMH measured.
 *
 * @param all in the order of the plan.
 */
record Figures(List<Figure> all)
{
    /**
     * @param table     of the row.
     * @param contender of the row.
     * @param pairs     parameters that it has: name, value, name, value.
     * @return the first such, with metrics; null if it was not measured.
     */
    Figure find(final Table table, final String contender, final Object... pairs)
    {
        return find(true, table, contender, pairs);
    }

    /**
     * @param hasMetrics whether with metrics.
     * @return as above.
     */
    Figure find(final boolean hasMetrics, final Table table, final String contender, final Object... pairs)
    {
        return all.stream()
            .filter(figure -> figure.row().table() == table && figure.row().contender().equals(contender) &&
                figure.row().hasMetrics() == hasMetrics && has(figure.row(), pairs))
            .findFirst().orElse(null);
    }

    /**
     * @return median of the iterations; NaN if it was not measured.
     */
    double median(final Table table, final String contender, final Object... pairs)
    {
        final Figure figure = find(table, contender, pairs);
        final Spread value = null == figure ? null : figure.value();
        return null == value ? Double.NaN : value.median();
    }

    /**
     * @param contender  one of {@link Contenders#TAILS}.
     * @param tail       what lies between two readings of the clock.
     * @param percentile from 0 to 100.
     * @return nanoseconds of an operation, without what the measurement takes by itself; NaN if not measured.
     */
    double tailNs(final String contender, final Tail tail, final double percentile)
    {
        final Figure figure = find(Table.TAIL, contender, tail.parameters());
        final Histogram histogram = null == figure ? null : figure.histogram();
        return null == histogram ? Double.NaN :
            Math.max(0, histogram.getValueAtPercentile(percentile) - overheadNs(tail)) / tail.batch();
    }

    /**
     * @param tail what lies between two readings of the clock.
     * @return nanoseconds that the clock, the loop and the black hole take, the median; NaN if not measured.
     */
    double overheadNs(final Tail tail)
    {
        final Figure figure = find(Table.TAIL, Contenders.NOTHING, tail.parameters());
        final Histogram histogram = null == figure ? null : figure.histogram();
        return null == histogram ? Double.NaN : histogram.getValueAtPercentile(50);
    }

    private static boolean has(final Row row, final Object... pairs)
    {
        for (int i = 0; i < pairs.length; i += 2)
        {
            if (!String.valueOf(pairs[i + 1]).equals(row.parameters().get((String)pairs[i])))
            {
                return false;
            }
        }
        return true;
    }
}
