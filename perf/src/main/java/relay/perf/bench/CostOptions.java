package relay.perf.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What measurements of a relay's cost have in common on the command line, and how they run.
 */
final class CostOptions
{
    private static final int LARGE_BUFFERS_MAX = 1_000;

    @CommandLine.Mixin
    private BenchOptions bench;

    @CommandLine.Option(names = "--large", paramLabel = "N", defaultValue = "0",
        description = "Large buffers of each relay, with which it receives whole trains; ${DEFAULT-VALUE} by default.")
    private int largeBuffers;

    BenchOptions bench()
    {
        return bench;
    }

    int largeBuffers()
    {
        bench.check(largeBuffers >= 0 && largeBuffers <= LARGE_BUFFERS_MAX,
            "--large " + largeBuffers + ": from 0 to " + LARGE_BUFFERS_MAX);
        return largeBuffers;
    }

    /**
     * @param name   of the option.
     * @param counts that it was given.
     * @param max    the largest allowed.
     * @return the same and 1, which all are compared with, ascending.
     */
    List<Integer> counts(final String name, final List<Integer> counts, final int max)
    {
        counts.forEach(count -> bench.check(count >= 1 && count <= max, name + " " + count + ": from 1 to " + max));
        return Stream.concat(Stream.of(1), counts.stream()).distinct().sorted().toList();
    }

    void checkRate(final String name, final long rate)
    {
        bench.check(rate >= 1_000 && rate <= 1_000_000, name + " " + rate + ": from 1000 to 1000000");
    }

    /**
     * Measures, and tells.
     *
     * @param steps    to compare.
     * @param loads    to send through each.
     * @param tables   of what was measured.
     * @param promises whether they hold.
     * @return exit status.
     * @throws IOException if files cannot be written.
     */
    int run(
        final List<Step> steps, final List<Load> loads, final BiFunction<CostPlan, Costs, List<String>> tables,
        final BiFunction<CostPlan, Costs, List<Acceptance.Promise>> promises) throws IOException
    {
        if (bench.isImpossible())
        {
            return BenchOptions.NOT_PERMITTED;
        }
        bench.checkAll();
        final CostPlan plan = new CostPlan(steps, loads, bench.rounds(), bench.trialMs(), bench.warmUpMs());
        final Machine machine = Machine.read(Stage.findLauncher().getParent());
        final Cores cores = bench.cores(machine);
        bench.tell(machine, cores, plan.estimateSeconds());
        final Costs costs = Stage.set(1, cores, bench.out(), stage -> new CostSession(plan, stage).run());
        final List<Acceptance.Promise> judged = promises.apply(plan, costs);
        tables.apply(plan, costs).forEach(bench.out()::println);
        new CostReport(plan, costs).notes().forEach(bench.out()::println);
        bench.out().println();
        judged.forEach(promise -> bench.out().println(promise.line()));
        bench.out().flush();
        if (null != bench.json())
        {
            ResultJson.write(bench.json(), CostJson.text(machine, cores, plan, costs, judged));
        }
        return BenchOptions.OK;
    }
}
