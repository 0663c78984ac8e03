package relay.perf.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.perf.machine.BenchException;
import relay.perf.topology.Membership;
import relay.perf.topology.Peer;
import relay.perf.topology.PeerException;
import relay.perf.topology.Peers;
import relay.perf.topology.RunningPeer;
import relay.perf.topology.Trial;
import relay.perf.topology.TrialMetric;
import relay.perf.topology.TrialPlan;
import relay.perf.topology.Trials;
import relay.perf.topology.Workload;

/**
 * The tests of RFC 3918: many groups, many destinations, joins and leaves. Called from the harness's thread.
 */
final class Rfc3918
{
    private static final long GUESS = 100_000;
    private static final long GUESS_MIN = 1_000;
    private static final double PERCENT = 100;
    private static final double SECOND_NS = 1e9;
    private static final double MS_NS = 1e6;
    private static final long FORWARDING_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int PER_GROUP = 20;
    private static final long CAPACITY_RATE = 20_000;
    private static final int CAPACITY_SIZE = 64;
    private static final String HOST = "host behind the relay";
    private static final String MOST = "most";

    private final RfcRun run;
    private final RfcPlan plan;
    private final Workload standard = Workload.ofSize(RfcPlan.SIZE);

    Rfc3918(final RfcRun run)
    {
        this.run = run;
        plan = run.plan();
    }

    /** One round of throughput with many groups, and of the forwarding matrix. */
    void scaled() throws IOException
    {
        double base = 0;
        for (final int count : plan.groups())
        {
            // one by one to a single group too: datagrams to many groups in turn can form no trains
            final Workload workload =
                new Workload(1 == count ? "1 group" : count + " groups", List.of(RfcPlan.SIZE), count, 1, false, 1);
            final double loads = base;
            final double rate = run.with(Peers.relayFromFile("relay-groups-" + count, workload.name(),
                file -> file.flowsByGroup(count)), workload, trials -> scaled(trials, count, workload, loads));
            base = 0 == base ? rate : base;
        }
    }

    private double scaled(final Trials trials, final int count, final Workload workload, final double base)
    {
        trials.warmUp(workload);
        final double rate =
            run.throughput(trials, RfcTest.SCALED, count, workload, RfcRun.THROUGHPUT, GUESS);
        if (plan.has(RfcTest.MATRIX))
        {
            matrix(trials, workload, 0 == base ? rate : base);
        }
        return rate;
    }

    private void matrix(final Trials trials, final Workload workload, final double base)
    {
        for (final int percent : RfcPlan.MATRIX_PERCENTS)
        {
            final Trial trial = trials.atRate(workload, Math.max(1, Math.round(base * percent / PERCENT)));
            run.addOffered(RfcTest.MATRIX, percent + " % offered", percent, workload.name(), "/s out",
                trial.received() * SECOND_NS / trial.sendingNs(), trial);
        }
    }

    /** One round of throughput to many destinations. */
    void aggregated() throws IOException
    {
        for (final int count : plan.destinations())
        {
            final Workload workload = new Workload(
                1 == count ? "1 destination" : count + " destinations", List.of(RfcPlan.SIZE), 1, 1, true, count);
            run.with(Peers.relayFromFile("relay-destinations-" + count, workload.name(),
                file -> file.destinations(count)), workload, trials -> aggregated(trials, count, workload));
        }
    }

    private double aggregated(final Trials trials, final int count, final Workload workload)
    {
        trials.run(workload, TrialPlan.ofRate(Math.max(1, GUESS / 2 / count), 1, 0, plan.effort().warmUpMs()));
        final double rate = run.throughput(trials, RfcTest.AGGREGATED, count, workload, RfcRun.THROUGHPUT,
            Math.max(GUESS_MIN, GUESS / count));
        run.add(RfcTest.AGGREGATED, workload.name(), count, "copies", "/s", rate * count);
        return rate;
    }

    /** All starts and stops of a relay, and joins of a host. */
    void joinAndLeave() throws IOException
    {
        for (int i = 0; i < plan.joins(); i++)
        {
            relayDelays();
        }
        run.with(Peers.relay(), standard, trials ->
        {
            trials.warmUp(standard);
            hostDelays();
            return null;
        });
    }

    private void relayDelays() throws IOException
    {
        try (Membership watch = Membership.start(run.topology(), "relay", 0, Membership.JOIN_TIMEOUT_MS))
        {
            final long startNs = epochNs();
            final long stopNs;
            try (RunningPeer relay = run.topology().start(Peers.relay(), standard))
            {
                relay.awaitReady(watch::isThrough);
                LockSupport.parkNanos(FORWARDING_NS);
                stopNs = epochNs();
            }
            watch.stop();
            delay("join delay", watch.value("joined"), watch.value("first"));
            delay("leave delay", stopNs, watch.value("last"));
            delay("start to join", startNs, watch.value("joined"));
            delay("join to IGMP report", watch.value("joined"), watch.value("reported"));
            delay("stop to leave", stopNs, watch.value("left"));
            delay("stop to IGMP report", stopNs, watch.value("unreported"));
            run.say(RfcTest.JOIN_LEAVE, Peers.RELAY, "joined %.1f ms after the start, first datagram out %.3f ms later",
                ms(startNs, watch.value("joined")), ms(watch.value("joined"), watch.value("first")));
        }
    }

    private void hostDelays()
    {
        try (Membership host =
            Membership.start(run.topology(), "host", plan.hostJoins(), Membership.JOIN_TIMEOUT_MS))
        {
            host.awaitEnd();
            final List<Double> joinsMs = host.delaysMs("host-join");
            joinsMs.forEach(ms -> run.add(RfcTest.JOIN_LEAVE, HOST, 1, "join delay", "ms", ms));
            host.delaysMs("host-leave").forEach(
                ms -> run.add(RfcTest.JOIN_LEAVE, HOST, 1, "leave delay", "ms", ms));
            final long missing = joinsMs.stream().filter(ms -> ms.isNaN()).count();
            if (missing > 0)
            {
                run.fail(RfcTest.JOIN_LEAVE.title() + ": no datagram came after " + missing + " of " +
                    joinsMs.size() + " joins of a host; these have no delays");
            }
        }
        catch (final IOException ex)
        {
            throw new BenchException(ex.getMessage(), ex);
        }
    }

    private void delay(final String metric, final long fromNs, final long toNs)
    {
        run.add(RfcTest.JOIN_LEAVE, Peers.RELAY, 0, metric, "ms", ms(fromNs, toNs));
    }

    /** NaN where one of the two did not happen. */
    private static double ms(final long fromNs, final long toNs)
    {
        return 0 == fromNs || 0 == toNs ? Double.NaN : (toNs - fromNs) / MS_NS;
    }

    private static long epochNs()
    {
        return Duration.between(Instant.EPOCH, Instant.now()).toNanos();
    }

    /**
     * More and more groups, until they are too many.
     *
     * @throws IOException    if a process cannot be started.
     * @throws BenchException if something other than the number of groups is in the way.
     */
    void capacity() throws IOException
    {
        int capacity = 0;
        String obstacle = null;
        for (int i = 0; i < plan.capacities().size() && null == obstacle; i++)
        {
            final int count = plan.capacities().get(i);
            obstacle = obstacle(count, capacity);
            run.say(RfcTest.CAPACITY, count + " groups", "%s", null == obstacle ? "all forwarded" : obstacle);
            capacity = null == obstacle ? count : capacity;
            obstacle = null == obstacle ? null : "not " + count + ": " + obstacle;
        }
        run.add(RfcTest.CAPACITY, MOST, 0, "capacity", "groups", capacity, null == obstacle ? "†" : obstacle);
    }

    /** The reason why it cannot forward that many, or null; it must still forward the capacity found so far. */
    private String obstacle(final int count, final int capacity) throws IOException
    {
        try
        {
            return forward(count);
        }
        catch (final PeerException ex)
        {
            if (0 == capacity)
            {
                throw ex;
            }
            run.say(RfcTest.CAPACITY, count + " groups", "%s; %d once more", ex.getMessage(), capacity);
            forward(capacity);
            return ex.getMessage();
        }
    }

    /** The loss, or null. */
    private String forward(final int count) throws IOException
    {
        final Workload workload = new Workload(count + " groups", List.of(CAPACITY_SIZE), count, 1, true, 1);
        final Peer relay = Peers.relayFromFile(
            "relay-capacity-" + count, workload.name(), file -> file.groupsByFlow(count));
        final long startNs = System.nanoTime();
        return run.with(relay, workload,
            trials -> forward(trials, count, workload, (System.nanoTime() - startNs) / MS_NS));
    }

    private String forward(final Trials trials, final int count, final Workload workload, final double startMs)
    {
        trials.run(workload, TrialPlan.ofRate(CAPACITY_RATE, 1, 0, plan.effort().warmUpMs()));
        final TrialPlan each = TrialPlan.ofCount(CAPACITY_RATE, 1, (long)count * PER_GROUP);
        final Trial first = trials.run(workload, each);
        final Trial trial = first.received() < first.sent() ? trials.run(workload, each) : first;
        final long lost = trial.sent() - trial.received();
        run.add(RfcTest.CAPACITY, workload.name(), count, "start until forwarding", "ms", startMs);
        run.add(RfcTest.CAPACITY, workload.name(), count, "silent", "groups", trial.silent());
        run.add(RfcTest.CAPACITY, workload.name(), count, "lost", "datagrams", lost);
        run.add(RfcTest.CAPACITY, workload.name(), count, "p50", "us", TrialMetric.P50.of(List.of(trial)));
        return trial.silent() > 0 ? trial.silent() + " groups silent" :
            trial.loss() > plan.effort().lossMax() ? lost + " datagrams lost" : null;
    }
}
