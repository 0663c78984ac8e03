package relay.tools.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import relay.observe.AlignedEpochClock;
import relay.observe.text.JsonText;
import relay.observe.text.Numbers;
import relay.terminal.AgentSession;
import relay.terminal.Converters;
import relay.terminal.ExitCode;
import relay.terminal.SocketDrops;
import relay.terminal.StopSignal;
import relay.terminal.TrafficCommand;
import relay.transport.DatagramReceiver;
import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * {@code relay sink}: checks the traffic of {@code relay send}.
 */
@Command(
    name = "sink",
    description = "Receives what 'relay send' sent and checks it: loss, duplicates, order, corruption, latency.",
    sortOptions = false,
    usageHelpWidth = 120,
    footer = {
        "",
        "Example:",
        "  relay sink --from 'udp://239.1.1.1:5000?interface=lo' --expect 100000 --json --fail-on-loss",
        "",
        "Ends after --duration, or once --expect datagrams arrived or none came for --idle, or at SIGINT or SIGTERM,",
        "and prints what it found. Latency counts from when a datagram was due; two machines need synchronised clocks.",
        "Exit status: 0 ok, 1 fewer than expected, or loss with --fail-on-loss, 2 wrong usage, 77 not permitted,",
        "78 bad URI.",
    })
public final class SinkCommand extends TrafficCommand
{
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);

    @Option(names = "--from", required = true, paramLabel = "URI",
        description = "Listen to this UDP group or address, or a range of them. Repeatable.")
    private List<String> from;

    @Option(names = "--duration", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Time to listen, such as 10s.")
    private Long durationNs;

    @Option(names = "--expect", paramLabel = "N",
        description = "Stop once N datagrams arrived, each counted once.")
    private Long expect;

    @Option(names = "--idle", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Stop when nothing came for so long. With --expect: 10s, otherwise never, unless given.")
    private Long idleNs;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "1s", converter = Converters.Duration.class,
        description = "How often to show progress (on standard error); 0s for never. Default: ${DEFAULT-VALUE}.")
    private long intervalNs;

    @Option(names = "--fail-on-loss",
        description = "Exit with 1 if anything was lost, duplicated or corrupt, or nothing came at all.")
    private boolean isFailOnLoss;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean isJson;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean isHelp;

    private final EpochNanoClock clock = new AlignedEpochClock();
    private final Histogram latencies = ArrivalReader.newHistogram();
    private long lastReceived;
    private long lastBytes;

    @Override
    public Integer call()
    {
        if (null != expect && expect < 1)
        {
            throw usage("--expect " + expect + ": 1 or more");
        }
        final UdpTransport transport = UdpTransports.best();
        final List<DatagramReceiver> receivers = new ArrayList<>();
        try
        {
            final List<UdpEndpoint> endpoints = endpoints();
            for (final UdpEndpoint endpoint : endpoints)
            {
                receivers.addAll(transport.openReceivers(endpoint, endpoint.receiveOptions(endpoints)));
            }
            return run(receivers);
        }
        catch (final EndpointException ex)
        {
            return fail(ExitCode.BAD_CONFIGURATION, ex.getMessage());
        }
        catch (final TransportException ex)
        {
            return fail(ex.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED, ex.getMessage());
        }
        finally
        {
            CloseHelper.closeAll(receivers);
        }
    }

    private List<UdpEndpoint> endpoints()
    {
        final List<UdpEndpoint> endpoints = new ArrayList<>();
        for (final String uri : from)
        {
            endpoints.add(UdpEndpoint.require(EndpointParser.parseInput(uri),
                () -> usage("--from " + uri + ": 'relay sink' receives UDP, udp://address:port")));
        }
        return endpoints;
    }

    private int run(final List<DatagramReceiver> receivers)
    {
        final CheckingSink sink = new CheckingSink(receivers, clock);
        final long startEpochNs = clock.nanoTime();
        final long drops;
        final Throwable error;
        try (StopSignal stop = new StopSignal(); AgentSession session = new AgentSession(sink, stop))
        {
            receivers.forEach(receiver -> err().println("listening to " + receiver.description()));
            err().flush();
            session.await(() -> isDone(sink, startEpochNs), intervalNs, elapsedNs -> showProgress(sink, elapsedNs));
            // the kernel forgets a socket's drops when it is closed
            drops = SocketDrops.of(receivers);
            error = session.end();
        }
        sink.addLatencies(latencies);
        return report(SinkReport.of(sink, latencies, drops, startEpochNs), sink, error);
    }

    private int report(final SinkReport report, final CheckingSink sink, final Throwable error)
    {
        out().println(isJson ? JsonText.line(report) : report.text());
        out().flush();
        if (null != error)
        {
            return fail(ExitCode.FAILED, String.valueOf(error));
        }
        if (null != expect && distinct(sink) < expect)
        {
            return fail(ExitCode.FAILED, "expected " + expect + " datagrams, " + distinct(sink) + " arrived");
        }
        return isFailOnLoss && !report.isComplete() ? ExitCode.FAILED : ExitCode.OK;
    }

    private boolean isDone(final CheckingSink sink, final long startEpochNs)
    {
        final long nowNs = clock.nanoTime();
        if (null != durationNs && nowNs - startEpochNs >= durationNs)
        {
            return true;
        }
        if (null != expect && distinct(sink) >= expect)
        {
            return true;
        }
        final long lastNs = Math.max(startEpochNs, sink.lastEpochNs());
        return (null != expect || null != idleNs) && nowNs - lastNs >= (null == idleNs ? IDLE_NS : idleNs);
    }

    private static long distinct(final CheckingSink sink)
    {
        return sink.received() - sink.duplicates() - sink.stale();
    }

    private void showProgress(final CheckingSink sink, final long elapsedNs)
    {
        final long received = sink.received();
        final long bytes = sink.bytes();
        final Histogram interval = sink.addLatencies(latencies);
        err().printf(Locale.ROOT, "received %,d  %,.0f/s  %s  lost %,d  duplicates %,d  corrupt %,d  latency %s%n",
            received, Numbers.perSecond(received - lastReceived, elapsedNs),
            Numbers.bitRate(bytes - lastBytes, elapsedNs), sink.lost(), sink.duplicates(), sink.corrupt(),
            SinkReport.Latency.of(interval, 0).text());
        err().flush();
        lastReceived = received;
        lastBytes = bytes;
    }
}
