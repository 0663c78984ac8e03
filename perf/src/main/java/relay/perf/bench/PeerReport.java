package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.Measurements;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.Table;
import relay.perf.outcome.Verdict;
import relay.perf.topology.BenchOptions;
import relay.perf.topology.Peer;
import relay.perf.topology.Peers;
import relay.perf.topology.Trial;
import relay.perf.topology.TrialMetric;
import relay.perf.topology.Workload;

/**
 * The outcome of {@code relay bench relay}: a table for each workload, one for each fixed rate, and whether this run
 * bears out the promises. Ratios and differences are taken within a round.
 */
final class PeerReport implements BenchOptions.Report
{
    private static final String BEST = "loss-free rate";
    private static final String RATE = "rate";
    private static final double THOUSAND = 1e3;
    private static final double CPU_US_MAX = 3.2;
    private static final List<Integer> PROMISED_RATES = List.of(20_000, 50_000);
    /** Interrupts alone take less. */
    private static final double FOREIGN_SHARE_MAX = 0.1;
    /** More, and the 99th percentile is about the scheduler. */
    private static final double OWN_WAIT_SHARE_MAX = 0.01;
    private static final List<TrialMetric> TAIL =
        List.of(TrialMetric.P90, TrialMetric.P999, TrialMetric.MAX, TrialMetric.LOST);

    private final PeerPlan plan;
    private final List<PeerRun> runs;
    private final Measurements measurements = new Measurements();

    PeerReport(final PeerPlan plan, final List<PeerRun> runs)
    {
        this.plan = plan;
        this.runs = runs;
        runs.forEach(this::add);
    }

    @Override
    public SequencedMap<String, Object> values()
    {
        return Keys.of(
            "settings", plan.settings(), "measurements", runs, "acceptance", Promise.of(verdicts()));
    }

    @Override
    public Outcome outcome(final Machine machine, final Cores cores)
    {
        final Outcome outcome = new Outcome("Relay beside its peers");
        for (final Workload workload : plan.workloads())
        {
            outcome.heading(title(workload)).table(table(workload, BEST));
            plan.rates().forEach(rate -> outcome.heading(String.format(Locale.ROOT,
                "%s at %,d/s, each datagram due on its own; latency in us", workload.name(), rate))
                .table(table(workload, rate)));
        }
        return notes(outcome.heading("Notes")).heading("Promises").verdicts(verdicts());
    }

    List<Verdict> verdicts()
    {
        return "aeron".equals(plan.path()) ?
            List.of(Verdict.atLeast("1,000 B: loss-free rate at least 0.9 x bare Aeron's",
                ratio(Peers.BARE_AERON, BEST, RATE), 0.9)) : ofUdp();
    }

    private List<Verdict> ofUdp()
    {
        final String cpu = TrialMetric.CPU.label();
        final String standard = Workload.ofSize(1_000).name();
        final List<Verdict> verdicts = new ArrayList<>(List.of(
            Verdict.atLeast("1,000 B: loss-free rate at least 4 x socat's", ratio(Peers.SOCAT, BEST, RATE), 4),
            Verdict.atLeast("1,000 B: loss-free rate at least 1.5 x a bare NIO loop's",
                ratio(Peers.NIO, BEST, RATE), 1.5),
            Verdict.atMost("1,000 B: CPU at most 3.2 us a datagram",
                find(standard, BEST, Peers.RELAY, cpu).median(), CPU_US_MAX),
            Verdict.atMost("1,000 B: CPU at most 1.4 x a bare C loop's with UDP_SEGMENT",
                ratio(Peers.C_SEGMENT, BEST, cpu), 1.4),
            Verdict.atMost("mixed: CPU at most 1.2 x a bare C recv/send loop's",
                ratio(Workload.mixed().name(), Peers.C_RECV_SEND, BEST, cpu).median(), 1.2)));
        for (final int rate : PROMISED_RATES)
        {
            for (final TrialMetric metric : List.of(TrialMetric.P50, TrialMetric.P99))
            {
                final String what =
                    String.format(Locale.ROOT, "1,000 B: latency %s at %,d/s at most ", metric.label(), rate);
                verdicts.add(Verdict.atMost(what + "1.3 x a bare C recv/send loop's",
                    ratio(Peers.C_RECV_SEND, rate, metric.label()), 1.3));
                verdicts.add(Verdict.atMost(what + "socat's", ratio(Peers.SOCAT, rate, metric.label()), 1));
            }
        }
        // single datagrams: the kernel forwards a whole train for the price of one
        verdicts.add(Verdict.atMost(
            "1,000 B (aim): CPU at the loss-free rate below what kernel routing adds to each single send",
            find(standard, BEST, Peers.RELAY, cpu).median(),
            added(standard, PROMISED_RATES.getLast(), Peers.KERNEL).median()));
        return verdicts;
    }

    private void add(final PeerRun run)
    {
        final SequencedMap<String, Object> best = context(run.workload(), BEST, run.contestant());
        final String[] notes = run.isGeneratorLimited() ? new String[] {"†"} : new String[0];
        measurements.add(best, RATE, "k/s", run.lossFreeRate() / THOUSAND, notes);
        TrialMetric.add(measurements, best, run.best(), TrialMetric.CPU, TrialMetric.CORE, TrialMetric.SEND);
        plan.rates().forEach(rate -> TrialMetric.add(measurements, context(run.workload(), rate, run.contestant()),
            run.at(rate), TrialMetric.values()));
    }

    private Table table(final Workload workload, final Object at)
    {
        return Table.of(plan.peers().stream()
            .filter(peer -> !find(workload.name(), BEST, peer.name(), RATE).values().isEmpty())
            .flatMap(peer -> row(workload.name(), at, peer)).toList(), "peer");
    }

    /** Median and range of the main quantities, with relay's part of each; medians of the others. */
    private Stream<Measurement> row(final String workload, final Object at, final Peer peer)
    {
        final boolean isOnRelayCore = peer.isOnRelayCore();
        final List<Measurement> cells = new ArrayList<>();
        if (BEST.equals(at))
        {
            compared(cells, workload, at, peer, RATE, isOnRelayCore);
        }
        else
        {
            compared(cells, workload, at, peer, TrialMetric.P50.label(), !peer.isDirect());
            compared(cells, workload, at, peer, TrialMetric.P99.label(), !peer.isDirect());
            TAIL.forEach(metric -> cells.add(find(workload, at, peer.name(), metric.label()).alone()));
        }
        compared(cells, workload, at, peer, TrialMetric.CPU.label(), isOnRelayCore);
        cells.add(find(workload, at, peer.name(), TrialMetric.CORE.label()).alone().shownIf(isOnRelayCore));
        cells.add(added(workload, at, peer.name()).alone().shownIf(!peer.isDirect()));
        final String mark = Peer.Core.SENDER == peer.core() ? " ‡" : "";
        return cells.stream().map(each -> each.with("peer", peer.name() + mark));
    }

    private void compared(
        final List<Measurement> cells, final String workload, final Object at, final Peer peer, final String name,
        final boolean isComparable)
    {
        final Measurement own = find(workload, at, peer.name(), name);
        final boolean isCpu = TrialMetric.CPU.label().equals(name);
        // at fixed rates the table is wide enough
        cells.add((isCpu && !BEST.equals(at) ? own.alone() : own).shownIf(isComparable || !isCpu));
        cells.add(ratio(workload, peer.name(), at, name).alone()
            .shownIf(isComparable && !peer.name().equals(Peers.RELAY)));
    }

    private Outcome notes(final Outcome outcome)
    {
        outcome.paragraph("loss-free: at most 0.1 % lost, kernel drops included. In brackets the smallest and " +
                "largest of the rounds. Ratios and differences are medians of those of each round.")
            .paragraph("CPU: time of the peer's processes for each datagram. core: busy time of the relay's core, " +
                "whatever ran.")
            .paragraph("sender adds: additional time to send a datagram, compared with no relay at all, on the " +
                "generator's core.")
            .paragraph("latencies: medians over " + plan.effort().latencyWindows() + " runs of " +
                plan.effort().latencyWindowMs() + " ms in each round, then over the rounds; max is the longest.")
            .paragraph("† the generator could send no faster; the peer may.");
        if (plan.peers().stream().anyMatch(each -> Peer.Core.SENDER == each.core()))
        {
            outcome.paragraph("‡ works within the sender's calls, on the generator's core: compare 'sender adds' " +
                "with the CPU of others, not its rate.");
        }
        Warnings.share(outcome, runs.stream().filter(each -> "relay".equals(each.workedOn())).map(PeerRun::best)
            .flatMap(List::stream).map(Trial::foreignShare).toList(), FOREIGN_SHARE_MAX,
            "other work had the relay's core for %.0f %% of the time (median of the loss-free runs, %.0f %% at " +
            "worst): rates and latencies mean little.");
        Warnings.share(outcome,
            runs.stream().flatMap(each -> each.fixedRates().stream()).map(Trial::ownWaitShare).toList(),
            OWN_WAIT_SHARE_MAX, "generator and sink had to wait for their core for %.0f %% of the time (median of " +
            "the runs at fixed rates, %.0f %% at worst): latencies mean nothing.");
        runs.stream().filter(PeerRun::isWrong).forEach(run -> outcome.paragraph("wrong: round " + run.round() + ", " +
            run.workload() + ", " + run.contestant() + ": datagrams arrived twice, out of order or changed; see " +
                "--json"));
        return outcome;
    }

    private String title(final Workload workload)
    {
        final int train = workload.trainOf(plan.effort().train());
        if (workload.sizes().size() > 1 || workload.groups() > 1)
        {
            return String.format(Locale.ROOT,
                "%s (%d to %,d B over %d groups, single datagrams, %d due at once): loss-free rate", workload.name(),
                workload.sizes().stream().mapToInt(Integer::intValue).min().orElseThrow(),
                workload.sizes().stream().mapToInt(Integer::intValue).max().orElseThrow(), workload.groups(), train);
        }
        return workload.name() + (1 == train ? ", single datagrams" : ", sent in trains of " + train) +
            ": loss-free rate";
    }

    private double ratio(final String peer, final Object at, final String name)
    {
        return ratio(Workload.ofSize(1_000).name(), peer, at, name).median();
    }

    private Measurement ratio(final String workload, final String peer, final Object at, final String name)
    {
        return compare(workload, at, Peers.RELAY, peer, name, name + ": relay/it", (relay, it) -> relay / it);
    }

    private Measurement added(final String workload, final Object at, final String peer)
    {
        return compare(workload, at, peer, Peers.DIRECT, TrialMetric.SEND.label(), "sender adds",
            (it, direct) -> it - direct);
    }

    private Measurement compare(
        final String workload, final Object at, final String one, final String other, final String name,
        final String newName, final DoubleBinaryOperator compare)
    {
        final Measurement left = find(workload, at, one, name);
        return left.against(
            newName, newName.contains("/") ? "" : left.unit(), find(workload, at, other, name), compare);
    }

    private Measurement find(final String workload, final Object at, final String peer, final String name)
    {
        return measurements.find(context(workload, at, peer), name);
    }

    private static SequencedMap<String, Object> context(final String workload, final Object at, final String peer)
    {
        return Keys.of("workload", workload, "at", at, "peer", peer);
    }
}
