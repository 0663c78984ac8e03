package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text in columns: the first to the left, all others to the right.
 */
public final class Table
{
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param cells of it, from the left.
     */
    public void row(final List<String> cells)
    {
        rows.add(List.copyOf(cells));
    }

    /**
     * @return one for each row, without white space at its end.
     */
    public List<String> lines()
    {
        final int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        final int[] widths = new int[columns];
        for (final List<String> row : rows)
        {
            for (int i = 0; i < row.size(); i++)
            {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(final List<String> row, final int[] widths)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++)
        {
            final String format = "%" + (0 == i ? "-" : "") + Math.max(1, widths[i]) + "s";
            line.append(0 == i ? "" : GAP).append(String.format(Locale.ROOT, format, row.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
