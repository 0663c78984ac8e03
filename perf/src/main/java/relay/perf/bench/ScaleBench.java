package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.Verdict;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Peers;
import relay.perf.topology.RelayFile;
import relay.perf.topology.TrialMetric;

/**
 * {@code relay bench scale}: the cost of a datagram with few and with many flows and groups.
 */
@CommandLine.Command(
    name = "relay bench scale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Starts relays with 1 to 1,000 flows and with 1 to 256 joined groups, in interleaved rounds, sends the same " +
            "through each, and prints how the CPU time of a datagram grows. docs/benchmarks.md",
        "Needs root. Takes ten minutes or so. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class ScaleBench implements Callable<Integer>, ScaleReport.Verb
{
    static final String BY_PORT = "flows, each on a port of its own";
    static final String BY_GROUP = "flows, each of a group of its own on one port";
    static final String GROUPS = "joined groups of one flow";
    private static final double GROWTH_MAX = 1.2;
    private static final int FLOWS_MAX = 1_024;
    private static final int GROUPS_MAX = 1_024;
    /** Traffic is spread over at most this many flows. */
    private static final int SPREAD_MAX = 64;
    /** The promise about many begins with this count. */
    private static final int MANY = 200;
    private static final int BURST = 16;

    @CommandLine.Mixin
    private ScaleOptions options;

    @CommandLine.Option(names = "--flows", paramLabel = "N", split = ",", defaultValue = "1,10,100,1000",
        description = "NumberText of flows; ${DEFAULT-VALUE} by default.")
    private List<Integer> flows = new ArrayList<>();

    @CommandLine.Option(names = "--groups", paramLabel = "N", split = ",", defaultValue = "1,20,21,200,256",
        description = "NumberText of groups that one flow joins, ${DEFAULT-VALUE} by default: on one port if a power " +
            "of two up to 256, otherwise on several.")
    private List<Integer> groups = new ArrayList<>();

    @CommandLine.Option(names = "--rate", paramLabel = "N", defaultValue = "20000",
        description = "Datagrams a second, due one by one; ${DEFAULT-VALUE} by default.")
    private long rate;

    @CommandLine.Option(names = "--busy-rate", paramLabel = "N", defaultValue = "120000",
        description = "Datagrams a second, due 16 at once; ${DEFAULT-VALUE} by default.")
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
        return options.run("scale",
            points(options.counts("--flows", flows, FLOWS_MAX), options.counts("--groups", groups, GROUPS_MAX),
                options.largeBuffers()),
            loads(options.rate("--rate", rate), options.rate("--busy-rate", busyRate)), this);
    }

    @Override
    public List<Measurement> columns(final ScaleReport report, final ScalePoint point, final Load load)
    {
        return List.of(
            report.find(point, load, TrialMetric.CPU),
            report.compared(point, report.firstOf(point), load, "growth", "x", (one, first) -> one / first),
            report.find(point, load, TrialMetric.CORE).alone(),
            report.find(point, load, TrialMetric.SEND).alone(),
            report.find(point, load, TrialMetric.P50).alone(),
            report.find(point, load, TrialMetric.P99).alone(),
            report.find(point, load, TrialMetric.LOST).alone());
    }

    @Override
    public List<Verdict> verdicts(final ScaleReport report)
    {
        final List<Verdict> verdicts = new ArrayList<>();
        for (final ScalePoint point : report.plan().points())
        {
            for (final Load load : report.plan().loads())
            {
                if (point.count() >= MANY)
                {
                    verdicts.add(verdict(report, point, report.firstOf(point), load));
                    report.plan().on(point.axis()).stream()
                        .filter(base -> load.isSpread() && base.count() > 1 && base.count() < point.count())
                        .filter(base -> base.isSentAlike(point)).findFirst()
                        .ifPresent(base -> verdicts.add(verdict(report, point, base, load)));
                }
            }
        }
        return verdicts;
    }

    static List<ScalePoint> points(final List<Integer> flows, final List<Integer> groups, final int largeBuffers)
    {
        final List<ScalePoint> points = new ArrayList<>();
        for (final int count : flows)
        {
            final int spread = Math.min(SPREAD_MAX, count);
            points.add(new ScalePoint(BY_PORT, count, Peers.sleepingRelay("relay-flows-by-port-" + count,
                count + " " + BY_PORT, largeBuffers, file -> file.flowsByPort(count)), 1, spread));
            points.add(new ScalePoint(BY_GROUP, count, Peers.sleepingRelay("relay-flows-by-group-" + count,
                count + " " + BY_GROUP, largeBuffers, file -> file.flowsByGroup(count)), spread, 1));
        }
        for (final int count : groups)
        {
            points.add(new ScalePoint(GROUPS, count, Peers.sleepingRelay("relay-groups-" + count,
                count + " " + GROUPS, largeBuffers, file -> file.groups(count)),
                RelayFile.groupsOf(count), RelayFile.portsOf(count)));
        }
        return points;
    }

    /** Single datagrams even if many are due at once: only those can be spread. */
    static List<Load> loads(final long rate, final long busyRate)
    {
        return Stream.of(false, true).flatMap(isSpread ->
        {
            final String where = isSpread ? "spread" : "to one";
            return Stream.of(
                new Load(String.format(Locale.ROOT, "%s, %,d/s", where, rate), rate, false, 1, false, isSpread),
                new Load(String.format(Locale.ROOT, "%s, %,d/s, %d at once", where, busyRate, BURST),
                    busyRate, false, BURST, false, isSpread));
        }).toList();
    }

    private static Verdict verdict(
        final ScaleReport report, final ScalePoint point, final ScalePoint base, final Load load)
    {
        return Verdict.atMost(
            String.format(Locale.ROOT, "%,d %s; %s: CPU at most 1.2 x that of %s", point.count(), point.axis(),
                load.name(), 1 == base.count() ? "one" : base.count() + " that are sent the same"),
            report.compared(point, base, load, "growth", "x", (one, other) -> one / other).median(), GROWTH_MAX);
    }
}
