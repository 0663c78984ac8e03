package relay.perf.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Effort;
import relay.perf.topology.Trial;

/**
 * Command-line options of the measurements of a relay's costs, and their run.
 */
final class ScaleOptions
{
    private static final int LARGE_BUFFERS_MAX = 1_000;

    @CommandLine.Mixin
    private BenchOptions bench;

    @CommandLine.Option(names = "--large", paramLabel = "N", defaultValue = "0",
        description = "Large buffers of each relay, with which it receives whole trains; ${DEFAULT-VALUE} by default.")
    private int largeBuffers;

    int largeBuffers()
    {
        bench.checkRange("--large", List.of(largeBuffers), 0, LARGE_BUFFERS_MAX);
        return largeBuffers;
    }

    /** The counts of an option and 1, which all are compared with, ascending. */
    List<Integer> counts(final String option, final List<Integer> counts, final int max)
    {
        bench.checkRange(option, counts, 1, max);
        return Stream.concat(Stream.of(1), counts.stream()).distinct().sorted().toList();
    }

    long rate(final String option, final long rate)
    {
        bench.checkRange(option, List.of(rate), 1_000, 1_000_000);
        return rate;
    }

    int run(
        final String name, final List<ScalePoint> points, final List<Load> loads, final ScaleReport.Verb verb)
        throws IOException
    {
        final ScalePlan plan = new ScalePlan(points, loads, new Effort(
            bench.rounds(), bench.trialMs(), bench.warmUpMs(), 1, 0, 1, Trial.LOSS_MAX, 1));
        return bench.run(
            name, 1, plan.estimateSeconds(), bench.files(null, false), topology -> plan.run(topology, verb));
    }
}
