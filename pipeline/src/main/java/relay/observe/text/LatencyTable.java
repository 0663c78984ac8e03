package relay.observe.text;

import java.util.List;
import java.util.Map;
import relay.observe.LatencySummary;

/**
 * Latency summaries as an aligned table for people.
 */
public final class LatencyTable
{
    /** Column heads, right of the name. */
    public static final List<String> HEADS = List.of("count", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max");

    private LatencyTable()
    {
    }

    /**
     * @param summaries by tag.
     * @param unit      of all values.
     * @return lines, each ended.
     */
    public static String format(final Map<String, LatencySummary> summaries, final LatencyUnit unit)
    {
        final TextTable table = new TextTable().row(row(unit.asciiSymbol(), HEADS.toArray(String[]::new)));
        summaries.forEach((tag, summary) -> table.row(row(name(tag), cells(summary, unit))));
        return table.toString();
    }

    /**
     * @param tag of a histogram log, empty for lines without.
     * @return what to show for it; control characters, which a terminal would obey, are replaced.
     */
    public static String name(final String tag)
    {
        return tag.isEmpty() ? "(no tag)" : tag.replaceAll("\\p{Cntrl}", "?");
    }

    public static String[] cells(final LatencySummary summary, final LatencyUnit unit)
    {
        if (0 == summary.count())
        {
            return new String[]{"0", "-", "-", "-", "-", "-", "-", "-"};
        }
        return new String[]{
            Numbers.count(summary.count()),
            unit.format(summary.meanNs()),
            unit.format(summary.p50Ns()),
            unit.format(summary.p90Ns()),
            unit.format(summary.p99Ns()),
            unit.format(summary.p999Ns()),
            unit.format(summary.p9999Ns()),
            unit.format(summary.maxNs())};
    }

    private static String[] row(final String name, final String[] cells)
    {
        final String[] row = new String[cells.length + 1];
        row[0] = name;
        System.arraycopy(cells, 0, row, 1, cells.length);
        return row;
    }
}
