package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Effort;
import relay.perf.topology.Peer;
import relay.perf.topology.Peers;
import relay.perf.topology.Trial;
import relay.perf.topology.VariantOptions;
import relay.perf.topology.Workload;

/**
 * {@code relay bench relay}: Relay beside its peers.
 */
@CommandLine.Command(
    name = "relay bench relay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Runs Relay and every peer that is installed between two network namespaces, one after the other in " +
            "interleaved rounds, and prints loss-free rates, CPU time and latencies, as ratios to each peer. " +
            "docs/benchmarks.md",
        "Needs root. Takes half an hour or so; --quick two minutes at most. Leaves nothing behind."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the outcome", "1:failed", "2:wrong usage", "77:not permitted"})
public final class RelayBench implements Callable<Integer>
{
    private static final int TRAIN_MAX = 64;
    private static final int ATTEMPTS = 2;
    private static final int LATENCY_WINDOWS = 9;

    @CommandLine.Mixin
    private BenchOptions options;

    @CommandLine.Option(names = "--quick", description = "One round of short runs, 1,000 B and 20,000/s only: a " +
        "first look.")
    private boolean isQuick;

    @CommandLine.Option(names = "--path", paramLabel = "PATH", defaultValue = "udp",
        description = "udp: from UDP to UDP. aeron: UDP, Aeron, UDP through two processes. Default: ${DEFAULT-VALUE}.")
    private String path;

    @CommandLine.Option(names = {"--peers", "--contestants"}, paramLabel = "NAME", split = ",",
        description = "Only these, in this order; --list prints all names.")
    private List<String> peers = new ArrayList<>();

    @CommandLine.Option(names = "--list", description = "List all peers and their requirements.")
    private boolean isList;

    @CommandLine.Option(names = "--variant", paramLabel = "NAME=OPTIONS",
        description = "One more Relay in the same run, 'relay-NAME', started with these options: first those of the " +
            "JVM, then, from the first that begins with --, those of 'relay run'. May be repeated.")
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
        final List<Peer> all = known();
        if (isList)
        {
            all.forEach(this::list);
            return BenchOptions.OK;
        }
        final PeerPlan plan = plan(present(all));
        return options.run("relay", isAeron() ? 2 : 1, plan.estimateSeconds(), options.files(null, false),
            topology -> new PeerReport(plan, plan.run(topology)));
    }

    private void list(final Peer peer)
    {
        options.out().println(peer.name() + ": " + peer.description() +
            (Peers.ON_REQUEST.contains(peer.name()) ? " (only by --peers)" : "") +
            (null == peer.missing() ? "" : " (not installed: " + peer.missing() + ")"));
    }

    private List<Peer> known()
    {
        options.check(isAeron() || "udp".equals(path), "--path " + path + ": one of udp, aeron");
        final List<Peer> all = new ArrayList<>(isAeron() ? Peers.ofAeron() : Peers.ofUdp());
        variants.forEach((name, text) ->
        {
            final String variant = Peers.RELAY + "-" + name;
            final VariantOptions different = VariantOptions.parse(text);
            all.add(1, isAeron() ? Peers.relayOverAeron(variant, "Relay with " + text, different) :
                Peers.relay(variant, "Relay with " + text, different));
        });
        return all;
    }

    private boolean isAeron()
    {
        return "aeron".equals(path);
    }

    /** The installed ones of those asked for; if none was asked for, of all but those that need asking. */
    private List<Peer> present(final List<Peer> all)
    {
        final Map<String, Peer> byName = new LinkedHashMap<>();
        all.forEach(each -> byName.put(each.name(), each));
        peers.forEach(name -> options.check(byName.containsKey(name),
            "--peers " + name + ": one of " + String.join(", ", byName.keySet())));
        final List<Peer> wanted = peers.isEmpty() ?
            all.stream().filter(each -> !Peers.ON_REQUEST.contains(each.name())).toList() :
            peers.stream().map(byName::get).toList();
        wanted.stream().filter(each -> null != each.missing()).forEach(each ->
            options.out().println(each.name() + " is left out: " + each.missing() + " is not installed"));
        final List<Peer> present = wanted.stream().filter(each -> null == each.missing()).toList();
        options.check(!present.isEmpty(), "no peer is left");
        return present;
    }

    private PeerPlan plan(final List<Peer> present)
    {
        options.checkRange("--sizes", sizes, Workload.SIZE_MIN, Workload.SIZE_MAX);
        options.checkRange("--rates", rates, 1_000, 1_000_000);
        options.checkRange("--train", List.of(train), 1, TRAIN_MAX);
        if (isQuick)
        {
            return new PeerPlan(path, present, List.of(Workload.ofSize(1_000)), List.of(20_000),
                new Effort(1, 400, 1_500, train, 0.1, ATTEMPTS, Trial.LOSS_MAX, LATENCY_WINDOWS));
        }
        final List<Workload> workloads = new ArrayList<>(sizes.stream().distinct().map(Workload::ofSize).toList());
        if (!isMixedLeftOut)
        {
            workloads.add(Workload.mixed());
        }
        return new PeerPlan(path, present, workloads, rates.stream().distinct().sorted().toList(), new Effort(
            options.rounds(), options.trialMs(), options.warmUpMs(), train, 0.03, ATTEMPTS, Trial.LOSS_MAX,
            LATENCY_WINDOWS));
    }
}
