package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.Verdict;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Peers;
import relay.perf.topology.TrialMetric;

/**
 * {@code relay bench fan-out}: the cost of a datagram with one and with many destinations.
 */
@CommandLine.Command(
    name = "relay bench fan-out",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Starts relays with 1 to 50 UDP destinations, in interleaved rounds, and prints the cost of each further " +
            "one. The sink receives from the first; the groups of the others have no member. docs/benchmarks.md",
        "Needs root. Takes two minutes or so. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class FanOutBench implements Callable<Integer>, ScaleReport.Verb
{
    static final String DESTINATIONS = "destinations";
    private static final int DESTINATIONS_MAX = 256;
    private static final int TRAIN = 16;

    @CommandLine.Mixin
    private ScaleOptions options;

    @CommandLine.Option(names = "--destinations", paramLabel = "N", split = ",", defaultValue = "1,2,10,50",
        description = "NumberText of destinations; ${DEFAULT-VALUE} by default.")
    private List<Integer> destinations = new ArrayList<>();

    @CommandLine.Option(names = "--rate", paramLabel = "N", defaultValue = "4000",
        description = "Datagrams a second, due one by one, for any number of destinations; ${DEFAULT-VALUE} by " +
            "default.")
    private long rate;

    @CommandLine.Option(names = "--copies", paramLabel = "N", defaultValue = "100000",
        description = "Copies a second for all destinations together, so that the relay never rests for long; " +
            "${DEFAULT-VALUE} by default.")
    private long copies;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return BenchOptions.execute(new FanOutBench(), args);
    }

    @Override
    public Integer call() throws IOException
    {
        return options.run("fan-out",
            points(options.counts("--destinations", destinations, DESTINATIONS_MAX), options.largeBuffers()),
            loads(options.rate("--rate", rate), options.rate("--copies", copies)), this);
    }

    @Override
    public List<Measurement> columns(final ScaleReport report, final ScalePoint point, final Load load)
    {
        final Measurement cpu = report.find(point, load, TrialMetric.CPU);
        final boolean isMore = point.count() > 1;
        return List.of(
            Measurement.of("datagrams", "/s", load.rate(point.count()), cpu.context()),
            cpu,
            cpu.against("a copy", "us", cpu, (us, ignore) -> us / point.count()).alone(),
            report.compared(point, report.firstOf(point), load, "each further", "us",
                (one, first) -> (one - first) / (point.count() - 1)).shownIf(isMore),
            furtherShare(report, point, load).alone().shownIf(isMore),
            report.find(point, load, TrialMetric.CORE).alone(),
            report.find(point, load, TrialMetric.LOST).alone());
    }

    @Override
    public List<Verdict> verdicts(final ScaleReport report)
    {
        return report.plan().loads().stream().flatMap(load -> report.plan().points().stream()
            .filter(point -> point.count() > 1).map(point -> Verdict.atMost(String.format(Locale.ROOT,
                "%s, %d destinations: each further one costs at most as much as the first", load.name(), point.count()),
                furtherShare(report, point, load).median(), 1))).toList();
    }

    static List<ScalePoint> points(final List<Integer> counts, final int largeBuffers)
    {
        return counts.stream().map(count -> new ScalePoint(DESTINATIONS, count, Peers.sleepingRelay(
            "relay-destinations-" + count, count + " " + DESTINATIONS, largeBuffers,
            file -> file.destinations(count)), 1, 1)).toList();
    }

    /** At one rate the first destination pays for waking up; with as many copies for all there is little of that. */
    static List<Load> loads(final long rate, final long copies)
    {
        return List.of(
            new Load(String.format(Locale.ROOT, "single datagrams, %,d/s", rate), rate, false, 1, false, false),
            new Load(String.format(Locale.ROOT, "single datagrams, %,d copies/s", copies),
                copies, true, 1, false, false),
            new Load(String.format(Locale.ROOT, "trains of %d, %,d copies/s", TRAIN, copies),
                copies, true, TRAIN, true, false));
    }

    /** The cost of each further destination relative to that of the first. */
    private static Measurement furtherShare(final ScaleReport report, final ScalePoint point, final Load load)
    {
        return report.compared(point, report.firstOf(point), load, "of the first", "x",
            (one, first) -> (one - first) / (point.count() - 1) / first);
    }
}
