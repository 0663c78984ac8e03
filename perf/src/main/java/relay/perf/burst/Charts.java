package relay.perf.burst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.text.LatencyUnit;
import relay.perf.report.LineChart;

/**
 * What a load did, as pictures.
 */
final class Charts
{
    private static final double SECOND_NS = 1e9;
    private static final String TIME = "seconds since the start";
    private static final String BURST = "burst: twice the mean rate or more is due";

    private Charts()
    {
    }

    /**
     * @param result of a load.
     * @return by name; those without anything to show are left out.
     */
    static Map<String, LineChart> againstTime(final RunResult result)
    {
        final RunResult.Series series = result.series();
        final Map<String, LineChart> charts = new LinkedHashMap<>();
        add(charts, "rate", "Datagrams a second", "datagrams/s", series, List.of(
            rate("sent", series.sent(), 3, false), rate("arrived", series.received(), 0, false),
            rate("due", series.wanted(), 2, true)));
        if (Account.UNKNOWN != series.inFlightMax())
        {
            add(charts, "in-flight", "Datagrams in the relay, the most of each " + ms(series.inFlight()) + " ms",
                "datagrams", series, List.of(line("in flight", series.inFlight(), 1, 0, false)));
        }
        final List<LineChart.Line> drops = new ArrayList<>();
        series.drops().forEach((reason, bins) -> drops.add(rate(reason, bins, drops.size(), false)));
        add(charts, "drops", "Drops a second, by reason", "datagrams/s", series, drops);
        return charts;
    }

    /**
     * @param results of loads.
     * @return percentile curves of their latencies; null if there are none.
     */
    static PercentileChart latencies(final List<RunResult> results)
    {
        final List<PercentileCurve> curves = results.stream()
            .filter(result -> result.sending().isPaced() && result.latency().getTotalCount() > 0)
            .map(result -> PercentileCurve.of(result.name(), result.latency(), PercentileChart.SAMPLE_COUNT)).toList();
        return chart("Latency", "from when each datagram was due to when the sink had it", curves);
    }

    /**
     * @param result of a load.
     * @return percentile curves of what the relay recorded; null if there is nothing.
     */
    static PercentileChart ofRelay(final RunResult result)
    {
        final List<PercentileCurve> curves = new ArrayList<>();
        result.ofRelay().forEach((tag, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                curves.add(PercentileCurve.of(tag, histogram, PercentileChart.SAMPLE_COUNT));
            }
        });
        return chart("Inside the relay", "lifetimes of buffers and residences, load " + result.name(), curves);
    }

    private static PercentileChart chart(final String title, final String subtitle, final List<PercentileCurve> curves)
    {
        return curves.isEmpty() ? null : new PercentileChart(title, subtitle, curves,
            LatencyUnit.forMedian(curves.stream().mapToLong(curve -> curve.summary().p50Ns()).min().orElse(0)));
    }

    private static void add(
        final Map<String, LineChart> charts, final String name, final String title, final String y,
        final RunResult.Series series, final List<LineChart.Line> lines)
    {
        final List<LineChart.Line> shown = lines.stream().filter(line -> line.xs().length > 0).toList();
        if (!shown.isEmpty())
        {
            charts.put(name, new LineChart(title, TIME, y, false, false, shown, BURST, series.bursts().stream()
                .map(band -> new LineChart.Shade(band.fromNs() / SECOND_NS, band.toNs() / SECOND_NS)).toList()));
        }
    }

    private static LineChart.Line rate(
        final String name, final TimeBins bins, final int colour, final boolean isDashed)
    {
        return line(name, bins, SECOND_NS / bins.widthNs(), colour, isDashed);
    }

    private static LineChart.Line line(
        final String name, final TimeBins bins, final double factor, final int colour, final boolean isDashed)
    {
        final double[] values = bins.values();
        final double[] xs = new double[values.length];
        final double[] ys = new double[values.length];
        for (int i = 0; i < values.length; i++)
        {
            xs[i] = (i + 0.5) * bins.widthNs() / SECOND_NS;
            ys[i] = values[i] * factor;
        }
        return new LineChart.Line(name, xs, ys, colour, isDashed);
    }

    private static long ms(final TimeBins bins)
    {
        return bins.widthNs() / 1_000_000;
    }
}
