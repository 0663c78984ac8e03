package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import relay.perf.outcome.Keys;
import relay.perf.topology.Effort;
import relay.perf.topology.Topology;
import relay.perf.topology.Traffic;
import relay.perf.topology.Turns;

/**
 * The plan of a measurement of costs as something grows.
 *
 * @param points to compare, in the order in which they take turns.
 * @param loads  to send through each.
 * @param effort of the run.
 */
record ScalePlan(List<ScalePoint> points, List<Load> loads, Effort effort)
{
    long estimateSeconds()
    {
        return Math.round((effort.startMs() + loads.size() * effort.runMs()) * points.size() * effort.rounds() / 1e3);
    }

    List<String> axes()
    {
        return points.stream().map(ScalePoint::axis).distinct().toList();
    }

    /** The points on an axis, ascending. */
    List<ScalePoint> on(final String axis)
    {
        return points.stream().filter(point -> point.axis().equals(axis))
            .sorted(Comparator.comparingInt(ScalePoint::count)).toList();
    }

    /** Measures everything: the relay of each point is started, warmed up, measured with every load and stopped. */
    ScaleReport run(final Topology topology, final ScaleReport.Verb verb)
    {
        final List<ScaleRun> runs = new ArrayList<>();
        final List<RelayLedger> ledgers = new ArrayList<>();
        Turns.take(topology, effort.rounds(), points, ScalePoint::title, (round, point) ->
        {
            final List<ScaleRun> measured = measure(topology, round, point);
            runs.addAll(measured);
            ledgers.add(RelayLedger.read(round, point, topology.reportOf(point.relay().name())));
            topology.say("round " + round + " of " + effort.rounds() + ", " + point.title() + ": " + String.join(", ",
                measured.stream().map(each -> String.format(Locale.ROOT, "%.2f", each.trial().processUs())).toList()) +
                " us CPU a datagram");
        });
        return new ScaleReport(this, runs, ledgers, verb);
    }

    private List<ScaleRun> measure(final Topology topology, final int round, final ScalePoint point) throws IOException
    {
        final long busiest = loads.stream().mapToLong(Load::rate).max().orElseThrow();
        return topology.with(point.relay(), point.workload(loads.getFirst()), traffic ->
        {
            // the busiest first: slow loads alone, or those to one only, leave code uncompiled until it is measured
            warmUp(point, traffic, loads.stream().filter(load -> load.rate() == busiest).toList());
            warmUp(point, traffic, loads);
            return loads.stream().map(load -> new ScaleRun(round, point.axis(), point.count(), load.name(), traffic.run(
                point.workload(load), load.plan(point.count(), effort.trialWarmUpMs(), effort.trialMs())))).toList();
        });
    }

    private void warmUp(final ScalePoint point, final Traffic traffic, final List<Load> some)
    {
        final long durationMs = effort.warmUpMs() / 2 / some.size();
        some.forEach(load -> traffic.run(point.workload(load), load.plan(point.count(), 0, durationMs)));
    }

    /** The settings of JSON. */
    SequencedMap<String, Object> settings()
    {
        return Keys.of(
            "steps", points.stream().map(point -> Keys.of(
                "axis", point.axis(), "count", point.count(), "relay", point.relay().description())).toList(),
            "loads", loads,
            "rounds", effort.rounds(),
            "trialMs", effort.trialMs(),
            "warmUpMs", effort.warmUpMs(),
            "socketBufferLength", Topology.SOCKET_BUFFER_LENGTH);
    }
}
