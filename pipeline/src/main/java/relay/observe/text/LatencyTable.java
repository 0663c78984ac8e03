package relay.observe.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        final List<String[]> rows = new ArrayList<>();
        rows.add(row(unit.asciiSymbol(), HEADS.toArray(String[]::new)));
        summaries.forEach((tag, summary) -> rows.add(row(name(tag), cells(summary, unit))));
        final int[] widths = new int[HEADS.size() + 1];
        for (final String[] row : rows)
        {
            for (int i = 0; i < row.length; i++)
            {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        final StringBuilder out = new StringBuilder();
        for (final String[] row : rows)
        {
            out.append(row[0]).repeat(' ', widths[0] - row[0].length());
            for (int i = 1; i < row.length; i++)
            {
                out.append("  ").repeat(' ', widths[i] - row[i].length()).append(row[i]);
            }
            out.append('\n');
        }
        return out.toString();
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
            String.format(Locale.ROOT, "%,d", summary.count()),
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
