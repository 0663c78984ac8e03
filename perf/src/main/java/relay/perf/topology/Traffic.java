package relay.perf.topology;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import relay.perf.machine.BenchException;
import relay.perf.machine.Shell;

/**
 * Runs generator and sink, on their core, around one peer. Called from the harness's thread, which waits.
 *
 * @param topology to run in.
 * @param peer     in between.
 * @param pids     of its processes.
 */
public record Traffic(Topology topology, Peer peer, List<Long> pids)
{
    /** Each run has a number of its own, so that datagrams of an earlier one are not taken for this one's. */
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final long PROBE_RATE = 2_000;
    private static final long PROBE_MS = 20;

    /**
     * @param workload to send.
     * @param plan     of the run.
     * @return the result.
     * @throws BenchException if the program fails, or one of the processes has ended.
     */
    public Trial run(final Workload workload, final TrialPlan plan)
    {
        final Network network = topology.network();
        final boolean isDirect = peer.isDirect();
        final boolean isRewriting = peer.isRewriting();
        final List<String> command = Priority.on(topology.cores().traffic(), List.of(
            topology.directory().resolve(Programs.TRAFFIC).toString(),
            "source-namespace=" + network.sourceNamespace(),
            "source-address=" + network.sourceAddress(isDirect),
            "sink-namespace=" + network.sinkNamespace(),
            "sink-address=" + network.sinkAddress(isDirect),
            "relay-namespace=" + topology.first().namespace(),
            "to-group=" + Topology.IN_GROUP,
            "to-port=" + Topology.IN_PORT,
            "groups=" + workload.groups(),
            "ports=" + workload.ports(),
            "segmented=" + (workload.isSegmented() ? 1 : 0),
            "from-group=" + (isRewriting ? Topology.OUT_GROUP : Topology.IN_GROUP),
            "from-port=" + (isRewriting ? Topology.OUT_PORT : Topology.IN_PORT),
            "from-groups=" + (isRewriting ? workload.copies() : workload.groups()),
            "sizes=" + workload.sizes().stream().map(String::valueOf).collect(Collectors.joining(",")),
            "buffer=" + Topology.SOCKET_BUFFER_LENGTH,
            "relay-cpu=" + topology.cores().relay(),
            "pids=" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "run=" + RUNS.incrementAndGet(),
            "rate=" + plan.rate(),
            "train=" + workload.trainOf(plan.train()),
            "batch=" + plan.batch(),
            "warm-up=" + plan.warmUpCount(),
            "total=" + plan.totalCount(),
            "switch-at=" + plan.switchAt(),
            "second-rate=" + plan.secondRate()));
        return Trial.parse(plan.rate(), Shell.run(command.toArray(String[]::new)).lines().toList());
    }

    boolean isThrough(final Workload workload)
    {
        return run(workload, TrialPlan.ofLatency(PROBE_RATE, 1, 0, PROBE_MS)).received() > 0;
    }
}
