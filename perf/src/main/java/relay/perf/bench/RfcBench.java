package relay.perf.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Effort;

/**
 * {@code relay bench rfc}: the measurements of RFC 2544 and RFC 3918.
 */
@CommandLine.Command(
    name = "relay bench rfc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Measures a relay between network namespaces by RFC 2544 (throughput, latency, frame loss rate, " +
            "back-to-back, system recovery) and RFC 3918 (mixed sizes, scaled and aggregated groups, join and leave " +
            "delay, group capacity), and prints one report. docs/benchmarks.md",
        "Needs root. Takes half an hour or so; --quick five minutes at most. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:measured, whatever the outcome", "1:failed, or part of it could not be measured", "2:wrong usage",
        "77:not permitted"})
public final class RfcBench implements Callable<Integer>
{
    private static final List<Integer> SIZES = List.of(64, 128, 256, 512, 1_024, 1_280, 1_472);
    private static final int SIZE_MIN = 32;
    private static final int SIZE_MAX = 1_472;
    private static final int GROUPS_MAX = 1_000;
    private static final int DESTINATIONS_MAX = 256;
    private static final int CAPACITY_MIN = 64;
    private static final int CAPACITY_MAX = 4_096;
    private static final int TRAIN_MAX = 64;
    /** Nothing at all may be lost: the machine's own disturbances must not count. */
    private static final int ATTEMPTS = 3;
    private static final double PERCENT = 100;

    @CommandLine.Mixin
    private BenchOptions options;

    @CommandLine.Option(names = "--out", paramLabel = "DIR",
        description = "Directory of the report, rfc.html and rfc.json; created if missing.")
    private Path out;

    @CommandLine.Option(names = "--png", description = "Write the charts as images too; with --out.")
    private boolean isPng;

    @CommandLine.Option(names = "--quick", description = "Two rounds of short trials: a first look.")
    private boolean isQuick;

    @CommandLine.Option(names = "--only", paramLabel = "TEST", split = ",",
        description = "One or more of throughput, latency, frame-loss, back-to-back, recovery, mixed-size, scaled, " +
            "matrix, aggregated, join-leave, capacity.")
    private List<String> only = new ArrayList<>();

    @CommandLine.Option(names = "--sizes", paramLabel = "BYTES", split = ",",
        description = "UDP payloads; 64,128,256,512,1024,1280,1472 by default.")
    private List<Integer> sizes = new ArrayList<>();

    @CommandLine.Option(names = "--groups", paramLabel = "N", split = ",", defaultValue = "1,20,200",
        description = "NumberText of groups, ascending; ${DEFAULT-VALUE} by default.")
    private List<Integer> groups = new ArrayList<>();

    @CommandLine.Option(names = "--destinations", paramLabel = "N", split = ",",
        description = "NumberText of destinations; 1,2,8,32,64, or with --quick 1,8,32, by default.")
    private List<Integer> destinations = new ArrayList<>();

    @CommandLine.Option(names = "--capacity-max", paramLabel = "N", defaultValue = "4096",
        description = "Most groups to try; ${DEFAULT-VALUE} by default, the most that one relay may have.")
    private int capacityMax;

    @CommandLine.Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "0",
        description = "Loss that passes; ${DEFAULT-VALUE} by default, as the RFCs have it. 0.1 on a shared machine.")
    private double loss;

    @CommandLine.Option(names = "--train", paramLabel = "N", defaultValue = "16",
        description = "Datagrams that the generator sends at once, 1 to 64; ${DEFAULT-VALUE} by default. 1 spaces " +
            "them evenly, as the RFCs have it, and makes the generator the limit on most machines.")
    private int train;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return BenchOptions.execute(new RfcBench(), args);
    }

    @Override
    public Integer call() throws IOException
    {
        final RfcPlan plan = plan();
        return options.run("rfc", 1, plan.estimateSeconds(), options.files(out, isPng),
            topology -> new RfcReport(new RfcRun(plan, topology).measure()));
    }

    private RfcPlan plan()
    {
        options.checkRange("--sizes", sizes, SIZE_MIN, SIZE_MAX);
        options.checkRange("--groups", groups, 1, GROUPS_MAX);
        options.checkRange("--destinations", destinations, 1, DESTINATIONS_MAX);
        options.checkRange("--capacity-max", List.of(capacityMax), CAPACITY_MIN, CAPACITY_MAX);
        options.check(loss >= 0 && loss < PERCENT, "--loss " + loss + ": from 0 to less than 100");
        options.checkRange("--train", List.of(train), 1, TRAIN_MAX);
        final int rounds = isQuick && !options.isGiven("--rounds") ? 2 : options.rounds();
        final long trialMs = isQuick && !options.isGiven("--trial") ? 150 : options.trialMs();
        final long warmUpMs = isQuick && !options.isGiven("--warm-up") ? 1_500 : options.warmUpMs();
        final List<Integer> copies = !destinations.isEmpty() ? destinations.stream().distinct().toList() :
            isQuick ? List.of(1, 8, 32) : List.of(1, 2, 8, 32, 64);
        return new RfcPlan(parts(), sizes.isEmpty() ? SIZES : sizes.stream().distinct().toList(),
            groups.stream().distinct().sorted().toList(), copies,
            RfcPlan.capacities(CAPACITY_MIN, isQuick ? 8 : 2, capacityMax),
            new Effort(
                rounds, trialMs, warmUpMs, train, isQuick ? 0.1 : 0.03, ATTEMPTS, loss / PERCENT, isQuick ? 3 : 9),
            isQuick ? List.of(100, 120, 150, 200) : List.of(100, 105, 110, 120, 130, 140, 160, 180, 200),
            (isQuick ? 3 : 5) * trialMs, isQuick ? 200_000 : 2_000_000, rounds, isQuick ? 10 : 50);
    }

    private Set<RfcTest> parts()
    {
        final Set<RfcTest> parts = EnumSet.noneOf(RfcTest.class);
        for (final String name : only)
        {
            parts.add(Stream.of(RfcTest.values()).filter(each -> each.key().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> options.wrong("--only " + name + ": one of " +
                    Stream.of(RfcTest.values()).map(RfcTest::key).collect(Collectors.joining(", ")))));
        }
        return only.isEmpty() ? EnumSet.allOf(RfcTest.class) : parts;
    }
}
