package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * {@code relay bench scale}: what a datagram costs with few and with many flows and groups.
 */
@CommandLine.Command(
    name = "relay bench scale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Starts relays with 1 to 1,000 flows and with 1 to 256 joined groups, in interleaved rounds, sends the same through " +
            "each, and prints how the CPU time of a datagram grows. docs/benchmarks.md",
        "Needs root. Takes ten minutes or so. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class ScaleBench implements Callable<Integer>
{
    static final String BY_PORT = "flows, each on a port of its own";
    static final String BY_GROUP = "flows, each of a group of its own on one port";
    static final String GROUPS = "joined groups of one flow";
    private static final double GROWTH_MAX = 1.2;
    private static final int FLOWS_MAX = 1_024;
    private static final int GROUPS_MAX = 1_024;
    /** Over so many flows, traffic is spread. */
    private static final int SPREAD_MAX = 64;
    /** From here on the promise is one about many. */
    private static final int MANY = 200;
    private static final int BURST = 16;

    @CommandLine.Mixin
    private CostOptions options;

    @CommandLine.Option(names = "--flows", paramLabel = "N", split = ",", defaultValue = "1,10,100,1000",
        description = "How many flows; ${DEFAULT-VALUE} by default.")
    private List<Integer> flows = new ArrayList<>();

    @CommandLine.Option(names = "--groups", paramLabel = "N", split = ",", defaultValue = "1,20,21,200,256",
        description = "How many groups one flow joins, ${DEFAULT-VALUE} by default: on one port if a power of two up to " +
            "256, otherwise on several.")
    private List<Integer> groups = new ArrayList<>();

    @CommandLine.Option(names = "--rate", paramLabel = "N", defaultValue = "20000",
        description = "Datagrams a second that are due one by one; ${DEFAULT-VALUE} by default.")
    private long rate;

    @CommandLine.Option(names = "--busy-rate", paramLabel = "N", defaultValue = "120000",
        description = "Datagrams a second that are due 16 at once; ${DEFAULT-VALUE} by default.")
    private long busyRate;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return BenchOptions.execute(new ScaleBench(), args);
    }

    @Override
    public Integer call() throws IOException
    {
        options.checkRate("--rate", rate);
        options.checkRate("--busy-rate", busyRate);
        return options.run(
            steps(options.counts("--flows", flows, FLOWS_MAX), options.counts("--groups", groups, GROUPS_MAX),
                options.largeBuffers()),
            loads(rate, busyRate),
            (plan, costs) -> new CostReport(plan, costs).growth(),
            ScaleBench::promises);
    }

    static List<Step> steps(final List<Integer> flows, final List<Integer> groups, final int largeBuffers)
    {
        final List<Step> steps = new ArrayList<>();
        for (final int count : flows)
        {
            final int spread = Math.min(SPREAD_MAX, count);
            steps.add(new Step(BY_PORT, count, Contestants.sleepingRelay("relay-flows-by-port-" + count,
                count + " " + BY_PORT, scene -> new RelayFile(scene.first(), largeBuffers).flowsByPort(count)),
                1, spread));
            steps.add(new Step(BY_GROUP, count, Contestants.sleepingRelay("relay-flows-by-group-" + count,
                count + " " + BY_GROUP, scene -> new RelayFile(scene.first(), largeBuffers).flowsByGroup(count)),
                spread, 1));
        }
        for (final int count : groups)
        {
            steps.add(new Step(GROUPS, count, Contestants.sleepingRelay("relay-groups-" + count, count + " " + GROUPS,
                scene -> new RelayFile(scene.first(), largeBuffers).groups(count)),
                RelayFile.groupsOf(count), RelayFile.portsOf(count)));
        }
        return steps;
    }

    /** Single datagrams even if many are due at once: only those can be spread. */
    static List<Load> loads(final long rate, final long busyRate)
    {
        final List<Load> loads = new ArrayList<>();
        for (final boolean isSpread : new boolean[] {false, true})
        {
            final String where = isSpread ? "spread" : "to one";
            loads.add(new Load(String.format(Locale.ROOT, "%s, %,d/s", where, rate), rate, false, 1, false, isSpread));
            loads.add(new Load(String.format(Locale.ROOT, "%s, %,d/s, %d at once", where, busyRate, BURST),
                busyRate, false, BURST, false, isSpread));
        }
        return loads;
    }

    static List<Acceptance.Promise> promises(final CostPlan plan, final Costs costs)
    {
        final List<Acceptance.Promise> promises = new ArrayList<>();
        for (final Step step : plan.steps())
        {
            for (final Load load : plan.loads())
            {
                if (step.count() >= MANY)
                {
                    promises.add(promise(step, plan.on(step.axis()).getFirst(), load, costs));
                    plan.on(step.axis()).stream()
                        .filter(base -> load.isSpread() && base.count() > 1 && base.isSentAlike(step))
                        .filter(base -> base.count() < step.count()).findFirst()
                        .ifPresent(base -> promises.add(promise(step, base, load, costs)));
                }
            }
        }
        return promises;
    }

    private static Acceptance.Promise promise(final Step step, final Step base, final Load load, final Costs costs)
    {
        return Acceptance.atMost(
            String.format(Locale.ROOT, "%,d %s; %s: CPU at most 1.2 x that of %s", step.count(), step.axis(), load.name(),
                1 == base.count() ? "one" : base.count() + " that are sent the same"),
            costs.paired(step, base, load, Trial::processUs, (one, other) -> one / other), GROWTH_MAX);
    }
}
