package relay.perf.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import relay.observe.chart.Chart;
import relay.perf.outcome.LineChart;
import relay.perf.outcome.NumberText;
import relay.perf.outcome.PercentileCharts;
import relay.perf.outcome.Table;

/**
 * Tables and charts of bursts through a whole relay.
 *
 * @param bursts that were tried.
 */
record OverloadTables(List<OverloadResult> bursts)
{
    private static final double NS_A_MS = 1e6;
    private static final long SHOWN_MS_BEFORE = 5;
    private static final long SHOWN_MS_AFTER = 150;

    /**
     * @return with datagrams of one length, or of several.
     */
    OverloadTables with(final boolean isMixed)
    {
        return new OverloadTables(
            bursts.stream().filter(burst -> isMixed == burst.overload().mix().lengths().size() > 1).toList());
    }

    Table predictions()
    {
        final Table table = new Table("burst", "drain", "arrived/s", "first drop ms", "predicted", "backlog",
            "predicted", "dropped", "predicted", "dropped while dry", "predicted", "backlog gone ms", "predicted");
        for (final OverloadResult result : bursts)
        {
            final Overload.Prediction predicted = result.predicted();
            table.row(result.text(), drain(result), count(result.arrived() * 1e9 / result.burstNs()),
                ms(result.exhaustionNs()), ms(predicted.exhaustionNs()),
                count(result.backlog()), count(predicted.backlog()),
                count(result.dropped()), count(predicted.dropped()),
                NumberText.percent(result.dropRate()), NumberText.percent(predicted.dropRate()),
                ms(result.drainedNs()), ms(predicted.drainedNs()));
        }
        return table;
    }

    Table classes()
    {
        final Table table = new Table("burst", "drain", "class", "buffers", "peak in use", "claimed", "exhausted",
            "dropped");
        bursts.forEach(result -> result.classes().forEach(each -> table.row(result.text(), drain(result), each.name(),
            count(each.buffers()), count(each.peakInUse()), count(each.claimed()), count(each.exhausted()),
            NumberText.percent(each.dropRate()))));
        return table;
    }

    Table after()
    {
        final Table table = new Table("burst", "drain", "recovery ms", "drops at half", "drops at all", "ledger off by",
            "errors", "kernel drops", "source late ms", "relay waited for a core ms");
        bursts.forEach(result -> table.row(result.text(), drain(result), ms(result.recoveryNs()),
            count(result.droppedAtHalf()), count(result.droppedAtFull()), count(result.imbalance()),
            count(result.errors()), count(result.kernelDrops()), ms(result.lateMaxNs()), ms(result.waitedNs())));
        return table;
    }

    /**
     * @return measured and predicted backlogs; null if there are none.
     */
    Chart backlogs()
    {
        final List<LineChart.Line> lines = new ArrayList<>();
        for (final OverloadResult result : charted())
        {
            final int colour = lines.size() / 2;
            lines.add(measured(result, colour));
            lines.add(predicted(result, colour));
        }
        return lines.isEmpty() ? null : LineChart.of("Datagrams that wait, drain at the sustainable rate",
            "ms since the burst began", "datagrams", lines);
    }

    /**
     * @return lifetimes of buffers; null if there are none.
     */
    Chart lifetimes()
    {
        final Map<String, Histogram> lifetimes = new LinkedHashMap<>();
        charted().stream().filter(result -> null != result.lifetimeNs())
            .forEach(result -> lifetimes.put(result.text(), result.lifetimeNs()));
        return PercentileCharts.of("Lifetimes of small buffers, from claim to reclaim",
            "drain at the sustainable rate; all phases", lifetimes);
    }

    /** Bursts of the length in the middle, drained at the sustainable rate. */
    private List<OverloadResult> charted()
    {
        final List<Integer> lengths =
            bursts.stream().map(result -> result.overload().lengthMs()).distinct().sorted().toList();
        return bursts.stream().filter(result -> 1 == result.overload().drain() &&
            lengths.get(lengths.size() / 2) == result.overload().lengthMs()).toList();
    }

    private static LineChart.Line measured(final OverloadResult result, final int colour)
    {
        final List<OverloadResult.Sample> samples = result.samples().stream()
            .filter(sample -> sample.ns() >= -SHOWN_MS_BEFORE * NS_A_MS &&
                sample.ns() <= result.burstNs() + SHOWN_MS_AFTER * NS_A_MS).toList();
        return new LineChart.Line(result.text(),
            samples.stream().mapToDouble(sample -> sample.ns() / NS_A_MS).toArray(),
            samples.stream().mapToDouble(OverloadResult.Sample::inFlight).toArray(), colour, false);
    }

    private static LineChart.Line predicted(final OverloadResult result, final int colour)
    {
        final Overload.Prediction predicted = result.predicted();
        final double burstMs = result.burstNs() / NS_A_MS;
        final double surplus = result.arrived() / burstMs - result.overload().drainRate() / 1e3;
        final double beginMs = Overload.SHAPER_BURST_BYTES / result.overload().mix().meanLength() / surplus;
        final double fullMs = Double.isNaN(predicted.exhaustionNs()) ? burstMs : predicted.exhaustionNs() / NS_A_MS;
        final double drainedMs =
            Double.isNaN(predicted.drainedNs()) ? Double.POSITIVE_INFINITY : predicted.drainedNs() / NS_A_MS;
        final double shownMs = Math.min(SHOWN_MS_AFTER, drainedMs);
        final double left = 0 == predicted.backlog() ? 0 : predicted.backlog() * (1 - shownMs / drainedMs);
        return new LineChart.Line(result.text() + ", predicted",
            new double[]{0, Math.min(beginMs, burstMs), fullMs, burstMs, burstMs + shownMs},
            new double[]{0, 0, predicted.backlog(), predicted.backlog(), left}, colour, true);
    }

    private static String drain(final OverloadResult result)
    {
        return NumberText.text(result.overload().drain()) + " x";
    }

    private static String count(final double number)
    {
        return NumberText.text(Math.rint(number));
    }

    private static String ms(final double ns)
    {
        return NumberText.text(ns / NS_A_MS);
    }
}
