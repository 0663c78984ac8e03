package relay.perf.rfc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import relay.perf.bench.BenchOptions;
import relay.perf.bench.Cores;
import relay.perf.bench.Machine;
import relay.perf.bench.ResultJson;
import relay.perf.bench.Stage;

/**
 * {@code relay bench rfc}: the measurements of RFC 2544 and RFC 3918.
 */
@CommandLine.Command(
    name = "relay bench rfc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Measures a relay between network namespaces by RFC 2544 (throughput, latency, frame loss rate, back-to-back, " +
            "system recovery) and RFC 3918 (mixed sizes, scaled and aggregated groups, join and leave delay, group " +
            "capacity), and prints one report. docs/benchmarks.md",
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
    private static final double PERCENT = 100;

    @CommandLine.Mixin
    private BenchOptions options;

    @CommandLine.Option(names = "--out", paramLabel = "DIR",
        description = "Where to write the report, rfc.html and rfc.json; made if it is not there.")
    private Path out;

    @CommandLine.Option(names = "--png", description = "Write the charts as images too; with --out.")
    private boolean isPng;

    @CommandLine.Option(names = "--quick", description = "Two rounds of short trials: for a first look.")
    private boolean isQuick;

    @CommandLine.Option(names = "--only", paramLabel = "TEST", split = ",",
        description = "One or more of throughput, latency, frame-loss, back-to-back, recovery, mixed-size, scaled, matrix, " +
            "aggregated, join-leave, capacity.")
    private List<String> only = new ArrayList<>();

    @CommandLine.Option(names = "--sizes", paramLabel = "BYTES", split = ",",
        description = "UDP payloads; 64,128,256,512,1024,1280,1472 by default.")
    private List<Integer> sizes = new ArrayList<>();

    @CommandLine.Option(names = "--groups", paramLabel = "N", split = ",", defaultValue = "1,20,200",
        description = "Numbers of groups, ascending; ${DEFAULT-VALUE} by default.")
    private List<Integer> groups = new ArrayList<>();

    @CommandLine.Option(names = "--destinations", paramLabel = "N", split = ",",
        description = "Numbers of destinations; 1,2,8,32,64, or with --quick 1,8,32, by default.")
    private List<Integer> destinations = new ArrayList<>();

    @CommandLine.Option(names = "--capacity-max", paramLabel = "N", defaultValue = "4096",
        description = "Most groups to try; ${DEFAULT-VALUE} by default, which is what one relay may be given.")
    private int capacityMax;

    @CommandLine.Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "0",
        description = "How much may be lost; ${DEFAULT-VALUE} by default, as the RFCs have it. 0.1 on a shared machine.")
    private double loss;

    @CommandLine.Option(names = "--train", paramLabel = "N", defaultValue = "16",
        description = "Datagrams that the generator sends at once, 1 to 64; ${DEFAULT-VALUE} by default. 1 spaces them " +
            "evenly, as the RFCs have it, and makes the generator the limit on most machines.")
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
        final Plan plan = plan();
        if (options.isImpossible())
        {
            return BenchOptions.NOT_PERMITTED;
        }
        options.checkAll();
        checkOut();
        final PrintWriter console = options.out();
        final Machine machine = Machine.read(Stage.findLauncher().getParent());
        final Cores cores = options.cores(machine);
        options.tell(machine, cores, plan.estimateSeconds());
        final Figures figures = Stage.set(1, cores, console, stage -> new RfcSession(plan, stage).run());
        final RfcReport report = new RfcReport(plan, machine, cores, figures);
        report.lines().forEach(console::println);
        if (null != options.json())
        {
            ResultJson.write(options.json(), report.json());
        }
        if (null != out)
        {
            new RfcFiles(out, isPng).write(report, console);
        }
        console.flush();
        return figures.failures().isEmpty() ? BenchOptions.OK : BenchOptions.FAILED;
    }

    private Plan plan()
    {
        sizes.forEach(size -> options.check(size >= SIZE_MIN && size <= SIZE_MAX,
            "--sizes " + size + ": from " + SIZE_MIN + " to " + SIZE_MAX));
        groups.forEach(count -> options.check(count >= 1 && count <= GROUPS_MAX,
            "--groups " + count + ": from 1 to " + GROUPS_MAX));
        destinations.forEach(count -> options.check(count >= 1 && count <= DESTINATIONS_MAX,
            "--destinations " + count + ": from 1 to " + DESTINATIONS_MAX));
        options.check(capacityMax >= CAPACITY_MIN && capacityMax <= CAPACITY_MAX,
            "--capacity-max " + capacityMax + ": from " + CAPACITY_MIN + " to " + CAPACITY_MAX);
        options.check(loss >= 0 && loss < PERCENT, "--loss " + loss + ": from 0 to less than 100");
        options.check(!isPng || null != out, "--png needs --out, where the images go");
        options.check(train >= 1 && train <= TRAIN_MAX, "--train " + train + ": from 1 to " + TRAIN_MAX);
        final List<Integer> wanted = sizes.isEmpty() ? SIZES : sizes.stream().distinct().toList();
        final List<Integer> ascending = groups.stream().distinct().sorted().toList();
        final int rounds = isQuick && !options.isGiven("--rounds") ? 2 : options.rounds();
        final long trialMs = isQuick && !options.isGiven("--trial") ? 150 : options.trialMs();
        final long warmUpMs = isQuick && !options.isGiven("--warm-up") ? 1_500 : options.warmUpMs();
        final List<Integer> copies = !destinations.isEmpty() ? destinations.stream().distinct().toList() :
            isQuick ? List.of(1, 8, 32) : List.of(1, 2, 8, 32, 64);
        final List<Integer> capacities = Plan.capacities(CAPACITY_MIN, isQuick ? 8 : 2, capacityMax);
        return isQuick ?
            new Plan(parts(), wanted, ascending, copies, capacities, rounds, trialMs, warmUpMs, 0.1, loss / PERCENT, train,
                3, List.of(100, 120, 150, 200), 3 * trialMs, 200_000, rounds, 10) :
            new Plan(parts(), wanted, ascending, copies, capacities, rounds, trialMs, warmUpMs, 0.03, loss / PERCENT, train,
                9, List.of(100, 105, 110, 120, 130, 140, 160, 180, 200), 5 * trialMs, 2_000_000, rounds, 50);
    }

    private Set<Part> parts()
    {
        if (only.isEmpty())
        {
            return EnumSet.allOf(Part.class);
        }
        final EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        for (final String name : only)
        {
            parts.add(Stream.of(Part.values()).filter(part -> part.key().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> options.wrong("--only " + name + ": one of " +
                    Stream.of(Part.values()).map(Part::key).collect(Collectors.joining(", ")))));
        }
        return parts;
    }

    /** Before half an hour is spent. */
    private void checkOut()
    {
        if (null != out)
        {
            try
            {
                Files.createDirectories(out);
            }
            catch (final IOException ex)
            {
                throw options.wrong("--out " + out + ": cannot be made a directory: " + ex.getMessage());
            }
            options.check(Files.isWritable(out), "--out " + out + ": cannot be written to");
        }
    }
}
