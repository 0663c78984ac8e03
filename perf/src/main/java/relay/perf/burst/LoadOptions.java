package relay.perf.burst;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import relay.config.Units;
import relay.tools.paced.Schedule;
import relay.tools.replay.AddressMap;
import relay.tools.replay.BurstScale;
import relay.tools.replay.CaptureReplay;
import relay.tools.replay.DatagramFilter;
import relay.tools.replay.Factor;
import relay.tools.replay.ReplayPace;
import relay.tools.replay.ReplayPlan;
import relay.tools.replay.ReplayRoute;
import relay.tools.send.ProbeSource;
import relay.tools.send.TrafficProfile;
import relay.tools.send.TrafficProfileReader;
import relay.tools.send.TrafficProfileResult;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.endpoint.UserText;

/**
 * Options of the traffic: every pace with every burst is a load.
 */
final class LoadOptions
{
    private static final long DURATION_DEFAULT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String NO_BURST = "1x";
    private static final String COMMA = ",";

    @Parameters(paramLabel = "FILE|PROFILE",
        description = "A capture, a profile (market-open, video-1080p50, video-1080p50-st2110, sensor), or a " +
            "profile's YAML file.")
    private String what;

    @ArgGroup
    private Pace pace = new Pace();

    @Option(names = "--burst", parameterConsumer = BurstsConsumer.class, paramLabel = "BURST",
        description = "Bursts on top, FACTOR/WINDOW/every PERIOD such as '3x/50ms/every 1s'; 1x for none. A load each.")
    private List<String> bursts = List.of(NO_BURST);

    @Option(names = "--duration", paramLabel = "TIME",
        description = "Length of each load, such as 10s; a capture begins again until then. Default for profiles: 10s.")
    private String duration;

    @Option(names = "--count", paramLabel = "N", description = "Datagrams of each load.")
    private Long count;

    @Option(names = "--loop", paramLabel = "N", description = "Send a capture N times. Default: 1.")
    private Long passes;

    @Option(names = "--gap-limit", paramLabel = "TIME", defaultValue = "5s",
        description = "Longer gaps between captured times are shortened to this. Default: ${DEFAULT-VALUE}.")
    private String gapLimit;

    @Option(names = "--filter", paramLabel = "TERMS",
        description = "Only datagrams of a capture for which all terms hold, as for relay replay.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--map", paramLabel = "NET=NET",
        description = "With --to udp://original: what was sent to the first network goes to the second.")
    private List<String> maps = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "The same seed, the same traffic of a profile. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** The pace. */
    static final class Pace
    {
        @Option(names = "--speed", split = COMMA, paramLabel = "FACTOR",
            description = "So many times as fast as captured or as the profile says, such as 1x,2x. Default: 1x.")
        private List<String> speeds;

        @Option(names = "--pps", split = COMMA, paramLabel = "N",
            description = "N datagrams a second, evenly spread, such as 10000,20000.")
        private List<Long> rates;

        @Option(names = "--rate", split = COMMA, paramLabel = "RATE",
            description = "Payload bits a second, such as 100Mbit,500Mbit.")
        private List<String> bitRates;

        @Option(names = "--max", description = "As fast as it goes; nothing is late then, so there are no latencies.")
        private boolean isMax;
    }

    /** Takes what was written without quotes, too: the word after "every" is part of it. */
    static final class BurstsConsumer implements IParameterConsumer
    {
        @Override
        public void consumeParameters(final Stack<String> arguments, final ArgSpec option, final CommandSpec spec)
        {
            final StringBuilder text = new StringBuilder(arguments.isEmpty() ? "" : arguments.pop());
            while (text.toString().endsWith("every") && !arguments.isEmpty())
            {
                text.append(' ').append(arguments.pop());
            }
            option.setValue(List.of(text.toString().split(COMMA)));
        }
    }

    /** A pace, and what it is called. */
    private record Named(String name, ReplayPace pace)
    {
    }

    /**
     * @return the name of the traffic, human-readable.
     */
    String title()
    {
        final Path name = Path.of(what).getFileName();
        return null == name ? what : name.toString();
    }

    /**
     * @return the loads, in order.
     * @throws IllegalArgumentException with a message of one line, if an option is wrong.
     * @throws ConfigurationException   if a profile is.
     */
    List<LoadPlan> conclude()
    {
        final List<LoadPlan> plans = new ArrayList<>();
        final TrafficProfile profile = profile();
        requirePositive("--count", count);
        requirePositive("--loop", passes);
        for (final Named each : paces())
        {
            for (final String text : bursts)
            {
                final BurstScale scale = NO_BURST.equals(text.strip()) ? null : BurstScale.parse(text.strip());
                if (null != scale && pace.isMax)
                {
                    throw new IllegalArgumentException(
                        "--burst and --max: nothing is faster than as fast as it goes");
                }
                final ReplayPace wanted = null == scale ? each.pace() : each.pace().with(scale);
                plans.add(new LoadPlan(
                    each.name() + (null == scale ? "" : "+" + text.replaceAll("\\s", "")), wanted.isPaced(),
                    null == profile ? capture(wanted) : profile(profile, wanted)));
            }
        }
        return plans;
    }

    /** The traffic's own times are the profile's then, which the pace is applied to. */
    private LoadPlan.Opener profile(final TrafficProfile profile, final ReplayPace wanted)
    {
        if (!maps.isEmpty() || !filters.isEmpty() || null != passes)
        {
            throw new IllegalArgumentException("--map, --filter and --loop are about captures: " + what +
                " is a profile");
        }
        final long durationNs = null != duration ? durationNs() : null == count ? DURATION_DEFAULT_NS : Long.MAX_VALUE;
        return to ->
        {
            if (to.isOriginal())
            {
                throw new IllegalArgumentException("--to udp://original is for captures: a profile needs addresses");
            }
            final List<InetSocketAddress> all = to.expand();
            final List<InetSocketAddress> ofGroups =
                IntStream.range(0, profile.groups()).mapToObj(group -> all.get(group % all.size())).toList();
            return new LoadPlan.Load(new RetimedSource(
                new ProbeSource(profile.arrivals(seed, 1), ofGroups, Long.MAX_VALUE, Long.MAX_VALUE, seed, seed),
                wanted, countMax(), durationNs), () -> null, () -> null);
        };
    }

    private LoadPlan.Opener capture(final ReplayPace wanted)
    {
        if (null != duration && !wanted.isPaced())
        {
            throw new IllegalArgumentException("--duration and --max: what is due at once has no duration; give " +
                "--count");
        }
        final long endless = null != duration || null != count ? 0 : 1;
        final ReplayPlan plan = new ReplayPlan(Path.of(what), DatagramFilter.parse(filters), wanted,
            Units.DURATION.parse(gapLimit), 1, Long.MAX_VALUE, null == passes ? endless : passes);
        final List<AddressMap> moved = maps.stream().map(AddressMap::parse).toList();
        final long durationNs = null == duration ? Long.MAX_VALUE : durationNs();
        return to ->
        {
            final ReplayRoute route = route(to, moved);
            final CaptureReplay replay = CaptureReplay.open(plan, route);
            return new LoadPlan.Load(new RetimedSource(replay, null, countMax(), durationNs),
                () -> null == replay.error() ? null : what + ": " + replay.error(),
                () -> 0 == route.hosts() ? null : route.hosts() + " datagrams of the capture were sent to hosts: " +
                    "they stay here unless --map moves them");
        };
    }

    private static ReplayRoute route(final UdpEndpoint to, final List<AddressMap> maps)
    {
        if (!to.isOriginal() && !maps.isEmpty())
        {
            throw new IllegalArgumentException("--map needs --to udp://original: " + to.uri() + " takes all datagrams");
        }
        return to.isOriginal() ? ReplayRoute.original(maps, false) : ReplayRoute.to(to.expand().getFirst());
    }

    private List<Named> paces()
    {
        if (pace.isMax)
        {
            return List.of(new Named("max", ReplayPace.unpaced()));
        }
        if (null != pace.rates)
        {
            pace.rates.forEach(rate -> requirePositive("--pps", rate));
            return pace.rates.stream().map(rate -> new Named(rate + "pps", ReplayPace.steady(Schedule.rate(rate))))
                .toList();
        }
        if (null != pace.bitRates)
        {
            return pace.bitRates.stream().map(rate ->
                new Named(rate, ReplayPace.steady(Schedule.bitRate(positive("--rate", Units.RATE.parse(rate))))))
                .toList();
        }
        final List<String> speeds = null == pace.speeds ? List.of("1x") : pace.speeds;
        return speeds.stream().map(speed -> new Named(speed.endsWith("x") ? speed : speed + "x",
            ReplayPace.captured(Factor.parse(speed)))).toList();
    }

    private TrafficProfile profile()
    {
        if (TrafficProfileReader.SHIPPED.contains(what))
        {
            return TrafficProfileReader.shipped(what);
        }
        if (!Files.exists(Path.of(what)))
        {
            throw new IllegalArgumentException(what + ": no such file, and none of the profiles " +
                String.join(", ", TrafficProfileReader.SHIPPED) + UserText.hint(what, TrafficProfileReader.SHIPPED));
        }
        if (!what.endsWith(".yaml") && !what.endsWith(".yml"))
        {
            return null;
        }
        final TrafficProfileResult result = TrafficProfileReader.read(Path.of(what));
        if (null == result.profile())
        {
            throw new ConfigurationException(result.errors());
        }
        return result.profile();
    }

    private long countMax()
    {
        return null == count ? Long.MAX_VALUE : count;
    }

    private long durationNs()
    {
        return positive("--duration", Units.DURATION.parse(duration));
    }

    private static void requirePositive(final String option, final Long value)
    {
        if (null != value)
        {
            positive(option, value);
        }
    }

    private static long positive(final String option, final long value)
    {
        if (value < 1)
        {
            throw new IllegalArgumentException(option + " " + value + ": 1 or more");
        }
        return value;
    }
}
