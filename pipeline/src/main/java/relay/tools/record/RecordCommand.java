package relay.tools.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import relay.observe.AlignedEpochClock;
import relay.observe.text.JsonText;
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
 * {@code relay record}: writes what arrives to captures.
 */
@Command(
    name = "record",
    description = "Writes what arrives to a capture (pcapng, nanoseconds); what cannot be written in time is dropped " +
        "and counted. docs/recording.md",
    sortOptions = false,
    usageHelpWidth = 120,
    footer = {
        "",
        "Example:",
        "  relay record --from 'udp://233.54.12.111:26477?interface=eth0' --out itch.pcapng --rotate-time 60s " +
            "--keep 60",
        "",
        "Ends after --duration, or once --count datagrams came or none did for --idle, or at SIGINT or SIGTERM,",
        "writes what came until then, and prints what became of it.",
        "Exit status: 0 ok, 1 a file could not be written, 2 wrong usage, 77 not permitted, 78 bad URI.",
    })
public final class RecordCommand extends TrafficCommand
{
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Option(names = "--from", required = true, paramLabel = "URI",
        description = "What to listen to: a UDP group or address, or a range of them. Repeatable.")
    private List<String> from;

    @Option(names = "--out", required = true, paramLabel = "FILE",
        description = "The capture to write. With --rotate-... its name gets a number: f.pcapng, f-00001.pcapng.")
    private Path out;

    @Option(names = "--rotate-size", paramLabel = "SIZE", defaultValue = "0B", converter = Converters.Size.class,
        description = "Begin another file before one gets longer than this, such as 1GiB.")
    private long rotateBytes;

    @Option(names = "--rotate-time", paramLabel = "TIME", defaultValue = "0s", converter = Converters.Duration.class,
        description = "Begin another file when one is so old, counted from its first datagram, such as 60s.")
    private long rotateNs;

    @Option(names = "--keep", paramLabel = "N",
        description = "Keep the last N files of this run; older ones are deleted. Default: all.")
    private Integer keep;

    @Option(names = "--overwrite", description = "Replace files that are there already.")
    private boolean isReplacing;

    @Option(names = "--buffer", paramLabel = "SIZE", defaultValue = "64MiB", converter = Converters.Size.class,
        description = "Memory for what came and is not written yet: 1MiB to 1GiB, rounded up to a power of two. " +
            "Default: ${DEFAULT-VALUE}.")
    private long bufferLength;

    @Option(names = "--duration", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "How long to record, such as 10s.")
    private Long durationNs;

    @Option(names = "--count", paramLabel = "N", description = "Stop after so many datagrams.")
    private Long count;

    @Option(names = "--idle", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Stop when nothing came for so long.")
    private Long idleNs;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "1s", converter = Converters.Duration.class,
        description = "How often to show progress (on standard error); 0s for never. Default: ${DEFAULT-VALUE}.")
    private long intervalNs;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean isJson;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean isHelp;

    private final EpochNanoClock clock = new AlignedEpochClock();

    @Override
    public Integer call()
    {
        checkOptions();
        final UdpTransport transport = UdpTransports.best();
        final List<DatagramReceiver> opened = new ArrayList<>();
        try
        {
            final List<UdpEndpoint> endpoints = endpoints();
            final List<RecordSource> sources = new ArrayList<>();
            for (final UdpEndpoint endpoint : endpoints)
            {
                final List<DatagramReceiver> receivers =
                    transport.openReceivers(endpoint, endpoint.receiveOptions(endpoints));
                opened.addAll(receivers);
                sources.add(new RecordSource(endpoint, receivers));
            }
            return record(sources, opened);
        }
        catch (final EndpointException ex)
        {
            return fail(ExitCode.BAD_CONFIGURATION, ex.getMessage());
        }
        catch (final TransportException ex)
        {
            return fail(ex.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED, ex.getMessage());
        }
        catch (final IOException ex)
        {
            return fail(ExitCode.FAILED, ex.getMessage());
        }
        finally
        {
            CloseHelper.closeAll(opened);
        }
    }

    private void checkOptions()
    {
        require(null == count || count >= 1, "--count " + count + ": 1 or more");
        require(null == keep || keep >= 1, "--keep " + keep + ": 1 or more");
        require(null == keep || rotateBytes > 0 || rotateNs > 0,
            "--keep needs --rotate-size or --rotate-time: without them there is one file");
        require(bufferLength >= RecordRing.CAPACITY_MIN && bufferLength <= RecordRing.CAPACITY_MAX,
            "--buffer: 1MiB to 1GiB");
        require(null != out.getFileName(), "--out " + out + ": the name of a file");
    }

    private void require(final boolean isGood, final String message)
    {
        if (!isGood)
        {
            throw usage(message);
        }
    }

    private List<UdpEndpoint> endpoints()
    {
        final List<UdpEndpoint> endpoints = new ArrayList<>();
        for (final String uri : from)
        {
            endpoints.add(UdpEndpoint.require(EndpointParser.parseInput(uri),
                () -> usage("--from " + uri + ": 'relay record' receives UDP, udp://address:port")));
        }
        return endpoints;
    }

    private int record(final List<RecordSource> sources, final List<DatagramReceiver> receivers) throws IOException
    {
        final RecordRing ring = makeRing();
        final RecordReceiver receiver =
            new RecordReceiver(sources, ring, clock, null == count ? Long.MAX_VALUE : count);
        final RecordWriter writer = new RecordWriter(sources, receiver, ring,
            new RecordPlan(out, rotateBytes, rotateNs, null == keep ? 0 : keep, isReplacing), clock);
        final long startEpochNs = clock.nanoTime();
        final RecordReport report;
        final Throwable error;
        try (StopSignal stop = new StopSignal(); AgentSession writing = new AgentSession(writer, stop))
        {
            receivers.forEach(each -> err().println("listening to " + each.description()));
            err().flush();
            final Throwable receiveError = receive(receiver, writer, stop, startEpochNs);
            // the second signal ends the process, so that nobody has to wait for a disk that does not answer
            while (!writer.isDone() && null == writing.error())
            {
                LockSupport.parkNanos(LOOK_NS);
            }
            report = RecordReport.of(receiver, writer, SocketDrops.of(receivers), startEpochNs, clock.nanoTime());
            error = null == receiveError ? writing.end() : receiveError;
        }
        return report(report, writer, error);
    }

    /** Until there is a reason to end. */
    private Throwable receive(
        final RecordReceiver receiver, final RecordWriter writer, final StopSignal stop, final long startEpochNs)
    {
        final RecordProgress progress = new RecordProgress(receiver, writer, err());
        try (AgentSession receiving = new AgentSession(receiver, stop))
        {
            receiving.await(() -> isDone(receiver, writer, startEpochNs), intervalNs, progress::show);
            return receiving.end();
        }
        finally
        {
            writer.finish();
        }
    }

    private RecordRing makeRing() throws IOException
    {
        try
        {
            return new RecordRing((int)bufferLength);
        }
        catch (final OutOfMemoryError ex)
        {
            throw new IOException("--buffer " + bufferLength + "B: the JVM may not take so much memory outside of " +
                "its heap: a smaller buffer, ./relay, which allows it, or java -XX:MaxDirectMemorySize=2g -jar ...",
                ex);
        }
    }

    private int report(final RecordReport report, final RecordWriter writer, final Throwable error)
    {
        out().println(isJson ? JsonText.line(report) : report.text());
        out().flush();
        if (null != error)
        {
            return fail(ExitCode.FAILED, String.valueOf(error));
        }
        if (null != writer.failure())
        {
            return fail(ExitCode.FAILED, writer.failure() + "; what was written until then stands");
        }
        return 0 == report.imbalance() ? ExitCode.OK :
            fail(ExitCode.FAILED, "imbalance " + report.imbalance() + ": this is a defect, please report it");
    }

    private boolean isDone(final RecordReceiver receiver, final RecordWriter writer, final long startEpochNs)
    {
        final long nowNs = clock.nanoTime();
        return null != writer.failure() ||
            null != durationNs && nowNs - startEpochNs >= durationNs ||
            null != count && receiver.received() >= count ||
            null != idleNs && nowNs - Math.max(startEpochNs, receiver.lastEpochNs()) >= idleNs;
    }
}
