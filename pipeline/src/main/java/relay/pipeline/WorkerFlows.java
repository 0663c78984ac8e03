package relay.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import relay.config.FeedConfig;
import relay.config.FlowConfig;
import relay.config.Policing;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pool.Lane;

/**
 * The flows of a worker, their feeds and their policers. Made by the thread that launches the relay; fixed from then
 * on.
 */
final class WorkerFlows
{
    private final WorkerContext context;
    private final String label;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final List<PolicedLane> policedLanes;

    /**
     * @param context shared by all workers.
     * @param label   of the worker.
     * @param configs of its flows.
     * @param lanes   of the worker.
     */
    WorkerFlows(
        final WorkerContext context, final String label, final List<FlowConfig> configs, final WorkerLanes lanes)
    {
        this.context = context;
        this.label = label;
        for (final FlowConfig config : configs)
        {
            flows.add(new Flow(
                config,
                context.config().flows().indexOf(config),
                config.trafficClasses().stream().map(lanes::of).toList(),
                new FlowLedger(config.name(), context.counters()),
                policer(config.policing(), "flow " + config.name()),
                isEnveloped(config)));
        }
        context.config().feeds().forEach(this::makeFeed);
        policedLanes = Arrays.stream(lanes.all()).map(lane -> policed(lane, lanes)).toList();
    }

    List<Flow> all()
    {
        return flows;
    }

    List<Feed> feeds()
    {
        return feeds;
    }

    /**
     * @return one for each lane of the worker.
     */
    List<PolicedLane> policedLanes()
    {
        return policedLanes;
    }

    /**
     * @param flow of the worker.
     * @return of the feed that it is a leg of; null if it is none.
     */
    FeedLeg legOf(final Flow flow)
    {
        return feeds.stream().map(feed -> feed.leg(flow.config().name())).filter(Objects::nonNull)
            .findFirst().orElse(null);
    }

    /**
     * @param destination its name.
     * @return by index of a flow, whether it goes there.
     */
    boolean[] goingTo(final String destination)
    {
        final boolean[] isForUs = new boolean[context.config().flows().size()];
        flows.forEach(flow -> isForUs[flow.index()] = flow.config().to().contains(destination));
        return isForUs;
    }

    /** Its legs are all here, or none of them is. */
    private void makeFeed(final FeedConfig config)
    {
        for (final Flow flow : flows)
        {
            if (flow.config().name().equals(config.legs().getFirst()))
            {
                final int channels = flow.config().from().channels();
                context.budget().takeHeap(
                    "windows of feed " + config.name(), Feed.heapBytes(config, channels), "a smaller window");
                feeds.add(new Feed(config, channels, context.counters()));
                context.description().add(label + "feed " + config.name() + ": legs " +
                    String.join(", ", config.legs()) + ", key " + config.key() + ", channels " + channels);
            }
        }
    }

    private PolicedLane policed(final Lane lane, final WorkerLanes lanes)
    {
        final Policer[] ofFlows = new Policer[context.config().flows().size()];
        flows.stream().filter(flow -> flow.config().trafficClasses().contains(lane.name()))
            .forEach(flow -> ofFlows[flow.index()] = flow.policer());
        return new PolicedLane(
            lane, policer(lanes.trafficClass(lane.name()).policing(), "class " + lane.name()),
            Arrays.stream(ofFlows).allMatch(Objects::isNull) ? null : ofFlows);
    }

    /** A class that is policed has one worker, so its counters have one writer and one name. */
    private Policer policer(final Policing policing, final String name)
    {
        return policing.isLimited() ?
            new Policer(policing, context.clock().nanoTime(), new PolicingLedger(name, context.counters())) : null;
    }

    /** A flight recorder reads from the envelope whose a datagram was. */
    private boolean isEnveloped(final FlowConfig flow)
    {
        return FlightLanes.isRemembered(context, flow) || context.config().destinations().stream()
            .filter(destination -> flow.to().contains(destination.name()))
            .anyMatch(destination -> destination.to().isEnveloped());
    }
}
