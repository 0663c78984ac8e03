package relay.perf.experiment;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import relay.perf.outcome.Json;

/**
 * Runs the benchmarks of the pool by JMH, each set of parameters in a process of its own, round by round, so that what
 * disturbs for a while disturbs all alike. The results are JMH's own JSON.
 */
final class PoolBenchmarks
{
    /** Begins an option of each JVM that names its series, which JMH's results have beside all others. */
    static final String SERIES_OPTION = "-Drelay.experiment.series=";

    private static final String CLASS_PATH = "java.class.path";

    private final RunLength runLength;
    private final Path withoutMetrics;
    private final Consumer<String> progress;

    /**
     * @param runLength      of it.
     * @param withoutMetrics directory of classes that record nothing.
     * @param progress       where to say what runs.
     */
    PoolBenchmarks(final RunLength runLength, final Path withoutMetrics, final Consumer<String> progress)
    {
        this.runLength = runLength;
        this.withoutMetrics = withoutMetrics;
        this.progress = progress;
    }

    /**
     * @param file that gets JMH's results of all rounds.
     * @throws RunnerException if JMH fails.
     * @throws IOException     if the results cannot be written.
     */
    void run(final Path file) throws RunnerException, IOException
    {
        final JsonArray results = new JsonArray();
        for (int round = 1; round <= runLength.rounds(); round++)
        {
            for (final PoolSeries series : PoolSeries.values())
            {
                progress.accept("pool, round " + round + " of " + runLength.rounds() + ": " +
                    series.text());
                run(series, file);
                results.addAll(JsonParser.parseString(Files.readString(file)).getAsJsonArray());
            }
        }
        Json.write(file, results);
    }

    /** JMH gives its own class path to the processes that it starts. */
    private void run(final PoolSeries series, final Path file) throws RunnerException
    {
        final String classPath = System.getProperty(CLASS_PATH);
        System.setProperty(CLASS_PATH, MeasuringJvm.classPath(series.hasMetrics() ? null : withoutMetrics));
        try
        {
            new Runner(options(series).resultFormat(ResultFormatType.JSON).result(file.toString()).build()).run();
        }
        finally
        {
            System.setProperty(CLASS_PATH, classPath);
        }
    }

    private ChainedOptionsBuilder options(final PoolSeries series)
    {
        final List<String> jvm = new ArrayList<>(MeasuringJvm.options());
        jvm.add(SERIES_OPTION + series.name());
        final ChainedOptionsBuilder options = new OptionsBuilder()
            .warmupIterations(runLength.warmUps())
            .warmupTime(TimeValue.milliseconds(runLength.iterationMs()))
            .measurementIterations(runLength.iterations())
            .measurementTime(TimeValue.milliseconds(runLength.iterationMs()))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .jvmArgs(jvm.toArray(String[]::new));
        series.configure(options, runLength.isWhole());
        return options;
    }
}
