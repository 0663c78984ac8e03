package relay.perf.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * One thing to be measured by JMH.
 *
 * @param table      that shows it.
 * @param benchmark  name of the class and method.
 * @param contender  who is measured.
 * @param parameters of the benchmark.
 * @param hasMetrics whether the classes that ship run, or those without metrics.
 */
record Row(
    Table table, String benchmark, String contender, SequencedMap<String, String> parameters, boolean hasMetrics)
{
    /** What belongs together in the report. */
    enum Table
    {
        /** A buffer taken and given back, by size. */
        CYCLE,
        /** With a datagram copied into it. */
        COPY,
        /** The same with several taken at once. */
        COPY_AT_ONCE,
        /** A copy, read again. */
        READ,
        /** Cleared before it is given back. */
        ZEROED,
        /** By buffers of the pool. */
        POOL_SIZE,
        /** Several taken at once. */
        BURST,
        /** By buffers of the pool, the bytes touched. */
        WORKING_SET,
        /** From thread to thread. */
        HAND_OFF,
        /** By percentile. */
        TAIL,
    }

    /**
     * @param table     that shows it.
     * @param benchmark class.
     * @param method    of it.
     * @param contender who is measured.
     * @param pairs     further parameters: name, value, name, value.
     * @return a row with metrics.
     */
    static Row of(
        final Table table, final Class<?> benchmark, final String method, final String contender, final Object... pairs)
    {
        final SequencedMap<String, String> parameters = new LinkedHashMap<>();
        parameters.put("contender", contender);
        for (int i = 0; i < pairs.length; i += 2)
        {
            parameters.put((String)pairs[i], String.valueOf(pairs[i + 1]));
        }
        return new Row(table, benchmark.getName() + "." + method, contender, parameters, true);
    }

    /**
     * @return the same, without metrics.
     */
    Row withoutMetrics()
    {
        return new Row(table, benchmark, contender, parameters, false);
    }

    /**
     * @param name of a parameter.
     * @return its value, 0 if it has none.
     */
    int number(final String name)
    {
        return Integer.parseInt(parameters.getOrDefault(name, "0"));
    }

    /**
     * @return what it is, for people.
     */
    String description()
    {
        return table.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + parameters.values() +
            (hasMetrics ? "" : " without metrics");
    }
}
