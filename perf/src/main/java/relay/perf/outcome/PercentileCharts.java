package relay.perf.outcome;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.text.LatencyUnit;

/**
 * Percentile curves of histograms.
 */
public final class PercentileCharts
{
    private PercentileCharts()
    {
    }

    /**
     * @param title      first line.
     * @param subtitle   second line.
     * @param histograms of nanoseconds, by the name of their curve, in order.
     * @return a chart; null if no histogram has a value.
     */
    public static PercentileChart of(
        final String title, final String subtitle, final Map<String, ? extends AbstractHistogram> histograms)
    {
        final List<PercentileCurve> curves = histograms.entrySet().stream()
            .filter(each -> each.getValue().getTotalCount() > 0)
            .map(each -> PercentileCurve.of(each.getKey(), each.getValue(), PercentileChart.SAMPLE_COUNT)).toList();
        return curves.isEmpty() ? null : new PercentileChart(title, subtitle, curves,
            LatencyUnit.forMedian(curves.stream().mapToLong(curve -> curve.summary().p50Ns()).min().orElse(0)));
    }
}
