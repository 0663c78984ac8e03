package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import relay.perf.experiment.Row.Table;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.LineChart;
import relay.perf.report.Numbers;

/**
 * What the caches see: the part of the report about working sets.
 */
final class CacheSection
{
    private static final List<String> CONTENDERS = List.of(Contenders.LANE, Contenders.FIFO_RING);

    private final Figures figures;
    private final HtmlPage page;

    CacheSection(final Figures figures, final HtmlPage page)
    {
        this.figures = figures;
        this.page = page;
    }

    void write()
    {
        page.paragraph("32 datagrams are copied into buffers, then all are given back; nanoseconds each, by buffers " +
            "of the pool. A lane lends what was used last, and so needs the cache for what is in flight only. The " +
            "ring whose slots own their buffers walks through all of them: where its line rises, its pool has " +
            "outgrown a cache.");
        for (final int datagram : PoolPlan.DATAGRAMS)
        {
            final String name = Numbers.text(datagram) + " B";
            final Grid grid = new Grid(Stream.concat(Stream.of("ns, " + name),
                PoolPlan.WORKING_SETS.stream().map(Numbers::text)).toArray(String[]::new));
            CONTENDERS.forEach(contender -> grid.row(Stream.concat(Stream.of(contender), PoolPlan.WORKING_SETS.stream()
                .map(buffers -> text(find(contender, datagram, buffers)))).toList()));
            page.grid(grid);
            final List<LineChart.Line> lines = new ArrayList<>();
            CONTENDERS.forEach(contender -> addLine(lines, contender, datagram));
            if (!lines.isEmpty())
            {
                page.picture(new LineChart(
                    "Copy of " + name + " by buffers of the pool", "buffers", "ns each", true, false, lines).svg());
            }
        }
    }

    private void addLine(final List<LineChart.Line> lines, final String contender, final int datagram)
    {
        final List<Figure> measured = PoolPlan.WORKING_SETS.stream()
            .map(buffers -> find(contender, datagram, buffers)).filter(Objects::nonNull).toList();
        if (!measured.isEmpty())
        {
            lines.add(new LineChart.Line(
                contender + (Contenders.LANE.equals(contender) ? ": used last, next" : ": free for longest, next"),
                measured.stream().mapToDouble(figure -> figure.row().number("buffers")).toArray(),
                measured.stream().mapToDouble(figure -> figure.value().median()).toArray(), lines.size(), false));
        }
    }

    private Figure find(final String contender, final int datagram, final int buffers)
    {
        return figures.find(Table.WORKING_SET, contender, "datagram", datagram, "buffers", buffers);
    }

    private static String text(final Figure figure)
    {
        return null == figure ? Numbers.NONE : Numbers.text(figure.value());
    }
}
