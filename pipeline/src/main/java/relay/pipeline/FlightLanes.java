package relay.pipeline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import relay.config.FlightConfig;
import relay.config.FlowConfig;
import relay.pipeline.feed.Feed;
import relay.pipeline.flight.FeedGapWatch;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.flight.FlightRecorder;
import relay.pipeline.ingress.Flow;
import relay.pool.Lane;

/**
 * The flight recorders of a worker's lanes, made and told to who triggers them; of none where nothing is configured.
 * Used by the thread that launches the relay.
 */
final class FlightLanes
{
    private final WorkerContext context;
    private final Map<String, FlightLane> byClass = new LinkedHashMap<>();

    /**
     * Takes the memory that they need.
     *
     * @param context shared by all workers.
     * @param label   of the worker.
     * @param lanes   of the worker.
     */
    FlightLanes(final WorkerContext context, final String label, final Collection<Lane> lanes)
    {
        this.context = context;
        for (final Lane lane : lanes)
        {
            final FlightConfig config = context.config().flight();
            if (null != context.flight() && config.classes().contains(lane.name()))
            {
                context.budget().takeDirect("memories of the flight recorder for class " + lane.name(),
                    2 * config.ringBytes(), "fewer packets or a shorter snap-length");
                final FlightLane made =
                    new FlightLane(label + lane.name(), lane, config, context.flight(), context.counters());
                byClass.put(lane.name(), made);
                context.description().add(label + "flight recorder of class " + lane.name() + ": " +
                    made.reservedBytes() + " B");
            }
        }
    }

    /**
     * @param context shared by all workers.
     * @param flow    of the configuration.
     * @return whether some of its datagrams are remembered.
     */
    static boolean isRemembered(final WorkerContext context, final FlowConfig flow)
    {
        return null != context.flight() &&
            flow.trafficClasses().stream().anyMatch(context.config().flight().classes()::contains);
    }

    /**
     * @param className of a class.
     * @return the recorder of its lane; null if there is none.
     */
    FlightLane of(final String className)
    {
        return byClass.get(className);
    }

    /**
     * @param flows of the worker, which are told of their recorders.
     * @param feeds of the worker, which are watched.
     * @return what the ingress thread calls; null where nothing is configured.
     */
    FlightRecorder recorder(final List<Flow> flows, final List<Feed> feeds)
    {
        for (final Flow flow : flows)
        {
            final List<String> classes = flow.config().trafficClasses();
            for (int i = 0; i < classes.size(); i++)
            {
                flow.lane(i).flight(of(classes.get(i)));
            }
        }
        return null == context.flight() ? null : new FlightRecorder(
            List.copyOf(byClass.values()), feeds.stream().map(feed -> gapWatch(feed, flows)).toList());
    }

    private FeedGapWatch gapWatch(final Feed feed, final List<Flow> flows)
    {
        final List<Flow> legs =
            flows.stream().filter(flow -> feed.config().legs().contains(flow.config().name())).toList();
        final List<FlightLane> lanes = legs.stream().flatMap(leg -> leg.config().trafficClasses().stream()).distinct()
            .map(this::of).filter(Objects::nonNull).toList();
        return new FeedGapWatch(feed.ledger()::missing, lanes, legs.getFirst().index());
    }
}
