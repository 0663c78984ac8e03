package relay.observe.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns: the first to the left, all others to the right.
 */
public final class TextTable
{
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param cells of one line; no row may have more than the first.
     * @return this.
     */
    public TextTable row(final String... cells)
    {
        rows.add(cells);
        return this;
    }

    /**
     * @return lines, each ended.
     */
    @Override
    public String toString()
    {
        final int[] widths = new int[rows.getFirst().length];
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
            final StringBuilder line = new StringBuilder(row[0]).repeat(' ', widths[0] - row[0].length());
            for (int i = 1; i < row.length; i++)
            {
                line.append(GAP).repeat(' ', widths[i] - row[i].length()).append(row[i]);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
