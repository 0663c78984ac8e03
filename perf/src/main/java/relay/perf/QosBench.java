package relay.perf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import relay.pipeline.jmh.QosBenchmark;

/**
 * What policing and scheduling add to a datagram: medians over rounds in which the variants take turns, because
 * machines drift, of the medians of iterations, because machines have other work.
 */
final class QosBench
{
    private static final int ROUNDS = 3;
    private static final String BASE = "none";
    private static final String PARAM = "variant";

    private QosBench()
    {
    }

    /**
     * @param args of JMH, for each round.
     */
    static void execute(final String[] args) throws CommandLineOptionException, RunnerException
    {
        final Options options =
            new OptionsBuilder().parent(new CommandLineOptions(args)).include(QosBenchmark.class.getName()).build();
        final Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++)
        {
            for (final RunResult result : new Runner(options).run())
            {
                final List<Double> ofVariant =
                    scores.computeIfAbsent(result.getParams().getParam(PARAM), ignore -> new ArrayList<>());
                result.getBenchmarkResults().forEach(fork -> fork.getIterationResults().stream()
                    .map(IterationResult::getPrimaryResult)
                    .forEach(each -> ofVariant.add(each.getStatistics().getPercentile(50))));
            }
        }
        System.out.println("\nmedians of " + ROUNDS + " rounds, ns a datagram, and what it is more than " + BASE);
        final double base = median(scores.getOrDefault(BASE, List.of(Double.NaN)));
        scores.forEach((variant, values) -> System.out.printf(
            Locale.ROOT, "%-12s %6.1f %+7.1f%n", variant, median(values), median(values) - base));
    }

    private static double median(final List<Double> values)
    {
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElseThrow();
    }
}
