package relay.perf.burst;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import relay.config.Units;
import relay.perf.machine.Caveats;
import relay.perf.machine.Machine;
import relay.perf.outcome.OutcomeFiles;
import relay.perf.outcome.Verdict;
import relay.tools.send.WarmUpTraffic;
import relay.transport.TransportException;
import relay.transport.endpoint.EndpointException;

/**
 * {@code relay bench burst}: captures and profiles as load and as acceptance test.
 */
@CommandLine.Command(
    name = "relay bench burst",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 120,
    sortOptions = false,
    description = {
        "Sends a capture or a profile through a whole relay at given speeds and bursts, follows every datagram to " +
            "the sink, and says whether what is asserted holds. docs/burst.md"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all that was asserted holds", "1:something does not, or failed", "2:wrong usage",
        "77:not permitted", "78:bad URI, configuration or profile"},
    footerHeading = "%nExamples:%n",
    footer = {
        "  relay bench burst market-open --assert 'drops=0,lost=0,imbalance=0,p99.9<2ms' --out report",
        "  relay bench burst open.pcapng.gz --speed 1x,4x --burst '1x,3x/50ms/every 1s' --config site-a.yaml",
        "  relay bench burst sensor --histogram-log last.hlog",
        "  relay bench burst sensor --baseline last.hlog --tolerance 10%%"})
public final class BurstBench implements Callable<Integer>
{
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 77;
    private static final int BAD_CONFIGURATION = 78;
    private static final long WARM_UP_RATE = 20_000;
    private static final long WARM_UP_SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LoadOptions loads = new LoadOptions();

    @CommandLine.Mixin
    private RelaySetupOptions setups = new RelaySetupOptions();

    @CommandLine.Option(names = "--assert", paramLabel = "CLAUSES",
        description = "Assert this of every load, such as 'drops=0,p99.9<80us,imbalance=0'. May be repeated.")
    private List<String> asserted = new ArrayList<>();

    @CommandLine.Option(names = "--baseline", paramLabel = "FILE",
        description = "Histogram log of this command: no percentile may exceed its own by more than --tolerance.")
    private Path baseline;

    @CommandLine.Option(names = "--tolerance", paramLabel = "SHARE", defaultValue = "10%",
        converter = ShareConverter.class, description = "See --baseline. Default: ${DEFAULT-VALUE}%.")
    private long toleranceMillionths;

    @CommandLine.Option(names = "--settle", paramLabel = "TIME", defaultValue = "1s",
        converter = DurationConverter.class,
        description = "Time without arrivals after which a missing datagram is lost. Default: ${DEFAULT-VALUE}.")
    private long settleNs;

    @CommandLine.Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "1s",
        converter = DurationConverter.class,
        description = "Time that source, sink and a relay of their own run on loopback before the first load, so " +
            "that no datagram meets cold code; 0s to skip it. Default: ${DEFAULT-VALUE}.")
    private long warmUpNs;

    @CommandLine.Option(names = "--histogram-log", paramLabel = "FILE",
        description = "Write latencies of every second; relay hist reads it, and --baseline of a later run.")
    private Path histogramLog;

    @CommandLine.Option(names = "--out", paramLabel = "DIR",
        description = "Write burst.html and burst.json to this directory, which is made if it is missing.")
    private Path out;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private Path json;

    @CommandLine.Option(names = "--png", description = "Write the charts as images too; with --out.")
    private boolean isPng;

    private final StopHook stop = new StopHook();
    private final List<Assertion> assertions = new ArrayList<>();
    private Baseline before;

    /** Nanoseconds. */
    static final class DurationConverter implements CommandLine.ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return BurstBench.convert(Units.DURATION::parse, text);
        }
    }

    /** Millionths. */
    static final class ShareConverter implements CommandLine.ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return BurstBench.convert(Units.SHARE::parse, text);
        }
    }

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return commandLine().execute(args);
    }

    static CommandLine commandLine()
    {
        return new CommandLine(new BurstBench())
            .setParameterExceptionHandler(BurstBench::onWrongUsage)
            .setExecutionExceptionHandler(BurstBench::onException);
    }

    @Override
    public Integer call() throws Exception
    {
        final List<LoadPlan> plans;
        final RelaySetup setup;
        final OutcomeFiles files = new OutcomeFiles(out, json, isPng);
        try
        {
            asserted.forEach(text -> assertions.addAll(Assertion.parseAll(text)));
            plans = loads.conclude();
            setup = setups.conclude(warmUpNs > 0);
            files.prepare();
        }
        catch (final EndpointException ex)
        {
            throw ex;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        before = null == baseline ? null : Baseline.read(baseline, loads.title(), toleranceMillionths);
        return stop.guard(() ->
        {
            final BurstReport report = run(setup, plans);
            if (!report.loads().isEmpty())
            {
                files.write("burst", report.outcome(), report, spec.commandLine().getOut());
            }
            return report.holds() ? 0 : FAILED;
        });
    }

    private BurstReport run(final RelaySetup setup, final List<LoadPlan> plans) throws IOException
    {
        final Path sources = Path.of(System.getProperty("relay.launcher", "relay")).toAbsolutePath().getParent();
        final Machine machine = Machine.read(sources);
        final Caveats caveats = new Caveats(machine);
        caveats.before().forEach(caveat -> progress("WARNING: " + caveat));
        warmUp();
        final List<LoadResult> done = new ArrayList<>();
        final List<String> description = new ArrayList<>();
        try (LatencyLog log = LatencyLog.create(histogramLog, loads.title()))
        {
            for (final LoadPlan plan : plans)
            {
                if (!stop.isStopped())
                {
                    progress("load " + plan.name() + ", " + (done.size() + 1) + " of " + plans.size());
                    done.add(run(setup, plan, log, description));
                }
            }
        }
        return new BurstReport(loads.title(), description, machine,
            ManagementFactory.getRuntimeMXBean().getInputArguments(), caveats.after(), done);
    }

    private LoadResult run(
        final RelaySetup setup, final LoadPlan plan, final LatencyLog log, final List<String> description)
        throws IOException
    {
        final LoadResult result;
        final LoadPlan.Load load;
        try (RelayUnderTest relay = setup.opener().open(log.ofRelay(plan.name())))
        {
            if (description.isEmpty())
            {
                description.addAll(relay.description());
            }
            load = plan.opener().open(setup.to());
            result = new LoadRun(relay, setup.outputs(), settleNs, log.ofLoad(plan))
                .run(plan.name(), load.source(), setup.to(), stop::isStopped);
        }
        if (null != load.note().get())
        {
            result.doubts().add(load.note().get());
        }
        result.judged().addAll(soundness(load, result));
        assertions.forEach(assertion -> result.judged().add(assertion.verdict(result)));
        if (null != before)
        {
            result.judged().addAll(before.verdicts(result));
        }
        final PrintWriter terminal = spec.commandLine().getOut();
        LoadText.lines(result).forEach(terminal::println);
        terminal.flush();
        return result;
    }

    /** Assertions that are made of every load: that it was sent, and that something is owed. */
    private static List<Verdict> soundness(final LoadPlan.Load load, final LoadResult result)
    {
        final List<Verdict> failed = new ArrayList<>();
        if (null != load.problem().get())
        {
            failed.add(failed("the whole load is sent", load.problem().get()));
        }
        if (0 == result.sending().sent())
        {
            failed.add(failed("something is sent", "nothing was"));
        }
        else if (0 == result.sink().owed())
        {
            failed.add(failed("something is owed", "no flow listens to where it was sent: see --to and --map"));
        }
        return failed;
    }

    private static Verdict failed(final String name, final String reason)
    {
        return new Verdict(name, Double.NaN, Double.NaN, Verdict.State.FAILS, reason);
    }

    /** Through a relay on loopback, whatever the loads go through. */
    private void warmUp() throws IOException
    {
        if (warmUpNs > 0)
        {
            progress("warms up");
            final RelaySetup setup = RelaySetupOptions.loopback();
            try (RelayUnderTest relay = setup.opener().open(null))
            {
                new LoadRun(relay, setup.outputs(), WARM_UP_SETTLE_NS, LatencyIntervals.NOWHERE).run("warm-up",
                    WarmUpTraffic.of(setup.to().expand().getFirst(), WARM_UP_RATE, warmUpNs), setup.to(),
                    stop::isStopped);
            }
        }
    }

    private void progress(final String line)
    {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** With the message of the parser, in which picocli would name Java classes. */
    private static long convert(final ToLongFunction<String> parser, final String text)
    {
        try
        {
            return parser.applyAsLong(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.TypeConversionException(ex.getMessage());
        }
    }

    private static int onWrongUsage(final CommandLine.ParameterException ex, final String[] ignore)
    {
        final PrintWriter err = ex.getCommandLine().getErr();
        err.println("relay: " + ex.getMessage());
        err.println("Try: relay bench burst --help");
        return USAGE;
    }

    private static int onException(
        final Exception ex, final CommandLine commandLine, final CommandLine.ParseResult ignore)
    {
        final PrintWriter err = commandLine.getErr();
        err.println("relay: " + ex.getMessage());
        if (ex instanceof ConfigurationException || ex instanceof EndpointException)
        {
            return BAD_CONFIGURATION;
        }
        if (ex instanceof final TransportException transport)
        {
            return transport.isNotPermitted() ? NOT_PERMITTED : FAILED;
        }
        if (ex instanceof IllegalArgumentException)
        {
            return USAGE;
        }
        if (!(ex instanceof IOException))
        {
            ex.printStackTrace(err);
        }
        return FAILED;
    }
}
