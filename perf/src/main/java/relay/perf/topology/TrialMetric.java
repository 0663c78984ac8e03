package relay.perf.topology;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import relay.perf.outcome.Measurements;
import relay.perf.outcome.Spread;

/**
 * A quantity of a trial, as tables have it.
 */
public enum TrialMetric
{
    /** CPU time of the peer's processes for a datagram. */
    CPU("CPU", "us", Trial::processUs),
    /** Busy time of the relay's core for a datagram, whatever ran. */
    CORE("core", "us", Trial::coreUs),
    /** Time in the generator's call for a datagram. */
    SEND("send", "us", Trial::sendUs),
    P50("p50", "us", trial -> trial.latencyUs(50)),
    P90("p90", "us", trial -> trial.latencyUs(90)),
    P99("p99", "us", trial -> trial.latencyUs(99)),
    P999("p99.9", "us", trial -> trial.latencyUs(99.9)),
    MAX("max", "us", trial -> trial.latencyUs(100)),
    LOST("lost", "%", trial -> 100 * trial.loss());

    private final String label;
    private final String unit;
    private final ToDoubleFunction<Trial> value;

    TrialMetric(final String label, final String unit, final ToDoubleFunction<Trial> value)
    {
        this.label = label;
        this.unit = unit;
        this.value = value;
    }

    public String label()
    {
        return label;
    }

    /**
     * @param trials of one rate, run one after the other.
     * @return the median of them, and of {@link #MAX} the longest; NaN if nothing arrived.
     */
    public double of(final List<Trial> trials)
    {
        final Spread spread = Spread.of(trials.stream().filter(each -> each.received() > 0)
            .map(value::applyAsDouble).toList());
        return null == spread ? Double.NaN : MAX == this ? spread.max() : spread.median();
    }

    /** Adds quantities of the trials of one rate to measurements; without trials they have no value in this round. */
    public static void add(
        final Measurements measurements, final SequencedMap<String, Object> context, final List<Trial> trials,
        final TrialMetric... metrics)
    {
        Stream.of(metrics).forEach(each -> measurements.add(context, each.label, each.unit, each.of(trials)));
    }
}
