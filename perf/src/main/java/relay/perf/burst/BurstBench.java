package relay.perf.burst;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import relay.config.Units;
import relay.perf.bench.Machine;
import relay.perf.experiment.Doubts;
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
        "Sends a capture or a profile through a whole relay at given speeds and bursts, follows every datagram to the " +
            "sink, and says whether what is asserted holds. docs/burst.md"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all that was asserted holds", "1:something does not, or failed", "2:wrong usage",
        "77:not permitted", "78:bad URI, configuration or profile"},
    footerHeading = "%nExamples:%n",
    footer = {
        "  relay bench burst market-open --assert 'drops=0,lost=0,imbalance=0,p99.9<2ms' --out report",
        "  relay bench burst open.pcapng.gz --speed 1x,4x --burst '1x,3x/50ms/every 1s' --config site-a.yaml --out report",
        "  relay bench burst sensor --histogram-log last.hlog",
        "  relay bench burst sensor --baseline last.hlog --tolerance 10%%"})
public final class BurstBench implements Callable<Integer>
{
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 77;
    private static final int BAD_CONFIGURATION = 78;
    private static final long WARM_UP_RATE = 20_000;
    private static final double SECOND_NS = 1e9;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private LoadOptions loads = new LoadOptions();

    @CommandLine.Mixin
    private SceneOptions scenes = new SceneOptions();

    @CommandLine.Option(names = "--assert", paramLabel = "CLAUSES",
        description = "What has to hold of every load, such as 'drops=0,p99.9<80us,imbalance=0'. May be repeated.")
    private List<String> asserted = new ArrayList<>();

    @CommandLine.Option(names = "--baseline", paramLabel = "FILE",
        description = "A histogram log of this command: no percentile may be longer than there by more than --tolerance.")
    private Path baseline;

    @CommandLine.Option(names = "--tolerance", paramLabel = "SHARE", defaultValue = "10%",
        description = "See --baseline. Default: ${DEFAULT-VALUE}%.")
    private String tolerance;

    @CommandLine.Option(names = "--settle", paramLabel = "TIME", defaultValue = "1s",
        description = "How long nothing may come at the end until what is missing is lost. Default: ${DEFAULT-VALUE}.")
    private String settle;

    @CommandLine.Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "1s",
        description = "How long source, sink and a relay of their own run on loopback before it counts, so that nothing " +
            "meets cold code; 0s for not at all. Default: ${DEFAULT-VALUE}.")
    private String warmUp;

    @CommandLine.Option(names = "--histogram-log", paramLabel = "FILE",
        description = "Write latencies of every second; relay hist reads it, and --baseline of a later run.")
    private Path histogramLog;

    @CommandLine.Option(names = "--out", paramLabel = "DIR",
        description = "Write burst.html and burst.json there; made if it is not there.")
    private Path out;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
    private Path json;

    @CommandLine.Option(names = "--png", description = "Write the charts as images too; with --out.")
    private boolean isPng;

    private final StopHook stop = new StopHook();

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
        final List<Clause> clauses = new ArrayList<>();
        final List<LoadPlan> plans;
        final Scene scene;
        final long settleNs;
        final long warmUpNs;
        final long toleranceOfBaseline;
        try
        {
            asserted.forEach(text -> clauses.addAll(Clause.parseAll(text)));
            settleNs = Units.DURATION.parse(settle);
            warmUpNs = Units.DURATION.parse(warmUp);
            toleranceOfBaseline = Units.SHARE.parse(tolerance);
            plans = loads.conclude();
            scene = scenes.conclude(warmUpNs > 0);
        }
        catch (final EndpointException ex)
        {
            throw ex;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        final Baseline before = null == baseline ? null : Baseline.read(baseline, loads.title(), toleranceOfBaseline);
        final ReportFiles files = ReportFiles.create(out, json, isPng, spec.commandLine());
        return stop.guard(() ->
        {
            final Session session = run(scene, plans, clauses, before, settleNs, warmUpNs);
            files.write(session, spec.commandLine().getOut());
            return session.holds() ? 0 : FAILED;
        });
    }

    private Session run(
        final Scene scene, final List<LoadPlan> plans, final List<Clause> clauses, final Baseline before,
        final long settleNs, final long warmUpNs) throws IOException
    {
        final Path sources = Path.of(System.getProperty("relay.launcher", "relay")).toAbsolutePath().getParent();
        final Machine machine = Machine.read(sources);
        final Doubts doubts = new Doubts(machine);
        doubts.before().forEach(doubt -> tell("WARNING: " + doubt));
        warmUp(warmUpNs);
        final List<Session.Load> done = new ArrayList<>();
        final List<String> description = new ArrayList<>();
        try (LatencyLog log = LatencyLog.create(histogramLog, loads.title()))
        {
            for (final LoadPlan plan : plans)
            {
                if (!stop.isStopped())
                {
                    tell("load " + plan.name() + ", " + (done.size() + 1) + " of " + plans.size());
                    done.add(run(scene, plan, clauses, before, settleNs, log, description));
                }
            }
        }
        return new Session(loads.title(), description, machine,
            ManagementFactory.getRuntimeMXBean().getInputArguments(), doubts.after(), done);
    }

    private Session.Load run(
        final Scene scene, final LoadPlan plan, final List<Clause> clauses, final Baseline before, final long settleNs,
        final LatencyLog log, final List<String> description) throws IOException
    {
        final RunResult result;
        final LoadPlan.Load load;
        try (RelayUnderTest relay = scene.opener().open(log.ofRelay(plan.name())))
        {
            if (description.isEmpty())
            {
                description.addAll(relay.description());
            }
            load = plan.opener().open(scene.to());
            final LoadRun run = new LoadRun(relay, scene.outputs(), settleNs,
                plan.isPaced() ? (startMs, endMs, interval) -> log.onInterval(plan.name(), startMs, endMs, interval) :
                    (startMs, endMs, interval) -> { });
            result = run.run(plan.name(), load.source(), scene.to(), stop::isStopped);
        }
        if (null != load.note().get())
        {
            result.doubts().add(load.note().get());
        }
        final List<Verdict> verdicts = new ArrayList<>(soundness(load, result));
        clauses.forEach(clause -> verdicts.add(clause.verdict(result)));
        if (null != before)
        {
            verdicts.addAll(before.verdicts(result));
        }
        new TextReport(result, spec.commandLine().getOut()).print(verdicts);
        return new Session.Load(result, verdicts);
    }

    /** What holds of every load, or it was none. */
    private static List<Verdict> soundness(final LoadPlan.Load load, final RunResult result)
    {
        final List<Verdict> verdicts = new ArrayList<>();
        if (null != load.problem().get())
        {
            verdicts.add(new Verdict("the whole load is sent", load.problem().get(), Verdict.State.FAILS));
        }
        if (0 == result.sending().sent())
        {
            verdicts.add(new Verdict("something is sent", "nothing was", Verdict.State.FAILS));
        }
        else if (0 == result.sink().owed())
        {
            verdicts.add(new Verdict("something is owed", "no flow listens to where it was sent: see --to and --map",
                Verdict.State.FAILS));
        }
        return verdicts;
    }

    /** Through a relay on loopback, whatever the loads go through. */
    private void warmUp(final long lengthNs) throws IOException
    {
        final long count = (long)(lengthNs / SECOND_NS * WARM_UP_RATE);
        if (count > 0)
        {
            tell("warms up");
            final Scene scene = SceneOptions.loopback();
            try (RelayUnderTest relay = scene.opener().open(null))
            {
                new LoadRun(relay, scene.outputs(), TimeUnit.MILLISECONDS.toNanos(100), (startMs, endMs, interval) -> { })
                    .run("warm-up", new WarmUpSource(scene.to().expand().getFirst(), WARM_UP_RATE, count), scene.to(),
                        stop::isStopped);
            }
        }
    }

    private void tell(final String what)
    {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
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
