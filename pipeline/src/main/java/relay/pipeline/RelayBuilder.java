package relay.pipeline;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
import relay.config.Policing;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.config.WorkerAssignment;
import relay.observe.CountersFile;
import relay.pipeline.egress.Destination;
import relay.pipeline.endpoint.AeronDriver;
import relay.pipeline.endpoint.EndpointKinds;
import relay.pipeline.endpoint.OpenerContext;
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
import relay.transport.TransportException;
import relay.transport.capture.PcapngInterface;

/**
 * Builds the parts of a relay from its configuration, in the order in which they can fail without harm: memory, then
 * what workers share of their endpoints, then what sends, and last what receives. If one part cannot be had, those
 * before it are closed again. Used by the thread that launches the relay.
 */
final class RelayBuilder
{
    private static final System.Logger LOGGER = System.getLogger(RelayBuilder.class.getName());

    private final RelayConfig config;
    private final NanoClock clock;
    private final EpochNanoClock epochClock;
    private final RunDirectory directory;
    private final List<String> description = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    /** Null until memory is taken. */
    private EndpointKinds kinds;

    private RelayBuilder(final RelayConfig config, final NanoClock clock, final EpochNanoClock epochClock)
    {
        this.config = config;
        this.clock = clock;
        this.epochClock = epochClock;
        directory = RunDirectory.create(config.name());
    }

    /**
     * @param config       what to relay.
     * @param options      how to run.
     * @param clock        monotonic.
     * @param epochClock   wall clock.
     * @param errorHandler gets the errors of what runs on threads of its own.
     * @return all parts, open.
     * @throws TransportException if one cannot be had; then nothing is left open.
     */
    static RelayParts build(
        final RelayConfig config,
        final RelayOptions options,
        final NanoClock clock,
        final EpochNanoClock epochClock,
        final ErrorHandler errorHandler)
    {
        final RelayBuilder builder = new RelayBuilder(config, clock, epochClock);
        boolean isComplete = false;
        try
        {
            final RelayParts parts = builder.build(options, errorHandler);
            isComplete = true;
            return parts;
        }
        finally
        {
            if (!isComplete)
            {
                builder.closeAll();
            }
        }
    }

    private RelayParts build(final RelayOptions options, final ErrorHandler errorHandler)
    {
        final List<List<FlowConfig>> assigned = WorkerAssignment.of(config);
        final CountersManager counters = makeCounters(assigned.size());
        final FlightWriter flight = null == config.flight() ? null : makeFlightWriter(config.flight(), assigned.size());
        final WorkerContext context = new WorkerContext(
            config, clock, epochClock, new Identity(config.name(), epochClock.nanoTime() / 1_000_000),
            LoopGuard.ofThisMachine(), counters, MemoryBudget.ofThisMachine(), description, flight, assigned.size());
        kinds = new EndpointKinds(openerContext(context), driver(options, errorHandler));
        makeWorkers(context, assigned);
        kinds.start(workers.stream().flatMap(Worker::streams).toList());
        final List<Destination> destinations = config.destinations().stream().map(this::openDestination).toList();
        describeMemory();
        workers.forEach(Worker::openSources);
        return new RelayParts(config, clock, epochClock, List.copyOf(description), counters, List.copyOf(workers),
            flows(), destinations, kinds, flight, directory);
    }

    private void closeAll()
    {
        workers.forEach(Worker::close);
        CloseHelper.quietClose(kinds);
        directory.close();
    }

    private List<Flow> flows()
    {
        return workers.stream().flatMap(worker -> worker.flows().stream())
            .sorted(Comparator.comparingInt(Flow::index)).toList();
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

    private OpenerContext openerContext(final WorkerContext context)
    {
        return new OpenerContext(
            config, context.identity(), context.loopGuard(), description::add, context.workerCount());
    }

    private AeronDriver driver(final RelayOptions options, final ErrorHandler errorHandler)
    {
        return new AeronDriver(options.aeronDirectory(), bytes ->
        {
            directory.requireSpace(
                bytes, "the embedded Aeron driver needs", "or use an external driver with --aeron-dir");
            return directory.resolve("aeron");
        }, errorHandler);
    }

    private void makeWorkers(final WorkerContext context, final List<List<FlowConfig>> assigned)
    {
        describeAssignment(context, assigned);
        for (final List<FlowConfig> flows : assigned)
        {
            workers.add(new Worker(context, workers.size() + 1, flows, kinds));
        }
    }

    private void describeAssignment(final WorkerContext context, final List<List<FlowConfig>> assigned)
    {
        final int wanted = config.execution().workers();
        if (assigned.size() < wanted)
        {
            description.add("workers: " + assigned.size() + " of " + wanted + ", since no more groups of flows can " +
                "be served apart (docs/configuration.md, workers)");
        }
        for (int i = 0; i < assigned.size() && assigned.size() > 1; i++)
        {
            description.add(context.label(i + 1) + "has the flows " +
                assigned.get(i).stream().map(FlowConfig::name).collect(Collectors.joining(", ")));
        }
    }

    private void describeMemory()
    {
        description.add("memory for buffers" + (workers.size() > 1 ? " of " + workers.size() + " workers" : "") +
            ": " + workers.stream().mapToLong(Worker::reservedBytes).sum() + " B");
    }

    private Destination openDestination(final DestinationConfig destination)
    {
        return new Destination(destination, workers.stream()
            .map(worker -> worker.openDestination(destination)).filter(Objects::nonNull).toList());
    }
}
