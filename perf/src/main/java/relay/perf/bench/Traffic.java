package relay.perf.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Runs generator and sink, on their core, around one contestant. Called from the harness's thread, which waits.
 */
public final class Traffic
{
    /** Every run has a number of its own, so that datagrams of an earlier one are not taken for this one's. */
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final long PROBE_RATE = 2_000;
    private static final long PROBE_MS = 20;

    private final Network network;
    private final Path program;
    private final Cores cores;
    private final Workload workload;
    private final Contestant contestant;
    private final List<Long> pids;

    /**
     * @param network    to send through.
     * @param program    compiled.
     * @param cores      of generator and contestant.
     * @param workload   to send.
     * @param contestant in between.
     * @param pids       of its processes.
     */
    Traffic(
        final Network network, final Path program, final Cores cores, final Workload workload,
        final Contestant contestant, final List<Long> pids)
    {
        this.network = network;
        this.program = program;
        this.cores = cores;
        this.workload = workload;
        this.contestant = contestant;
        this.pids = pids;
    }

    /**
     * @param plan of the run.
     * @return what was seen.
     * @throws BenchException if the program fails, or one of the processes has ended.
     */
    public Trial run(final TrialPlan plan)
    {
        final boolean isDirect = contestant.isDirect();
        final boolean isRewriting = contestant.isRewriting();
        final List<String> command = Priority.on(cores.traffic(), List.of(
            program.toString(),
            "source-namespace=" + network.sourceNamespace(),
            "source-address=" + network.sourceAddress(isDirect),
            "sink-namespace=" + network.sinkNamespace(),
            "sink-address=" + network.sinkAddress(isDirect),
            "relay-namespace=" + network.places().getFirst().namespace(),
            "to-group=" + Scene.IN_GROUP,
            "to-port=" + Scene.IN_PORT,
            "groups=" + workload.groups(),
            "ports=" + workload.ports(),
            "segmented=" + (workload.isSegmented() ? 1 : 0),
            "from-group=" + (isRewriting ? Scene.OUT_GROUP : Scene.IN_GROUP),
            "from-port=" + (isRewriting ? Scene.OUT_PORT : Scene.IN_PORT),
            "from-groups=" + (isRewriting ? workload.copies() : workload.groups()),
            "sizes=" + workload.sizesText(),
            "buffer=" + Scene.SOCKET_BUFFER_LENGTH,
            "relay-cpu=" + cores.relay(),
            "pids=" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")),
            "run=" + RUNS.incrementAndGet(),
            "rate=" + plan.rate(),
            "train=" + workload.trainOf(plan.train()),
            "batch=" + plan.batch(),
            "warm-up=" + plan.warmUpCount(),
            "total=" + plan.totalCount(),
            "switch-at=" + plan.switchAt(),
            "second-rate=" + plan.secondRate()));
        return Trial.parse(plan.rate(), Shell.run(command.toArray(new String[0])).lines().toList());
    }

    /**
     * @return whether anything comes through.
     */
    boolean isThrough()
    {
        return run(TrialPlan.ofLatency(PROBE_RATE, 0, PROBE_MS)).received() > 0;
    }
}
