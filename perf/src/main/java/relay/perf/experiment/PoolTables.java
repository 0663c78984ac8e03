package relay.perf.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import relay.observe.chart.Chart;
import relay.perf.outcome.Keys;
import relay.perf.outcome.LineChart;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.NumberText;
import relay.perf.outcome.Table;
import relay.pool.jmh.Candidates;

/**
 * Tables and charts of the pool's benchmarks: a row or a line for each candidate.
 *
 * @param pool results.
 */
record PoolTables(PoolResults pool)
{
    private static final Map<PoolSeries, String> TAILS = new LinkedHashMap<>();

    static
    {
        TAILS.put(PoolSeries.TAIL, "");
        TAILS.put(PoolSeries.TAIL_IN_TURN, "16 in turn: ");
        TAILS.put(PoolSeries.TAIL_AT_ONCE, "16 at once: ");
    }

    /**
     * @param series of results.
     * @return a column for each value of its parameter.
     */
    Table scores(final PoolSeries series)
    {
        return table(pool.of(series).stream().map(result -> scores(result, column(result), "")).toList());
    }

    /**
     * @param series of results.
     * @param unit   of the scores.
     * @param base   the candidate that others are compared with.
     * @return scores, how they compare, and the garbage that each makes.
     */
    Table comparison(final PoolSeries series, final String unit, final String base)
    {
        final List<Measurement> measurements = new ArrayList<>();
        for (final PoolResult result : pool.of(series))
        {
            final String column = column(result);
            final SequencedMap<String, Object> context = context(result);
            measurements.add(scores(result, column, unit));
            measurements.add(Measurement.of(column + ", times the " + base + "'s", "",
                result.value().median() / pool.median(series, base, result.parameter()), context));
            measurements.add(Measurement.of(column + ", heap", "B", Math.rint(result.allocatedBytes()), context));
            measurements.add(Measurement.of(column + ", collector", "ms", result.collectedMs(), context));
        }
        return table(measurements);
    }

    Table percentiles()
    {
        final List<Measurement> measurements = new ArrayList<>();
        TAILS.forEach((series, name) -> pool.of(series).forEach(result -> PoolResults.PERCENTILES.keySet()
            .forEach(percentile -> measurements.add(Measurement.of(name + percentile.replace("Ns", ""), "ns",
                pool.tailNs(series, result.candidate(), percentile), context(result))))));
        return table(measurements);
    }

    /**
     * @return percentiles of single operations, with the readings of the clock; null if there are none.
     */
    Chart percentileChart()
    {
        final double[] oneIn = PoolResults.PERCENTILES.values().stream().mapToDouble(Integer::doubleValue).toArray();
        final List<LineChart.Line> lines = new ArrayList<>();
        pool.of(PoolSeries.TAIL).forEach(result -> lines.add(new LineChart.Line(result.candidate(), oneIn,
            result.batchNs().values().stream().mapToDouble(Double::doubleValue).toArray(), lines.size(), false)));
        return lines.isEmpty() ? null : LineChart.of("A small buffer taken and given back",
            "one operation in ... takes longer", "ns, with the readings of the clock", lines).logX();
    }

    /**
     * @param series of working sets.
     * @param title  first line.
     * @return a line for each candidate; null if there are none.
     */
    Chart workingSets(final PoolSeries series, final String title)
    {
        final List<LineChart.Line> lines = new ArrayList<>();
        pool.of(series).stream().map(PoolResult::candidate).distinct().forEach(candidate ->
        {
            final List<PoolResult> results =
                pool.of(series).stream().filter(result -> result.candidate().equals(candidate)).toList();
            lines.add(new LineChart.Line(
                candidate + (Candidates.LANE.equals(candidate) ? ": used last, next" : ": free for longest, next"),
                results.stream().mapToDouble(result -> Double.parseDouble(result.parameter())).toArray(),
                results.stream().mapToDouble(result -> result.value().median()).toArray(), lines.size(), false));
        });
        return lines.isEmpty() ? null : LineChart.of(title, "buffers of the pool", "ns each", lines).logX();
    }

    private static Table table(final List<Measurement> measurements)
    {
        return Table.of(measurements, "candidate");
    }

    private static Measurement scores(final PoolResult result, final String name, final String unit)
    {
        return new Measurement(name, unit, result.scores(), context(result), Set.of());
    }

    private static SequencedMap<String, Object> context(final PoolResult result)
    {
        return Keys.of("candidate", result.candidate());
    }

    /** Names the parameter by its value. */
    private static String column(final PoolResult result)
    {
        return result.parameter().isEmpty() ? "received" : NumberText.text(Double.parseDouble(result.parameter())) +
            switch (result.table().parameter())
            {
                case "datagram" -> " B";
                case "buffers" -> " buffers";
                default -> " taken";
            };
    }
}
