package relay.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import relay.config.DestinationConfig;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.TrafficClass;
import relay.pipeline.watch.LaneWatch;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.Lane;
import relay.pool.Reserve;
import relay.transport.wire.Envelope;

/**
 * The memory of a worker: a lane for each class that its flows have, and what they borrow from. Made by the thread that
 * launches the relay; fixed from then on.
 */
final class WorkerLanes
{
    private final WorkerContext context;
    private final String label;
    /** Null if there is none. */
    private final Reserve reserve;
    private final Map<String, TrafficClass> classes = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, List<String>> destinations = new LinkedHashMap<>();

    /**
     * @param context shared by all workers.
     * @param label   of the worker.
     * @param flows   of the worker.
     */
    WorkerLanes(final WorkerContext context, final String label, final List<FlowConfig> flows)
    {
        this.context = context;
        this.label = label;
        reserve = makeReserve(context.config().reserve());
        for (final TrafficClass trafficClass : context.config().classes())
        {
            final List<FlowConfig> members =
                flows.stream().filter(flow -> flow.trafficClasses().contains(trafficClass.name())).toList();
            if (!members.isEmpty())
            {
                makeLane(trafficClass, members);
            }
        }
    }

    Lane[] all()
    {
        return lanes.values().toArray(new Lane[0]);
    }

    /**
     * @param className of a class that the worker has.
     * @return its lane.
     */
    Lane of(final String className)
    {
        return lanes.get(className);
    }

    TrafficClass trafficClass(final String className)
    {
        return classes.get(className);
    }

    /**
     * @param className of a class that the worker has.
     * @return the names of those that read its lane, in the order of its readers.
     */
    List<String> destinationsOf(final String className)
    {
        return destinations.get(className);
    }

    /**
     * @param destination its name.
     * @return the classes of this worker that go there.
     */
    List<String> classesTo(final String destination)
    {
        return classes.keySet().stream().filter(name -> destinations.get(name).contains(destination)).toList();
    }

    /**
     * @return what the lanes borrow from; null if there is none.
     */
    Reserve reserve()
    {
        return reserve;
    }

    /**
     * @param log takes a line on each lane that is held for long.
     * @return one for each lane, for the conductor.
     */
    Stream<LaneWatch> watches(final Consumer<String> log)
    {
        final List<String> names = context.config().destinations().stream().map(DestinationConfig::name).toList();
        return lanes.values().stream().map(lane ->
            new LaneWatch(label, lane, destinations.get(lane.name()), names, context.counters(), log));
    }

    /**
     * @return memory taken from the system for buffers, in bytes.
     */
    long reservedBytes()
    {
        return (null == reserve ? 0 : reserve.reservedBytes()) +
            lanes.values().stream().mapToLong(Lane::reservedBytes).sum();
    }

    private Reserve makeReserve(final BufferCounts counts)
    {
        if (0 == counts.total())
        {
            return null;
        }
        context.budget().take("the reserve", Footprint.ofReserve(counts, Envelope.LENGTH));
        final Reserve made = new Reserve(counts, Envelope.LENGTH);
        describe("reserve: " + counts, counts, made.reservedBytes());
        return made;
    }

    private void makeLane(final TrafficClass trafficClass, final List<FlowConfig> members)
    {
        final String name = trafficClass.name();
        final BufferCounts counts = trafficClass.buffers();
        final List<String> readers = members.stream().flatMap(flow -> flow.to().stream()).distinct().toList();
        context.budget().take(
            "class " + name, Footprint.ofLane(counts, Envelope.LENGTH, context.config().reserve()));
        final Lane lane = new Lane(
            name, counts, Envelope.LENGTH, readers.size(), reserve,
            Layout.COMPACT != context.config().execution().layout());
        classes.put(name, trafficClass);
        destinations.put(name, readers);
        lanes.put(name, lane);
        describe("class " + name + ": " + lane.counts(), lane.counts(), lane.reservedBytes());
    }

    private void describe(final String what, final BufferCounts counts, final long reservedBytes)
    {
        context.description().add(label + what + ", " + counts.payloadBytes() + " B of payload, " + reservedBytes +
            " B with headers");
    }
}
