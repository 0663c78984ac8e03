package relay.perf.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the report. Written by the thread that makes the report.
 */
public final class Grid
{
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Grid(final String... head)
    {
        this.head = List.of(head);
    }

    /**
     * @param cells as many as the head has.
     */
    public void row(final String... cells)
    {
        row(List.of(cells));
    }

    public void row(final List<String> cells)
    {
        if (cells.size() != head.size())
        {
            throw new IllegalArgumentException(cells.size() + " cells below " + head.size() + ": " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    public List<String> head()
    {
        return head;
    }

    public List<List<String>> rows()
    {
        return rows;
    }
}
