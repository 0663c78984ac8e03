package relay.perf.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An outcome as lines for a terminal.
 */
public final class TextWriter
{
    private static final String GAP = "  ";

    private TextWriter()
    {
    }

    /**
     * @param outcome to write.
     * @return lines, without details and charts.
     */
    public static List<String> lines(final Outcome outcome)
    {
        return outcome.blocks().stream().flatMap(block -> lines(block).stream()).toList();
    }

    /**
     * @param table to write; its head is left out where it is blank.
     * @return columns: the first to the left, all others to the right.
     */
    public static List<String> lines(final Table table)
    {
        final List<List<String>> rows = new ArrayList<>();
        if (table.head().stream().anyMatch(cell -> !cell.isBlank()))
        {
            rows.add(table.head());
        }
        rows.addAll(table.rows());
        final int[] widths = new int[table.head().size()];
        rows.forEach(row -> widen(widths, row));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> lines(final Outcome.Block block)
    {
        return switch (block)
        {
            case Outcome.Heading heading -> List.of("", heading.text());
            case Outcome.Paragraph paragraph -> paragraph.isDetail() ? List.of() : List.of(paragraph.text());
            case Outcome.Warning warning -> List.of("WARNING: " + warning.text());
            case Outcome.Grid grid -> lines(grid.table());
            case Outcome.Judged judged -> judged.verdicts().stream().map(Verdict::line).toList();
            case Outcome.Picture ignore -> List.of();
        };
    }

    private static void widen(final int[] widths, final List<String> row)
    {
        for (int i = 0; i < widths.length; i++)
        {
            widths[i] = Math.max(widths[i], row.get(i).length());
        }
    }

    private static String line(final List<String> row, final int[] widths)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++)
        {
            final String format = "%" + (0 == i ? "-" : "") + Math.max(1, widths[i]) + "s";
            line.append(0 == i ? "" : GAP).append(String.format(Locale.ROOT, format, row.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
