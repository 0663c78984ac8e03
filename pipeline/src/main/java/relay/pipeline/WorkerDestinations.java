package relay.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import relay.config.DestinationConfig;
import relay.config.WhenSlow;
import relay.pipeline.egress.Backlog;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.ledger.DestinationLedger;
import relay.pool.Footprint;
import relay.transport.PacketSender;
import relay.transport.wire.Envelope;

/**
 * The egress agents of a worker, one for each destination that its flows go to. Made by the thread that launches the
 * relay.
 */
final class WorkerDestinations
{
    private static final double LAG_SHARED = 0.5;

    private final WorkerContext context;
    private final String label;
    private final WorkerLanes lanes;
    private final WorkerFlows flows;
    private final FlightLanes flightLanes;
    private final WorkerEndpoints endpoints;
    private final List<EgressAgent> agents = new ArrayList<>();

    /**
     * @param context     shared by all workers.
     * @param label       of the worker.
     * @param lanes       of the worker.
     * @param flows       of the worker.
     * @param flightLanes of the worker.
     * @param endpoints   of the worker.
     */
    WorkerDestinations(
        final WorkerContext context,
        final String label,
        final WorkerLanes lanes,
        final WorkerFlows flows,
        final FlightLanes flightLanes,
        final WorkerEndpoints endpoints)
    {
        this.context = context;
        this.label = label;
        this.lanes = lanes;
        this.flows = flows;
        this.flightLanes = flightLanes;
        this.endpoints = endpoints;
    }

    /**
     * @param destination of the configuration.
     * @return this worker's part of it; null if none of the flows goes there.
     */
    Destination.Part open(final DestinationConfig destination)
    {
        final List<String> classNames = lanes.classesTo(destination.name());
        if (classNames.isEmpty())
        {
            return null;
        }
        final DestinationLedger ledger =
            new DestinationLedger(label + "destination " + destination.name(), context.counters());
        final List<PacketSender> senders = endpoints.openSenders(destination, classNames);
        final List<EgressLane> egressLanes = new ArrayList<>();
        for (int i = 0; i < classNames.size(); i++)
        {
            egressLanes.add(egressLane(destination, classNames.get(i), senders.get(i), ledger));
        }
        final EgressAgent agent = new EgressAgent(destination, context.clock(), egressLanes);
        agents.add(agent);
        return new Destination.Part(ledger, agent);
    }

    List<EgressAgent> agents()
    {
        return agents;
    }

    /**
     * @return memory taken from the system for what slow destinations keep, in bytes.
     */
    long reservedBytes()
    {
        return agents.stream().flatMap(agent -> Arrays.stream(agent.lanes())).map(EgressLane::backlog)
            .filter(Objects::nonNull).mapToLong(Backlog::reservedBytes).sum();
    }

    private EgressLane egressLane(
        final DestinationConfig destination,
        final String className,
        final PacketSender sender,
        final DestinationLedger ledger)
    {
        final double maxLag = maxLag(destination, className);
        final String name = "destination " + destination.name() + ", class " + className + ": ";
        describe(name + sender.description() + ", may hold " + Math.round(maxLag * 100) + " % of the lane");
        takeBacklog(destination, className, maxLag);
        final EgressLane lane = new EgressLane(
            lanes.trafficClass(className),
            lanes.of(className).reader(lanes.destinationsOf(className).indexOf(destination.name())),
            sender,
            ledger,
            context.clock(),
            flows.goingTo(destination.name()),
            destination.maxLag(maxLag));
        lane.flight(flightLanes.of(className));
        if (null != lane.backlog())
        {
            describe(name + "keeps its oldest in buffers of its own, " + lane.backlog()
                .description() + " with headers");
        }
        return lane;
    }

    private double maxLag(final DestinationConfig destination, final String className)
    {
        final double byDefault = 1 == lanes.destinationsOf(className).size() ? 1 : LAG_SHARED;
        return destination.maxLag() > 0 ? destination.maxLag() : byDefault;
    }

    private void takeBacklog(final DestinationConfig destination, final String className, final double maxLag)
    {
        if (WhenSlow.SKIP_NEWEST == destination.whenSlow())
        {
            context.budget().take("class " + className + " kept for destination " + destination.name(),
                Footprint.ofLane(Backlog.counts(lanes.of(className).capacity(), maxLag), Envelope.LENGTH));
        }
    }

    private void describe(final String line)
    {
        context.description().add(label + line);
    }
}
