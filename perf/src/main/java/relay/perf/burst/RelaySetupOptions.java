package relay.perf.burst;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.RunningRelay;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.endpoint.UserText;

/**
 * Which relay the loads go through, as the user says.
 */
final class RelaySetupOptions
{
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final String LOOPBACK = "udp://127.0.0.1:";
    private static final String COUNTERS_FILE = "counters.dat";
    private static final String NAME = "burst";

    @Option(names = "--config", paramLabel = "FILE",
        description = "A relay with this configuration, in this process. Without it: one from --to to --from, or " +
            "from one loopback port to another.")
    private Path config;

    @Option(names = "--target", description = "A relay that runs already: send to --to, listen to --from.")
    private boolean isTarget;

    @Option(names = "--to", paramLabel = "URI",
        description = "Where to send: udp://..., or for captures udp://original, each to the group it was first sent " +
            "to. With --config by default the input of its only flow.")
    private String to;

    @Option(names = "--from", paramLabel = "URI",
        description = "Where the relay's output is listened to; may be repeated: each gets everything. With --config " +
            "by default all its UDP destinations.")
    private List<String> from = new ArrayList<>();

    @Option(names = "--relay", paramLabel = "NAME",
        description = "With --target: its name, to read what it counts, if it runs on this machine as this user.")
    private String relay;

    @Option(names = "--counters", paramLabel = "FILE|DIR",
        description = "With --target: its counters, in the place of --relay.")
    private Path counters;

    private boolean isWarm;

    /**
     * @param isWarmWanted whether a relay here warms up before it listens.
     * @return where the loads go.
     * @throws IllegalArgumentException with a message of one line, if options are wrong.
     * @throws ConfigurationException   if the configuration is.
     * @throws IOException              if no port is free, or the running relays cannot be looked for.
     */
    RelaySetup conclude(final boolean isWarmWanted) throws IOException
    {
        isWarm = isWarmWanted;
        if (isTarget)
        {
            return running();
        }
        if (null != relay || null != counters)
        {
            throw new IllegalArgumentException("--relay and --counters are for --target: a relay in this process is " +
                "seen");
        }
        return null == config ? direct() : configured();
    }

    /**
     * @return a relay between two free loopback ports, as it is without any option.
     * @throws IOException if none is free.
     */
    static RelaySetup loopback() throws IOException
    {
        return loopback(WARM_UP_NS);
    }

    private static RelaySetup loopback(final long warmUpNs) throws IOException
    {
        return direct(udp("--to", LOOPBACK + FreePorts.next()),
            List.of(udp("--from", LOOPBACK + FreePorts.next())), warmUpNs);
    }

    private RelaySetup running() throws IOException
    {
        if (null != config)
        {
            throw new IllegalArgumentException("--config and --target: one of them");
        }
        if (null == to || from.isEmpty())
        {
            throw new IllegalArgumentException("--target needs --to and --from: where it listens, and where it sends");
        }
        final Path file = countersFile();
        return new RelaySetup(udp("--to", to), outputs(), ignore -> new ExternalRelay(file, ExternalRelay.STOCK_NS));
    }

    private RelaySetup direct() throws IOException
    {
        if (null == to && from.isEmpty())
        {
            return loopback(warmUpNs());
        }
        if (null == to || from.isEmpty())
        {
            throw new IllegalArgumentException("give --to and --from, or neither");
        }
        final UdpEndpoint input = udp("--to", to);
        if (input.isOriginal())
        {
            throw new IllegalArgumentException(
                "--to udp://original needs --config: a relay has to know what it listens to");
        }
        return direct(input, from.stream().map(uri -> udp("--from", uri)).toList(), warmUpNs());
    }

    private long warmUpNs()
    {
        return isWarm ? WARM_UP_NS : 0;
    }

    private static RelaySetup direct(final UdpEndpoint input, final List<UdpEndpoint> outputs, final long warmUpNs)
    {
        final TrafficClass trafficClass = TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);
        final List<DestinationConfig> destinations = IntStream.range(0, outputs.size())
            .mapToObj(i -> DestinationConfig.of("out-" + (i + 1), outputs.get(i))).toList();
        final RelayConfig direct = new RelayConfig(NAME, Execution.of(Layout.COMPACT), List.of(trafficClass),
            List.of(FlowConfig.of("in", input, trafficClass.name(),
                destinations.stream().map(DestinationConfig::name).toList())), destinations);
        return new RelaySetup(input,
            destinations.stream().map(each -> RelayOutput.of(each.name(), (UdpEndpoint)each.to(), ignore -> true))
            .toList(),
            log -> new EmbeddedRelay(direct, warmUpNs, log));
    }

    private RelaySetup configured()
    {
        final ConfigResult result = ConfigReader.read(config);
        if (!result.isValid())
        {
            throw new ConfigurationException(result.errors());
        }
        final RelayConfig read = result.config();
        final List<RelayOutput> outputs = from.isEmpty() ?
            read.destinations().stream().map(destination -> output(read, destination)).toList() : outputs();
        return new RelaySetup(
            null == to ? onlyInput(read) : udp("--to", to), outputs, log -> new EmbeddedRelay(read, warmUpNs(), log));
    }

    /** What is sent to a flow of this destination has to come there. */
    private static RelayOutput output(final RelayConfig config, final DestinationConfig destination)
    {
        if (!(destination.to() instanceof final UdpEndpoint endpoint) || endpoint.isOriginal())
        {
            throw new IllegalArgumentException("destination '" + destination.name() + "' sends to " +
                destination.to().uri() + ", which cannot be listened to here: give --from, where it comes out");
        }
        if (endpoint.isMulticast() && !endpoint.isLoopback())
        {
            throw new IllegalArgumentException("destination '" + destination.name() + "' sends to " + endpoint.uri() +
                ", which is not heard on this machine: add loopback=true, or give --from");
        }
        final List<InetSocketAddress> inputs = config.flows().stream()
            .filter(flow -> flow.to().contains(destination.name()))
            .flatMap(RelaySetupOptions::inputs).toList();
        return RelayOutput.of(destination.name(), endpoint,
            sentTo -> inputs.stream().anyMatch(input -> hears(input, sentTo)));
    }

    /** What listens to any address hears all but groups: these it has to join. */
    private static boolean hears(final InetSocketAddress input, final InetSocketAddress sentTo)
    {
        return input.equals(sentTo) || input.getAddress().isAnyLocalAddress() &&
            !sentTo.getAddress().isMulticastAddress() && input.getPort() == sentTo.getPort();
    }

    private static Stream<InetSocketAddress> inputs(final FlowConfig flow)
    {
        return flow.from() instanceof final UdpEndpoint endpoint ? endpoint.expand().stream() : Stream.empty();
    }

    /** What is sent to it stays on this machine. */
    private static UdpEndpoint onlyInput(final RelayConfig config)
    {
        final List<UdpEndpoint> inputs = config.flows().stream().map(FlowConfig::from)
            .filter(UdpEndpoint.class::isInstance).map(UdpEndpoint.class::cast).toList();
        if (1 != inputs.size())
        {
            throw new IllegalArgumentException("the configuration has " + inputs.size() + " UDP inputs: give --to, " +
                "for example 'udp://original?interface=lo&ttl=0&loopback=true' for a capture of them");
        }
        final UdpEndpoint input = inputs.getFirst();
        return new UdpEndpoint(input.uri(), null, input.address(), input.addressCount(), input.portMin(),
            input.portMax(), input.networkInterface(), 0, input.dscp(), true, input.sourceAddress(),
            input.receiveBufferLength(), input.sendBufferLength());
    }

    private List<RelayOutput> outputs()
    {
        final List<RelayOutput> outputs = new ArrayList<>();
        for (final String uri : from)
        {
            final UdpEndpoint endpoint = udp("--from", uri);
            if (endpoint.isOriginal())
            {
                throw new IllegalArgumentException("--from " + uri + ": give the groups and ports to listen to");
            }
            outputs.add(RelayOutput.of("from-" + (outputs.size() + 1), endpoint, ignore -> true));
        }
        return outputs;
    }

    private Path countersFile() throws IOException
    {
        if (null != counters)
        {
            final Path file = Files.isDirectory(counters) ? counters.resolve(COUNTERS_FILE) : counters;
            if (!Files.isReadable(file))
            {
                throw new IllegalArgumentException("--counters " + counters + ": " + file + " cannot be read");
            }
            return file;
        }
        return null == relay ? null : countersOf(relay);
    }

    private static Path countersOf(final String name) throws IOException
    {
        final List<RunningRelay> runs = RunningRelay.find().stream().filter(RunningRelay::isRunning).toList();
        final List<String> names = runs.stream().map(RunningRelay::relay).distinct().toList();
        return runs.stream().filter(run -> run.relay().equals(name)).map(RunningRelay::counters).findFirst()
            .orElseThrow(() ->
            new IllegalArgumentException("--relay " + name + ": no such relay runs here as this user" +
                (names.isEmpty() ? "" : "; there are " + String.join(", ", names) + UserText.hint(name, names))));
    }

    private static UdpEndpoint udp(final String option, final String uri)
    {
        if (EndpointParser.parse(uri) instanceof final UdpEndpoint udp)
        {
            return udp;
        }
        throw new IllegalArgumentException(option + " " + uri + ": source and sink speak UDP, udp://address:port");
    }
}
