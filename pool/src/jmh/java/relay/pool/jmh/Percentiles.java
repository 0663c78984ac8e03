package relay.pool.jmh;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Percentiles of the times of all invocations of an iteration, which JMH reports beside the score. JMH's own sampling
 * times a few of the invocations, which are colder than the others. Nanoseconds, the cost of the clock included.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Percentiles
{
    private static final long VALUE_MAX_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram invocationNs = new Histogram(1, VALUE_MAX_NS, SIGNIFICANT_DIGITS);

    /** Forgets the iteration before. */
    @Setup(Level.Iteration)
    public void reset()
    {
        invocationNs.reset();
    }

    void record(final long ns)
    {
        invocationNs.recordValue(Math.min(ns, VALUE_MAX_NS));
    }

    public long p50Ns()
    {
        return invocationNs.getValueAtPercentile(50);
    }

    public long p95Ns()
    {
        return invocationNs.getValueAtPercentile(95);
    }

    public long p99Ns()
    {
        return invocationNs.getValueAtPercentile(99);
    }

    public long p999Ns()
    {
        return invocationNs.getValueAtPercentile(99.9);
    }

    public long p9999Ns()
    {
        return invocationNs.getValueAtPercentile(99.99);
    }
}
