package relay.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import relay.observe.LatencyTags;
import relay.pipeline.egress.Destination;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLedger;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.watch.LaneWatch;
import relay.pool.Lane;
import relay.pool.LatencyRecorder;
import relay.pool.Reserve;
import relay.pool.SizeClass;
import relay.transport.DatagramReceiver;

/**
 * The report of one run as one JSON object; its keys are described in {@code docs/report.md} and are kept stable. Made
 * after the relay was closed.
 */
public final class RelayReport
{
    private final Relay relay;
    private final Assembly parts;
    private final Map<String, Histogram> latencies;

    private RelayReport(final Relay relay)
    {
        this.relay = relay;
        parts = relay.parts();
        latencies = relay.latencies();
    }

    /**
     * @param relay that was closed.
     * @return its report.
     */
    public static JsonObject of(final Relay relay)
    {
        return new RelayReport(relay).toJson();
    }

    private JsonObject toJson()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("relay", parts.config.name());
        json.addProperty("startNs", relay.startEpochNs());
        json.addProperty("stopNs", relay.stopEpochNs());
        json.add("ledger", ledger());
        json.add("drops", drops(reason -> relay.drops().getOrDefault(reason, 0L), reason -> true));
        json.add("flows", flows());
        json.add("feeds", feeds());
        json.add("destinations", destinations());
        json.add("lanes", lanes());
        addReserve(json);
        addFlight(json);
        json.add("lifetimeNs", lifetimes());
        json.add("residenceNs", byDestination(LatencyTags::residence));
        json.add("lateNs", byDestination(LatencyTags::late));
        json.addProperty("errors", relay.errorCount());
        return json;
    }

    private JsonObject ledger()
    {
        final Ledger ledger = relay.ledger();
        final JsonObject json = new JsonObject();
        json.addProperty("received", ledger.received());
        json.addProperty("copies", ledger.copies());
        json.addProperty("sent", ledger.sent());
        json.addProperty("dropped", ledger.dropped());
        json.addProperty("inFlight", ledger.inFlight());
        json.addProperty("imbalance", ledger.imbalance());
        return json;
    }

    private JsonArray flows()
    {
        final JsonArray array = new JsonArray();
        for (final Flow flow : parts.flows)
        {
            final FlowLedger ledger = flow.ledger();
            final JsonObject json = new JsonObject();
            json.addProperty("name", flow.config().name());
            json.addProperty("from", flow.config().from().uri());
            json.addProperty("class", flow.config().trafficClass());
            json.addProperty("worker", 1 + parts.workers.indexOf(workerOf(flow)));
            json.addProperty("received", ledger.received());
            json.addProperty("receivedBytes", ledger.receivedBytes());
            json.addProperty("admitted", ledger.admitted());
            json.addProperty("gaps", ledger.gaps());
            json.addProperty("kernelDrops", relay.conductor().kernelDrops(flow.index()));
            json.addProperty("receiveErrors", sum(flow, DatagramReceiver::errors));
            json.addProperty("foreign", sum(flow, DatagramReceiver::misdirected));
            json.add("drops", drops(ledger::dropped, DropReason::isIngress));
            addPolicing(json, flow.policer());
            array.add(json);
        }
        return array;
    }

    private Worker workerOf(final Flow flow)
    {
        return parts.workers.stream().filter(worker -> worker.flows().contains(flow)).findFirst().orElseThrow();
    }

    private long sum(final Flow flow, final ToLongFunction<DatagramReceiver> count)
    {
        return parts.udpInputs.stream()
            .filter(input -> input.flow() == flow)
            .mapToLong(input -> count.applyAsLong(input.receiver()))
            .sum();
    }

    private JsonArray feeds()
    {
        final JsonArray array = new JsonArray();
        for (final Feed feed : parts.feeds())
        {
            final FeedLedger ledger = feed.ledger();
            final JsonObject json = new JsonObject();
            json.addProperty("name", feed.config().name());
            json.addProperty("key", feed.config().key().toString());
            json.addProperty("forwarded", ledger.forwarded());
            json.addProperty("duplicates", ledger.duplicates());
            json.addProperty("missing", ledger.missing());
            json.addProperty("recovered", ledger.recovered());
            json.addProperty("restarts", ledger.restarts());
            json.addProperty("unkeyed", ledger.unkeyed());
            json.add("legs", legs(feed));
            array.add(json);
        }
        return array;
    }

    private JsonArray legs(final Feed feed)
    {
        final JsonArray array = new JsonArray();
        for (int leg = 0; leg < feed.config().legs().size(); leg++)
        {
            final String flow = feed.config().legs().get(leg);
            final Histogram lead = total();
            add(lead, latencies.get(LatencyTags.lead(feed.config().name(), flow)));
            final JsonObject json = new JsonObject();
            json.addProperty("flow", flow);
            json.addProperty("arrived", feed.ledger().arrived(leg));
            json.addProperty("won", feed.ledger().won(leg));
            json.addProperty("lost", feed.ledger().lost(leg));
            json.add("leadNs", percentiles(lead));
            array.add(json);
        }
        return array;
    }

    private JsonArray destinations()
    {
        final JsonArray array = new JsonArray();
        for (final Destination destination : parts.destinations)
        {
            final JsonObject json = new JsonObject();
            json.addProperty("name", destination.config().name());
            json.addProperty("to", destination.config().to().uri());
            json.addProperty("sent", destination.sum(DestinationLedger::sent));
            json.addProperty("sentBytes", destination.sum(DestinationLedger::sentBytes));
            json.addProperty("backPressured", destination.sum(DestinationLedger::backPressured));
            json.addProperty("disconnects", destination.sum(DestinationLedger::disconnects));
            json.addProperty("stalls", destination.sum(DestinationLedger::stalls));
            json.addProperty("refusedTrains", destination.refusedTrains());
            json.addProperty("inFlight", destination.inFlight());
            json.add("drops", drops(
                reason -> destination.sum(ledger -> ledger.dropped(reason)), reason -> !reason.isIngress()));
            json.add("classes", classesOf(destination));
            array.add(json);
        }
        return array;
    }

    private JsonArray classesOf(final Destination destination)
    {
        final JsonArray array = new JsonArray();
        // workers that serve one class to it share a histogram
        destination.parts().stream().flatMap(part -> Arrays.stream(part.agent().lanes()))
            .map(lane -> lane.trafficClass().name()).distinct().forEach(className ->
            {
                final JsonObject json = new JsonObject();
                json.addProperty("class", className);
                final Histogram residence = total();
                add(residence, latencies.get(LatencyTags.residence(className, destination.config().name())));
                json.add("residenceNs", percentiles(residence));
                array.add(json);
            });
        return array;
    }

    /** One for each class: workers that have a lane of it each are added up. */
    private JsonArray lanes()
    {
        final JsonArray array = new JsonArray();
        lanesByClass().forEach((className, lanes) ->
        {
            final JsonObject json = new JsonObject();
            json.addProperty("class", className);
            json.addProperty("reservedBytes", lanes.stream().mapToLong(Lane::reservedBytes).sum());
            addOldest(json, className);
            for (final SizeClass sizeClass : SizeClass.values())
            {
                if (hasBuffers(lanes, sizeClass))
                {
                    json.add(LatencyTags.label(sizeClass), buffers(className, lanes, sizeClass));
                }
            }
            addPolicing(json, policerOf(className));
            array.add(json);
        });
        return array;
    }

    private Policer policerOf(final String className)
    {
        return parts.workers.stream().flatMap(worker -> worker.policedLanes().stream())
            .filter(lane -> lane.lane().name().equals(className) && null != lane.ofClass())
            .map(PolicedLane::ofClass).findFirst().orElse(null);
    }

    private static void addPolicing(final JsonObject json, final Policer policer)
    {
        if (null != policer)
        {
            final JsonObject policing = new JsonObject();
            for (int i = 0; i < PolicingLedger.COLOURS.size(); i++)
            {
                policing.addProperty(PolicingLedger.COLOURS.get(i), policer.ledger().datagrams(i));
                policing.addProperty(PolicingLedger.COLOURS.get(i) + "Bytes", policer.ledger().bytes(i));
            }
            json.add("policing", policing);
        }
    }

    private void addOldest(final JsonObject json, final String className)
    {
        final LaneWatch worst = relay.conductor().laneWatches().stream()
            .filter(watch -> watch.lane().name().equals(className))
            .max(Comparator.comparingLong(LaneWatch::ageMaxNs)).orElseThrow();
        json.addProperty("oldestAgeMaxNs", worst.ageMaxNs());
        json.addProperty("gatedBy", worst.gatedByAtMax());
    }

    private Map<String, List<Lane>> lanesByClass()
    {
        return parts.lanes().stream().collect(
            Collectors.groupingBy(Lane::name, LinkedHashMap::new, Collectors.toList()));
    }

    private static boolean hasBuffers(final List<Lane> lanes, final SizeClass sizeClass)
    {
        return lanes.stream().anyMatch(lane -> lane.counts().of(sizeClass) > 0);
    }

    private JsonObject buffers(final String className, final List<Lane> lanes, final SizeClass sizeClass)
    {
        final int i = sizeClass.ordinal();
        final JsonObject json = new JsonObject();
        json.addProperty("buffers", sum(lanes, lane -> lane.counts().of(sizeClass)));
        json.addProperty("claimed", sum(lanes, lane -> lane.claimed(i)));
        json.addProperty("exhausted", sum(lanes, lane -> lane.exhausted(i)));
        json.addProperty("inUse", sum(lanes, lane -> lane.inUse(i)));
        json.addProperty("peakInUse", sum(lanes, lane -> lane.peakInUse(i)));
        json.add("lifetimeNs", percentiles(latencies.get(LatencyTags.lifetime(className, sizeClass))));
        return json;
    }

    private static long sum(final List<Lane> lanes, final ToLongFunction<Lane> count)
    {
        return lanes.stream().mapToLong(count).sum();
    }

    /** All workers have one, or none has. */
    private void addReserve(final JsonObject json)
    {
        final List<Reserve> reserves =
            parts.workers.stream().map(Worker::reserve).filter(Objects::nonNull).toList();
        if (reserves.isEmpty())
        {
            return;
        }
        final JsonObject reserve = new JsonObject();
        for (final SizeClass sizeClass : SizeClass.values())
        {
            if (parts.config.reserve().of(sizeClass) > 0)
            {
                final int i = sizeClass.ordinal();
                final JsonObject buffers = new JsonObject();
                buffers.addProperty("buffers", (long)reserves.size() * parts.config.reserve().of(sizeClass));
                buffers.addProperty("inUse", reserves.stream().mapToLong(each -> each.inUse(i)).sum());
                buffers.addProperty("peakInUse", reserves.stream().mapToLong(each -> each.peakInUse(i)).sum());
                reserve.add(LatencyTags.label(sizeClass), buffers);
            }
        }
        json.add("reserve", reserve);
    }

    /** By class, of all workers together. */
    private void addFlight(final JsonObject json)
    {
        if (null == parts.config.flight())
        {
            return;
        }
        final JsonObject flight = new JsonObject();
        parts.workers.stream().flatMap(worker -> worker.flight().lanes().stream())
            .collect(Collectors.groupingBy(FlightLane::className, LinkedHashMap::new, Collectors.toList()))
            .forEach((className, lanes) ->
            {
                final JsonObject counts = new JsonObject();
                counts.addProperty("triggers", lanes.stream().mapToLong(lane -> lane.ledger().triggers()).sum());
                counts.addProperty("dumps", lanes.stream().mapToLong(lane -> lane.ledger().dumps()).sum());
                counts.addProperty("failures", lanes.stream().mapToLong(lane -> lane.ledger().failures()).sum());
                flight.add(className, counts);
            });
        json.add("flightRecorder", flight);
    }

    private JsonObject lifetimes()
    {
        final JsonObject json = new JsonObject();
        for (final SizeClass sizeClass : SizeClass.values())
        {
            if (hasBuffers(parts.lanes(), sizeClass))
            {
                final Histogram total = total();
                for (final String className : lanesByClass().keySet())
                {
                    add(total, latencies.get(LatencyTags.lifetime(className, sizeClass)));
                }
                json.add(LatencyTags.label(sizeClass), percentiles(total));
            }
        }
        return json;
    }

    /** Destinations of which nothing is recorded, since none of their classes has a deadline, are left out. */
    private JsonObject byDestination(final BinaryOperator<String> tagOf)
    {
        final JsonObject json = new JsonObject();
        for (final Destination destination : parts.destinations)
        {
            final String name = destination.config().name();
            // workers that serve one class to it share a histogram
            final List<String> tags = destination.parts().stream()
                .flatMap(part -> Arrays.stream(part.agent().lanes()))
                .map(lane -> tagOf.apply(lane.trafficClass().name(), name))
                .filter(latencies::containsKey)
                .distinct()
                .toList();
            if (!tags.isEmpty())
            {
                final Histogram total = total();
                tags.forEach(tag -> add(total, latencies.get(tag)));
                json.add(name, percentiles(total));
            }
        }
        return json;
    }

    private static Histogram total()
    {
        return new Histogram(1, LatencyRecorder.VALUE_MAX_NS, LatencyRecorder.SIGNIFICANT_DIGITS);
    }

    private static void add(final Histogram total, final Histogram part)
    {
        if (null != part)
        {
            total.add(part);
        }
    }

    private static JsonObject percentiles(final Histogram histogram)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("p50", histogram.getValueAtPercentile(50));
        json.addProperty("p90", histogram.getValueAtPercentile(90));
        json.addProperty("p99", histogram.getValueAtPercentile(99));
        json.addProperty("p99.9", histogram.getValueAtPercentile(99.9));
        json.addProperty("max", histogram.getMaxValue());
        json.addProperty("count", histogram.getTotalCount());
        return json;
    }

    private static JsonObject drops(final ToLongFunction<DropReason> counts, final Predicate<DropReason> isShown)
    {
        final JsonObject json = new JsonObject();
        for (final DropReason reason : DropReason.values())
        {
            if (isShown.test(reason))
            {
                json.addProperty(reason.label(), counts.applyAsLong(reason));
            }
        }
        return json;
    }
}
