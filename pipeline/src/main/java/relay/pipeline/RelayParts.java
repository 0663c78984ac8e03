package relay.pipeline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersManager;
import relay.config.RelayConfig;
import relay.observe.LatencyCollector;
import relay.observe.LatencyTags;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.endpoint.EndpointKinds;
import relay.pipeline.endpoint.FlowSocket;
import relay.pipeline.feed.Feed;
import relay.pipeline.flight.FlightWriter;
import relay.pipeline.ingress.Flow;
import relay.pipeline.watch.WatchedSocket;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.PacketSender;

/**
 * Everything that a relay was built of, open and fixed: published to other threads before they start.
 * {@link RelayBuilder} makes it.
 *
 * @param config       of the relay.
 * @param clock        monotonic.
 * @param epochClock   wall clock.
 * @param description  what was opened, a human-readable line each.
 * @param counters     of the relay, in a file.
 * @param workers      that share the flows.
 * @param flows        of all workers, in order of declaration.
 * @param destinations in order of declaration.
 * @param kinds        of endpoints.
 * @param flight       writes what is remembered; null if nothing is.
 * @param directory    of this run.
 */
record RelayParts(
    RelayConfig config,
    NanoClock clock,
    EpochNanoClock epochClock,
    List<String> description,
    CountersManager counters,
    List<Worker> workers,
    List<Flow> flows,
    List<Destination> destinations,
    EndpointKinds kinds,
    FlightWriter flight,
    RunDirectory directory) implements AutoCloseable
{
    /**
     * @return the lanes of all workers; a class that several of them have comes as often.
     */
    List<Lane> lanes()
    {
        return workers.stream().flatMap(worker -> Arrays.stream(worker.lanes())).toList();
    }

    /**
     * @return those of all workers, in order of declaration.
     */
    List<Feed> feeds()
    {
        return workers.stream().flatMap(worker -> worker.feeds().stream())
            .sorted(Comparator.comparingInt(feed -> config.feeds().indexOf(feed.config()))).toList();
    }

    /**
     * @return what all destinations are sent to by.
     */
    Stream<PacketSender> senders()
    {
        return destinations.stream().flatMap(Destination::senders);
    }

    /**
     * @return the sockets that the flows of all workers receive from.
     */
    List<FlowSocket> flowSockets()
    {
        return workers.stream().flatMap(worker -> worker.opened().flowSockets().stream()).toList();
    }

    /**
     * @return the sockets of all workers whose interface may be removed and made again.
     */
    List<WatchedSocket> watchedSockets()
    {
        return workers.stream().flatMap(worker -> worker.opened().watchedSockets().stream()).toList();
    }

    /**
     * @param collector gets every histogram of the data threads.
     */
    void addRecorders(final LatencyCollector collector)
    {
        lanes().forEach(lane -> addLifetimes(collector, lane));
        for (final Destination destination : destinations)
        {
            egressLanes(destination).forEach(lane -> addResidences(collector, lane, destination.config().name()));
        }
        for (final Feed feed : feeds())
        {
            final List<String> legs = feed.config().legs();
            for (int leg = 0; leg < legs.size(); leg++)
            {
                collector.add(LatencyTags.lead(feed.config().name(), legs.get(leg)), feed.ledger().lead(leg));
            }
        }
    }

    @Override
    public void close()
    {
        workers.forEach(Worker::close);
        CloseHelper.quietClose(kinds);
        directory.close();
    }

    private static Stream<EgressLane> egressLanes(final Destination destination)
    {
        return destination.parts().stream().flatMap(part -> Arrays.stream(part.agent().lanes()));
    }

    private static void addLifetimes(final LatencyCollector collector, final Lane lane)
    {
        for (final SizeClass sizeClass : SizeClass.values())
        {
            if (lane.counts().of(sizeClass) > 0)
            {
                collector.add(LatencyTags.lifetime(lane.name(), sizeClass), lane.lifetimes(sizeClass.ordinal()));
            }
        }
    }

    private static void addResidences(
        final LatencyCollector collector, final EgressLane lane, final String destination)
    {
        final String className = lane.trafficClass().name();
        collector.add(LatencyTags.residence(className, destination), lane.residence());
        if (null != lane.late())
        {
            collector.add(LatencyTags.late(className, destination), lane.late());
        }
    }
}
