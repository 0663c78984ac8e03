package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import relay.perf.outcome.LineChart;
import relay.perf.outcome.Outcome;

/**
 * Charts of a load against time.
 */
final class LoadCharts
{
    private static final double SECOND_NS = 1e9;
    private static final long MS_NS = 1_000_000;
    private static final String TIME = "seconds since the start";
    private static final String BURST = "burst: twice the mean rate or more is due";

    private final Outcome page;
    private final LoadResult result;

    /**
     * @param page   to add charts to.
     * @param result of a load.
     */
    LoadCharts(final Outcome page, final LoadResult result)
    {
        this.page = page;
        this.result = result;
    }

    /**
     * Adds those that have something to show.
     */
    void add()
    {
        final LoadResult.Series series = result.series();
        add("rate", "Datagrams a second", "datagrams/s", List.of(rate("sent", series.sent(), 3, false),
            rate("arrived", series.received(), 0, false), rate("due", series.due(), 2, true)));
        if (RelayCounts.UNKNOWN != series.inFlightMax())
        {
            add("in-flight", "Datagrams in the relay, the most of each " + series.inFlight().widthNs() / MS_NS + " ms",
                "datagrams", List.of(line("in flight", series.inFlight(), 1, 0, false)));
        }
        final List<LineChart.Line> drops = new ArrayList<>();
        series.drops().forEach((reason, bins) -> drops.add(rate(reason, bins, drops.size(), false)));
        add("drops", "Drops a second, by reason", "datagrams/s", drops);
    }

    private void add(final String name, final String title, final String y, final List<LineChart.Line> lines)
    {
        final List<LineChart.Line> shown = lines.stream().filter(line -> line.xs().length > 0).toList();
        if (!shown.isEmpty())
        {
            page.chart(result.chartName(name),
                LineChart.of(title, TIME, y, shown).shaded(BURST, result.series().bursts().stream()
                    .map(span -> new LineChart.Shade(span.fromNs() / SECOND_NS, span.toNs() / SECOND_NS)).toList()));
        }
    }

    private static LineChart.Line rate(
        final String name, final LoadResult.Bins bins, final int colour, final boolean isDashed)
    {
        return line(name, bins, SECOND_NS / bins.widthNs(), colour, isDashed);
    }

    private static LineChart.Line line(
        final String name, final LoadResult.Bins bins, final double factor, final int colour, final boolean isDashed)
    {
        final double[] xs = new double[bins.values().length];
        final double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++)
        {
            xs[i] = (i + 0.5) * bins.widthNs() / SECOND_NS;
            ys[i] = bins.values()[i] * factor;
        }
        return new LineChart.Line(name, xs, ys, colour, isDashed);
    }
}
