package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import relay.perf.report.Spread;

/**
 * Costs as tables, one for each axis and load, and the notes that belong below all of them.
 */
final class CostReport
{
    private static final String NONE = "-";
    private static final double PER_CENT = 100;
    private static final double OWN_WAIT_SHARE_MAX = 0.01;

    private final CostPlan plan;
    private final Costs costs;

    CostReport(final CostPlan plan, final Costs costs)
    {
        this.plan = plan;
        this.costs = costs;
    }

    /**
     * @return how the CPU time grows with the count.
     */
    List<String> growth()
    {
        return tables(List.of("CPU us", "(range)", "growth", "(range)", "core us", "send us", "p50 us", "p99 us", "lost %"),
            (step, load) ->
            {
                final Step first = plan.on(step.axis()).getFirst();
                final Spread growth = costs.paired(step, first, load, Trial::processUs, (one, other) -> one / other);
                final List<String> cells = new ArrayList<>(cpu(step, load));
                cells.addAll(List.of(
                    number(growth, "%.2fx"), range(growth),
                    number(costs.spread(step, load, Trial::coreUs), "%.2f"),
                    number(costs.spread(step, load, Trial::sendUs), "%.2f"),
                    number(costs.spread(step, load, trial -> trial.latencyUs(50)), "%,.1f"),
                    number(costs.spread(step, load, trial -> trial.latencyUs(99)), "%,.1f"),
                    lost(step, load)));
                return cells;
            });
    }

    /**
     * @return what one more costs.
     */
    List<String> marginal()
    {
        return tables(List.of("datagrams/s", "CPU us", "(range)", "a copy", "each further", "(range)", "of the first",
            "core us", "lost %"), (step, load) ->
            {
                final Spread copy = costs.spread(step, load, trial -> trial.processUs() / step.count());
                final Spread further = further(step, load, (one, other) -> (one - other) / (step.count() - 1));
                final List<String> cells = new ArrayList<>(List.of(
                    String.format(Locale.ROOT, "%,d", load.rate(step.count()))));
                cells.addAll(cpu(step, load));
                cells.addAll(List.of(
                    number(copy, "%.2f"), number(further, "%.2f"), range(further),
                    number(furtherShare(step, load), "%.2fx"),
                    number(costs.spread(step, load, Trial::coreUs), "%.2f"), lost(step, load)));
                return cells;
            });
    }

    /**
     * @param step with more than one.
     * @param load that was sent.
     * @return what each further one costs for what the first costs, or null.
     */
    Spread furtherShare(final Step step, final Load load)
    {
        return further(step, load, (one, other) -> (one - other) / (step.count() - 1) / other);
    }

    /**
     * @return what the relays counted, what arrived wrong, and what makes all of it worth less.
     */
    List<String> notes()
    {
        final List<String> notes = new ArrayList<>(List.of(
            "CPU us: of the relay's process for each datagram that arrived. core us: busy time of its core. send us: the " +
                "generator's call.",
            "Ratios and differences are medians of those of each round."));
        final List<StepLedger> ledgers = costs.ledgers();
        notes.add("ledger exact in " + ledgers.stream().filter(StepLedger::isExact).count() + " of " + ledgers.size() +
            " relays; " + ledgers.stream().mapToLong(StepLedger::dropped).sum() + " dropped by them, " +
            ledgers.stream().mapToLong(StepLedger::kernelDrops).sum() + " by the kernel before them");
        final Spread waiting = Spread.of(costs.all().stream().map(cost -> cost.trial().ownWaitShare()).toList());
        if (null != waiting && waiting.median() > OWN_WAIT_SHARE_MAX)
        {
            notes.add(String.format(Locale.ROOT, "WARNING: generator and sink had to wait for their core for %.0f %% of " +
                "the time (median, %.0f %% at worst): something else runs here.",
                PER_CENT * waiting.median(), PER_CENT * waiting.max()));
        }
        costs.all().stream()
            .filter(cost -> cost.trial().duplicates() + cost.trial().reordered() + cost.trial().corrupt() > 0)
            .forEach(cost -> notes.add("wrong: round " + cost.round() + ", " + cost.step().title() + ", " +
                cost.load().name() + ": datagrams arrived twice, out of order or changed; see --json"));
        return notes;
    }

    private Spread further(final Step step, final Load load, final DoubleBinaryOperator compare)
    {
        return 1 == step.count() ? null :
            costs.paired(step, plan.on(step.axis()).getFirst(), load, Trial::processUs, compare);
    }

    private List<String> tables(final List<String> columns, final BiFunction<Step, Load, List<String>> cells)
    {
        final List<String> lines = new ArrayList<>();
        for (final String axis : plan.axes())
        {
            for (final Load load : plan.loads())
            {
                final Table table = new Table();
                final List<String> head = new ArrayList<>(List.of(""));
                head.addAll(columns);
                table.row(head);
                for (final Step step : plan.on(axis))
                {
                    final List<String> row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", step.count())));
                    row.addAll(costs.of(step, load).isEmpty() ? List.of("not measured") : cells.apply(step, load));
                    table.row(row);
                }
                lines.add("");
                lines.add(axis + "; " + load.name());
                lines.addAll(table.lines());
            }
        }
        lines.add("");
        return lines;
    }

    private List<String> cpu(final Step step, final Load load)
    {
        final Spread cpu = costs.spread(step, load, Trial::processUs);
        return List.of(number(cpu, "%.2f"), range(cpu));
    }

    private String lost(final Step step, final Load load)
    {
        return number(costs.spread(step, load, trial -> PER_CENT * trial.loss()), "%.2f");
    }

    private static String number(final Spread spread, final String format)
    {
        return null == spread ? NONE : String.format(Locale.ROOT, format, spread.median());
    }

    private static String range(final Spread spread)
    {
        return null == spread ? NONE : String.format(Locale.ROOT, "(%.2f-%.2f)", spread.min(), spread.max());
    }
}
