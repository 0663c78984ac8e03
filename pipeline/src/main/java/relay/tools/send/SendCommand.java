package relay.tools.send;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import relay.config.Units;
import relay.observe.AlignedEpochClock;
import relay.observe.text.Numbers;
import relay.terminal.AgentSession;
import relay.terminal.Converters;
import relay.terminal.ExitCode;
import relay.terminal.StopSignal;
import relay.terminal.TrafficCommand;
import relay.tools.paced.PacedIdleStrategy;
import relay.tools.paced.PacedSender;
import relay.tools.paced.Schedule;
import relay.transport.DatagramSender;
import relay.transport.TransportException;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * {@code relay send}: generates traffic that {@code relay sink} can check.
 */
@Command(
    name = "send",
    description = "Sends numbered datagrams on a schedule, for 'relay sink' to check.",
    sortOptions = false,
    usageHelpWidth = 120,
    footer = {
        "",
        "Examples:",
        "  relay send --to 'udp://239.1.1.1:5000?interface=lo&ttl=0&loopback=true' --rate 10000 --duration 10s",
        "  relay send --to 'udp://239.1.1.0/28:5000?interface=eth0' --mix small:60,standard:30,jumbo:10 " +
            "--bit-rate 100Mbit",
        "  relay send --to 'udp://239.1.1.0/28:5000?interface=eth0' --profile market-open --scale 2x",
        "",
        "Ends after --count or --duration, whichever is first, or at SIGINT or SIGTERM, and prints what it did.",
        "Exit status: 0 all sent, 1 some not, 2 wrong usage, 77 not permitted, 78 bad URI or profile.",
    })
public final class SendCommand extends TrafficCommand
{
    private static final long DURATION_DEFAULT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long RATE_DEFAULT = 10_000;
    private static final int SIZE_DEFAULT = 1_000;
    private static final int FLOWS_MAX = 16_384;

    @Option(names = "--to", paramLabel = "URI",
        description = "Where to: a UDP group or host, or a range of them, one flow each.")
    private String to;

    @ArgGroup
    private Pace pace = new Pace();

    @ArgGroup
    private Sizes sizes = new Sizes();

    @ArgGroup(exclusive = false)
    private ProfileOptions profiles = new ProfileOptions();

    @Option(names = "--flows", paramLabel = "N",
        description = "Flows, in turn; more than the URI names take the next groups, or a host's next ports.")
    private Integer flows;

    @Option(names = "--count", paramLabel = "N", description = "Datagrams to send.")
    private Long count;

    @Option(names = "--duration", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Time to send, such as 500ms or 10s. Default: 10s, without --count.")
    private Long durationNs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "The same seed, the same lengths and bytes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--spin", paramLabel = "TIME", defaultValue = "200us", converter = Converters.Duration.class,
        description = "Time to spin before a datagram is due, instead of sleeping, which ends late; 0s for " +
            "never. Default: ${DEFAULT-VALUE}.")
    private long spinNs;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "1s", converter = Converters.Duration.class,
        description = "How often to show progress (on standard error); 0s for never. Default: ${DEFAULT-VALUE}.")
    private long intervalNs;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    private boolean isJson;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean isHelp;

    /** The pace. */
    static final class Pace
    {
        @Option(names = "--rate", paramLabel = "N", description = "Datagrams a second. Default: 10000.")
        private Long rate;

        @Option(names = "--bit-rate", paramLabel = "RATE", converter = Converters.Rate.class,
            description = "Payload bits a second, such as 100Mbit.")
        private Long bitRate;

        @Option(names = "--burst", paramLabel = "N/TIME",
            description = "N datagrams back to back every TIME, such as 100/10ms.")
        private String burst;
    }

    /** The lengths. */
    static final class Sizes
    {
        @Option(names = "--size", paramLabel = "BYTES", description = "Payload length. Default: 1000.")
        private Integer size;

        @Option(names = "--mix", paramLabel = "SIZE:WEIGHT,...",
            description = "Lengths, or small, standard, jumbo, large, and their weights.")
        private String mix;
    }

    /**
     * The traffic.
     *
     * @param source       of it.
     * @param flows        how many.
     * @param intendedRate datagrams a second, on average.
     */
    private record Traffic(ProbeSource source, int flows, double intendedRate)
    {
    }

    @Override
    public Integer call()
    {
        final TrafficProfile profile;
        final UdpEndpoint endpoint;
        try
        {
            profile = profiles.read(this);
            if (profiles.isOnlyAbout())
            {
                profiles.tell(profile, seed, durationNs, isJson, out());
                return ExitCode.OK;
            }
            endpoint = endpoint(null == profile ? flows : Integer.valueOf(profile.groups()));
        }
        catch (final EndpointException ex)
        {
            return fail(ExitCode.BAD_CONFIGURATION, ex.getMessage());
        }
        catch (final ProfileOptions.BadProfileException ex)
        {
            ex.errors().forEach(err()::println);
            err().flush();
            return ExitCode.BAD_CONFIGURATION;
        }
        final Traffic traffic = null == profile ? scheduled(endpoint) : profiled(profile, endpoint);
        try (DatagramSender sender = UdpTransports.best().openSender(endpoint))
        {
            err().println("sending to " + sender.description());
            err().flush();
            return run(traffic, sender);
        }
        catch (final TransportException ex)
        {
            return fail(ex.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED, ex.getMessage());
        }
    }

    private int run(final Traffic traffic, final DatagramSender sender)
    {
        final PacedSender paced = PacedSender.oneByOne(
            traffic.source().epochClock(new AlignedEpochClock()), sender, SystemNanoClock.INSTANCE);
        final Throwable error;
        try (StopSignal stop = new StopSignal(); AgentSession session =
            new AgentSession(paced, new PacedIdleStrategy(paced, spinNs), stop))
        {
            final long[] last = new long[2];
            session.await(paced::isDone, intervalNs, elapsedNs -> showProgress(paced, last, elapsedNs));
            error = session.end();
        }
        final SendReport report = new SendReport(traffic.flows(), traffic.intendedRate(), traffic.source(), paced);
        out().println(isJson ? report.json().toString() : report.text());
        out().flush();
        if (null != error)
        {
            return fail(ExitCode.FAILED, String.valueOf(error));
        }
        return 0 == paced.failed() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void showProgress(final PacedSender paced, final long[] last, final long elapsedNs)
    {
        final long sent = paced.sent();
        final long bytes = paced.bytes();
        err().printf(Locale.ROOT, "sent %,d  %,.0f/s  %s  failed %,d%n", sent,
            Numbers.perSecond(sent - last[0], elapsedNs), Numbers.bitRate(bytes - last[1], elapsedNs),
            paced.failed());
        err().flush();
        last[0] = sent;
        last[1] = bytes;
    }

    private UdpEndpoint endpoint(final Integer wanted)
    {
        if (null == to)
        {
            throw usage("Missing required option: '--to=URI'");
        }
        final UdpEndpoint udp = UdpEndpoint.require(
            EndpointParser.parse(to), () -> usage("--to " + to + ": 'relay send' sends UDP, udp://address:port"));
        if (udp.isOriginal() || null != udp.source() || udp.address().isAnyLocalAddress())
        {
            throw usage("--to " + to + ": a group or host and a port, without a source");
        }
        if (null == wanted)
        {
            return udp;
        }
        requireRange("--flows", flows, FLOWS_MAX);
        try
        {
            return FlowAddresses.widen(udp, wanted);
        }
        catch (final IllegalArgumentException ex)
        {
            throw usage((profiles.isGiven() ? "--profile: " : "--flows: ") + ex.getMessage());
        }
    }

    private Traffic scheduled(final UdpEndpoint endpoint)
    {
        final List<InetSocketAddress> all = endpoint.expand();
        try
        {
            final TrafficPlan plan = new TrafficPlan(null == flows ? all : all.subList(0, flows), schedule(),
                payloadSizes(), countMax(), lengthNs(), seed);
            return new Traffic(
                ProbeSource.of(plan), plan.destinations().size(), plan.schedule().meanRate(plan.sizes().mean()));
        }
        catch (final IllegalArgumentException ex)
        {
            throw usage(ex.getMessage());
        }
    }

    private Traffic profiled(final TrafficProfile profile, final UdpEndpoint endpoint)
    {
        if (null != flows || null != pace.rate || null != pace.bitRate || null != pace.burst || null != sizes.size ||
            null != sizes.mix)
        {
            throw usage("--profile has flows, rates and lengths of its own: without --flows, --rate, --bit-rate, " +
                "--burst, --size and --mix");
        }
        return new Traffic(
            new ProbeSource(profile.arrivals(seed, profiles.scale()), endpoint.expand().subList(0, profile.groups()),
                countMax(), lengthNs(), seed, ProbeSource.newRunId()),
            profile.groups(), profile.meanRate() * profiles.scale());
    }

    private long countMax()
    {
        requireRange("--count", count, Long.MAX_VALUE);
        return null == count ? Long.MAX_VALUE : count;
    }

    private long lengthNs()
    {
        return null != durationNs ? durationNs : null == count ? DURATION_DEFAULT_NS : Long.MAX_VALUE;
    }

    private Schedule schedule()
    {
        if (null != pace.bitRate)
        {
            requireRange("--bit-rate", pace.bitRate, Long.MAX_VALUE);
            return Schedule.bitRate(pace.bitRate);
        }
        if (null == pace.burst)
        {
            requireRange("--rate", pace.rate, Long.MAX_VALUE);
            return Schedule.rate(null == pace.rate ? RATE_DEFAULT : pace.rate);
        }
        final int slash = pace.burst.indexOf('/');
        if (slash < 1 || !pace.burst.substring(0, slash).matches("[1-9][0-9]{0,8}"))
        {
            throw usage("--burst " + pace.burst + ": N/TIME, such as 100/10ms");
        }
        final long periodNs = Units.DURATION.parse(pace.burst.substring(slash + 1));
        requireRange("--burst time", periodNs, Long.MAX_VALUE);
        return Schedule.burst(Integer.parseInt(pace.burst.substring(0, slash)), periodNs);
    }

    private PayloadSizes payloadSizes()
    {
        return null != sizes.mix ? PayloadSizes.mix(sizes.mix) :
            PayloadSizes.fixed(null == sizes.size ? SIZE_DEFAULT : sizes.size);
    }

    private void requireRange(final String option, final Number value, final long max)
    {
        if (null != value && (value.longValue() < 1 || value.longValue() > max))
        {
            throw usage(option + " " + value + ": 1 " + (Long.MAX_VALUE == max ? "or more" : "to " + max));
        }
    }
}
