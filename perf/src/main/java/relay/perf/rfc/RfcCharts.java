package relay.perf.rfc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import relay.observe.chart.Chart;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.text.LatencyUnit;
import relay.perf.report.LineChart;
import relay.perf.report.Spread;

/**
 * What of the figures is easier seen than read.
 */
final class RfcCharts
{
    private static final String SIZE = "UDP payload, B";
    private static final String RATE = "datagrams/s";
    private static final String OFFERED = "offered, datagrams/s";

    private RfcCharts()
    {
    }

    /**
     * @param part    of the report.
     * @param figures of the run.
     * @return charts by name, as files are called; none where there are no two points to join, or all are 0.
     */
    static Map<String, Chart> of(final Part part, final Figures figures)
    {
        final Map<String, Chart> charts = new LinkedHashMap<>();
        final LineChart lines = lines(part, figures);
        if (null != lines)
        {
            charts.put(part.key(), lines);
        }
        if (Part.LATENCY == part)
        {
            figures.latencies().forEach((subject, byLoad) ->
            {
                final PercentileChart curves = curves(subject, byLoad);
                if (null != curves)
                {
                    charts.put(part.key() + "-" + subject.replaceAll("[^A-Za-z0-9]", ""), curves);
                }
            });
        }
        return charts;
    }

    private static PercentileChart curves(final String subject, final Map<String, Histogram> byLoad)
    {
        final List<PercentileCurve> curves = new ArrayList<>();
        byLoad.forEach((load, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                curves.add(PercentileCurve.of(load, histogram, PercentileChart.SAMPLE_COUNT));
            }
        });
        return curves.isEmpty() ? null : new PercentileChart("Latency, " + subject,
            "from when each datagram was due to when the sink had it, all rounds", curves,
            LatencyUnit.forMedian(curves.stream().mapToLong(curve -> curve.summary().p50Ns()).min().orElse(0)));
    }

    private static LineChart lines(final Part part, final Figures figures)
    {
        return switch (part)
        {
            case THROUGHPUT -> chart("Throughput by size", SIZE, RATE, false,
                byMetric(part, figures, List.of("throughput", "without a relay")));
            case LATENCY -> chart("Latency by size, at shares of the throughput", SIZE, "us", true,
                byMetric(part, figures, figures.metrics(part)));
            case FRAME_LOSS -> chart("Loss when more is offered", OFFERED, "% lost", false,
                byOffered(figures.of(part), Figure::subject));
            case BACK_TO_BACK -> chart("Longest burst by size", SIZE, "datagrams", false,
                byMetric(part, figures, List.of("longest burst", "corrected")));
            case RECOVERY -> chart("Recovery by size", SIZE, "us", false, byMetric(part, figures, List.of("recovery")));
            case SCALED -> chart("Throughput by groups", "groups", RATE, false,
                byMetric(part, figures, List.of("throughput")));
            case MATRIX -> chart("Forwarding matrix", OFFERED, "datagrams/s out", false,
                byOffered(figures.of(part), Figure::metric));
            case AGGREGATED -> chart("Throughput by destinations", "destinations", RATE, false,
                byMetric(part, figures, List.of("throughput", "copies")));
            case CAPACITY -> chart("From start until all groups are forwarded", "groups", "ms", false,
                byMetric(part, figures, List.of("start until forwarding")));
            case MIXED_SIZE, JOIN_LEAVE -> null;
        };
    }

    private static LineChart chart(
        final String title, final String x, final String y, final boolean isLogY, final List<LineChart.Line> lines)
    {
        final boolean isFlat = lines.stream().allMatch(line -> DoubleStream.of(line.ys()).allMatch(value -> 0 == value));
        return isFlat ? null : new LineChart(title, x, y, false, isLogY, lines);
    }

    private static List<LineChart.Line> byMetric(final Part part, final Figures figures, final List<String> metrics)
    {
        final List<LineChart.Line> lines = new ArrayList<>();
        for (final String metric : metrics)
        {
            final List<Figure> points = figures.of(part).stream()
                .filter(each -> each.metric().equals(metric) && Double.isFinite(each.median())).toList();
            add(lines, metric, points.stream().mapToDouble(Figure::x).toArray(), points);
        }
        return lines;
    }

    /** Over what was really sent: the generator may not have managed what it was asked for. */
    private static List<LineChart.Line> byOffered(final List<Figure> figures, final Function<Figure, String> name)
    {
        final List<LineChart.Line> lines = new ArrayList<>();
        for (final String each : figures.stream().map(name).distinct().toList())
        {
            final List<Figure> points = figures.stream().filter(figure -> name.apply(figure).equals(each))
                .sorted(Comparator.comparingDouble(RfcCharts::offered)).toList();
            add(lines, each, points.stream().mapToDouble(RfcCharts::offered).toArray(), points);
        }
        return lines;
    }

    private static double offered(final Figure figure)
    {
        final Spread spread = Spread.of(figure.offered());
        return null == spread ? 0 : spread.median();
    }

    private static void add(
        final List<LineChart.Line> lines, final String name, final double[] xs, final List<Figure> points)
    {
        if (points.size() > 1)
        {
            lines.add(new LineChart.Line(
                name, xs, points.stream().mapToDouble(Figure::median).toArray(), lines.size(), false));
        }
    }
}
