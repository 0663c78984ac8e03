package relay.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import relay.config.DestinationConfig;
import relay.config.FeedConfig;
import relay.config.FlowConfig;
import relay.config.Ids;
import relay.config.Layout;
import relay.config.Policing;
import relay.config.TrafficClass;
import relay.config.WhenSlow;
import relay.pipeline.egress.Backlog;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.flight.FlightRecorder;
import relay.pipeline.ingress.AeronSource;
import relay.pipeline.ingress.FeedCycle;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressAgent;
import relay.pipeline.ingress.IngressSource;
import relay.pipeline.ingress.OriginTracker;
import relay.pipeline.ingress.UdpSource;
import relay.pipeline.ingress.UdpSources;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.qos.QosAgent;
import relay.pipeline.threads.DataIdleStrategy;
import relay.pipeline.threads.Doorbell;
import relay.pipeline.threads.SpinWindow;
import relay.pipeline.watch.LaneWatch;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.Lane;
import relay.pool.Reserve;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.PacketSender;
import relay.transport.UdpPacketSender;
import relay.transport.UdpTransport;
import relay.transport.aeron.AeronReceiver;
import relay.transport.aeron.AeronSender;
import relay.transport.aeron.AeronTransport;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;
import relay.transport.wire.Envelope;
import relay.transport.wire.OriginalPacketSender;

/**
 * Some of the flows, and all that carries them: lanes, sockets and stages that no other worker touches. Built and
 * opened by the thread that launches the relay; then its stages belong to the threads that {@link DataThreads} gives
 * them.
 */
final class Worker implements AutoCloseable
{
    private static final double LAG_SHARED = 0.5;

    private final WorkerContext context;
    private final String label;
    private final Supplier<UdpTransport> transports;
    private final UdpTransport ingressTransport;
    private UdpTransport stagedTransport;
    /** Null if there is none. */
    private final Reserve reserve;
    private final List<Flow> flows = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<String, TrafficClass> classes = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, List<String>> destinationsByClass = new LinkedHashMap<>();
    private final List<EgressAgent> egressAgents = new ArrayList<>();
    private final List<AeronSender> aeronSenders = new ArrayList<>();
    private final List<UdpInput> udpInputs = new ArrayList<>();
    private final List<UdpOutput> udpOutputs = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<PolicedLane> policedLanes;
    private final QosAgent qos;
    private final FlightLanes flightLanes;
    /** Null if nothing is remembered. */
    private final FlightRecorder flight;
    private IngressAgent ingress;
    private UdpSources udp;
    private boolean isPollingAeron;

    /** A socket that a flow listens to. */
    record UdpInput(Flow flow, DatagramReceiver receiver)
    {
    }

    /** A socket that a destination is sent to by. */
    record UdpOutput(DestinationConfig destination, DatagramSender sender)
    {
    }

    /**
     * Takes the memory that it needs, and opens nothing yet.
     *
     * @param context    shared by all workers.
     * @param number     of this one, from 1.
     * @param configs    of its flows.
     * @param transports makes one for each thread that has sockets.
     */
    Worker(
        final WorkerContext context,
        final int number,
        final List<FlowConfig> configs,
        final Supplier<UdpTransport> transports)
    {
        this.context = context;
        this.transports = transports;
        ingressTransport = transports.get();
        label = context.label(number);
        reserve = makeReserve(context.config().reserve());
        for (final TrafficClass trafficClass : context.config().classes())
        {
            final List<FlowConfig> members =
                configs.stream().filter(flow -> flow.trafficClasses().contains(trafficClass.name())).toList();
            if (!members.isEmpty())
            {
                makeLane(trafficClass, members);
            }
        }
        for (final FlowConfig config : configs)
        {
            flows.add(new Flow(
                config,
                context.config().flows().indexOf(config),
                config.trafficClasses().stream().map(lanes::get).toList(),
                new FlowLedger(config.name(), context.counters()),
                policer(config.policing(), "flow " + config.name()),
                isEnveloped(config)));
        }
        context.config().feeds().forEach(this::makeFeed);
        policedLanes = lanes.values().stream().map(this::policed).toList();
        qos = new QosAgent(context.clock(), policedLanes.toArray(PolicedLane[]::new));
        flightLanes = new FlightLanes(context, label, lanes.values());
        flight = flightLanes.recorder(flows, feeds);
    }

    /**
     * @return publications and subscriptions that it will need.
     */
    int aeronStreams()
    {
        int streams = (int)flows.stream().filter(flow -> flow.config().from() instanceof AeronEndpoint).count();
        for (final DestinationConfig destination : context.config().destinations())
        {
            if (destination.to() instanceof AeronEndpoint)
            {
                streams += (int)classesTo(destination.name()).count();
            }
        }
        return streams;
    }

    /**
     * Opens what sends to a destination, if any of the flows goes there.
     *
     * @param destination of the configuration.
     * @param aeron       null if nothing needs it.
     * @return this worker's part of the destination, or null.
     */
    Destination.Part openDestination(final DestinationConfig destination, final AeronTransport aeron)
    {
        if (classesTo(destination.name()).findAny().isEmpty())
        {
            return null;
        }
        final DestinationLedger ledger =
            new DestinationLedger(label + "destination " + destination.name(), context.counters());
        final PacketSender udpSender =
            destination.to() instanceof final UdpEndpoint udp ? openUdpSender(destination, udp) : null;
        final List<EgressLane> egressLanes = new ArrayList<>();
        classesTo(destination.name()).forEach(className ->
        {
            final PacketSender sender = null != udpSender ? udpSender :
                openAeronSender((AeronEndpoint)destination.to(), className, aeron);
            egressLanes.add(egressLane(destination, className, sender, ledger));
        });
        final EgressAgent agent = new EgressAgent(destination, context.clock(), egressLanes);
        egressAgents.add(agent);
        return new Destination.Part(ledger, agent);
    }

    /**
     * Opens what receives, once everything that sends is open in all workers.
     *
     * @param aeron null if nothing needs it.
     */
    void openSources(final AeronTransport aeron)
    {
        final List<UdpSource> udpSources = new ArrayList<>();
        final List<IngressSource> sources = new ArrayList<>();
        final DatagramBatch batch = new DatagramBatch(DatagramBatch.CAPACITY_DEFAULT);
        final OriginTracker origins = new OriginTracker();
        for (final Flow flow : flows)
        {
            switch (flow.config().from())
            {
                case final UdpEndpoint endpoint -> openUdpSources(flow, endpoint, batch, udpSources);
                case final AeronEndpoint endpoint ->
                    sources.add(openAeronSource(flow, endpoint, aeron, origins));
            }
        }
        isPollingAeron = !sources.isEmpty();
        if (!udpSources.isEmpty())
        {
            udp = new UdpSources(ingressTransport.newReadySet(), udpSources);
            sources.add(udp);
        }
        if (!feeds.isEmpty())
        {
            sources.add(new FeedCycle(feeds));
        }
        ingress = new IngressAgent(context.clock(), context.epochClock(), lanes(), sources, flight);
    }

    /**
     * @param spinLengthNs    how long it may look again before it sleeps, in nanoseconds.
     * @param isDriverInvoked whether the ingress thread runs the Aeron driver too.
     * @return for its ingress thread: it is woken by datagrams, if there are sockets.
     */
    IdleStrategy ingressIdle(final long spinLengthNs, final boolean isDriverInvoked)
    {
        final boolean isEgressToo = Layout.COMPACT == context.config().execution().layout();
        final BooleanSupplier drain = isEgressToo ? this::drain : ingress::drain;
        return null == udp ? idle(spinLengthNs, Worker::park, drain, DataIdleStrategy.Wake.ONLY_POLLING) :
            idle(spinLengthNs, udp::await, drain, isDriverInvoked || isPollingAeron ?
                DataIdleStrategy.Wake.ALSO_POLLING : DataIdleStrategy.Wake.WOKEN);
    }

    /**
     * @param spinLengthNs how long it may look again before it sleeps, in nanoseconds.
     * @param doorbell     that wakes it.
     * @return for a thread that is none of its ingress.
     */
    IdleStrategy idle(final long spinLengthNs, final Doorbell doorbell)
    {
        return idle(spinLengthNs, doorbell::await, doorbell::isDrained, DataIdleStrategy.Wake.WOKEN);
    }

    /**
     * @return what tells it apart in names; nothing where it is the only one.
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

    List<PolicedLane> policedLanes()
    {
        return policedLanes;
    }

    List<EgressAgent> egressAgents()
    {
        return egressAgents;
    }

    List<Flow> flows()
    {
        return flows;
    }

    /**
     * @return what its lanes borrow from; null if there is none.
     */
    Reserve reserve()
    {
        return reserve;
    }

    List<Feed> feeds()
    {
        return feeds;
    }

    /**
     * @return what remembers its datagrams; null if nothing does.
     */
    FlightRecorder flight()
    {
        return flight;
    }

    List<UdpInput> udpInputs()
    {
        return udpInputs;
    }

    List<UdpOutput> udpOutputs()
    {
        return udpOutputs;
    }

    List<AeronSender> aeronSenders()
    {
        return aeronSenders;
    }

    /**
     * @param log told of lanes that are held for long.
     * @return one for each lane, for the conductor.
     */
    Stream<LaneWatch> watches(final Consumer<String> log)
    {
        final List<String> names = context.config().destinations().stream().map(DestinationConfig::name).toList();
        return lanes.values().stream().map(lane -> new LaneWatch(
            label, lane, destinationsByClass.get(lane.name()), names, context.counters(), log));
    }

    /**
     * @return memory taken from the system for buffers, in bytes.
     */
    long reservedBytes()
    {
        return (null == reserve ? 0 : reserve.reservedBytes()) +
            lanes.values().stream().mapToLong(Lane::reservedBytes).sum() +
            egressAgents.stream().flatMap(agent -> Arrays.stream(agent.lanes())).map(EgressLane::backlog)
                .filter(Objects::nonNull).mapToLong(Backlog::reservedBytes).sum();
    }

    Lane[] lanes()
    {
        return lanes.values().toArray(new Lane[0]);
    }

    @Override
    public void close()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.quietClose(opened.get(i));
        }
        CloseHelper.quietClose(udp);
    }

    private IdleStrategy idle(
        final long spinLengthNs,
        final LongToIntFunction await,
        final BooleanSupplier drain,
        final DataIdleStrategy.Wake wake)
    {
        return new DataIdleStrategy(
            context.clock(), new SpinWindow(spinLengthNs, context.clock().nanoTime()), await, drain, wake);
    }

    private static int park(final long timeoutNs)
    {
        LockSupport.parkNanos(timeoutNs);
        return 0;
    }

    private boolean drain()
    {
        for (int i = 0; i < egressAgents.size(); i++)
        {
            if (egressAgents.get(i).isKeeping())
            {
                return false;
            }
        }
        return ingress.drain();
    }

    private Reserve makeReserve(final BufferCounts counts)
    {
        if (0 == counts.total())
        {
            return null;
        }
        context.budget().take("the reserve", Footprint.ofReserve(counts, Envelope.LENGTH));
        final Reserve made = new Reserve(counts, Envelope.LENGTH);
        describe("reserve: " + counts + ", " + counts.payloadBytes() + " B of payload, " + made.reservedBytes() +
            " B with headers");
        return made;
    }

    private void makeLane(final TrafficClass trafficClass, final List<FlowConfig> members)
    {
        final List<String> destinations = members.stream().flatMap(flow -> flow.to().stream()).distinct().toList();
        context.budget().take(
            "class " + trafficClass.name(),
            Footprint.ofLane(trafficClass.buffers(), Envelope.LENGTH, context.config().reserve()));
        final Lane lane = new Lane(
            trafficClass.name(), trafficClass.buffers(), Envelope.LENGTH, destinations.size(), reserve,
            Layout.COMPACT != context.config().execution().layout());
        classes.put(trafficClass.name(), trafficClass);
        destinationsByClass.put(trafficClass.name(), destinations);
        lanes.put(trafficClass.name(), lane);
        describe("class " + lane.name() + ": " + lane.counts() + ", " + lane.counts().payloadBytes() +
            " B of payload, " + lane.reservedBytes() + " B with headers");
    }

    /** Its legs are all here, or none of them is. */
    private void makeFeed(final FeedConfig config)
    {
        for (final Flow flow : flows)
        {
            if (flow.config().name().equals(config.legs().getFirst()) &&
                flow.config().from() instanceof final UdpEndpoint endpoint)
            {
                final int channels = endpoint.expand().size();
                context.budget().takeHeap(
                    "windows of feed " + config.name(), Feed.heapBytes(config, channels), "a smaller window");
                feeds.add(new Feed(config, channels, context.counters()));
                describe("feed " + config.name() + ": legs " + String.join(", ", config.legs()) + ", key " +
                    config.key() + ", channels " + channels);
            }
        }
    }

    private FeedLeg legOf(final Flow flow)
    {
        return feeds.stream().map(feed -> feed.leg(flow.config().name())).filter(Objects::nonNull)
            .findFirst().orElse(null);
    }

    private PolicedLane policed(final Lane lane)
    {
        final TrafficClass trafficClass = classes.get(lane.name());
        final Policer[] ofFlows = new Policer[context.config().flows().size()];
        flows.stream().filter(flow -> flow.config().trafficClasses().contains(lane.name()))
            .forEach(flow -> ofFlows[flow.index()] = flow.policer());
        return new PolicedLane(lane, policer(trafficClass.policing(), "class " + lane.name()),
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
            .anyMatch(destination -> !(destination.to() instanceof final UdpEndpoint udp) || udp.isOriginal());
    }

    private Stream<String> classesTo(final String destination)
    {
        return destinationsByClass.entrySet().stream()
            .filter(entry -> entry.getValue().contains(destination)).map(Map.Entry::getKey);
    }

    private EgressLane egressLane(
        final DestinationConfig destination,
        final String className,
        final PacketSender sender,
        final DestinationLedger ledger)
    {
        final List<String> names = destinationsByClass.get(className);
        final double maxLag = destination.maxLag() > 0 ? destination.maxLag() : 1 == names.size() ? 1 : LAG_SHARED;
        describe("destination " + destination.name() + ", class " + className + ": " + sender.description() +
            ", may hold " + Math.round(maxLag * 100) + " % of the lane");
        if (WhenSlow.SKIP_NEWEST == destination.whenSlow())
        {
            context.budget().take("class " + className + " kept for destination " + destination.name(),
                Footprint.ofLane(Backlog.counts(lanes.get(className).capacity(), maxLag), Envelope.LENGTH));
        }
        final EgressLane lane = new EgressLane(
            classes.get(className),
            lanes.get(className).reader(names.indexOf(destination.name())),
            sender,
            ledger,
            context.clock(),
            flowsTo(destination.name()),
            destination.maxLag(maxLag));
        lane.flight(flightLanes.of(className));
        if (null != lane.backlog())
        {
            describe("destination " + destination.name() + ", class " + className +
                ": keeps its oldest in buffers of its own, " + lane.backlog().description() + " with headers");
        }
        return lane;
    }

    private boolean[] flowsTo(final String destination)
    {
        final boolean[] isForUs = new boolean[context.config().flows().size()];
        flows.forEach(flow -> isForUs[flow.index()] = flow.config().to().contains(destination));
        return isForUs;
    }

    private PacketSender openUdpSender(final DestinationConfig destination, final UdpEndpoint endpoint)
    {
        final DatagramSender sender = egressTransport().openSender(endpoint);
        opened.add(sender);
        udpOutputs.add(new UdpOutput(destination, sender));
        for (final int port : sender.localPorts())
        {
            context.loopGuard().add(port);
        }
        return endpoint.isOriginal() ?
            new OriginalPacketSender(sender) : new UdpPacketSender(sender, endpoint.expand().getFirst());
    }

    /** What a transport opens belongs to one thread, so that each thread that sends needs its own. */
    private UdpTransport egressTransport()
    {
        return switch (context.config().execution().layout())
        {
            case COMPACT -> ingressTransport;
            case STAGED -> null == stagedTransport ? stagedTransport = transports.get() : stagedTransport;
            case DEDICATED -> transports.get();
        };
    }

    private PacketSender openAeronSender(
        final AeronEndpoint endpoint, final String className, final AeronTransport aeron)
    {
        final int streamId = Ids.streamId(endpoint, className);
        final AeronSender sender = aeron.openSender(endpoint, streamId, Ids.sessionId(endpoint, streamId));
        opened.add(sender);
        aeronSenders.add(sender);
        return sender;
    }

    private void openUdpSources(
        final Flow flow, final UdpEndpoint endpoint, final DatagramBatch batch, final List<UdpSource> sources)
    {
        final FeedLeg leg = legOf(flow);
        if (flow.config().needsDscp())
        {
            UdpTransports.requireDscp(context.config().execution().io(), flow.config().name());
        }
        for (final DatagramReceiver receiver : ingressTransport.openReceivers(endpoint, optionsOf(flow, endpoint)))
        {
            opened.add(receiver);
            udpInputs.add(new UdpInput(flow, receiver));
            sources.add(new UdpSource(receiver, batch, flow, context.identity(), context.loopGuard(), leg));
            describe("flow " + flow.config().name() + ": " + receiver.description());
        }
    }

    private ReceiveOptions optionsOf(final Flow flow, final UdpEndpoint endpoint)
    {
        final List<UdpEndpoint> all = context.config().flows().stream().map(FlowConfig::from)
            .filter(UdpEndpoint.class::isInstance).map(UdpEndpoint.class::cast).toList();
        // of a leg, each datagram's key is needed
        return endpoint.receiveOptions(all)
            .coalescing(null == legOf(flow) && flow.lane().lane().counts().large() > 0)
            .tellingDscp(flow.config().needsDscp());
    }

    private AeronSource openAeronSource(
        final Flow flow, final AeronEndpoint endpoint, final AeronTransport aeron, final OriginTracker origins)
    {
        final int streamId = Ids.streamId(endpoint, flow.config().trafficClass());
        final AeronReceiver receiver = aeron.openReceiver(endpoint, streamId, Ids.sessionId(endpoint, streamId));
        opened.add(receiver);
        describe("flow " + flow.config().name() + ": " + receiver.description());
        return new AeronSource(receiver, flow, context.identity(), origins, context.loopGuard());
    }

    private void describe(final String line)
    {
        context.description().add(label + line);
    }
}
