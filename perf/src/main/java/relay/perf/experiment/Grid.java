package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the report. Written by the thread that makes the report.
 */
final class Grid
{
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Grid(final String... head)
    {
        this.head = List.of(head);
    }

    /**
     * @param cells as many as the head has.
     */
    void row(final String... cells)
    {
        row(List.of(cells));
    }

    void row(final List<String> cells)
    {
        if (cells.size() != head.size())
        {
            throw new IllegalArgumentException(cells.size() + " cells below " + head.size() + ": " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    List<String> head()
    {
        return head;
    }

    List<List<String>> rows()
    {
        return rows;
    }
}
