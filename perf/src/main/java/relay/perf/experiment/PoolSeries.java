package relay.perf.experiment;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import relay.pool.jmh.CandidateBenchmark;
import relay.pool.jmh.Candidates;
import relay.pool.jmh.HandOffBenchmark;

/**
 * Results of JMH that belong together: one benchmark with several candidates, and one parameter with several values.
 */
enum PoolSeries
{
    /** A buffer taken and given back. */
    CYCLE("cycle", Candidates.ALL, "datagram", "1500", "4096", "9000"),
    /** The same on classes that record nothing. */
    CYCLE_WITHOUT_METRICS("cycle", List.of(Candidates.LANE), "datagram", "1500", "4096", "9000"),
    /** The same with a datagram copied into the buffer. */
    COPY("copy", Candidates.ALL, "datagram", "1000", "8000"),
    /** Several taken and filled before all are given back. */
    COPY_AT_ONCE("copyAtOnce", Candidates.ALL, "datagram", "1000", "8000"),
    /** A copy, read again. */
    READ("copyAndRead", Candidates.ALL, "datagram", "1000", "8000"),
    /** By buffers of the pool, untouched. */
    POOL_SIZE("cycle", walkers(), "buffers", "100", "500", "1000", "5000"),
    /** Several taken at once, untouched. */
    BURST("cycleAtOnce", List.of(Candidates.LANE, Candidates.ARRAY), "depth", "10", "50", "100",
        "500"),
    /** By buffers of the pool, 1,000 B copied into each of 32. */
    WORKING_SET("copyAtOnce", walkers(), "buffers", "64", "256", "1000", "4000", "16000"),
    /** The same with 8,000 B. */
    WORKING_SET_JUMBO("copyAtOnce", walkers(), "buffers", "64", "256", "1000", "4000", "16000"),
    /** From thread to thread. */
    HAND_OFF("handOff", List.of(Candidates.LANE_BATCHES, Candidates.LANE, Candidates.ARRAY,
        Candidates.NETTY_POOLED, Candidates.JCTOOLS_SPSC), ""),
    /** By percentile: one operation. */
    TAIL("timedCycle", tails(), ""),
    /** The mean of 16 operations, one after the other. */
    TAIL_IN_TURN("timedCycleInTurn", tails(), ""),
    /** The mean of 16 operations, all taken before all are given back. */
    TAIL_AT_ONCE("timedCycleAtOnce", tails(), "");

    private final String benchmark;
    private final List<String> candidates;
    private final String parameter;
    private final List<String> values;

    PoolSeries(
        final String method, final List<String> candidates, final String parameter, final String... values)
    {
        benchmark = (method.equals("handOff") ? HandOffBenchmark.class : CandidateBenchmark.class).getName() + "." +
            method;
        this.candidates = candidates;
        this.parameter = parameter;
        this.values = List.of(values);
    }

    /**
     * @param options for JMH.
     * @param isWhole whether for all candidates and values, or the first of each.
     */
    void configure(final ChainedOptionsBuilder options, final boolean isWhole)
    {
        options.include("^" + benchmark.replace(".", "\\.") + "$")
            .param("candidate", isWhole ? candidates.toArray(String[]::new) : new String[]{candidates.getFirst()});
        if (!values.isEmpty())
        {
            options.param(parameter, isWhole ? values.toArray(String[]::new) : new String[]{values.getFirst()});
        }
        if (WORKING_SET == this || WORKING_SET_JUMBO == this)
        {
            options.param("depth", "32").param("datagram", WORKING_SET == this ? "1000" : "8000");
        }
    }

    /**
     * @return human-readable.
     */
    String text()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean hasMetrics()
    {
        return CYCLE_WITHOUT_METRICS != this;
    }

    /**
     * @return whether each score is that of as many operations as the parameter {@code depth} says.
     */
    boolean isDeep()
    {
        return benchmark.endsWith("AtOnce") || benchmark.endsWith("InTurn");
    }

    /**
     * @return name of the parameter with several values; empty for none.
     */
    String parameter()
    {
        return parameter;
    }

    private static List<String> walkers()
    {
        return List.of(Candidates.LANE, Candidates.FIFO_RING);
    }

    private static List<String> tails()
    {
        return List.of(Candidates.NOTHING, Candidates.LANE, Candidates.ARRAY, Candidates.CONFINED,
            Candidates.NETTY_POOLED, Candidates.NETTY_ADAPTIVE, Candidates.JCTOOLS_SPSC, Candidates.FIFO_RING);
    }
}
