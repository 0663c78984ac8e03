package relay.perf.bench;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.NumberText;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.PercentileCharts;
import relay.perf.outcome.Table;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Effort;

/**
 * The report of {@code relay bench rfc}: a table and charts for each test.
 */
final class RfcReport implements BenchOptions.Report
{
    private static final String LEGEND = "In brackets the smallest and the largest of the rounds. † the generator " +
        "could do no more, or the test asked for no more: the relay may.";

    private final RfcPlan plan;
    private final RfcRun run;

    RfcReport(final RfcRun run)
    {
        this.run = run;
        plan = run.plan();
    }

    @Override
    public Outcome outcome(final Machine machine, final Cores cores)
    {
        final Outcome outcome = new Outcome("Relay by RFC 2544 and RFC 3918");
        for (final RfcTest test : measured().toList())
        {
            final List<Measurement> figures = run.of(test);
            outcome.heading(test.title() + " (" + test.section() + ")").detail(test.definition())
                .table(Table.of(figures, "subject")).chart(test.key(), test.chart(run));
            if (RfcTest.LATENCY == test)
            {
                run.latencies().forEach((subject, byLoad) -> outcome.chart(
                    test.key() + "-" + subject.replaceAll("[^A-Za-z0-9]", ""),
                    PercentileCharts.of("Latency, " + subject,
                        "from when each datagram was due to when the sink had it, all rounds", byLoad)));
            }
        }
        outcome.heading("Notes").paragraph(LEGEND).paragraph(sizes()).paragraph(run.integrity().line());
        run.failures().forEach(failure -> outcome.warning("FAILED: " + failure));
        machine.warnings(cores).forEach(outcome::warning);
        return outcome.heading("Conditions").words(conditions(machine, cores));
    }

    /** Every value of every round. */
    @Override
    public SequencedMap<String, Object> values()
    {
        return Keys.of(
            "plan", plan, "failures", run.failures(), "integrity", run.integrity(), "figures",
            measured().flatMap(test -> run.of(test).stream().map(figure -> Keys.of(
                "test", test.key(), "section", test.section(), "subject", figure.context("subject"),
                "metric", figure.name(), "unit", figure.unit(), "median", figure.median(), "values", figure.values(),
                "offered", run.offered(figure).values(), "notes", figure.notes()))).toList());
    }

    @Override
    public boolean hasFailed()
    {
        return !run.failures().isEmpty();
    }

    private Stream<RfcTest> measured()
    {
        return Stream.of(RfcTest.values()).filter(test -> plan.has(test) && !run.of(test).isEmpty());
    }

    private String sizes()
    {
        final double lossMax = plan.effort().lossMax();
        return "Sizes are UDP payloads; an Ethernet frame is 46 B longer, its check sequence included, so that " +
            "1,472 B are the frame of 1,518 B. " + (0 == lossMax ? "Nothing may be lost, as the RFCs have it." :
            String.format(Locale.ROOT, "Up to %s %% may be lost, where the RFCs have none: a shared machine.",
            NumberText.text(lossMax * 100)));
    }

    private Table conditions(final Machine machine, final Cores cores)
    {
        final Effort effort = plan.effort();
        return machine.conditions()
            .row("cores", "the relay on " + cores.relay() + ", generator and sink on " + cores.traffic())
            .row("network", "three namespaces joined by veth pairs: generator, relay, sink; docs/benchmarks.md")
            .row("trials", String.format(Locale.ROOT, "%d rounds, %d ms each after %d ms that do not count; RFC 2544 " +
                "section 24 asks for 60 s: --trial 60000", effort.rounds(), effort.trialMs(), effort.trialWarmUpMs()))
            .row("search", String.format(Locale.ROOT, "ends when a rate fails that is %.0f %% above one that " +
                "passed; a rate fails when it fails three times", effort.precision() * 100))
            .row("generator", 1 == effort.train() ? "each datagram due on its own, evenly spaced" : "trains of " +
                effort.train() + ", all due at once; --train 1 spaces them evenly, as RFC 2544 section 21 begins with");
    }
}
