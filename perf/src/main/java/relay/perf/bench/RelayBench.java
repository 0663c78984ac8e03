package relay.perf.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.agrona.IoUtil;
import picocli.CommandLine;

/**
 * {@code relay bench relay}: Relay beside its peers.
 */
@CommandLine.Command(
    name = "relay bench relay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Runs Relay and every peer that is installed between two network namespaces, one after the other in interleaved " +
            "rounds, and prints loss-free rates, CPU time and latencies, as ratios to each peer. docs/benchmarks.md",
        "Needs root. Takes half an hour or so; --quick two minutes at most. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class RelayBench implements Callable<Integer>
{
    private static final int HELP_WIDTH = 120;
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 77;
    private static final int TRAIN_MAX = 64;
    private static final String LAUNCHER_PROP_NAME = "relay.launcher";
    private static final String JVM_OPTIONS_PROP_NAME = "relay.jvm.options";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write every value of every round.")
    private Path json;

    @CommandLine.Option(names = "--quick", description = "One round, 1,000 B and 20,000/s only, short runs: for a first look.")
    private boolean isQuick;

    @CommandLine.Option(names = "--path", paramLabel = "PATH", defaultValue = "udp",
        description = "udp: from UDP to UDP. aeron: UDP, Aeron, UDP through two processes. Default: ${DEFAULT-VALUE}.")
    private String path;

    @CommandLine.Option(names = "--contestants", paramLabel = "NAME", split = ",",
        description = "Only these, in this order; relay bench relay --list tells all.")
    private List<String> contestants = new ArrayList<>();

    @CommandLine.Option(names = "--list", description = "Tell all contestants, and what they need.")
    private boolean isList;

    @CommandLine.Option(names = "--variant", paramLabel = "NAME=OPTIONS",
        description = "One more Relay in the same run, 'relay-NAME', started with these JVM options. May be repeated.")
    private Map<String, String> variants = new LinkedHashMap<>();

    @CommandLine.Option(names = "--sizes", paramLabel = "BYTES", split = ",",
        description = "Payload lengths, ${DEFAULT-VALUE} by default.", defaultValue = "100,1000,1400")
    private List<Integer> sizes = new ArrayList<>();

    @CommandLine.Option(names = "--no-mixed", description = "Leave out mixed sizes over 16 interleaved groups.")
    private boolean isMixedLeftOut;

    @CommandLine.Option(names = "--rates", paramLabel = "N", split = ",",
        description = "Fixed rates for latencies, datagrams a second; ${DEFAULT-VALUE} by default.",
        defaultValue = "20000,50000")
    private List<Integer> rates = new ArrayList<>();

    @CommandLine.Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "How often everything is measured; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @CommandLine.Option(names = "--trial", paramLabel = "MS", defaultValue = "1000",
        description = "Length of each run of the search, three times that at fixed rates; ${DEFAULT-VALUE} by default.")
    private long trialMs;

    @CommandLine.Option(names = "--warm-up", paramLabel = "MS", defaultValue = "3000",
        description = "Length of a contestant's warm-up; ${DEFAULT-VALUE} by default.")
    private long warmUpMs;

    @CommandLine.Option(names = "--train", paramLabel = "N", defaultValue = "16",
        description = "Datagrams that the generator sends at once in the search, 1 to 64; ${DEFAULT-VALUE} by default.")
    private int train;

    @CommandLine.Option(names = "--relay-cpu", paramLabel = "N", description = "Core of the contestant.")
    private Integer relayCpu;

    @CommandLine.Option(names = "--traffic-cpu", paramLabel = "N", description = "Core of generator and sink.")
    private Integer trafficCpu;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return new CommandLine(new RelayBench())
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionExceptionHandler(RelayBench::onException)
            .setParameterExceptionHandler(RelayBench::onWrongUsage)
            .execute(args);
    }

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        final List<Contestant> all = known();
        if (isList)
        {
            all.forEach(each -> out.println(each.name() + ": " + each.description() +
                (null == each.missing() ? "" : " (not installed: " + each.missing() + ")")));
            return OK;
        }
        final String obstacle = Requirements.obstacle();
        if (null != obstacle)
        {
            spec.commandLine().getErr().println("relay: " + obstacle);
            return NOT_PERMITTED;
        }
        checkJson();
        final Settings settings = settings(present(all, out));
        final Path launcher = launcher();
        final Machine machine = Machine.read(launcher.getParent());
        final Cores cores = cores(machine);
        tellSet(out, machine, cores, settings);
        final Results results = measure(settings, cores, launcher, out);
        final Acceptance acceptance = new Acceptance(results);
        final List<Acceptance.Promise> promises = isAeron() ? acceptance.ofAeron() : acceptance.ofUdp();
        new Report(results, settings).lines().forEach(out::println);
        out.println();
        promises.forEach(promise -> out.println(promise.line()));
        out.flush();
        if (null != json)
        {
            ResultJson.write(json, machine, cores, settings, results, promises);
        }
        return OK;
    }

    private Results measure(
        final Settings settings, final Cores cores, final Path launcher, final PrintWriter out) throws IOException
    {
        try (CleanUp cleanUp = new CleanUp())
        {
            Network.removeLeftOvers();
            final Path directory = Files.createTempDirectory("relay-bench-");
            cleanUp.add(() -> IoUtil.delete(directory.toFile(), true));
            cleanUp.add(() -> IoUtil.delete(Scene.aeronParent(directory).toFile(), true));
            Programs.compile(directory);
            out.println(SocketLimits.raise(Scene.SOCKET_BUFFER_LENGTH, cleanUp));
            out.flush();
            final Network network = Network.ofHops(isAeron() ? 2 : 1);
            cleanUp.add(network::close);
            network.build();
            return new Session(settings, network, cores,
                new Session.Surroundings(directory, launcher, java(), perfJar()), out).run(cleanUp);
        }
    }

    private List<Contestant> known()
    {
        if (!isAeron() && !"udp".equals(path))
        {
            throw wrong("--path " + path + ": one of udp, aeron");
        }
        final List<Contestant> all = new ArrayList<>(isAeron() ? Contestants.ofAeron() : Contestants.ofUdp());
        variants.forEach((name, options) ->
        {
            final String description = "Relay with " + options;
            final String variant = Contestants.RELAY + "-" + name;
            all.add(1, isAeron() ? Contestants.relayOverAeron(variant, description, options) :
                Contestants.relay(variant, description, options));
        });
        return all;
    }

    private boolean isAeron()
    {
        return "aeron".equals(path);
    }

    /** Those that were asked for and are installed. Without any, all. */
    private List<Contestant> present(final List<Contestant> all, final PrintWriter out)
    {
        final Map<String, Contestant> byName = all.stream().collect(
            Collectors.toMap(Contestant::name, each -> each, (left, right) -> left, LinkedHashMap::new));
        for (final String name : contestants)
        {
            if (!byName.containsKey(name))
            {
                throw wrong("--contestants " + name + ": one of " + String.join(", ", byName.keySet()));
            }
        }
        final List<Contestant> present = new ArrayList<>();
        for (final Contestant each : contestants.isEmpty() ? all : contestants.stream().map(byName::get).toList())
        {
            if (null == each.missing())
            {
                present.add(each);
            }
            else
            {
                out.println(each.name() + " is left out: " + each.missing() + " is not installed");
            }
        }
        return present;
    }

    private Settings settings(final List<Contestant> present)
    {
        check(!present.isEmpty(), "no contestant is left");
        sizes.forEach(size -> check(size >= Workload.SIZE_MIN && size <= Workload.SIZE_MAX,
            "--sizes " + size + ": from " + Workload.SIZE_MIN + " to " + Workload.SIZE_MAX));
        rates.forEach(rate -> check(rate >= 1_000 && rate <= 1_000_000, "--rates " + rate + ": from 1000 to 1000000"));
        check(rounds >= 1 && rounds <= 100, "--rounds " + rounds + ": from 1 to 100");
        check(trialMs >= 50 && trialMs <= 60_000, "--trial " + trialMs + ": from 50 to 60000 ms");
        check(warmUpMs >= 50 && warmUpMs <= 60_000, "--warm-up " + warmUpMs + ": from 50 to 60000 ms");
        check(train >= 1 && train <= TRAIN_MAX, "--train " + train + ": from 1 to " + TRAIN_MAX);
        if (isQuick)
        {
            return new Settings(path, present, List.of(Workload.ofSize(1_000)), List.of(20_000), 1, 400, 1_500, train, 0.1);
        }
        final List<Workload> workloads = new ArrayList<>(sizes.stream().distinct().map(Workload::ofSize).toList());
        if (!isMixedLeftOut)
        {
            workloads.add(Workload.mixed());
        }
        return new Settings(path, present, workloads, rates.stream().distinct().sorted().toList(), rounds, trialMs,
            warmUpMs, train, 0.03);
    }

    private Cores cores(final Machine machine)
    {
        final Cores chosen = Cores.choose(machine.cores(), machine.neighbours());
        for (final Integer asked : Arrays.asList(relayCpu, trafficCpu))
        {
            check(null == asked || machine.cores().contains(asked),
                "core " + asked + " cannot be used here: one of " + machine.cores());
        }
        return new Cores(
            null == relayCpu ? chosen.relay() : relayCpu, null == trafficCpu ? chosen.traffic() : trafficCpu);
    }

    private void tellSet(
        final PrintWriter out, final Machine machine, final Cores cores, final Settings settings)
    {
        out.println("kernel " + machine.kernel() + ", " + machine.cpu() + ", " + machine.cores().size() +
            " cores, Java " + machine.jdk() + (machine.commit().isEmpty() ? "" : ", commit " + machine.commit()));
        out.println("contestant on core " + cores.relay() + ", generator and sink on core " + cores.traffic());
        machine.warnings(cores).forEach(warning -> out.println("WARNING: " + warning));
        final long seconds = settings.estimateSeconds();
        out.println("takes about " + (seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min"));
        out.flush();
    }

    private void checkJson()
    {
        if (null != json)
        {
            final Path directory = json.toAbsolutePath().getParent();
            check(Files.isDirectory(directory) && Files.isWritable(directory) && !Files.isDirectory(json),
                "--json " + json + ": cannot be written there");
        }
    }

    private void check(final boolean isGood, final String message)
    {
        if (!isGood)
        {
            throw wrong(message);
        }
    }

    private CommandLine.ParameterException wrong(final String message)
    {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /** The launcher says where it is; a jar that was started without it knows where it was built. */
    private static Path launcher()
    {
        final String said = System.getProperty(LAUNCHER_PROP_NAME);
        final Path launcher = null == said ? perfJar().resolve("../../../relay").normalize() : Path.of(said);
        if (!Files.isExecutable(launcher))
        {
            throw new BenchException("there is no launcher " + launcher + ": start this by ./relay bench relay");
        }
        return launcher;
    }

    private static List<String> java()
    {
        final List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(Arrays.stream(System.getProperty(JVM_OPTIONS_PROP_NAME, "").split(" "))
            .filter(option -> !option.isEmpty()).toList());
        return java;
    }

    private static Path perfJar()
    {
        return Path.of(RelayBench.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static int onWrongUsage(final CommandLine.ParameterException ex, final String[] ignore)
    {
        final PrintWriter err = ex.getCommandLine().getErr();
        err.println("relay: " + ex.getMessage());
        err.println("Try: relay bench relay --help");
        return USAGE;
    }

    private static int onException(
        final Exception ex, final CommandLine commandLine, final CommandLine.ParseResult ignore)
    {
        final PrintWriter err = commandLine.getErr();
        if (ex instanceof BenchException || ex instanceof IOException)
        {
            err.println("relay: " + ex.getMessage());
            return FAILED;
        }
        err.println("relay: this is a defect, please report it:");
        ex.printStackTrace(err);
        return FAILED;
    }
}
