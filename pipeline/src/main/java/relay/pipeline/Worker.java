package relay.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import relay.config.DestinationConfig;
import relay.config.FlowConfig;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.endpoint.EndpointKinds;
import relay.pipeline.endpoint.OpenedEndpoints;
import relay.pipeline.feed.Feed;
import relay.pipeline.flight.FlightRecorder;
import relay.pipeline.ingress.FeedCycle;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressAgent;
import relay.pipeline.ingress.IngressSource;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.QosAgent;
import relay.pipeline.watch.LaneWatch;
import relay.pool.Lane;
import relay.pool.Reserve;
import relay.transport.endpoint.Endpoint;

/**
 * Some of the flows, and all that carries them: lanes, sockets and stages that no other worker touches. Built, opened
 * and closed by the thread that launches the relay; its stages belong to the threads that {@link DataThreads} gives
 * them.
 */
final class Worker implements AutoCloseable
{
    private final WorkerContext context;
    private final String label;
    private final WorkerLanes lanes;
    private final WorkerFlows flows;
    private final QosAgent qos;
    /** Null if nothing is remembered. */
    private final FlightRecorder flight;
    private final WorkerEndpoints endpoints;
    private final WorkerDestinations destinations;

    // set once, before the data threads start
    private IngressAgent ingress;
    private WorkerIdle idle;

    /**
     * Takes the memory that it needs, and opens nothing yet.
     *
     * @param context shared by all workers.
     * @param number  of this one, from 1.
     * @param configs of its flows.
     * @param kinds   of endpoints.
     */
    Worker(
        final WorkerContext context, final int number, final List<FlowConfig> configs, final EndpointKinds kinds)
    {
        this.context = context;
        label = context.label(number);
        lanes = new WorkerLanes(context, label, configs);
        flows = new WorkerFlows(context, label, configs, lanes);
        qos = new QosAgent(context.clock(), flows.policedLanes().toArray(PolicedLane[]::new));
        final FlightLanes flightLanes = new FlightLanes(context, label, List.of(lanes.all()));
        flight = flightLanes.recorder(flows.all(), flows.feeds());
        endpoints =
            new WorkerEndpoints(kinds, new OpenedEndpoints(line -> context.description().add(label + line)));
        destinations = new WorkerDestinations(context, label, lanes, flows, flightLanes, endpoints);
    }

    /**
     * @return the endpoint of each source and sender that it will open.
     */
    Stream<Endpoint> streams()
    {
        return Stream.concat(
            flows.all().stream().map(flow -> flow.config().from()),
            context.config().destinations().stream().flatMap(destination ->
                lanes.classesTo(destination.name()).stream().map(className -> destination.to())));
    }

    /**
     * Opens what sends to a destination, if any of the flows goes there.
     *
     * @param destination of the configuration.
     * @return this worker's part of the destination, or null.
     */
    Destination.Part openDestination(final DestinationConfig destination)
    {
        return destinations.open(destination);
    }

    /**
     * Opens what receives, once everything that sends is open in all workers.
     */
    void openSources()
    {
        flows.all().forEach(flow -> endpoints.openSource(flow, flows.legOf(flow)));
        final List<IngressSource> sources = new ArrayList<>(endpoints.conclude());
        if (!flows.feeds().isEmpty())
        {
            sources.add(new FeedCycle(flows.feeds()));
        }
        ingress = new IngressAgent(context.clock(), context.epochClock(), lanes.all(), sources, flight);
        idle = new WorkerIdle(
            context.clock(), context.config().execution().layout(), ingress, destinations.agents(), endpoints);
    }

    /**
     * @return what tells it apart in names; empty where it is the only one.
     */
    String label()
    {
        return label;
    }

    IngressAgent ingress()
    {
        return ingress;
    }

    QosAgent qos()
    {
        return qos;
    }

    List<EgressAgent> egressAgents()
    {
        return destinations.agents();
    }

    /**
     * @return what its data threads wait for.
     */
    WorkerIdle idle()
    {
        return idle;
    }

    List<PolicedLane> policedLanes()
    {
        return flows.policedLanes();
    }

    List<Flow> flows()
    {
        return flows.all();
    }

    List<Feed> feeds()
    {
        return flows.feeds();
    }

    Lane[] lanes()
    {
        return lanes.all();
    }

    /**
     * @return what its lanes borrow from; null if there is none.
     */
    Reserve reserve()
    {
        return lanes.reserve();
    }

    /**
     * @return what remembers its datagrams; null if nothing does.
     */
    FlightRecorder flight()
    {
        return flight;
    }

    /**
     * @return what it has open.
     */
    OpenedEndpoints opened()
    {
        return endpoints.opened();
    }

    /**
     * @param log takes a line on each lane that is held for long.
     * @return one for each lane, for the conductor.
     */
    Stream<LaneWatch> watches(final Consumer<String> log)
    {
        return lanes.watches(log);
    }

    /**
     * @return memory taken from the system for buffers, in bytes.
     */
    long reservedBytes()
    {
        return lanes.reservedBytes() + destinations.reservedBytes();
    }

    @Override
    public void close()
    {
        endpoints.close();
    }
}
