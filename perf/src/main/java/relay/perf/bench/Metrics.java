package relay.perf.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import relay.perf.report.Spread;

/**
 * What is read from a measurement; NaN where it was not measured.
 */
final class Metrics
{
    /** Loss-free, datagrams a second. */
    static final ToDoubleFunction<Measurement> RATE = measurement -> measurement.search().rate();
    /** CPU time of the contestant's processes, microseconds a datagram, at its loss-free rate. */
    static final ToDoubleFunction<Measurement> CPU_US = atBest(Trial::processUs);
    /** Busy time of the relay's core, microseconds a datagram, at the contestant's loss-free rate. */
    static final ToDoubleFunction<Measurement> CORE_US = atBest(Trial::coreUs);
    /** Time in the generator's calls, microseconds a datagram, at the contestant's loss-free rate. */
    static final ToDoubleFunction<Measurement> SEND_US = atBest(Trial::sendUs);

    private static final double LONGEST = 100;

    private Metrics()
    {
    }

    /**
     * @param rate   fixed, datagrams a second.
     * @param metric of a run at that rate.
     * @return the median of the same over the runs of a measurement.
     */
    static ToDoubleFunction<Measurement> at(final int rate, final ToDoubleFunction<Trial> metric)
    {
        return measurement ->
        {
            final Spread spread = windows(measurement, rate, metric);
            return null == spread ? Double.NaN : spread.median();
        };
    }

    /**
     * @param rate       fixed, datagrams a second.
     * @param percentile 0 to 100.
     * @return latency in microseconds: the median over the runs of a measurement, and for 100 the longest of all.
     */
    static ToDoubleFunction<Measurement> latencyUs(final int rate, final double percentile)
    {
        final ToDoubleFunction<Trial> latency = trial -> trial.latencyUs(percentile);
        return percentile < LONGEST ? at(rate, latency) : measurement ->
        {
            final Spread spread = windows(measurement, rate, latency);
            return null == spread ? Double.NaN : spread.max();
        };
    }

    private static Spread windows(
        final Measurement measurement, final int rate, final ToDoubleFunction<Trial> metric)
    {
        return Spread.of(measurement.fixed().getOrDefault(rate, List.of()).stream()
            .map(trial -> of(trial, metric)).toList());
    }

    private static ToDoubleFunction<Measurement> atBest(final ToDoubleFunction<Trial> metric)
    {
        return measurement -> of(measurement.search().best(), metric);
    }

    private static double of(final Trial trial, final ToDoubleFunction<Trial> metric)
    {
        return null == trial || 0 == trial.received() ? Double.NaN : metric.applyAsDouble(trial);
    }
}
