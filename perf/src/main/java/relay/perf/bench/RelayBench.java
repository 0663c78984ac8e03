package relay.perf.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    private static final int TRAIN_MAX = 64;

    @CommandLine.Mixin
    private BenchOptions options;

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
        description = "One more Relay in the same run, 'relay-NAME', started with these options: first those of the JVM, " +
            "then, from the first that begins with --, those of 'relay run'. May be repeated.")
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

    @CommandLine.Option(names = "--train", paramLabel = "N", defaultValue = "16",
        description = "Datagrams that the generator sends at once in the search, 1 to 64; ${DEFAULT-VALUE} by default.")
    private int train;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return BenchOptions.execute(new RelayBench(), args);
    }

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = options.out();
        final List<Contestant> all = known();
        if (isList)
        {
            all.forEach(each -> out.println(each.name() + ": " + each.description() +
                (Contestants.ON_REQUEST.contains(each.name()) ? " (only by --contestants)" : "") +
                (null == each.missing() ? "" : " (not installed: " + each.missing() + ")")));
            return BenchOptions.OK;
        }
        if (options.isImpossible())
        {
            return BenchOptions.NOT_PERMITTED;
        }
        options.checkAll();
        final Settings settings = settings(present(all, out));
        final Machine machine = Machine.read(Stage.findLauncher().getParent());
        final Cores cores = options.cores(machine);
        options.tell(machine, cores, settings.estimateSeconds());
        final Results results =
            Stage.set(isAeron() ? 2 : 1, cores, out, stage -> new Session(settings, stage).run());
        final Acceptance acceptance = new Acceptance(results);
        final List<Acceptance.Promise> promises = isAeron() ? acceptance.ofAeron() : acceptance.ofUdp();
        new Report(results, settings).lines().forEach(out::println);
        out.println();
        promises.forEach(promise -> out.println(promise.line()));
        out.flush();
        if (null != options.json())
        {
            ResultJson.write(options.json(), ResultJson.text(machine, cores, settings, results, promises));
        }
        return BenchOptions.OK;
    }

    private List<Contestant> known()
    {
        if (!isAeron() && !"udp".equals(path))
        {
            throw options.wrong("--path " + path + ": one of udp, aeron");
        }
        final List<Contestant> all = new ArrayList<>(isAeron() ? Contestants.ofAeron() : Contestants.ofUdp());
        variants.forEach((name, text) ->
        {
            final String description = "Relay with " + text;
            final String variant = Contestants.RELAY + "-" + name;
            final VariantOptions different = VariantOptions.parse(text);
            all.add(1, isAeron() ? Contestants.relayOverAeron(variant, description, different) :
                Contestants.relay(variant, description, different));
        });
        return all;
    }

    private boolean isAeron()
    {
        return "aeron".equals(path);
    }

    /** Those that were asked for and are installed. Without any, all but those that must be asked for. */
    private List<Contestant> present(final List<Contestant> all, final PrintWriter out)
    {
        final Map<String, Contestant> byName = all.stream().collect(
            Collectors.toMap(Contestant::name, each -> each, (left, right) -> left, LinkedHashMap::new));
        for (final String name : contestants)
        {
            if (!byName.containsKey(name))
            {
                throw options.wrong("--contestants " + name + ": one of " + String.join(", ", byName.keySet()));
            }
        }
        final List<Contestant> wanted = contestants.isEmpty() ?
            all.stream().filter(each -> !Contestants.ON_REQUEST.contains(each.name())).toList() :
            contestants.stream().map(byName::get).toList();
        final List<Contestant> present = new ArrayList<>();
        for (final Contestant each : wanted)
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
        options.check(!present.isEmpty(), "no contestant is left");
        sizes.forEach(size -> options.check(size >= Workload.SIZE_MIN && size <= Workload.SIZE_MAX,
            "--sizes " + size + ": from " + Workload.SIZE_MIN + " to " + Workload.SIZE_MAX));
        rates.forEach(rate -> options.check(rate >= 1_000 && rate <= 1_000_000, "--rates " + rate + ": from 1000 to 1000000"));
        options.check(train >= 1 && train <= TRAIN_MAX, "--train " + train + ": from 1 to " + TRAIN_MAX);
        if (isQuick)
        {
            return new Settings(path, present, List.of(Workload.ofSize(1_000)), List.of(20_000), 1, 400, 1_500, train, 0.1);
        }
        final List<Workload> workloads = new ArrayList<>(sizes.stream().distinct().map(Workload::ofSize).toList());
        if (!isMixedLeftOut)
        {
            workloads.add(Workload.mixed());
        }
        return new Settings(path, present, workloads, rates.stream().distinct().sorted().toList(),
            options.rounds(), options.trialMs(), options.warmUpMs(), train, 0.03);
    }
}
