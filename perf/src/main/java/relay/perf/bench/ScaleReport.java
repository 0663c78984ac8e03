package relay.perf.bench;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoubleBinaryOperator;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.Measurements;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.Table;
import relay.perf.outcome.Verdict;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.TrialMetric;

/**
 * The costs of datagrams as tables, one for each axis and load, and whether this run bears out the promises.
 * Comparisons are made within a round.
 */
final class ScaleReport implements BenchOptions.Report
{
    private static final double OWN_WAIT_SHARE_MAX = 0.01;

    private final ScalePlan plan;
    private final List<ScaleRun> runs;
    private final List<RelayLedger> ledgers;
    private final Verb verb;
    private final Measurements measurements = new Measurements();

    /** A verb: the columns of its tables, and its promises. */
    interface Verb
    {
        List<Measurement> columns(ScaleReport report, ScalePoint point, Load load);

        List<Verdict> verdicts(ScaleReport report);
    }

    ScaleReport(
        final ScalePlan plan, final List<ScaleRun> runs, final List<RelayLedger> ledgers, final Verb verb)
    {
        this.plan = plan;
        this.runs = runs;
        this.ledgers = ledgers;
        this.verb = verb;
        runs.forEach(run -> TrialMetric.add(measurements, context(run.axis(), run.count(), run.load()),
            List.of(run.trial()), TrialMetric.values()));
    }

    ScalePlan plan()
    {
        return plan;
    }

    @Override
    public SequencedMap<String, Object> values()
    {
        return Keys.of("settings", plan.settings(), "measurements", runs, "ledgers", ledgers,
            "acceptance", Promise.of(verb.verdicts(this)));
    }

    @Override
    public Outcome outcome(final Machine machine, final Cores cores)
    {
        final Outcome outcome = new Outcome("Relay as it grows");
        for (final String axis : plan.axes())
        {
            plan.loads().forEach(load -> outcome.heading(axis + "; " + load.name()).table(Table.of(
                plan.on(axis).stream().flatMap(point -> verb.columns(this, point, load).stream()).toList(), "count")));
        }
        return notes(outcome.heading("Notes")).heading("Promises").verdicts(verb.verdicts(this));
    }

    Measurement find(final ScalePoint point, final Load load, final TrialMetric metric)
    {
        return measurements.find(context(point.axis(), point.count(), load.name()), metric.label());
    }

    /** Compares the CPU time of a point with that of a base, through which the same load was sent. */
    Measurement compared(
        final ScalePoint point, final ScalePoint base, final Load load, final String name, final String unit,
        final DoubleBinaryOperator compare)
    {
        return find(point, load, TrialMetric.CPU).against(name, unit, find(base, load, TrialMetric.CPU), compare);
    }

    ScalePoint firstOf(final ScalePoint point)
    {
        return plan.on(point.axis()).getFirst();
    }

    private Outcome notes(final Outcome outcome)
    {
        outcome.paragraph("CPU: time of the relay's process for each datagram that arrived. core: busy time of its " +
                "core. send: time of the generator's call.")
            .paragraph("In brackets the smallest and largest of the rounds. Ratios and differences are medians of " +
                "those of each round.")
            .paragraph("ledger exact in " + ledgers.stream().filter(RelayLedger::isExact).count() + " of " +
                ledgers.size() + " relays; " + ledgers.stream().mapToLong(ledger -> ledger.get("dropped")).sum() +
                " dropped by them, " + ledgers.stream().mapToLong(RelayLedger::kernelDrops).sum() +
                " by the kernel before them");
        Warnings.share(outcome, runs.stream().map(run -> run.trial().ownWaitShare()).toList(), OWN_WAIT_SHARE_MAX,
            "generator and sink had to wait for their core for %.0f %% of the time (median, %.0f %% at worst): other " +
            "work runs here.");
        runs.stream().filter(run -> run.trial().isWrong()).forEach(run -> outcome.paragraph("wrong: round " +
            run.round() + ", " + run.count() + " " + run.axis() + ", " + run.load() +
            ": datagrams arrived twice, out of order or changed; see --json"));
        return outcome;
    }

    private static SequencedMap<String, Object> context(final String axis, final int count, final String load)
    {
        return Keys.of("axis", axis, "load", load, "count", count);
    }
}
