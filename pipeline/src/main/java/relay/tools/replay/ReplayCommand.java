package relay.tools.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.observe.IoReason;
import relay.observe.text.Numbers;
import relay.terminal.AgentSession;
import relay.terminal.Converters;
import relay.terminal.ExitCode;
import relay.terminal.PinnedAgent;
import relay.terminal.StopSignal;
import relay.terminal.TrafficCommand;
import relay.tools.paced.PacedIdleStrategy;
import relay.tools.paced.PacedSender;
import relay.tools.paced.ReadAhead;
import relay.transport.DatagramSender;
import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * {@code relay replay}: sends the datagrams of a capture again.
 */
@Command(
    name = "replay",
    description = {
        "Sends the UDP datagrams of a capture (pcap or pcapng, gzip or not) again, to the groups they were sent to " +
            "or elsewhere, when they are due by their captured times or at another pace. docs/replay.md"},
    sortOptions = false,
    usageHelpWidth = 120,
    footer = {
        "",
        "Examples:",
        "  relay replay open.pcapng.gz --to 'udp://original?interface=eth0' --map 233.54.12.0/24=239.1.1.0/24",
        "  relay replay open.pcapng.gz --to 'udp://239.1.1.1:5000?interface=lo&ttl=0&loopback=true' --pps 20000 " +
            "--loop 20",
        "  relay replay open.pcapng.gz --to udp://10.1.1.7:5000 --speed 2x --filter 'dst 233.54.12.0/24 port 26477'",
        "",
        "Ends with the capture or at SIGINT or SIGTERM, and prints what it did.",
        "Exit status: 0 all sent, 1 some not, or the capture is damaged, 2 wrong usage, 77 not permitted, 78 bad URI.",
    })
public final class ReplayCommand extends TrafficCommand
{
    /** While there is no room for more: what is read ahead lasts for several times as long at any rate. */
    private static final long READ_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    @Parameters(paramLabel = "FILE", description = "The capture.")
    private Path file;

    @Option(names = "--to", required = true, paramLabel = "URI",
        description = "Where to: one UDP group or host for all, or udp://original, each to the group and port it was " +
            "first sent to.")
    private String to;

    @Option(names = "--map", paramLabel = "NET=NET", converter = ReplayConverters.Map.class,
        description = "With udp://original: what was sent to the first network goes to the second, of the same " +
            "length, and to its port if it names one. The first --map that matches counts.")
    private List<AddressMap> maps = new ArrayList<>();

    @Option(names = "--unicast",
        description = "With udp://original: send what was sent to hosts, too.")
    private boolean isWithHosts;

    @Option(names = "--filter", paramLabel = "TERMS",
        description = "Only datagrams for which all terms hold, such as 'dst 239.1.0.0/16 port 5000-5010 not src " +
            "10.0.0.7 length 100- multicast'.")
    private List<String> filters = new ArrayList<>();

    @Mixin
    private ReplayPacing pacing = new ReplayPacing();

    @Option(names = "--start", paramLabel = "N", defaultValue = "1",
        description = "Begin with the Nth datagram of those that would go. Default: ${DEFAULT-VALUE}.")
    private long start;

    @Option(names = "--count", paramLabel = "N", description = "End after N datagrams, in each pass.")
    private Long count;

    @Option(names = "--loop", paramLabel = "N", defaultValue = "1",
        description = "Replay it N times; 0 for ever. Default: ${DEFAULT-VALUE}.")
    private long passes;

    @Option(names = "--spin", paramLabel = "TIME", defaultValue = "200us", converter = Converters.Duration.class,
        description = "Time to spin before a datagram is due, instead of sleeping, which ends late; 0s for " +
            "never. Default: ${DEFAULT-VALUE}.")
    private long spinNs;

    @Option(names = "--core", paramLabel = "N",
        description = "Keep the thread that sends on this core; best on one that nothing else uses.")
    private Integer core;

    @Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "400ms", converter = Converters.Duration.class,
        description = "Time to send on loopback before the replay begins, so that no cold code makes its first " +
            "datagrams late; 0s for not at all. Default: ${DEFAULT-VALUE}.")
    private long warmUpNs;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "1s", converter = Converters.Duration.class,
        description = "How often to show progress (on standard error); 0s for never. Default: ${DEFAULT-VALUE}.")
    private long intervalNs;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean isJson;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean isHelp;

    @Override
    public Integer call()
    {
        final UdpEndpoint endpoint;
        try
        {
            endpoint = endpoint();
        }
        catch (final EndpointException ex)
        {
            return fail(ExitCode.BAD_CONFIGURATION, ex.getMessage());
        }
        final ReplayPlan plan = plan();
        final ReplayRoute route = endpoint.isOriginal() ? ReplayRoute.original(maps, isWithHosts) :
            ReplayRoute.to(endpoint.expand().getFirst());
        final UdpTransport transport = UdpTransports.best();
        try (CaptureReplay replay = CaptureReplay.open(plan, route);
            DatagramSender sender = transport.openSender(endpoint);
            StopSignal stop = new StopSignal())
        {
            PacedWarmUp.run(transport, SystemNanoClock.INSTANCE, plan.pace().isPaced() ? warmUpNs : 0);
            err().println("sending to " + sender.description());
            err().flush();
            return run(plan, route, replay, sender, stop);
        }
        catch (final IOException ex)
        {
            return fail(ExitCode.FAILED, file + ": cannot be read: " + IoReason.of(ex));
        }
        catch (final TransportException ex)
        {
            return fail(ex.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED, ex.getMessage());
        }
    }

    private int run(
        final ReplayPlan plan,
        final ReplayRoute route,
        final CaptureReplay replay,
        final DatagramSender sender,
        final StopSignal stop)
    {
        final ReadAhead readAhead = new ReadAhead(replay, SystemNanoClock.INSTANCE);
        final PacedSender paced = new PacedSender(readAhead, sender, SystemNanoClock.INSTANCE);
        final Throwable error;
        try (AgentSession reading = new AgentSession(readAhead, new SleepingIdleStrategy(READ_PAUSE_NS), stop);
            AgentSession sending = new AgentSession(
                null == core ? paced : new PinnedAgent(paced, core), new PacedIdleStrategy(paced, spinNs), stop))
        {
            final long[] last = new long[2];
            sending.await(paced::isDone, intervalNs, elapsedNs -> showProgress(paced, last, elapsedNs));
            replay.stop();
            reading.interrupt();
            final Throwable sendError = sending.end();
            final Throwable readError = reading.end();
            error = null == readError ? sendError : readError;
        }
        final ReplayReport report = new ReplayReport(plan, route, replay, paced);
        out().println(isJson ? report.json() : report.text());
        out().flush();
        if (null != error)
        {
            return fail(ExitCode.FAILED, String.valueOf(error));
        }
        if (null != replay.error())
        {
            return fail(ExitCode.FAILED, file + ": " + replay.error() + (0 == replay.records() ?
                "; nothing could be read" : "; what came before it was replayed"));
        }
        return 0 == paced.failed() + route.refused() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void showProgress(final PacedSender paced, final long[] last, final long elapsedNs)
    {
        final long sent = paced.sent();
        final long bytes = paced.bytes();
        err().printf(Locale.ROOT, "sent %,d  %,.0f/s  %s  failed %,d%n", sent,
            Numbers.perSecond(sent - last[0], elapsedNs), Numbers.bitRate(bytes - last[1], elapsedNs), paced.failed());
        err().flush();
        last[0] = sent;
        last[1] = bytes;
    }

    private UdpEndpoint endpoint()
    {
        final UdpEndpoint udp = UdpEndpoint.require(EndpointParser.parseOutput(to),
            () -> usage("--to " + to + ": 'relay replay' sends UDP, udp://address:port or udp://original"));
        if (!udp.isOriginal() && (!maps.isEmpty() || isWithHosts))
        {
            throw usage((isWithHosts ? "--unicast" : "--map") + " needs --to udp://original: " + to +
                " takes all datagrams");
        }
        return udp;
    }

    private ReplayPlan plan()
    {
        requireRange("--start", start, 1);
        requireRange("--count", count, 1);
        requireRange("--loop", passes, 0);
        requireRange("--core", null == core ? null : core.longValue(), 0);
        try
        {
            return new ReplayPlan(file, DatagramFilter.parse(filters), pacing.conclude(), pacing.gapLimitNs(), start,
                null == count ? Long.MAX_VALUE : count, passes);
        }
        catch (final IllegalArgumentException ex)
        {
            throw usage(ex.getMessage());
        }
    }

    private void requireRange(final String option, final Long value, final long min)
    {
        if (null != value && value < min)
        {
            throw usage(option + " " + value + ": " + min + " or more");
        }
    }
}
