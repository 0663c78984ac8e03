package relay.perf.experiment;

import java.util.List;
import java.util.Locale;
import relay.perf.bench.Machine;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.Numbers;
import relay.perf.report.Spread;

/**
 * All results on one page.
 */
final class Report
{
    private static final double NS_OF_M_OPS = 1e3;

    private final Results results;
    private final Criteria criteria;
    private final HtmlPage page = new HtmlPage("Relay: the experiments on its pool");

    Report(final Results results)
    {
        this.results = results;
        criteria = new Criteria(results);
    }

    /**
     * @return an HTML document.
     */
    String html()
    {
        results.conditions().forEach(page::warning);
        page.heading("What should hold");
        page.paragraph("The first seven decide how the run ends, and were the first experiment's own. What follows " +
            "them is promised beyond. What does not hold is shown as it is.");
        page.grid(criteria(criteria.success()));
        page.grid(criteria(criteria.further()));
        machine();
        seed();
        new PoolSections(results.figures(), page).write();
        page.heading("Caches");
        page.paragraph(results.counters());
        new CacheSection(results.figures(), page).write();
        new BurstSections(results, page).write();
        metrics();
        new ModelSection(results, page).write();
        return page.document();
    }

    static Grid criteria(final List<Criterion> criteria)
    {
        final Grid grid = new Grid("", "measured", "limit", "", "");
        criteria.forEach(criterion -> grid.row(criterion.name(), Numbers.text(criterion.value()),
            Numbers.text(criterion.limit()), criterion.verdict(), criterion.words()));
        return grid;
    }

    private void machine()
    {
        final Machine machine = results.machine();
        page.heading("Where and how");
        final Grid grid = new Grid("", "");
        grid.row("processor", machine.cpu() + ", " + machine.cores().size() + " cores for this process" +
            (machine.isVirtual() ? ", a virtual machine" : ""));
        grid.row("kernel", machine.kernel());
        grid.row("Java", machine.jdk());
        grid.row("options of the JVMs that measured", String.join(" ", results.jvm()));
        grid.row("sources", machine.commit());
        grid.row("effort", effort(results.effort()));
        page.words(grid);
    }

    private static String effort(final Effort effort)
    {
        return String.format(Locale.ROOT, "%s: %d rounds of %d iterations of %d ms, after %d that do not count; in " +
            "brackets the smallest and the largest iteration", effort.name(), effort.rounds(), effort.iterations(),
            effort.iterationMs(), effort.warmUps());
    }

    private void seed()
    {
        page.heading("Beside the first experiment");
        page.paragraph("Nanoseconds an operation. Its numbers are of another language and another machine, and some " +
            "of them of a method that is not repeated here: its release clears the buffer, its dynamic copies were " +
            "optimised away, its success rates follow from its loop, its recovery is the time to free a list, its " +
            "p99 is a mean, and one thread does everything. Here, the way of a buffer is claim, publish, pass the " +
            "stage, release, reclaim.");
        final Grid grid = new Grid("", "first experiment", "its target", "here", "here / first");
        for (final Seed.Number number : Seed.NUMBERS)
        {
            final Figure figure = results.figures().find(
                number.isMetered(), number.table(), number.contender(), number.pairs().toArray());
            final Spread value = null == figure ? null : figure.value();
            grid.row(number.name(), Numbers.text(number.value()), number.target(), Numbers.text(value),
                null == value ? Numbers.NONE : Numbers.text(value.median() / number.value()));
        }
        page.grid(grid);
        page.grid(throughputs());
    }

    private Grid throughputs()
    {
        final Grid grid = new Grid("million operations/s", "first experiment", "here, one thread", "here / first");
        for (final Seed.Throughput throughput : Seed.THROUGHPUTS)
        {
            final Figure figure = results.figures().find(
                throughput.isMetered(), Row.Table.CYCLE, throughput.contender(), "length", PoolPlan.LENGTHS.getFirst());
            final double value = null == figure ? Double.NaN : NS_OF_M_OPS / figure.value().median();
            grid.row(throughput.name(), Numbers.text(throughput.mOps()), Numbers.text(value),
                Numbers.text(value / throughput.mOps()));
        }
        return grid;
    }

    private void metrics()
    {
        page.heading("What metrics cost");
        page.paragraph("Nanoseconds of the relay's data thread for each datagram of 1,000 B, from one loopback port " +
            "to another, with more offered than it can take, so that it never sleeps: the kernel works for whole " +
            "batches then, which leaves metrics their largest share. The product has no switch for them. Without " +
            "metrics the same class files run with the recording taken out of their bytecode: " +
            "LatencyRecorder.recordNs, the counts of Lane, and the ledgers of flows and destinations but for what " +
            "was sent. Each process has four relays, alive at once, with classes of their own: two with metrics, two " +
            "without. They are loaded in turn, for " + results.effort().windowMs() + " ms each, forwards and " +
            "backwards, and compared within each round; the median of " + Effort.ROUNDS + " rounds is the process's " +
            "figure. How the compiler and memory happened to place things differs from relay to relay, more than " +
            "metrics may cost: so there are several processes, and the estimate over them (Hodges and Lehmann) has " +
            "an interval that holds the true value with 95 % (Wilcoxon). Relays that are alike, compared in the same " +
            "way, show what can be resolved. The first experiment found -3 % (noise), and wanted less than 5 %.");
        final MetricsCost metrics = results.metrics();
        final Grid grid = new Grid("", "with, ns", "without, ns", "metrics add, percent", "alike: with", "alike: without");
        for (int i = 0; i < metrics.processes().size(); i++)
        {
            final Rounds rounds = metrics.processes().get(i);
            grid.row("process " + (i + 1), Numbers.text(rounds.withNs()), Numbers.text(rounds.withoutNs()),
                Numbers.text(rounds.costPercent()), Numbers.text(rounds.nothingPercent().getFirst()),
                Numbers.text(rounds.nothingPercent().getLast()));
        }
        grid.row("all", "", "", metrics.percent().text(), metrics.nothingPercent().text(), "");
        page.grid(grid);
    }
}
