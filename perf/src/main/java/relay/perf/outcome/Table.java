package relay.perf.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: its first column names the rows. Written by the thread that reports.
 */
public final class Table
{
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(final String... head)
    {
        this(List.of(head));
    }

    public Table(final List<String> head)
    {
        this.head = List.copyOf(head);
    }

    /**
     * @param measurements to show.
     * @param rowKey       of their contexts: a row for each of its values, a column for each name.
     * @return median and range of each; an empty cell where there is no measurement.
     */
    public static Table of(final List<Measurement> measurements, final String rowKey)
    {
        final List<String> heads = measurements.stream().map(Measurement::head).distinct().toList();
        final Table table = new Table(concat("", heads));
        for (final Object row : measurements.stream().map(each -> each.context(rowKey)).distinct().toList())
        {
            final List<Measurement> ofRow =
                measurements.stream().filter(each -> each.context(rowKey).equals(row)).toList();
            table.row(concat(row.toString(), heads.stream().map(head -> cell(ofRow, head)).toList()));
        }
        return table;
    }

    /**
     * @param verdicts to show.
     * @return one row for each.
     */
    public static Table of(final List<Verdict> verdicts)
    {
        final Table table = new Table("", "measured", "limit", "", "");
        verdicts.forEach(each -> table.row(each.name(), NumberText.text(each.value()), NumberText.text(each.limit()),
            each.state().toString(), each.words()));
        return table;
    }

    /**
     * @param cells as many as the head has.
     * @return this.
     */
    public Table row(final String... cells)
    {
        return row(List.of(cells));
    }

    public Table row(final List<String> cells)
    {
        if (cells.size() != head.size())
        {
            throw new IllegalArgumentException(cells.size() + " cells below " + head.size() + ": " + cells);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    public List<String> head()
    {
        return head;
    }

    public List<List<String>> rows()
    {
        return List.copyOf(rows);
    }

    private static String cell(final List<Measurement> row, final String head)
    {
        return row.stream().filter(each -> each.head().equals(head)).findFirst().map(Measurement::text).orElse("");
    }

    private static List<String> concat(final String first, final List<String> others)
    {
        final List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
