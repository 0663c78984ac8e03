package relay.pipeline;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersManager;
import relay.config.DestinationConfig;
import relay.config.FlightConfig;
import relay.config.FlowConfig;
import relay.config.Idle;
import relay.config.Layout;
import relay.config.Policing;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.config.WorkerAssignment;
import relay.observe.CountersFile;
import relay.observe.LatencyCollector;
import relay.observe.LatencyTags;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLedger;
import relay.pipeline.flight.FlightLedger;
import relay.pipeline.flight.FlightWriter;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.LoopGuard;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.watch.LaneWatch;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.TransportException;
import relay.transport.aeron.AeronSender;
import relay.transport.aeron.AeronTransport;
import relay.transport.aeron.AeronTuning;
import relay.transport.capture.PcapngInterface;
import relay.transport.udp.UdpTransports;

/**
 * Builds the workers of a relay from its configuration, in the order in which their parts can fail without harm:
 * memory, then Aeron, then what sends, and last what receives. If one part cannot be had, those before it are closed
 * again.
 */
final class Assembly
{
    private static final System.Logger LOGGER = System.getLogger(Assembly.class.getName());

    final RelayConfig config;
    final NanoClock clock;
    final EpochNanoClock epochClock;
    final List<String> description = new ArrayList<>();
    final List<Worker> workers = new ArrayList<>();
    final List<Destination> destinations = new ArrayList<>();
    final CountersManager counters;
    /** Those of all workers, in order of declaration. */
    final List<Flow> flows;
    /** The sockets that all workers listen to. */
    final List<Worker.UdpInput> udpInputs;
    /** The sockets that all workers send by. */
    final List<Worker.UdpOutput> udpOutputs;
    /** Writes what is remembered; null if nothing is. */
    final FlightWriter flight;
    AeronTransport aeron;
    /** Whether the one data thread drives the embedded Aeron driver. */
    boolean isDriverInvoked;

    private final RunDirectory directory;
    private final WorkerContext context;

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
        directory = RunDirectory.create(config.name());
        boolean isComplete = false;
        try
        {
            final List<List<FlowConfig>> spread = WorkerAssignment.of(config);
            counters = makeCounters(spread.size());
            flight = null == config.flight() ? null : makeFlightWriter(config.flight(), spread.size());
            context = new WorkerContext(
                config, clock, epochClock, new Identity(config.name(), epochClock.nanoTime() / 1_000_000),
                LoopGuard.ofThisMachine(), counters, MemoryBudget.ofThisMachine(), description, flight, spread.size());
            makeWorkers(spread);
            flows = workers.stream().flatMap(worker -> worker.flows().stream())
                .sorted(Comparator.comparingInt(Flow::index)).toList();
            openAeron(options, errorHandler);
            config.destinations().forEach(this::openDestination);
            description.add("memory for buffers" + (workers.size() > 1 ? " of " + workers.size() + " workers" : "") +
                ": " + workers.stream().mapToLong(Worker::reservedBytes).sum() + " B");
            workers.forEach(worker -> worker.openSources(aeron));
            udpOutputs = workers.stream().flatMap(worker -> worker.udpOutputs().stream()).toList();
            udpInputs = workers.stream().flatMap(worker -> worker.udpInputs().stream()).toList();
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
        for (final Lane lane : lanes())
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
            for (final Destination.Part part : destination.parts())
            {
                for (final EgressLane lane : part.agent().lanes())
                {
                    addRecorders(collector, lane, destination.config().name());
                }
            }
        }
        for (final Feed feed : feeds())
        {
            for (int leg = 0; leg < feed.config().legs().size(); leg++)
            {
                collector.add(
                    LatencyTags.lead(feed.config().name(), feed.config().legs().get(leg)), feed.ledger().lead(leg));
            }
        }
    }

    private static void addRecorders(
        final LatencyCollector collector, final EgressLane lane, final String destination)
    {
        final String className = lane.trafficClass().name();
        collector.add(LatencyTags.residence(className, destination), lane.residence());
        if (null != lane.late())
        {
            collector.add(LatencyTags.late(className, destination), lane.late());
        }
    }

    /**
     * @return the lanes of all workers; a class that several of them have comes as often.
     */
    List<Lane> lanes()
    {
        return workers.stream().flatMap(worker -> Arrays.stream(worker.lanes())).toList();
    }

    Stream<AeronSender> aeronSenders()
    {
        return workers.stream().flatMap(worker -> worker.aeronSenders().stream());
    }

    void closeAll()
    {
        workers.forEach(Worker::close);
        CloseHelper.quietClose(aeron);
        directory.close();
    }

    /**
     * @return those of all workers, in order of declaration.
     */
    List<Feed> feeds()
    {
        return workers.stream().flatMap(worker -> worker.feeds().stream())
            .sorted(Comparator.comparingInt(feed -> config.feeds().indexOf(feed.config()))).toList();
    }

    private CountersManager makeCounters(final int workerCount)
    {
        final int feedCounters =
            config.feeds().stream().mapToInt(feed -> FeedLedger.counterCount(feed.legs().size())).sum();
        final int policers = (int)Stream.concat(
            config.flows().stream().map(FlowConfig::policing), config.classes().stream().map(TrafficClass::policing))
            .filter(Policing::isLimited).count();
        final int capacity = 16 + config.flows().size() * FlowLedger.COUNTER_COUNT +
            policers * PolicingLedger.COUNTER_COUNT + feedCounters +
            workerCount * config.destinations().size() * DestinationLedger.COUNTER_COUNT +
            workerCount * config.classes().size() * LaneWatch.COUNTER_COUNT +
            (null == config.flight() ? 0 :
                workerCount * config.flight().classes().size() * FlightLedger.COUNTER_COUNT);
        directory.requireSpace(
            CountersFile.length(capacity), "counters need", "or configure fewer flows and destinations");
        return new CountersFile(directory.resolve(RunDirectory.COUNTERS_FILE), capacity).counters();
    }

    private FlightWriter makeFlightWriter(final FlightConfig flightConfig, final int workerCount)
    {
        final Path there = flightConfig.directory();
        if (!Files.isDirectory(there) || !Files.isWritable(there))
        {
            throw new TransportException("flight-recorder cannot write to " + there + ": " + (Files.isDirectory(there) ?
                "permission denied" : "no such directory") + " (make it, or name another as its directory)", null);
        }
        description.add("flight recorder: " + flightConfig);
        return new FlightWriter(config.name(), flightConfig,
            config.flows().stream().map(flow -> new PcapngInterface(flow.name(), flow.from().uri())).toList(),
            workerCount * flightConfig.classes().size(), line -> LOGGER.log(Level.WARNING, line));
    }

    private void makeWorkers(final List<List<FlowConfig>> spread)
    {
        describeSpread(spread);
        for (final List<FlowConfig> flows : spread)
        {
            workers.add(new Worker(
                context, workers.size() + 1, flows, () -> UdpTransports.of(config.execution().io())));
        }
        description.add(UdpTransports.description(config.execution().io()));
    }

    private void describeSpread(final List<List<FlowConfig>> spread)
    {
        final int wanted = config.execution().workers();
        if (spread.size() < wanted)
        {
            description.add("workers: " + spread.size() + " of " + wanted + ", since no more groups of flows can be " +
                "served apart (docs/configuration.md, workers)");
        }
        for (int i = 0; i < spread.size() && spread.size() > 1; i++)
        {
            description.add(context.label(i + 1) + "has the flows " +
                spread.get(i).stream().map(FlowConfig::name).collect(Collectors.joining(", ")));
        }
    }

    private void openAeron(final RelayOptions options, final ErrorHandler errorHandler)
    {
        final int streams = workers.stream().mapToInt(Worker::aeronStreams).sum();
        if (streams > 0 && null != options.aeronDirectory())
        {
            aeron = AeronTransport.external(options.aeronDirectory(), errorHandler);
            description.add("aeron: external media driver in " + options.aeronDirectory());
        }
        else if (streams > 0)
        {
            final AeronTuning tuning = tuning();
            directory.requireSpace(
                AeronTransport.embeddedFilesLength(streams, tuning), "the embedded Aeron driver needs",
                "or use an external driver with --aeron-dir");
            isDriverInvoked = Layout.COMPACT == config.execution().layout() && 1 == workers.size();
            aeron = AeronTransport.embedded(
                directory.resolve("aeron").toString(), isDriverInvoked, tuning, errorHandler);
            description.add("aeron: embedded media driver, tuned for " + tuning.name() + ", " +
                (isDriverInvoked ? "on the data thread" : "on its own threads"));
        }
    }

    /** A driver that spins takes cores as data threads do, so it does only where those may too. */
    private AeronTuning tuning()
    {
        return switch (config.execution().profile())
        {
            case LAPTOP -> AeronTuning.LAPTOP;
            case SERVER -> AeronTuning.SERVER;
            case LOW_LATENCY -> Idle.BUSY_SPIN == config.execution().idle() ?
                AeronTuning.LOW_LATENCY : AeronTuning.LOW_LATENCY.idleMaxNs(AeronTuning.SERVER.idleMaxNs());
        };
    }

    private void openDestination(final DestinationConfig destination)
    {
        final List<Destination.Part> parts = new ArrayList<>();
        for (final Worker worker : workers)
        {
            final Destination.Part part = worker.openDestination(destination, aeron);
            if (null != part)
            {
                parts.add(part);
            }
        }
        destinations.add(new Destination(destination, parts));
    }
}
