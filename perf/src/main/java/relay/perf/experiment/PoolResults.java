package relay.perf.experiment;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.perf.outcome.Spread;
import relay.pool.jmh.Candidates;

/**
 * The results of the pool's benchmarks, from the JSON that JMH wrote.
 *
 * @param all in the order in which they were measured first.
 */
record PoolResults(List<PoolResult> all)
{
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String COLLECTED_MS = "gc.time";
    /** Operations between two readings of the clock, where they are several. */
    private static final int AT_ONCE = 16;
    /** Names of the percentiles that benchmarks report, with the number of all values for one beyond. */
    static final SequencedMap<String, Integer> PERCENTILES = percentiles();
    private static final String MEDIAN = "p50Ns";

    /**
     * @param file of JMH, with the results of all rounds.
     * @return the results.
     * @throws IOException if the file cannot be read.
     */
    static PoolResults read(final Path file) throws IOException
    {
        final JmhResult[] results = new Gson().fromJson(Files.readString(file), JmhResult[].class);
        final Map<List<Object>, List<JmhResult>> rounds = Arrays.stream(results)
            .collect(Collectors.groupingBy(JmhResult::identity, LinkedHashMap::new, Collectors.toList()));
        return new PoolResults(rounds.values().stream().map(PoolResults::merged).toList());
    }

    /**
     * @param series of the results.
     * @return all of them.
     */
    List<PoolResult> of(final PoolSeries series)
    {
        return all.stream().filter(result -> result.table() == series).toList();
    }

    /**
     * @param series    of the result.
     * @param candidate of the result.
     * @param parameter of the result, by which the series differs; empty for none.
     * @return the result; null if it was not measured.
     */
    PoolResult find(final PoolSeries series, final String candidate, final String parameter)
    {
        return of(series).stream()
            .filter(result -> result.candidate().equals(candidate) && result.parameter().equals(parameter))
            .findFirst().orElse(null);
    }

    /**
     * @return median of the iterations; NaN if it was not measured.
     */
    double median(final PoolSeries series, final String candidate, final String parameter)
    {
        final PoolResult result = find(series, candidate, parameter);
        return null == result ? Double.NaN : result.value().median();
    }

    /**
     * @param series     with readings of the clock.
     * @param candidate  of the result.
     * @param percentile its name.
     * @return nanoseconds of an operation, without the cost of the measurement itself; NaN if not measured.
     */
    double tailNs(final PoolSeries series, final String candidate, final String percentile)
    {
        return Math.max(0, invocationNs(series, candidate, percentile) - overheadNs(series)) /
            (series.isDeep() ? AT_ONCE : 1);
    }

    /**
     * @param series with readings of the clock.
     * @return nanoseconds that clock, loop and black hole take, the median; NaN if not measured.
     */
    double overheadNs(final PoolSeries series)
    {
        return invocationNs(series, Candidates.NOTHING, MEDIAN);
    }

    private double invocationNs(final PoolSeries series, final String candidate, final String percentile)
    {
        final PoolResult result = find(series, candidate, "");
        return null == result ? Double.NaN : result.batchNs().getOrDefault(percentile, Double.NaN);
    }

    private static PoolResult merged(final List<JmhResult> rounds)
    {
        final JmhResult first = rounds.getFirst();
        final PoolSeries series = first.series();
        final double operations = series.isDeep() ? Double.parseDouble(first.params().get("depth")) : 1;
        final List<Double> scores =
            rounds.stream().flatMap(JmhResult::scores).map(score -> score / operations).toList();
        return new PoolResult(first.benchmark(), series, first.params(), series.hasMetrics(), scores,
            Spread.of(scores),
            rounds.stream().mapToDouble(round -> round.secondary(ALLOCATED)).average().orElse(0) / operations,
            rounds.stream().mapToDouble(round -> round.secondary(COLLECTED_MS)).sum(), batchNs(rounds));
    }

    /** The median of the iterations. */
    private static SequencedMap<String, Double> batchNs(final List<JmhResult> rounds)
    {
        final SequencedMap<String, Double> batchNs = new LinkedHashMap<>();
        PERCENTILES.keySet().stream().filter(rounds.getFirst().secondaryMetrics()::containsKey)
            .forEach(name -> batchNs.put(name, Spread.of(rounds.stream()
                .flatMap(round -> round.secondaryMetrics().get(name).values()).toList()).median()));
        return batchNs;
    }

    private static SequencedMap<String, Integer> percentiles()
    {
        final SequencedMap<String, Integer> percentiles = new LinkedHashMap<>();
        percentiles.put("p50Ns", 2);
        percentiles.put("p95Ns", 20);
        percentiles.put("p99Ns", 100);
        percentiles.put("p999Ns", 1_000);
        percentiles.put("p9999Ns", 10_000);
        return percentiles;
    }

    /** One entry of JMH's file; keys that are not needed are left out. */
    private record JmhResult(
        String benchmark, List<String> jvmArgs, LinkedHashMap<String, String> params, JmhScore primaryMetric,
        Map<String, JmhScore> secondaryMetrics)
    {
        private List<Object> identity()
        {
            return List.of(series(), params);
        }

        private PoolSeries series()
        {
            return jvmArgs.stream().filter(option -> option.startsWith(PoolBenchmarks.SERIES_OPTION)).findFirst()
                .map(option -> PoolSeries.valueOf(option.substring(PoolBenchmarks.SERIES_OPTION.length())))
                .orElseThrow();
        }

        /** Of a pair of threads, the second's. */
        private Stream<Double> scores()
        {
            return secondaryMetrics.getOrDefault("receive", primaryMetric).values();
        }

        private double secondary(final String name)
        {
            return secondaryMetrics.containsKey(name) ? secondaryMetrics.get(name).score() : 0;
        }
    }

    /** A score, and those of each fork's iterations. */
    private record JmhScore(double score, List<List<Double>> rawData)
    {
        private Stream<Double> values()
        {
            return rawData.stream().flatMap(List::stream);
        }
    }
}
