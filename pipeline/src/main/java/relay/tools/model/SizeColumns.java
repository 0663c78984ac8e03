package relay.tools.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import relay.observe.text.TextTable;

/**
 * A table with a column for each size class and, if there are several, one for all of them.
 *
 * @param <T> what is known of a size class.
 */
final class SizeColumns<T>
{
    private final TextTable table = new TextTable();
    private final List<T> sizes;

    /**
     * @param head  above the labels of the rows.
     * @param sizes of the columns.
     * @param label of a column.
     */
    SizeColumns(final String head, final List<T> sizes, final Function<T, String> label)
    {
        this.sizes = sizes;
        row(head, label, "all");
    }

    /**
     * @param label of the row.
     * @param cell  of a size class.
     * @param all   of all of them, empty where there is nothing to say.
     * @return this.
     */
    SizeColumns<T> row(final String label, final Function<T, String> cell, final String all)
    {
        final List<String> cells = new ArrayList<>(List.of(label));
        sizes.forEach(size -> cells.add(cell.apply(size)));
        if (sizes.size() > 1)
        {
            cells.add(all);
        }
        table.row(cells.toArray(String[]::new));
        return this;
    }

    @Override
    public String toString()
    {
        return table.toString();
    }
}
