package relay.perf.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs one row of the plan by JMH, in a process of its own.
 */
final class BenchmarkRun
{
    private static final String CLASS_PATH = "java.class.path";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String COLLECTED_MS = "gc.time";

    private final Effort effort;
    private final Path withoutMetrics;
    private final Path scratch;

    /**
     * @param effort         how long.
     * @param withoutMetrics directory of classes that record nothing.
     * @param scratch        directory for files that do not stay.
     */
    BenchmarkRun(final Effort effort, final Path withoutMetrics, final Path scratch)
    {
        this.effort = effort;
        this.withoutMetrics = withoutMetrics;
        this.scratch = scratch;
    }

    /**
     * @param row of the plan.
     * @return what was measured.
     * @throws RunnerException if JMH fails.
     * @throws IOException     if a histogram cannot be read.
     */
    Sample run(final Row row) throws RunnerException, IOException
    {
        final Path histogram = scratch.resolve("histogram");
        Files.deleteIfExists(histogram);
        // JMH gives its own class path to the processes that it starts
        final String classPath = System.getProperty(CLASS_PATH);
        System.setProperty(CLASS_PATH, Processes.classPath(row.hasMetrics() ? null : withoutMetrics));
        try
        {
            final RunResult result = new Runner(options(row, histogram).build()).runSingle();
            return sample(result, Files.exists(histogram) ? read(histogram) : null);
        }
        finally
        {
            System.setProperty(CLASS_PATH, classPath);
        }
    }

    private ChainedOptionsBuilder options(final Row row, final Path histogram)
    {
        final List<String> jvm = new ArrayList<>(Processes.options());
        jvm.add("-D" + TailBenchmark.FILE_PROPERTY + "=" + histogram);
        final ChainedOptionsBuilder options = new OptionsBuilder()
            .include("^" + row.benchmark().replace(".", "\\.") + "$")
            .forks(1)
            .warmupIterations(effort.warmUps())
            .warmupTime(TimeValue.milliseconds(effort.iterationMs()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.iterationMs()))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .jvmArgs(jvm.toArray(String[]::new));
        row.parameters().forEach(options::param);
        return options;
    }

    private static Sample sample(final RunResult result, final Histogram histogram)
    {
        final List<Double> scores = result.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(iterations -> iterations.stream())
            .map(iteration -> primary(iteration.getPrimaryResult(), iteration.getSecondaryResults()))
            .toList();
        return new Sample(scores, secondary(result.getSecondaryResults(), ALLOCATED),
            secondary(result.getSecondaryResults(), COLLECTED_MS), histogram);
    }

    /** Of a pair of threads, what the second got. */
    private static double primary(
        final Result<?> primary, @SuppressWarnings("rawtypes") final Map<String, Result> secondary)
    {
        return secondary.containsKey("receive") ? secondary.get("receive").getScore() : primary.getScore();
    }

    private static double secondary(
        @SuppressWarnings("rawtypes") final Map<String, Result> results, final String name)
    {
        return results.containsKey(name) ? results.get(name).getScore() : 0;
    }

    private static Histogram read(final Path file) throws IOException
    {
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Files.readAllBytes(file)), 1);
    }

    /**
     * What one process measured.
     *
     * @param scores         of its iterations.
     * @param allocatedBytes of the heap, by an operation.
     * @param collectedMs    milliseconds that the collector took meanwhile.
     * @param histogram      of times in nanoseconds; null if none was made.
     */
    record Sample(List<Double> scores, double allocatedBytes, double collectedMs, Histogram histogram)
    {
    }
}
