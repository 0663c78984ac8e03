package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import relay.perf.report.Spread;

/**
 * All measurements of a run, and what follows from them. Ratios and differences are taken within a round, between
 * measurements that lie minutes apart at most, and only then over the rounds: machines drift.
 */
final class Results
{
    private final List<Measurement> measurements = new ArrayList<>();

    void add(final Measurement measurement)
    {
        measurements.add(measurement);
    }

    List<Measurement> measurements()
    {
        return List.copyOf(measurements);
    }

    List<Workload> workloads()
    {
        return measurements.stream().map(Measurement::workload).distinct().toList();
    }

    /**
     * @param workload   that was sent.
     * @param contestant name of it.
     * @return its measurements, by round.
     */
    List<Measurement> of(final Workload workload, final String contestant)
    {
        return measurements.stream()
            .filter(each -> each.workload().equals(workload) && each.contestant().name().equals(contestant))
            .toList();
    }

    /**
     * @param workload   that was sent.
     * @param contestant name of it.
     * @param metric     of a measurement; NaN where there is none.
     * @return its values, or null if it was not measured.
     */
    Spread spread(final Workload workload, final String contestant, final ToDoubleFunction<Measurement> metric)
    {
        return Spread.of(of(workload, contestant).stream().map(metric::applyAsDouble).toList());
    }

    /**
     * @param workload that was sent.
     * @param one      name of a contestant.
     * @param other    name of another.
     * @param metric   of a measurement; NaN where there is none.
     * @return what the one has for each that the other has, or null if one of them was not measured.
     */
    Spread ratio(
        final Workload workload, final String one, final String other, final ToDoubleFunction<Measurement> metric)
    {
        return paired(workload, one, other, metric, (left, right) -> left / right);
    }

    /**
     * @param workload that was sent.
     * @param one      name of a contestant.
     * @param other    name of another.
     * @param metric   of a measurement; NaN where there is none.
     * @return what the one has more than the other, or null if one of them was not measured.
     */
    Spread difference(
        final Workload workload, final String one, final String other, final ToDoubleFunction<Measurement> metric)
    {
        return paired(workload, one, other, metric, (left, right) -> left - right);
    }

    private Spread paired(
        final Workload workload, final String one, final String other, final ToDoubleFunction<Measurement> metric,
        final DoubleBinaryOperator operator)
    {
        final List<Double> values = new ArrayList<>();
        for (final Measurement left : of(workload, one))
        {
            final Optional<Measurement> right = of(workload, other).stream()
                .filter(each -> each.round() == left.round()).findFirst();
            right.ifPresent(measurement -> values.add(
                operator.applyAsDouble(metric.applyAsDouble(left), metric.applyAsDouble(measurement))));
        }
        return Spread.of(values);
    }
}
