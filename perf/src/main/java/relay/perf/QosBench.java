package relay.perf;

import java.util.ArrayList;
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
import relay.perf.outcome.Spread;
import relay.pipeline.jmh.QosBenchmark;

/**
 * The additional cost of policing and scheduling: medians over rounds in which the variants take turns, because
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
        System.out.println("\nmedians of " + ROUNDS + " rounds, ns a datagram, and the difference from " + BASE);
        final double base = Spread.of(scores.getOrDefault(BASE, List.of(0.0))).median();
        scores.forEach((variant, values) -> System.out.printf(Locale.ROOT, "%-12s %6.1f %+7.1f%n", variant,
            Spread.of(values).median(), Spread.of(values).median() - base));
    }
}
