package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import relay.perf.report.Spread;

/**
 * What each {@link Step} cost with each {@link Load}. As with {@link Results}, comparisons are made within a round first.
 */
final class Costs
{
    private final List<Cost> costs = new ArrayList<>();
    private final List<StepLedger> ledgers = new ArrayList<>();

    void add(final Cost cost)
    {
        costs.add(cost);
    }

    void add(final StepLedger ledger)
    {
        ledgers.add(ledger);
    }

    List<Cost> all()
    {
        return List.copyOf(costs);
    }

    List<StepLedger> ledgers()
    {
        return List.copyOf(ledgers);
    }

    /**
     * @param step   that was measured.
     * @param load   that was sent.
     * @param metric of a run.
     * @return its values, or null if there are none.
     */
    Spread spread(final Step step, final Load load, final ToDoubleFunction<Trial> metric)
    {
        return Spread.of(of(step, load).stream().map(cost -> value(cost, metric)).toList());
    }

    /**
     * @param step   that was measured.
     * @param base   that it is compared with.
     * @param load   that was sent through both.
     * @param metric of a run.
     * @param compare the step's value with the base's.
     * @return what comes of it in each round that has both, or null if none has.
     */
    Spread paired(
        final Step step, final Step base, final Load load, final ToDoubleFunction<Trial> metric,
        final DoubleBinaryOperator compare)
    {
        final List<Double> values = new ArrayList<>();
        for (final Cost one : of(step, load))
        {
            of(base, load).stream().filter(other -> other.round() == one.round()).findFirst().ifPresent(other ->
                values.add(compare.applyAsDouble(value(one, metric), value(other, metric))));
        }
        return Spread.of(values);
    }

    List<Cost> of(final Step step, final Load load)
    {
        return costs.stream().filter(cost -> cost.step().equals(step) && cost.load().equals(load)).toList();
    }

    private static double value(final Cost cost, final ToDoubleFunction<Trial> metric)
    {
        return 0 == cost.trial().received() ? Double.NaN : metric.applyAsDouble(cost.trial());
    }

    /**
     * What one round found out about one step with one load.
     *
     * @param round from 1.
     * @param step  that was measured.
     * @param load  that was sent.
     * @param trial what was seen.
     */
    record Cost(int round, Step step, Load load, Trial trial)
    {
    }
}
