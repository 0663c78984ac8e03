package relay.perf.outcome;

import java.util.List;
import relay.observe.text.TextTable;

/**
 * An outcome as lines for a terminal.
 */
public final class TextWriter
{
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
        final TextTable text = new TextTable();
        if (!String.join("", table.head()).isBlank())
        {
            text.row(table.head().toArray(String[]::new));
        }
        table.rows().forEach(row -> text.row(row.toArray(String[]::new)));
        return text.toString().lines().toList();
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
}
