package relay.perf.experiment;

import java.util.List;
import java.util.SequencedMap;
import relay.perf.outcome.Spread;

/**
 * The result of one benchmark with one set of parameters, over all rounds.
 *
 * @param benchmark      name, as JMH has it.
 * @param table          series that it belongs to.
 * @param parameters     of the benchmark.
 * @param hasMetrics     whether the classes that ship ran, or those without metrics.
 * @param scores         of all iterations: nanoseconds of an operation, or hand-offs a microsecond.
 * @param value          median, smallest and largest of them.
 * @param allocatedBytes of the heap, by an operation.
 * @param collectedMs    milliseconds that the collector took in all rounds.
 * @param batchNs        nanoseconds between two readings of the clock by the name of their percentile; empty if the
 *                       series has none.
 */
record PoolResult(
    String benchmark, PoolSeries table, SequencedMap<String, String> parameters, boolean hasMetrics,
    List<Double> scores, Spread value, double allocatedBytes, double collectedMs, SequencedMap<String, Double> batchNs)
{
    String candidate()
    {
        return parameters.get("candidate");
    }

    /**
     * @return value of the parameter that differs within the series; empty for none.
     */
    String parameter()
    {
        return parameters.getOrDefault(table.parameter(), "");
    }
}
