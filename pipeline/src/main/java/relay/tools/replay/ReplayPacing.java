package relay.tools.replay;

import java.util.Stack;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import relay.terminal.Converters;
import relay.tools.paced.Schedule;

/**
 * When the datagrams of a replay are due, as the user says.
 */
final class ReplayPacing
{
    private static final long GAP_LIMIT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    @ArgGroup
    private Pace pace = new Pace();

    @Option(names = "--gap-limit", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Longer gaps between captured times are shortened to this. Default: 5s.")
    private Long gapLimitNs;

    @Option(names = "--burst", paramLabel = "BURST", parameterConsumer = BurstConsumer.class,
        description = "Bursts on top, FACTOR/WINDOW/every PERIOD: '3x/50ms/every 1s' sends 3 times as fast for the " +
            "first 50 ms of every second.")
    private BurstScale bursts;

    /** Takes what was written without quotes, too: the word after "every" is part of it. */
    static final class BurstConsumer implements IParameterConsumer
    {
        @Override
        public void consumeParameters(final Stack<String> arguments, final ArgSpec option, final CommandSpec spec)
        {
            final String first = arguments.isEmpty() ? "" : arguments.pop();
            final String text = first.endsWith("every") && !arguments.isEmpty() ? first + " " + arguments.pop() : first;
            try
            {
                option.setValue(BurstScale.parse(text));
            }
            catch (final IllegalArgumentException ex)
            {
                throw new ParameterException(spec.commandLine(), "--burst: " + ex.getMessage());
            }
        }
    }

    /** How fast. */
    static final class Pace
    {
        @Option(names = "--speed", paramLabel = "FACTOR", converter = ReplayConverters.Speed.class,
            description = "So many times as fast as it was captured, such as 2x or 0.5x. Default: 1x.")
        private Factor speed;

        @Option(names = "--pps", paramLabel = "N", description = "N datagrams a second, evenly spread.")
        private Long pps;

        @Option(names = "--rate", paramLabel = "RATE", converter = Converters.Rate.class,
            description = "Payload bits a second, such as 500Mbit.")
        private Long rate;

        @Option(names = "--max", description = "As fast as it goes.")
        private boolean isMax;
    }

    /**
     * @return what it comes to.
     * @throws IllegalArgumentException with a message of one line, if options contradict each other.
     */
    ReplayPace conclude()
    {
        if (null != gapLimitNs && !isByCapture())
        {
            throw new IllegalArgumentException("--gap-limit is about captured times, which --pps, --rate and --max " +
                "do not keep");
        }
        if (null != bursts && pace.isMax)
        {
            throw new IllegalArgumentException("--burst and --max: nothing is faster than as fast as it goes");
        }
        final ReplayPace steady = steady();
        return null == bursts ? steady : steady.with(bursts);
    }

    /**
     * @return nanoseconds; no limit where captured times do not count.
     */
    long gapLimitNs()
    {
        return !isByCapture() ? Long.MAX_VALUE : null == gapLimitNs ? GAP_LIMIT_DEFAULT_NS : gapLimitNs;
    }

    private boolean isByCapture()
    {
        return null == pace.pps && null == pace.rate && !pace.isMax;
    }

    private ReplayPace steady()
    {
        if (null != pace.pps)
        {
            return ReplayPace.steady(Schedule.rate(positive("--pps", pace.pps)));
        }
        if (null != pace.rate)
        {
            return ReplayPace.steady(Schedule.bitRate(positive("--rate", pace.rate)));
        }
        return pace.isMax ? ReplayPace.unpaced() : ReplayPace.captured(null == pace.speed ? Factor.ONE : pace.speed);
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
