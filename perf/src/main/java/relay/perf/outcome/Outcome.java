package relay.perf.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.observe.chart.Chart;

/**
 * The outcome of a run in reading order: {@link TextWriter} and {@link HtmlWriter} write it. Written by the thread that
 * reports.
 */
public final class Outcome
{
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    /** A part of the outcome. */
    sealed interface Block
    {
    }

    /** Begins a section. */
    record Heading(String text) implements Block
    {
    }

    /** A paragraph; details are for the page only. */
    record Paragraph(String text, boolean isDetail) implements Block
    {
    }

    /** A reason to trust the numbers less. */
    record Warning(String text) implements Block
    {
    }

    /** A table of numbers, or of words. */
    record Grid(Table table, boolean isWords) implements Block
    {
    }

    /** Something asserted. */
    record Judged(List<Verdict> verdicts) implements Block
    {
    }

    /** A chart, for the page only. */
    record Picture(String name, Chart chart) implements Block
    {
    }

    public Outcome(final String title)
    {
        this.title = title;
    }

    public String title()
    {
        return title;
    }

    public Outcome heading(final String text)
    {
        return add(new Heading(text));
    }

    public Outcome paragraph(final String text)
    {
        return add(new Paragraph(text, false));
    }

    /**
     * @param text for the page; a terminal has no room for it.
     * @return this.
     */
    public Outcome detail(final String text)
    {
        return add(new Paragraph(text, true));
    }

    public Outcome warning(final String text)
    {
        return add(new Warning(text));
    }

    /**
     * @param table of numbers; left out without rows.
     * @return this.
     */
    public Outcome table(final Table table)
    {
        return table.rows().isEmpty() ? this : add(new Grid(table, false));
    }

    /**
     * @param table of words; left out without rows.
     * @return this.
     */
    public Outcome words(final Table table)
    {
        return table.rows().isEmpty() ? this : add(new Grid(table, true));
    }

    public Outcome verdicts(final List<Verdict> verdicts)
    {
        return verdicts.isEmpty() ? this : add(new Judged(verdicts));
    }

    /**
     * @param name  of the chart, fit for the name of a file.
     * @param chart to show; left out if null.
     * @return this.
     */
    public Outcome chart(final String name, final Chart chart)
    {
        return null == chart ? this : add(new Picture(name, chart));
    }

    /** {@return all charts by name} */
    public Map<String, Chart> charts()
    {
        final Map<String, Chart> charts = new LinkedHashMap<>();
        for (final Block block : blocks)
        {
            if (block instanceof Picture(final String name, final Chart chart))
            {
                charts.put(name, chart);
            }
        }
        return charts;
    }

    List<Block> blocks()
    {
        return List.copyOf(blocks);
    }

    private Outcome add(final Block block)
    {
        blocks.add(block);
        return this;
    }
}
