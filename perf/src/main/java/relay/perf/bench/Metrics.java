package relay.perf.bench;

import java.util.function.ToDoubleFunction;

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

    private Metrics()
    {
    }

    /**
     * @param rate   fixed, datagrams a second.
     * @param metric of the run at that rate.
     * @return the same of a measurement.
     */
    static ToDoubleFunction<Measurement> at(final int rate, final ToDoubleFunction<Trial> metric)
    {
        return measurement -> of(measurement.fixed().get(rate), metric);
    }

    /**
     * @param rate       fixed, datagrams a second.
     * @param percentile 0 to 100.
     * @return latency in microseconds.
     */
    static ToDoubleFunction<Measurement> latencyUs(final int rate, final double percentile)
    {
        return at(rate, trial -> trial.latencyUs(percentile));
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
