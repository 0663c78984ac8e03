package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * {@code relay bench fan-out}: what a datagram costs with one and with many destinations.
 */
@CommandLine.Command(
    name = "relay bench fan-out",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Starts relays with 1 to 50 UDP destinations, in interleaved rounds, and prints what each further one costs. " +
            "The sink takes what the first is sent; nobody has joined the groups of the others. docs/benchmarks.md",
        "Needs root. Takes two minutes or so. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class FanOutBench implements Callable<Integer>
{
    static final String DESTINATIONS = "destinations";
    private static final int DESTINATIONS_MAX = 256;
    private static final int TRAIN = 16;

    @CommandLine.Mixin
    private CostOptions options;

    @CommandLine.Option(names = "--destinations", paramLabel = "N", split = ",", defaultValue = "1,2,10,50",
        description = "How many; ${DEFAULT-VALUE} by default.")
    private List<Integer> destinations = new ArrayList<>();

    @CommandLine.Option(names = "--rate", paramLabel = "N", defaultValue = "4000",
        description = "Datagrams a second that are due one by one, however many destinations; ${DEFAULT-VALUE} by default.")
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
        options.checkRate("--rate", rate);
        options.checkRate("--copies", copies);
        return options.run(
            steps(options.counts("--destinations", destinations, DESTINATIONS_MAX), options.largeBuffers()),
            loads(rate, copies),
            (plan, costs) -> new CostReport(plan, costs).marginal(),
            FanOutBench::promises);
    }

    static List<Step> steps(final List<Integer> counts, final int largeBuffers)
    {
        return counts.stream().map(count -> new Step(DESTINATIONS, count, Contestants.sleepingRelay(
            "relay-destinations-" + count, count + " " + DESTINATIONS,
            scene -> new RelayFile(scene.first(), largeBuffers).destinations(count)), 1, 1)).toList();
    }

    /** At one rate the first destination pays for waking up; with as many copies for all there is little of that. */
    static List<Load> loads(final long rate, final long copies)
    {
        return List.of(
            new Load(String.format(Locale.ROOT, "single datagrams, %,d/s", rate), rate, false, 1, false, false),
            new Load(String.format(Locale.ROOT, "single datagrams, %,d copies/s", copies), copies, true, 1, false, false),
            new Load(String.format(Locale.ROOT, "trains of %d, %,d copies/s", TRAIN, copies), copies, true, TRAIN, true,
                false));
    }

    static List<Acceptance.Promise> promises(final CostPlan plan, final Costs costs)
    {
        final CostReport report = new CostReport(plan, costs);
        final List<Acceptance.Promise> promises = new ArrayList<>();
        for (final Load load : plan.loads())
        {
            plan.steps().stream().filter(step -> step.count() > 1).forEach(step -> promises.add(Acceptance.atMost(
                String.format(Locale.ROOT, "%s, %d destinations: each further one costs at most what the first does",
                    load.name(), step.count()),
                report.furtherShare(step, load), 1)));
        }
        return promises;
    }
}
