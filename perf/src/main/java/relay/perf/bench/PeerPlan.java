package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import relay.perf.outcome.Keys;
import relay.perf.topology.Effort;
import relay.perf.topology.Peer;
import relay.perf.topology.Search;
import relay.perf.topology.Topology;
import relay.perf.topology.Trial;
import relay.perf.topology.Trials;
import relay.perf.topology.Turns;
import relay.perf.topology.Workload;

/**
 * The plan of {@code relay bench relay}.
 *
 * @param path      between generator and sink: {@code udp} or {@code aeron}.
 * @param peers     in the order in which they take turns.
 * @param workloads to send.
 * @param rates     fixed ones, for latency, datagrams a second.
 * @param effort    of the run.
 */
record PeerPlan(String path, List<Peer> peers, List<Workload> workloads, List<Integer> rates, Effort effort)
{
    private static final long GUESS = 100_000;

    /** One of the turns. */
    private record Turn(Workload workload, Peer peer)
    {
        String name()
        {
            return peer.name() + " with " + workload.name();
        }
    }

    long estimateSeconds()
    {
        final double each = effort.startMs() + effort.searchMs() + rates.size() * effort.latencyMs();
        return Math.round(each * peers.size() * workloads.size() * effort.rounds() / 1e3);
    }

    /** Measures everything, peer by peer with each workload. */
    List<PeerRun> run(final Topology topology)
    {
        final List<PeerRun> runs = new ArrayList<>();
        final Map<String, Long> knownRates = new HashMap<>();
        final List<Turn> turns = workloads.stream()
            .flatMap(workload -> peers.stream().map(peer -> new Turn(workload, peer))).toList();
        Turns.take(topology, effort.rounds(), turns, Turn::name, (round, turn) ->
        {
            runs.add(measure(topology, round, turn, knownRates));
            topology.say(runs.getLast().line(this));
        });
        return runs;
    }

    private PeerRun measure(
        final Topology topology, final int round, final Turn turn, final Map<String, Long> knownRates)
        throws IOException
    {
        final Workload workload = turn.workload();
        return topology.with(turn.peer(), workload, traffic ->
        {
            final Trials trials = new Trials(traffic, effort, knownRates, (ignore, trial) -> {});
            if (!turn.peer().isDirect())
            {
                trials.warmUp(workload);
            }
            final Search.Result search = trials.throughput(turn.name(), workload, GUESS);
            final Stream<Trial> fixed = rates.stream().flatMap(rate -> trials.latencies(workload, rate, 1).stream());
            return PeerRun.of(round, workload, turn.peer(), search, fixed.toList());
        });
    }

    /** The settings of JSON. */
    SequencedMap<String, Object> settings()
    {
        return Keys.of(
            "path", path,
            "contestants", peers.stream().map(Peer::name).toList(),
            "workloads", workloads,
            "rates", rates,
            "rounds", effort.rounds(),
            "trialMs", effort.trialMs(),
            "latencyWindows", effort.latencyWindows(),
            "latencyWindowMs", effort.latencyWindowMs(),
            "warmUpMs", effort.warmUpMs(),
            "train", effort.train(),
            "precision", effort.precision(),
            "lossMax", effort.lossMax(),
            "socketBufferLength", Topology.SOCKET_BUFFER_LENGTH);
    }
}
