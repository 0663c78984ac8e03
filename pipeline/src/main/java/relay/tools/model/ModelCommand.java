package relay.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import relay.config.TrafficClass;
import relay.observe.IoReason;
import relay.observe.text.JsonText;
import relay.pool.SizeClass;
import relay.terminal.ExitCode;
import relay.tools.model.capacity.SizeLoad;

/**
 * {@code relay model}: how many buffers a relay needs, and what becomes of its packets with those that it has.
 */
@CommandLine.Command(
    name = "model",
    sortOptions = false,
    usageHelpWidth = 120,
    description = {
        "Computes buffers in flight, backlogs, drops and memory from rates and lifetimes, a histogram log, a " +
            "capture, or both files, and recommends 'buffers' for a configuration. docs/capacity.md has the formulas."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:ok",
        "1:a file cannot be read or is damaged (what was read is used)",
        "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
        "  relay model --rate 312500 --lifetime 22us --burst 3x/50ms --drain 1.5x",
        "  relay model --hlog relay.hlog",
        "  relay model --hlog relay.hlog --class market-data --capture open.pcap --speed 10 --drain 470000"})
public final class ModelCommand implements Callable<Integer>
{
    private static final double SPEED_MAX = 1e6;
    private static final String USED = "; used is what came before it";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RateOptions rate;

    @CommandLine.Option(names = "--lifetime", paramLabel = "TIME",
        description = "From claim to release: one time, or such as small=7us,standard=22us,jumbo=102us.")
    private String lifetime;

    @CommandLine.Option(names = "--hlog", paramLabel = "FILE",
        description = "Histogram log: its lifetimes, its classes and, without --rate or --capture, its rates.")
    private Path hlog;

    @CommandLine.Option(names = "--capture", paramLabel = "FILE",
        description = "Capture (pcap, pcapng): its arrivals are played against the drain.")
    private Path capture;

    @CommandLine.Option(names = "--speed", paramLabel = "X",
        description = "Play it so many times faster. Default: 1.")
    private Double speed;

    @CommandLine.Option(names = "--class", paramLabel = "NAME[=X]",
        description = "A traffic class; may be repeated. X is its weight in the rate or, with --capture, a URI such " +
            "as udp://239.1.1.0/28:5000 that its datagrams were sent to. Default: those of the log, or 'default'.")
    private List<String> classes = new ArrayList<>();

    @CommandLine.Mixin
    private LaneOptions options;

    @CommandLine.Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "The same seed, the same lifetimes drawn for a capture. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @CommandLine.Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean isJson;

    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean isHelp;

    @Override
    public Integer call()
    {
        try
        {
            checkSources();
            checkRanges();
            return null == capture ? predict() : play();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage());
        }
        catch (final IOException ex)
        {
            return fail(ex.getMessage());
        }
    }

    private int predict() throws IOException
    {
        final LifetimeLog log = readLog();
        final List<ModelClass> lanes = classes(log);
        final ModelLifetimes lifetimes = lifetimes(log);
        final double weights = lanes.stream().mapToDouble(ModelClass::weight).sum();
        final Map<String, List<SizeLoad>> loads = new LinkedHashMap<>();
        for (final ModelClass lane : lanes)
        {
            loads.put(lane.name(), loads(lane.name(), lifetimes, rate.isGiven() ? rate.bySize(lane.weight() / weights) :
                sizeClass -> log.ratePerSecond(lane.name(), sizeClass)));
        }
        final double coreRate =
            loads.values().stream().flatMap(List::stream).mapToDouble(SizeLoad::ratePerSecond).sum();
        final PredictionReport report = new PredictionReport(options.settings(coreRate * options.cores()), loads);
        print(report.text(), report.json());
        return exitCode(log, null);
    }

    private int play() throws IOException
    {
        final LifetimeLog log = readLog();
        final List<ModelClass> lanes = classes(log);
        final double factor = null == speed ? 1 : speed;
        final CaptureArrivals arrivals = new CaptureArrivals(capture, lanes, factor);
        final CapturePlay play = new CapturePlay(arrivals, lanes, lifetimes(log), seed);
        final ModelSettings settings = options.settings(requireRate(play.profile(), arrivals));
        final PlayReport report =
            new PlayReport(settings, factor, arrivals, play.play(settings.buffers(), settings.conditions()));
        print(report.text(), report.json());
        return exitCode(log, arrivals.error());
    }

    private void checkSources()
    {
        rate.check();
        require(rate.isGiven() || null != hlog || null != capture,
            "nothing to compute from: --rate, --bit-rate, --hlog or --capture");
        require(rate.isGiven() || !rate.hasSizes(),
            "--size and --mix go with --rate: a histogram log and a capture have sizes of their own");
        require(null == capture || !rate.isGiven(), "--rate with --capture, which has its own: --speed changes it");
        require(null == capture || !options.hasBurst(), "--burst with --capture, which has its own bursts");
        require(null != capture || null == speed, "--speed without --capture: nothing to play");
        options.checkBurst();
    }

    private void checkRanges()
    {
        rate.checkRanges();
        options.checkRanges();
        require(null == speed || speed >= 1 / SPEED_MAX && speed <= SPEED_MAX,
            "--speed " + speed + ": from 0.000001 to 1000000");
    }

    private List<ModelClass> classes(final LifetimeLog log)
    {
        if (!classes.isEmpty())
        {
            final List<ModelClass> named = ModelClass.parse(classes);
            named.forEach(lane -> checkClass(lane, named.size(), log));
            return named;
        }
        final List<String> names = null == log ? List.of(TrafficClass.DEFAULT_NAME) : log.classes();
        require(1 == names.size() || null == capture && !rate.isGiven(), hlog + " has the classes " +
            String.join(", ", names) + ": name those that are meant, and what is theirs, with --class NAME=" +
            (null == capture ? "WEIGHT" : "URI"));
        return names.stream().map(ModelClass::of).toList();
    }

    private void checkClass(final ModelClass lane, final int count, final LifetimeLog log)
    {
        require(null != capture || lane.from().isEmpty(), "--class " + lane.name() +
            "=URI goes with --capture: it says which of its datagrams are of the class");
        require(null == capture || 1 == count || !lane.from().isEmpty(), "--class " + lane.name() +
            ": which of the capture's datagrams? --class " + lane.name() + "=URI");
        require(rate.isGiven() || 1 == lane.weight(),
            "--class " + lane.name() + "=WEIGHT goes with --rate, which it shares");
        if (null != log && (null == lifetime || null == capture && !rate.isGiven()))
        {
            require(log.classes().contains(lane.name()), "--class " + lane.name() + ": " + hlog +
                " has no such class, but " + String.join(", ", log.classes()));
        }
    }

    private LifetimeLog readLog() throws IOException
    {
        if (null == hlog)
        {
            return null;
        }
        final LifetimeLog log;
        try
        {
            log = LifetimeLog.read(hlog);
        }
        catch (final IOException ex)
        {
            throw new IOException(hlog + ": cannot be read: " + IoReason.of(ex));
        }
        if (log.classes().isEmpty() || log.lengthSec() <= 0)
        {
            throw new IOException(hlog + ": " + (null == log.damage() ? "holds no lifetimes" :
                log.damage() + "; nothing could be read"));
        }
        return log;
    }

    private double requireRate(final double ratePerSecond, final CaptureArrivals arrivals) throws IOException
    {
        if (0 < ratePerSecond)
        {
            return ratePerSecond;
        }
        throw new IOException(capture + ": " + (null != arrivals.error() ?
            arrivals.error() + "; too little could be read" :
            "no rate follows from " + arrivals.arrivals() + " datagrams: at least two, at different times " +
                "(of no class: " + arrivals.unmatched() + ", without a time: " + arrivals.untimed() + ")"));
    }

    private List<SizeLoad> loads(
        final String trafficClass, final ModelLifetimes lifetimes, final ToDoubleFunction<SizeClass> ratePerSecond)
    {
        return Arrays.stream(SizeClass.values()).map(sizeClass ->
        {
            final double coreRate = ratePerSecond.applyAsDouble(sizeClass) / options.cores();
            return new SizeLoad(sizeClass, coreRate, 0 == coreRate ? null : lifetimes.of(trafficClass, sizeClass));
        }).toList();
    }

    private ModelLifetimes lifetimes(final LifetimeLog log)
    {
        return new ModelLifetimes(log, null == lifetime ? Map.of() : ModelOptions.lifetimes(lifetime));
    }

    private int exitCode(final LifetimeLog log, final String captureError)
    {
        if (null != log && null != log.damage())
        {
            return fail(hlog + ": " + log.damage() + USED);
        }
        return null == captureError ? ExitCode.OK : fail(capture + ": " + captureError + USED);
    }

    static void require(final boolean isRight, final String message)
    {
        if (!isRight)
        {
            throw new IllegalArgumentException(message);
        }
    }

    private void print(final String text, final Object json)
    {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(isJson ? JsonText.pretty(json) + System.lineSeparator() : text);
        out.flush();
    }

    private int fail(final String message)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("relay model: " + message);
        err.flush();
        return ExitCode.FAILED;
    }
}
