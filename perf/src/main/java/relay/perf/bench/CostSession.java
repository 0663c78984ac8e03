package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets the steps take turns: in every round each is started, warmed up, measured with every load and stopped.
 */
final class CostSession
{
    private final CostPlan plan;
    private final Stage stage;
    private final Costs costs = new Costs();
    private final Set<Step> failed = new HashSet<>();

    CostSession(final CostPlan plan, final Stage stage)
    {
        this.plan = plan;
        this.stage = stage;
    }

    /**
     * @return what all cost. A step that fails is told, and left out from then on.
     */
    Costs run()
    {
        for (int round = 1; round <= plan.rounds(); round++)
        {
            for (final Step step : plan.steps())
            {
                tryMeasure(round, step);
            }
        }
        return costs;
    }

    private void tryMeasure(final int round, final Step step)
    {
        if (failed.contains(step))
        {
            return;
        }
        try
        {
            final List<Costs.Cost> measured = measure(round, step);
            measured.forEach(costs::add);
            costs.add(StepLedger.read(round, step, Contestants.report(stage.directory(), step.relay().name())));
            tell(round, step, measured);
        }
        catch (final BenchException | IOException ex)
        {
            if (stage.cleanUp().isShuttingDown())
            {
                throw new BenchException("stopped", ex);
            }
            failed.add(step);
            stage.out().println(step.title() + " left out: " + ex.getMessage());
        }
        stage.out().flush();
    }

    private List<Costs.Cost> measure(final int round, final Step step) throws IOException
    {
        return stage.play(step.relay(), step.workload(plan.loads().getFirst()), (ignore, traffics) ->
        {
            final List<Load> busiest = busiest(plan.loads());
            busiest.forEach(load -> warmUp(step, load, plan.warmUpMs() / 2 / busiest.size(), traffics));
            plan.loads().forEach(load -> warmUp(step, load, plan.warmUpMs() / 2 / plan.loads().size(), traffics));
            return plan.loads().stream()
                .map(load -> new Costs.Cost(round, step, load, measure(step, load, traffics))).toList();
        });
    }

    /**
     * Each of these comes first: slow ones alone, or those to one only, leave code uncompiled until it is measured.
     */
    private static List<Load> busiest(final List<Load> loads)
    {
        final long rate = loads.stream().mapToLong(Load::rate).max().orElseThrow();
        return loads.stream().filter(load -> load.rate() == rate).toList();
    }

    private static void warmUp(
        final Step step, final Load load, final long durationMs, final Function<Workload, Traffic> traffics)
    {
        traffics.apply(step.workload(load)).run(load.plan(step.count(), 0, durationMs));
    }

    private Trial measure(final Step step, final Load load, final Function<Workload, Traffic> traffics)
    {
        return traffics.apply(step.workload(load)).run(
            load.plan(step.count(), plan.trialWarmUpMs(), plan.trialMs()));
    }

    private void tell(final int round, final Step step, final List<Costs.Cost> measured)
    {
        final List<String> values = new ArrayList<>();
        measured.forEach(cost -> values.add(String.format(Locale.ROOT, "%.2f", cost.trial().processUs())));
        stage.out().println("round " + round + " of " + plan.rounds() + ", " + step.title() + ": " +
            String.join(", ", values) + " us CPU a datagram");
    }
}
