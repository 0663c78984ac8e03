package relay.perf.experiment;

import java.util.List;
import org.HdrHistogram.Histogram;
import relay.perf.outcome.NumberText;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.Table;
import relay.pool.jmh.Candidates;

/**
 * All results: a summary for the terminal, and everything on one page.
 */
final class ExperimentReport
{
    private static final double NS_OF_M_OPS = 1e3;

    private final ExperimentResults results;
    private final Criteria criteria;

    ExperimentReport(final ExperimentResults results)
    {
        this.results = results;
        criteria = new Criteria(results);
    }

    /**
     * @return caveats and criteria.
     */
    Outcome summary()
    {
        final Outcome summary = new Outcome("");
        results.caveats().forEach(summary::warning);
        return summary.verdicts(criteria.success()).paragraph("Beyond them:").verdicts(criteria.further());
    }

    /**
     * @return everything.
     */
    Outcome page()
    {
        final Outcome page = new Outcome("Relay: the experiments on its pool");
        results.caveats().forEach(page::warning);
        final PageTemplate template = new PageTemplate(Resource.text("page.txt"));
        template.put("success", at -> at.verdicts(criteria.success()));
        template.put("further", at -> at.verdicts(criteria.further()));
        template.put("conditions", at -> at.words(results.machine().conditions()
            .row("options of the JVMs that measured", String.join(" ", results.jvm()))
            .row("effort", results.runLength().text())));
        template.put("seed", at -> at.table(seed()));
        template.put("seed rates", at -> at.table(seedRates()));
        putPool(template);
        putBursts(template);
        template.put("recovery", at -> at.table(recovery()));
        template.put("window", NumberText.text(results.runLength().windowMs()));
        template.put("metrics", at -> at.table(metrics()));
        template.put("megabytes", NumberText.text(results.megabytes(Criteria.CORES)));
        template.put("in flight", at -> at.table(SeedTables.read().inFlightTable()));
        template.put("footprints", at -> at.table(SeedTables.read().footprintTable()));
        return template.writeTo(page);
    }

    private void putPool(final PageTemplate template)
    {
        final PoolTables tables = new PoolTables(results.pool());
        for (final PoolSeries series : List.of(
            PoolSeries.CYCLE, PoolSeries.COPY, PoolSeries.COPY_AT_ONCE, PoolSeries.READ))
        {
            template.put(series.text(), at -> at.table(tables.comparison(series, "ns", Candidates.LANE)));
        }
        for (final PoolSeries series : List.of(
            PoolSeries.CYCLE_WITHOUT_METRICS, PoolSeries.POOL_SIZE, PoolSeries.BURST))
        {
            template.put(series.text(), at -> at.table(tables.scores(series)));
        }
        for (final PoolSeries series : List.of(PoolSeries.WORKING_SET, PoolSeries.WORKING_SET_JUMBO))
        {
            template.put(series.text(), at -> at.table(tables.scores(series))
                .chart(series.name(), tables.workingSets(series, "Copies by buffers of the pool")));
        }
        template.put(PoolSeries.HAND_OFF.text(),
            at -> at.table(tables.comparison(PoolSeries.HAND_OFF, "million/s", Candidates.LANE_BATCHES)));
        template.put("single overhead", NumberText.text(results.pool().overheadNs(PoolSeries.TAIL)));
        template.put("overhead", NumberText.text(results.pool().overheadNs(PoolSeries.TAIL_IN_TURN)));
        template.put("percentiles", at -> at.table(tables.percentiles()));
        template.put("curves", at -> at.chart("percentiles", tables.percentileChart()));
        template.put("counters", results.counters());
    }

    private void putBursts(final PageTemplate template)
    {
        final OverloadTables all = new OverloadTables(results.bursts());
        final OverloadTables single = all.with(false);
        final OverloadTables mixed = all.with(true);
        template.put("limit rate", NumberText.text(results.limitRate()));
        template.put("sustainable rate", NumberText.text(results.sustainableRate()));
        template.put("bursts", at -> at.table(single.predictions()));
        template.put("backlog", at -> at.chart("backlog", single.backlogs()));
        template.put("lifetimes", at -> at.chart("lifetimes", single.lifetimes()));
        template.put("mixed bursts", at -> at.table(mixed.predictions()));
        template.put("classes", at -> at.table(mixed.classes()));
        template.put("after", at -> at.table(all.after()));
    }

    private Table seed()
    {
        final Table table = new Table("", "first experiment", "its target", "here", "here / first");
        for (final SeedFigures.SeedFigure figure : SeedFigures.ALL.nanoseconds())
        {
            final PoolResult ours = figure.findIn(results.pool());
            table.row(figure.name(), NumberText.text(figure.value()), figure.target(),
                null == ours ? NumberText.NONE : NumberText.text(ours.value()),
                null == ours ? NumberText.NONE : NumberText.text(ours.value().median() / figure.value()));
        }
        return table;
    }

    private Table seedRates()
    {
        final Table table = new Table(
            "million operations/s", "first experiment", "here, one thread", "here / first");
        for (final SeedFigures.SeedFigure figure : SeedFigures.ALL.millionsASecond())
        {
            final PoolResult ours = figure.findIn(results.pool());
            final double rate = null == ours ? Double.NaN : NS_OF_M_OPS / ours.value().median();
            table.row(figure.name(), NumberText.text(figure.value()), NumberText.text(rate),
                NumberText.text(rate / figure.value()));
        }
        return table;
    }

    private Table recovery()
    {
        final Table table = new Table("buffers", "times", "p50", "p95", "p99", "p99.9", "max");
        results.claimAfterReleaseNs().forEach((buffers, ns) -> table.row(NumberText.text(buffers),
            NumberText.text(ns.getTotalCount()), at(ns, 50), at(ns, 95), at(ns, 99), at(ns, 99.9), at(ns, 100)));
        return table;
    }

    private static String at(final Histogram ns, final double percentile)
    {
        return NumberText.text(ns.getValueAtPercentile(percentile));
    }

    private Table metrics()
    {
        final MetricsCost metrics = results.metrics();
        final Table table = new Table(
            "", "with, ns", "without, ns", "metrics add, percent", "alike: with", "alike: without");
        metrics.processes().forEach(rounds -> table.row("process " + (table.rows().size() + 1),
            NumberText.text(rounds.withNs()), NumberText.text(rounds.withoutNs()),
            NumberText.text(rounds.costPercent()), NumberText.text(rounds.nothingPercent().getFirst()),
            NumberText.text(rounds.nothingPercent().getLast())));
        return table.row("all", "", "", metrics.percent().text(), metrics.nothingPercent().text(), "");
    }
}
