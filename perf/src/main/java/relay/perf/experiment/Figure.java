package relay.perf.experiment;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import relay.perf.report.Spread;

/**
 * What was measured for one row of the plan.
 *
 * @param row     of the plan.
 * @param samples one for each round.
 */
record Figure(Row row, List<BenchmarkRun.Sample> samples)
{
    private static final String DEPTH = "depth";
    /** What {@link BurstBenchmark} takes if it is not told. */
    private static final int DEPTH_DEFAULT = 32;

    /**
     * @return nanoseconds for each operation, or operations a microsecond of a hand-off: of all iterations of all
     * rounds.
     */
    Spread value()
    {
        final List<Double> values = new ArrayList<>();
        samples.forEach(sample -> sample.scores().forEach(score -> values.add(score / operations())));
        return Spread.of(values);
    }

    /**
     * @return bytes of the heap that an operation takes.
     */
    double allocatedBytes()
    {
        return samples.stream().mapToDouble(BenchmarkRun.Sample::allocatedBytes).average().orElse(0) / operations();
    }

    /**
     * @return milliseconds that the collector took in all rounds.
     */
    double collectedMs()
    {
        return samples.stream().mapToDouble(BenchmarkRun.Sample::collectedMs).sum();
    }

    /**
     * @return times of all rounds; null if none were recorded.
     */
    Histogram histogram()
    {
        Histogram all = null;
        for (final BenchmarkRun.Sample sample : samples)
        {
            if (null != sample.histogram())
            {
                all = null == all ? sample.histogram().copy() : all;
                if (sample != samples.getFirst())
                {
                    all.add(sample.histogram());
                }
            }
        }
        return all;
    }

    private int operations()
    {
        return switch (row.table())
        {
            case COPY_AT_ONCE, BURST, WORKING_SET ->
                row.parameters().containsKey(DEPTH) ? row.number(DEPTH) : DEPTH_DEFAULT;
            default -> 1;
        };
    }
}
