package relay.perf.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.text.LatencyUnit;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.LineChart;
import relay.perf.report.Numbers;

/**
 * What happens when a pool runs dry: the part of the report about bursts through a whole relay.
 */
final class BurstSections
{
    private static final double NS_A_MS = 1e6;
    private static final double DRAIN_SHOWN = 1;
    private static final long SHOWN_MS_BEFORE = 5;
    private static final long SHOWN_MS_AFTER = 150;

    private final Results results;
    private final HtmlPage page;

    BurstSections(final Results results, final HtmlPage page)
    {
        this.results = results;
        this.page = page;
    }

    void write()
    {
        page.heading("Bursts through a whole relay");
        page.paragraph("A relay as 'relay run' starts it, in one process with the source, between loopback sockets: " +
            "ingress, qos and egress on one thread, the source on another, which also looks at the relay's ledger " +
            "five times a millisecond. By itself this relay passes on " + Numbers.text(results.limitRate()) + " " +
            "datagrams/s of 1,000 B without a drop. The sustainable rate of the experiment is a tenth of that, " +
            Numbers.text(results.sustainableRate()) + "/s, so that ten times as much can be offered through these " +
            "sockets: the destination's rate makes it so, at 0.5, 1 and 1.5 times. A quarter of the sustainable " +
            "rate comes before the burst; half, then all of it after, for a second and more each.");
        page.paragraph("Predicted is what a fluid would do with what arrived: backlog = (arrivals - drain) x time, " +
            "less the 128 KiB that the destination may send at once; drops are what exceeds the buffers. Where the " +
            "kernel dropped datagrams before the relay saw them, the source fell behind, or the relay's thread had " +
            "to wait for a core, it was tried once more; then the row is marked (*) and is not compared.");
        final List<BurstResult> single = results.bursts().stream()
            .filter(burst -> 1 == burst.burst().mix().lengths().size()).toList();
        page.grid(bursts(single));
        charts(single);
        final List<BurstResult> mixed = results.bursts().stream()
            .filter(burst -> burst.burst().mix().lengths().size() > 1).toList();
        if (!mixed.isEmpty())
        {
            page.paragraph("By size class: " + mixed.getFirst().burst().mix().name() + ", again and again, in the " +
                "proportion of the buffers, so that all classes should run dry at once. Shares are over the whole " +
                "run.");
            page.grid(bursts(mixed));
            page.grid(classes(mixed));
        }
        after();
        recovery();
    }

    static Grid bursts(final List<BurstResult> bursts)
    {
        final Grid grid = new Grid("burst", "drain", "arrived/s", "first drop ms", "predicted", "backlog", "predicted",
            "dropped", "predicted", "dropped while dry", "predicted", "backlog gone ms", "predicted");
        for (final BurstResult result : bursts)
        {
            final Burst.Prediction prediction = result.prediction();
            grid.row(
                name(result), Numbers.text(result.burst().drain()) + " x",
                Numbers.text(Math.rint(result.arrived() * 1e9 / result.burstNs())),
                ms(result.exhaustionNs()), ms(prediction.exhaustionNs()),
                Numbers.text(result.backlog()), Numbers.text(Math.rint(prediction.backlog())),
                Numbers.text(result.dropped()), Numbers.text(Math.rint(prediction.drops())),
                Numbers.percent(result.dropRate()), Numbers.percent(prediction.dropRate()),
                ms(result.drainedNs()), ms(prediction.drainedNs()));
        }
        return grid;
    }

    private static Grid classes(final List<BurstResult> bursts)
    {
        final Grid grid = new Grid("burst", "drain", "class", "buffers", "peak in use", "claimed", "exhausted",
            "dropped");
        bursts.forEach(result -> result.classes().forEach(each -> grid.row(
            name(result), Numbers.text(result.burst().drain()) + " x", each.name(), Numbers.text(each.buffers()),
            Numbers.text(each.peakInUse()), Numbers.text(each.claimed()), Numbers.text(each.exhausted()),
            Numbers.percent(each.dropRate()))));
        return grid;
    }

    private void after()
    {
        page.heading("After the burst");
        page.paragraph("Recovery is from the end of the burst to the last drop that a full second without one " +
            "followed; drops at half and at all of the sustainable rate are those of the two phases behind it. With " +
            "a drain of half the sustainable rate nothing can recover: as much goes as comes, then half of it. The " +
            "first experiment's success rates of 98.41 % (50 buffers) and 99.21 % (100) are capacity / (capacity + " +
            "1), whatever happens.");
        final Grid grid = new Grid("burst", "drain", "recovery ms", "drops at half", "drops at all", "ledger off by",
            "errors", "kernel drops", "source late ms", "relay waited for a core ms");
        results.bursts().forEach(result -> grid.row(
            name(result), Numbers.text(result.burst().drain()) + " x", ms(result.recoveryNs()),
            Numbers.text(result.droppedAtHalf()), Numbers.text(result.droppedAtFull()),
            Numbers.text(result.imbalance()), Numbers.text(result.errors()), Numbers.text(result.kernelDrops()),
            ms(result.lateMaxNs()), ms(result.waitedNs())));
        page.grid(grid);
    }

    private void recovery()
    {
        page.heading("From the first release to the next claim");
        page.paragraph("A lane with no free buffer, claimed from in vain on one thread; on another, a reader " +
            "releases its first packet. Nanoseconds from just before that release to just after the claim that " +
            "succeeds, two readings of the clock included. The first experiment measured freeing a list of 50 " +
            "buffers (795 to 895 ns) and of 100 (3.5 us).");
        final Grid grid = new Grid("buffers", "times", "p50", "p95", "p99", "p99.9", "max");
        results.recoveryNs().forEach((buffers, histogram) -> grid.row(Numbers.text(buffers),
            Numbers.text(histogram.getTotalCount()), Numbers.text(histogram.getValueAtPercentile(50)),
            Numbers.text(histogram.getValueAtPercentile(95)), Numbers.text(histogram.getValueAtPercentile(99)),
            Numbers.text(histogram.getValueAtPercentile(99.9)), Numbers.text(histogram.getMaxValue())));
        page.grid(grid);
    }

    private void charts(final List<BurstResult> bursts)
    {
        final int lengthMs = middle(bursts);
        final List<BurstResult> shown = bursts.stream()
            .filter(result -> DRAIN_SHOWN == result.burst().drain() && result.burst().lengthMs() == lengthMs).toList();
        final List<LineChart.Line> lines = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++)
        {
            lines.add(measured(shown.get(i), i));
            lines.add(predicted(shown.get(i), i));
        }
        if (!lines.isEmpty())
        {
            page.picture(new LineChart("Datagrams that wait, drain at the sustainable rate", "ms since the burst began",
                "datagrams", false, false, lines).svg());
        }
        final List<PercentileCurve> curves =
            shown.stream().map(BurstSections::lifetimes).filter(Objects::nonNull).toList();
        if (!curves.isEmpty())
        {
            final long medianNs = curves.stream().mapToLong(curve -> curve.summary().p50Ns()).min().orElse(1);
            page.picture(new PercentileChart("Lifetimes of small buffers, from claim to reclaim",
                "bursts of " + lengthMs + " ms, drain at the sustainable rate; all phases", curves,
                LatencyUnit.forMedian(medianNs)).svg());
        }
    }

    private static PercentileCurve lifetimes(final BurstResult result)
    {
        final PercentileCurve curve = result.lifetimes();
        return null == curve ? null : new PercentileCurve(
            name(result), curve.summary(), curve.minNs(), curve.endNines(), curve.valuesNs());
    }

    private static int middle(final List<BurstResult> bursts)
    {
        final List<Integer> lengths = bursts.stream().map(result -> result.burst().lengthMs()).distinct()
            .sorted(Comparator.naturalOrder()).toList();
        return lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);
    }

    private static LineChart.Line measured(final BurstResult result, final int colour)
    {
        final List<BurstResult.Sample> samples = result.samples().stream()
            .filter(sample -> sample.ns() >= -SHOWN_MS_BEFORE * NS_A_MS &&
                sample.ns() <= result.burstNs() + SHOWN_MS_AFTER * NS_A_MS).toList();
        return new LineChart.Line(name(result),
            samples.stream().mapToDouble(sample -> sample.ns() / NS_A_MS).toArray(),
            samples.stream().mapToDouble(BurstResult.Sample::inFlight).toArray(), colour, false);
    }

    private static LineChart.Line predicted(final BurstResult result, final int colour)
    {
        final Burst.Prediction prediction = result.prediction();
        final double burstMs = result.burstNs() / NS_A_MS;
        final double surplus = result.arrived() / burstMs - result.burst().drainRate() / 1e3;
        final double beginMs = Burst.SHAPER_BURST_BYTES / result.burst().mix().meanLength() / surplus;
        final double fullMs = Double.isNaN(prediction.exhaustionNs()) ? burstMs : prediction.exhaustionNs() / NS_A_MS;
        final double drainedMs =
            Double.isNaN(prediction.drainedNs()) ? Double.POSITIVE_INFINITY : prediction.drainedNs() / NS_A_MS;
        final double shownMs = Math.min(SHOWN_MS_AFTER, drainedMs);
        final double left = 0 == prediction.backlog() ? 0 : prediction.backlog() * (1 - shownMs / drainedMs);
        return new LineChart.Line(name(result) + ", predicted",
            new double[]{0, Math.min(beginMs, burstMs), fullMs, burstMs, burstMs + shownMs},
            new double[]{0, 0, prediction.backlog(), prediction.backlog(), left}, colour, true);
    }

    private static String name(final BurstResult result)
    {
        final Burst burst = result.burst();
        return String.format(Locale.ROOT, "%s x for %d ms%s", Numbers.text(burst.factor()), burst.lengthMs(),
            result.isClean() ? "" : " (*)");
    }

    private static String ms(final double ns)
    {
        return Numbers.text(ns / NS_A_MS);
    }
}
