package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.text.LatencyUnit;
import relay.perf.experiment.Row.Table;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.Numbers;

/**
 * What a buffer costs: the part of the report that JMH measured.
 */
final class PoolSections
{
    private static final List<Double> PERCENTILES = List.of(50.0, 95.0, 99.0, 99.9);
    private static final int CLOCK_READINGS = 100_000;
    private static final String WITHOUT_METRICS = " without metrics";

    private final Figures figures;
    private final HtmlPage page;

    PoolSections(final Figures figures, final HtmlPage page)
    {
        this.figures = figures;
        this.page = page;
    }

    void write()
    {
        page.heading("A buffer taken and given back");
        page.paragraph("Nanoseconds an operation on one thread, the buffer untouched. New memory is cleared by the " +
            "JVM; a pool's is not, unless the row says so. Queues and the ring hand out the buffer that was free " +
            "for longest, a lane the one that was used last. JVMs run with the relay's options, so with the serial " +
            "collector, which is the best case for new byte[].");
        lengths();
        page.heading("With a copy");
        page.paragraph("A datagram is copied into the buffer, which the black hole gets, and the buffer given back " +
            "before the next is taken:");
        copies(Table.COPY);
        page.paragraph(PoolPlan.AT_ONCE + " taken and filled, then all given back, as a relay does with what it " +
            "received together; nanoseconds each:");
        copies(Table.COPY_AT_ONCE);
        page.paragraph("One after the other, and the bytes read again, as CRC32, which the JVM computes alike " +
            "everywhere:");
        copies(Table.READ);
        page.heading("Pool sizes and bursts");
        bySize();
        page.heading("Percentiles");
        tails();
        page.heading("From thread to thread");
        handOffs();
    }

    private void lengths()
    {
        final Grid grid = new Grid("ns", "1,500 B", "4,096 B", "9,000 B", "times the lane's, 1,500 B",
            "B of heap, 1,500 B", "collector ms, 1,500 B");
        Contenders.ALL.forEach(contender ->
        {
            grid.row(lengthsOf(Table.CYCLE, contender, true));
            if (Contenders.LANE.equals(contender))
            {
                grid.row(lengthsOf(Table.CYCLE, contender, false));
                grid.row(lengthsOf(Table.ZEROED, Contenders.LANE_ZEROED, true));
            }
        });
        page.grid(grid);
    }

    private List<String> lengthsOf(final Table table, final String contender, final boolean hasMetrics)
    {
        final List<String> cells = new ArrayList<>();
        cells.add(contender + (hasMetrics ? "" : WITHOUT_METRICS));
        PoolPlan.LENGTHS.forEach(
            length -> cells.add(text(figures.find(hasMetrics, table, contender, "length", length))));
        addComparison(cells, figures.find(hasMetrics, table, contender, "length", PoolPlan.LENGTHS.getFirst()),
            figures.median(Table.CYCLE, Contenders.LANE, "length", PoolPlan.LENGTHS.getFirst()));
        return cells;
    }

    private void copies(final Table table)
    {
        final Grid grid = new Grid("ns", "1,000 B", "times the lane's", "B of heap", "collector ms", "8,000 B",
            "times the lane's", "B of heap", "collector ms");
        for (final String contender : Contenders.ALL)
        {
            final List<String> cells = new ArrayList<>(List.of(contender));
            for (final int datagram : PoolPlan.DATAGRAMS)
            {
                final Figure figure = figures.find(table, contender, "datagram", datagram);
                cells.add(text(figure));
                addComparison(cells, figure, figures.median(table, Contenders.LANE, "datagram", datagram));
            }
            grid.row(cells);
        }
        page.grid(grid);
    }

    private static void addComparison(final List<String> cells, final Figure figure, final double laneNs)
    {
        cells.add(null == figure ? Numbers.NONE : Numbers.text(figure.value().median() / laneNs));
        cells.add(null == figure ? Numbers.NONE : Numbers.text(Math.rint(figure.allocatedBytes())));
        cells.add(null == figure ? Numbers.NONE : Numbers.text(figure.collectedMs()));
    }

    private void bySize()
    {
        final Grid sizes = new Grid("ns, by buffers of the pool", "100", "500", "1,000", "5,000");
        for (final String contender : List.of(Contenders.LANE, Contenders.FIFO_RING))
        {
            sizes.row(Stream.concat(Stream.of(contender), PoolPlan.POOL_SIZES.stream().map(
                buffers -> text(figures.find(Table.POOL_SIZE, contender, "buffers", buffers)))).toList());
        }
        page.grid(sizes);
        final Grid bursts = new Grid("ns each, so many taken before all are given back", "10", "50", "100", "500");
        for (final String contender : List.of(Contenders.LANE, Contenders.ARRAY))
        {
            bursts.row(Stream.concat(Stream.of(contender), PoolPlan.BURSTS.stream().map(
                depth -> text(figures.find(Table.BURST, contender, "depth", depth)))).toList());
        }
        page.grid(bursts);
    }

    private void tails()
    {
        page.paragraph("The clock is read before and after one operation; before and after 16 in turn, each buffer " +
            "given back before the next is taken; and before and after 16 at once, as a relay takes and gives back " +
            "what it received together. What that takes by itself, with the loop and the black hole, is measured as " +
            "'nothing' (median " + Numbers.text(figures.overheadNs(Tail.SINGLE)) + " ns for one, " +
            Numbers.text(figures.overheadNs(Tail.SERIES)) + " ns for 16), and taken off here; the curves have it " +
            "still. The clock moves in steps of " + clockStepNs() + " ns, which shows in single operations. Of 16, " +
            "the percentile is that of their mean: it hides what happens to one of them, and is not blurred by the " +
            "clock. Small buffers, untouched.");
        final List<String> head = new ArrayList<>(List.of("ns"));
        for (final Tail tail : Tail.values())
        {
            PERCENTILES.forEach(percentile -> head.add(tail.label() + "p" + Numbers.text(percentile)));
        }
        final Grid grid = new Grid(head.toArray(new String[0]));
        for (final String contender : Contenders.TAILS)
        {
            final List<String> cells = new ArrayList<>(List.of(contender));
            for (final Tail tail : Tail.values())
            {
                for (final double percentile : PERCENTILES)
                {
                    cells.add(Numbers.text(figures.tailNs(contender, tail, percentile)));
                }
            }
            grid.row(cells);
        }
        page.grid(grid);
        final List<PercentileCurve> curves =
            Contenders.TAILS.stream().map(this::curve).filter(Objects::nonNull).toList();
        if (!curves.isEmpty())
        {
            page.picture(new PercentileChart("A small buffer taken and given back",
                "single operations, with the two readings of the clock", curves, LatencyUnit.NS).svg());
        }
    }

    private static long clockStepNs()
    {
        long stepNs = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++)
        {
            final long fromNs = System.nanoTime();
            long toNs = System.nanoTime();
            while (toNs == fromNs)
            {
                toNs = System.nanoTime();
            }
            stepNs = Math.min(stepNs, toNs - fromNs);
        }
        return stepNs;
    }

    private PercentileCurve curve(final String contender)
    {
        final Figure figure = figures.find(Table.TAIL, contender, Tail.SINGLE.parameters());
        final Histogram histogram = null == figure ? null : figure.histogram();
        return null == histogram || 0 == histogram.getTotalCount() ? null :
            PercentileCurve.of(contender, histogram, PercentileChart.SAMPLE_COUNT / 2);
    }

    private void handOffs()
    {
        page.paragraph("One thread takes buffers of 1,500 B and writes a byte, the other reads it and gives them " +
            "back: millions a second. The lane in batches publishes 16 together and releases what it finds at once, as a " +
            "relay does; all others hand over each by itself. Two threads of one core are several times as fast as " +
            "two cores: a virtual machine may be either, and change.");
        final Grid grid = new Grid("million/s", "received", "of the lane's", "B of heap each");
        for (final String contender : HandOff.ALL)
        {
            final Figure figure = figures.find(Table.HAND_OFF, contender);
            grid.row(contender, text(figure), null == figure ? Numbers.NONE :
                Numbers.text(figure.value().median() / figures.median(Table.HAND_OFF, Contenders.LANE_BATCHES)),
                null == figure ? Numbers.NONE : Numbers.text(Math.rint(figure.allocatedBytes())));
        }
        page.grid(grid);
    }

    private static String text(final Figure figure)
    {
        return null == figure ? Numbers.NONE : Numbers.text(figure.value());
    }
}
