package relay.pipeline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import relay.observe.LatencyTags;
import relay.pipeline.egress.Destination;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLedger;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.flight.FlightLedger;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.watch.LaneWatch;
import relay.pool.Lane;
import relay.pool.LatencyRecorder;
import relay.pool.Reserve;
import relay.pool.SizeClass;
import relay.transport.DatagramReceiver;

/**
 * Reads the ledgers and histograms of a relay that was closed.
 */
final class ReportBuilder
{
    private final Relay relay;
    private final RelayParts parts;
    private final Map<String, Histogram> latencies;
    private final Map<String, List<Lane>> lanesByClass;

    ReportBuilder(final Relay relay)
    {
        this.relay = relay;
        parts = relay.parts();
        latencies = relay.latencies();
        lanesByClass = grouped(parts.lanes().stream(), Lane::name);
    }

    RelayReport build()
    {
        return new RelayReport(
            parts.config().name(), relay.startEpochNs(), relay.stopEpochNs(), RelayReport.Totals.of(relay.ledger()),
            drops(reason -> relay.drops().getOrDefault(reason, 0L), reason -> true),
            parts.flows().stream().map(this::flow).toList(),
            parts.feeds().stream().map(this::feed).toList(),
            parts.destinations().stream().map(this::destination).toList(),
            lanesByClass.entrySet().stream().map(entry -> lane(entry.getKey(), entry.getValue())).toList(),
            reserve(), flightRecorder(), lifetimes(), byDestination(LatencyTags::residence),
            byDestination(LatencyTags::late), relay.errorCount());
    }

    private RelayReport.Flow flow(final Flow flow)
    {
        final FlowLedger ledger = flow.ledger();
        return new RelayReport.Flow(
            flow.config().name(), flow.config().from().uri(), flow.config().trafficClass(), workerOf(flow),
            ledger.received(), ledger.receivedBytes(), ledger.admitted(), ledger.gaps(),
            relay.conductor().kernelDrops(flow.index()), sum(flow, DatagramReceiver::errors),
            sum(flow, DatagramReceiver::misdirected), drops(ledger::dropped, DropReason::isIngress),
            RelayReport.Policing.of(flow.policer()));
    }

    /** Workers are numbered from 1. */
    private int workerOf(final Flow flow)
    {
        return 1 + IntStream.range(0, parts.workers().size())
            .filter(worker -> parts.workers().get(worker).flows().contains(flow)).findFirst().orElseThrow();
    }

    private long sum(final Flow flow, final ToLongFunction<DatagramReceiver> count)
    {
        return parts.flowSockets().stream()
            .filter(input -> input.flow() == flow)
            .mapToLong(input -> count.applyAsLong(input.receiver()))
            .sum();
    }

    private RelayReport.Feed feed(final Feed feed)
    {
        final FeedLedger ledger = feed.ledger();
        return new RelayReport.Feed(
            feed.config().name(), feed.config().key().toString(), ledger.forwarded(), ledger.duplicates(),
            ledger.missing(), ledger.recovered(), ledger.restarts(), ledger.unkeyed(),
            IntStream.range(0, feed.config().legs().size()).mapToObj(leg -> leg(feed, leg)).toList());
    }

    private RelayReport.Leg leg(final Feed feed, final int leg)
    {
        final String flow = feed.config().legs().get(leg);
        final FeedLedger ledger = feed.ledger();
        return new RelayReport.Leg(flow, ledger.arrived(leg), ledger.won(leg), ledger.lost(leg),
            total(Stream.of(LatencyTags.lead(feed.config().name(), flow))));
    }

    private RelayReport.Destination destination(final Destination destination)
    {
        return new RelayReport.Destination(
            destination.config().name(), destination.config().to().uri(), destination.sum(DestinationLedger::sent),
            destination.sum(DestinationLedger::sentBytes), destination.sum(DestinationLedger::backPressured),
            destination.sum(DestinationLedger::disconnects), destination.sum(DestinationLedger::stalls),
            destination.refusedTrains(), destination.inFlight(),
            drops(reason -> destination.sum(ledger -> ledger.dropped(reason)), reason -> !reason.isIngress()),
            classesOf(destination).map(name -> new RelayReport.Served(name,
                total(Stream.of(LatencyTags.residence(name, destination.config().name()))))).toList());
    }

    /** Each once: workers that serve one class to a destination share a histogram. */
    private static Stream<String> classesOf(final Destination destination)
    {
        return destination.parts().stream().flatMap(part -> Arrays.stream(part.agent().lanes()))
            .map(lane -> lane.trafficClass().name()).distinct();
    }

    private RelayReport.Lane lane(final String className, final List<Lane> lanes)
    {
        final LaneWatch oldest = relay.conductor().laneWatches().stream()
            .filter(watch -> watch.lane().name().equals(className))
            .max(Comparator.comparingLong(LaneWatch::ageMaxNs)).orElseThrow();
        return new RelayReport.Lane(
            className, sum(lanes, Lane::reservedBytes), oldest.ageMaxNs(), oldest.gatedByAtMax(),
            buffers(className, lanes, SizeClass.SMALL), buffers(className, lanes, SizeClass.STANDARD),
            buffers(className, lanes, SizeClass.JUMBO), buffers(className, lanes, SizeClass.LARGE),
            RelayReport.Policing.of(policerOf(className)));
    }

    private Policer policerOf(final String className)
    {
        return parts.workers().stream().flatMap(worker -> worker.policedLanes().stream())
            .filter(lane -> lane.lane().name().equals(className) && null != lane.ofClass())
            .map(PolicedLane::ofClass).findFirst().orElse(null);
    }

    private RelayReport.Buffers buffers(final String className, final List<Lane> lanes, final SizeClass sizeClass)
    {
        if (!hasBuffers(lanes, sizeClass))
        {
            return null;
        }
        final int i = sizeClass.ordinal();
        return new RelayReport.Buffers(
            sum(lanes, lane -> lane.counts().of(sizeClass)), sum(lanes, lane -> lane.claimed(i)),
            sum(lanes, lane -> lane.exhausted(i)), sum(lanes, lane -> lane.inUse(i)),
            sum(lanes, lane -> lane.peakInUse(i)),
            RelayReport.Percentiles.of(latencies.get(LatencyTags.lifetime(className, sizeClass))));
    }

    private static boolean hasBuffers(final List<Lane> lanes, final SizeClass sizeClass)
    {
        return lanes.stream().anyMatch(lane -> lane.counts().of(sizeClass) > 0);
    }

    /** All workers have one, or none has. */
    private Map<String, RelayReport.Reserve> reserve()
    {
        final List<Reserve> reserves =
            parts.workers().stream().map(Worker::reserve).filter(Objects::nonNull).toList();
        return reserves.isEmpty() ? null :
            bySize(size -> parts.config().reserve().of(size) > 0, size -> reserve(reserves, size));
    }

    private RelayReport.Reserve reserve(final List<Reserve> reserves, final SizeClass sizeClass)
    {
        final int i = sizeClass.ordinal();
        return new RelayReport.Reserve((long)reserves.size() * parts.config().reserve().of(sizeClass),
            sum(reserves, reserve -> reserve.inUse(i)), sum(reserves, reserve -> reserve.peakInUse(i)));
    }

    /** By class, of all workers together. */
    private Map<String, RelayReport.Flight> flightRecorder()
    {
        if (null == parts.config().flight())
        {
            return null;
        }
        final Map<String, RelayReport.Flight> flight = new LinkedHashMap<>();
        grouped(parts.workers().stream().flatMap(worker -> worker.flight().lanes().stream()), FlightLane::className)
            .forEach((className, lanes) -> flight.put(className, flight(lanes)));
        return flight;
    }

    private static RelayReport.Flight flight(final List<FlightLane> lanes)
    {
        final List<FlightLedger> ledgers = lanes.stream().map(FlightLane::ledger).toList();
        return new RelayReport.Flight(sum(ledgers, FlightLedger::triggers), sum(ledgers, FlightLedger::dumps),
            sum(ledgers, FlightLedger::failures));
    }

    private Map<String, RelayReport.Percentiles> lifetimes()
    {
        return bySize(size -> hasBuffers(parts.lanes(), size), size ->
            total(lanesByClass.keySet().stream().map(className -> LatencyTags.lifetime(className, size))));
    }

    /** Destinations without records, since none of their classes has a deadline, are left out. */
    private Map<String, RelayReport.Percentiles> byDestination(final BinaryOperator<String> tagOf)
    {
        final Map<String, RelayReport.Percentiles> byDestination = new LinkedHashMap<>();
        for (final Destination destination : parts.destinations())
        {
            final String name = destination.config().name();
            final List<String> tags = classesOf(destination).map(className -> tagOf.apply(className, name))
                .filter(latencies::containsKey).toList();
            if (!tags.isEmpty())
            {
                byDestination.put(name, total(tags.stream()));
            }
        }
        return byDestination;
    }

    private RelayReport.Percentiles total(final Stream<String> tags)
    {
        final Histogram total = new Histogram(1, LatencyRecorder.VALUE_MAX_NS, LatencyRecorder.SIGNIFICANT_DIGITS);
        tags.map(latencies::get).filter(Objects::nonNull).forEach(total::add);
        return RelayReport.Percentiles.of(total);
    }

    private static Map<String, Long> drops(
        final ToLongFunction<DropReason> counts, final Predicate<DropReason> isShown)
    {
        final Map<String, Long> drops = new LinkedHashMap<>();
        Arrays.stream(DropReason.values()).filter(isShown)
            .forEach(reason -> drops.put(reason.label(), counts.applyAsLong(reason)));
        return drops;
    }

    private static <T> Map<String, T> bySize(
        final Predicate<SizeClass> isShown, final Function<SizeClass, T> value)
    {
        final Map<String, T> bySize = new LinkedHashMap<>();
        Arrays.stream(SizeClass.values()).filter(isShown)
            .forEach(size -> bySize.put(LatencyTags.label(size), value.apply(size)));
        return bySize;
    }

    private static <T> Map<String, List<T>> grouped(final Stream<T> lanes, final Function<T, String> className)
    {
        return lanes.collect(Collectors.groupingBy(className, LinkedHashMap::new, Collectors.toList()));
    }

    private static <T> long sum(final List<T> parts, final ToLongFunction<T> count)
    {
        return parts.stream().mapToLong(count).sum();
    }
}
