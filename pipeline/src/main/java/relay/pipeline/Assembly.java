package relay.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersManager;
import relay.config.DestinationConfig;
import relay.config.FlowConfig;
import relay.config.Ids;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.observe.CountersFile;
import relay.observe.LatencyCollector;
import relay.observe.LatencyTags;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.AeronEndpoint;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.PacketSender;
import relay.transport.UdpEndpoint;
import relay.transport.UdpPacketSender;
import relay.transport.aeron.AeronReceiver;
import relay.transport.aeron.AeronSender;
import relay.transport.aeron.AeronTransport;
import relay.transport.UdpTransport;
import relay.transport.wire.Envelope;
import relay.transport.wire.OriginalPacketSender;

/**
 * Builds the parts of a relay from its configuration, in the order in which they can fail without harm: memory, then
 * Aeron, then what sends, and last what receives. If one part cannot be had, those before it are closed again.
 */
final class Assembly
{
    private static final double LAG_SHARED = 0.5;

    final RelayConfig config;
    final NanoClock clock;
    final EpochNanoClock epochClock;
    final Identity identity;
    final List<String> description = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<Destination> destinations = new ArrayList<>();
    final List<UdpInput> udpInputs = new ArrayList<>();
    final List<AeronSender> aeronSenders = new ArrayList<>();
    final Map<String, Lane> lanes = new LinkedHashMap<>();
    final RunDirectory directory;
    AeronTransport aeron;
    CountersManager counters;
    IngressAgent ingress;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, TrafficClass> classes = new LinkedHashMap<>();
    private final Map<String, List<String>> destinationsByClass = new LinkedHashMap<>();
    private final UdpTransport transport = UdpTransports.best();
    private final OwnEcho ownEcho = OwnEcho.ofThisMachine();

    /** A socket that a flow listens to. */
    record UdpInput(Flow flow, DatagramReceiver receiver)
    {
    }

    Assembly(
        final RelayConfig config,
        final RelayOptions options,
        final NanoClock clock,
        final EpochNanoClock epochClock,
        final ErrorHandler errorHandler)
    {
        this.config = config;
        this.clock = clock;
        this.epochClock = epochClock;
        identity = new Identity(config.name(), epochClock.nanoTime() / 1_000_000);
        directory = RunDirectory.create(config.name());
        boolean isComplete = false;
        try
        {
            makeLanes();
            makeCounters();
            makeFlows();
            openAeron(options, errorHandler);
            config.destinations().forEach(this::openDestination);
            openSources();
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                closeAll();
            }
        }
    }

    void addRecorders(final LatencyCollector collector)
    {
        for (final Lane lane : lanes.values())
        {
            for (final SizeClass sizeClass : SizeClass.values())
            {
                if (lane.counts().of(sizeClass) > 0)
                {
                    collector.add(LatencyTags.lifetime(lane.name(), sizeClass), lane.lifetimes(sizeClass.ordinal()));
                }
            }
        }
        for (final Destination destination : destinations)
        {
            for (final EgressLane lane : destination.agent().lanes())
            {
                collector.add(
                    LatencyTags.residence(lane.trafficClass().name(), destination.config().name()), lane.residence());
            }
        }
    }

    TrafficClass[] classesOfLanes()
    {
        return lanes.keySet().stream().map(classes::get).toArray(TrafficClass[]::new);
    }

    Lane[] lanes()
    {
        return lanes.values().toArray(new Lane[0]);
    }

    void closeAll()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.quietClose(opened.get(i));
        }
        CloseHelper.quietClose(aeron);
        directory.close();
    }

    private void makeLanes()
    {
        config.classes().forEach(trafficClass -> classes.put(trafficClass.name(), trafficClass));
        for (final FlowConfig flow : config.flows())
        {
            final List<String> names = destinationsByClass.computeIfAbsent(
                flow.trafficClass(), ignore -> new ArrayList<>());
            flow.to().stream().filter(name -> !names.contains(name)).forEach(names::add);
        }
        long reservedBytes = 0;
        for (final Map.Entry<String, List<String>> entry : destinationsByClass.entrySet())
        {
            final TrafficClass trafficClass = classes.get(entry.getKey());
            final Lane lane = new Lane(
                entry.getKey(), trafficClass.buffers(), Envelope.LENGTH, entry.getValue().size());
            lanes.put(entry.getKey(), lane);
            reservedBytes += lane.reservedBytes();
            description.add("class " + lane.name() + ": " + lane.counts() + ", " +
                lane.counts().payloadBytes() + " B of payload, " + lane.reservedBytes() + " B with headers");
        }
        description.add("memory for buffers: " + reservedBytes + " B");
    }

    private void makeCounters()
    {
        final int capacity = 16 + config.flows().size() * FlowLedger.COUNTER_COUNT +
            config.destinations().size() * DestinationLedger.COUNTER_COUNT;
        counters = new CountersFile(directory.resolve("counters.dat"), capacity).counters();
    }

    private void makeFlows()
    {
        for (final FlowConfig flow : config.flows())
        {
            flows.add(new Flow(
                flow,
                flows.size(),
                lanes.get(flow.trafficClass()),
                new FlowLedger(flow.name(), counters),
                isEnveloped(flow)));
        }
    }

    private boolean isEnveloped(final FlowConfig flow)
    {
        return config.destinations().stream().filter(destination -> flow.to().contains(destination.name()))
            .anyMatch(destination -> !(destination.to() instanceof final UdpEndpoint udp) || udp.isOriginal());
    }

    private void openAeron(final RelayOptions options, final ErrorHandler errorHandler)
    {
        final int streams = aeronStreams();
        if (streams > 0 && null != options.aeronDirectory())
        {
            aeron = AeronTransport.external(options.aeronDirectory(), errorHandler);
            description.add("aeron: external media driver in " + options.aeronDirectory());
        }
        else if (streams > 0)
        {
            directory.requireSpace(AeronTransport.embeddedFilesLength(streams));
            final boolean isInvoked = Layout.COMPACT == config.layout();
            aeron = AeronTransport.embedded(directory.resolve("aeron").toString(), isInvoked, errorHandler);
            description.add("aeron: embedded media driver, " + (isInvoked ? "on the data thread" : "own thread"));
        }
    }

    private int aeronStreams()
    {
        int streams = (int)config.flows().stream().filter(flow -> flow.from() instanceof AeronEndpoint).count();
        for (final DestinationConfig destination : config.destinations())
        {
            if (destination.to() instanceof AeronEndpoint)
            {
                streams += (int)destinationsByClass.values().stream()
                    .filter(names -> names.contains(destination.name())).count();
            }
        }
        return streams;
    }

    private void openDestination(final DestinationConfig destination)
    {
        final DestinationLedger ledger = new DestinationLedger(destination.name(), counters);
        final PacketSender udpSender = destination.to() instanceof final UdpEndpoint udp ? openUdpSender(udp) : null;
        final List<EgressLane> egressLanes = new ArrayList<>();
        destinationsByClass.forEach((className, names) ->
        {
            if (names.contains(destination.name()))
            {
                final PacketSender sender = null != udpSender ? udpSender :
                    openAeronSender((AeronEndpoint)destination.to(), className);
                final double maxLag = destination.maxLag() > 0 ? destination.maxLag() :
                    1 == names.size() ? 1 : LAG_SHARED;
                egressLanes.add(new EgressLane(
                    classes.get(className),
                    lanes.get(className).reader(names.indexOf(destination.name())),
                    sender,
                    ledger,
                    clock,
                    flowsTo(destination.name()),
                    maxLag));
                description.add("destination " + destination.name() + ", class " + className + ": " +
                    sender.description() + ", may hold " + Math.round(maxLag * 100) + " % of the lane");
            }
        });
        destinations.add(new Destination(destination, ledger, new EgressAgent(
            destination.name(), clock, egressLanes, destination.rateBitsPerSecond())));
    }

    private PacketSender openUdpSender(final UdpEndpoint endpoint)
    {
        final DatagramSender sender = transport.openSender(endpoint);
        opened.add(sender);
        for (final int port : sender.localPorts())
        {
            ownEcho.add(port);
        }
        return endpoint.isOriginal() ?
            new OriginalPacketSender(sender) : new UdpPacketSender(sender, endpoint.expand().getFirst());
    }

    private PacketSender openAeronSender(final AeronEndpoint endpoint, final String className)
    {
        final int streamId = streamId(endpoint, className);
        final AeronSender sender = aeron.openSender(endpoint, streamId, sessionId(endpoint, streamId));
        opened.add(sender);
        aeronSenders.add(sender);
        return sender;
    }

    private static int streamId(final AeronEndpoint endpoint, final String className)
    {
        return 0 == endpoint.streamId() ? Ids.streamId(className) : endpoint.streamId();
    }

    private static int sessionId(final AeronEndpoint endpoint, final int streamId)
    {
        return 0 == endpoint.sessionId() ? Ids.sessionId(streamId) : endpoint.sessionId();
    }

    private boolean[] flowsTo(final String destination)
    {
        final boolean[] isForUs = new boolean[flows.size()];
        flows.forEach(flow -> isForUs[flow.index()] = flow.config().to().contains(destination));
        return isForUs;
    }

    private void openSources()
    {
        final List<UdpSource> udpSources = new ArrayList<>();
        final List<IngressSource> sources = new ArrayList<>();
        final DatagramBatch batch = new DatagramBatch(DatagramBatch.CAPACITY_DEFAULT);
        final OriginTracker origins = new OriginTracker();
        for (final Flow flow : flows)
        {
            switch (flow.config().from())
            {
                case final UdpEndpoint endpoint ->
                {
                    for (final DatagramReceiver receiver : transport.openReceivers(
                        endpoint, flow.lane().counts().large() > 0))
                    {
                        opened.add(receiver);
                        udpInputs.add(new UdpInput(flow, receiver));
                        udpSources.add(new UdpSource(receiver, batch, flow, identity, ownEcho));
                        description.add("flow " + flow.config().name() + ": " + receiver.description());
                    }
                }
                case final AeronEndpoint endpoint ->
                {
                    final int streamId = streamId(endpoint, flow.config().trafficClass());
                    final AeronReceiver receiver = aeron.openReceiver(
                        endpoint, streamId, sessionId(endpoint, streamId));
                    opened.add(receiver);
                    sources.add(new AeronSource(receiver, flow, identity, origins, ownEcho));
                    description.add("flow " + flow.config().name() + ": " + receiver.description());
                }
            }
        }
        if (!udpSources.isEmpty())
        {
            sources.add(new UdpSources(transport.newReadySet(), udpSources));
        }
        ingress = new IngressAgent(clock, epochClock, lanes(), sources);
    }
}
