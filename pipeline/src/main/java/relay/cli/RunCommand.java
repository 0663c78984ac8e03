package relay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import relay.config.CommandLineConfig;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.observe.HistogramLog;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.terminal.Converters;
import relay.terminal.ExitCode;
import relay.terminal.SignalHandlers;
import relay.terminal.StopSignal;

/**
 * {@code relay run}: relays until it is told to stop.
 */
@CommandLine.Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Relays datagrams until SIGINT or SIGTERM, as a configuration file says, or from every --from to every --to.",
        "At the end it sends what it still has (for 2 s at most), and accounts for the rest."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:stopped by a signal, or after --duration",
        "1:something could not be opened, or the ledger does not balance",
        "2:wrong usage",
        "77:not permitted",
        "78:bad configuration"},
    footerHeading = "%nExamples: both ends of a link, then a file%n",
    footer = {
        "  relay run --from 'udp://239.1.1.1:5000?interface=eth0' --to 'aeron:udp?endpoint=198.51.100.7:40123'",
        "  relay run --from 'aeron:udp?endpoint=0.0.0.0:40123' --to 'udp://239.1.1.1:5000?interface=eth0&ttl=4'",
        "  relay run site-a.yaml --report report.json --histogram-log site-a.hlog"})
public final class RunCommand implements Callable<Integer>
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** HotSpot leaves it alone; SIGUSR2 is what it suspends threads with. */
    private static final String DUMP_SIGNAL = "USR1";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(arity = "0..1", paramLabel = "CONFIG.yaml",
        description = "What to relay; docs/configuration.md describes it.")
    private Path file;

    @CommandLine.Option(names = "--from", paramLabel = "URI",
        description = "Where datagrams arrive: udp://... or aeron:... May be repeated.")
    private List<String> from = new ArrayList<>();

    @CommandLine.Option(names = "--to", paramLabel = "URI",
        description = "Where they go: udp://... or aeron:... May be repeated; each gets everything.")
    private List<String> to = new ArrayList<>();

    @CommandLine.Mixin
    private ExecutionOptions execution;

    @CommandLine.Option(names = "--aeron-dir", paramLabel = "DIR",
        description = "Use the Aeron media driver that runs in this directory, instead of an embedded one.")
    private String aeronDirectory;

    @CommandLine.Option(names = "--report", paramLabel = "FILE",
        description = "At the end, write what became of every datagram as JSON; docs/report.md describes it.")
    private Path report;

    @CommandLine.Option(names = "--histogram-log", paramLabel = "FILE",
        description = "Write lifetimes and residences every second; relay hist reads it. FILE.gz is compressed.")
    private Path histogramLog;

    @CommandLine.Option(names = "--duration", paramLabel = "TIME", converter = Converters.Duration.class,
        description = "Stop after this time, like 30s.")
    private Long durationNs;

    @CommandLine.Option(names = "--warm-up", paramLabel = "TIME", converter = Converters.Duration.class,
        defaultValue = "400ms", description = "Before anything is listened to, run a relay like this one on loopback " +
            "for this long, and up to eight times as long (3 s more) while the compiler is busy, so that the first " +
            "datagrams do not meet cold code; 0s for not at all. Default: ${DEFAULT-VALUE}.")
    private long warmUpNs;

    @CommandLine.Option(names = "--progress", description = "Show every second what was relayed.")
    private boolean isProgress;

    @Override
    public Integer call() throws IOException
    {
        final ConfigResult result = read();
        ConfigOutput.print(spec, result);
        if (!result.isValid())
        {
            return ExitCode.BAD_CONFIGURATION;
        }
        // before anything is opened: a report that cannot be written is better known now
        final ReportFile reportFile = null == report ? null : ReportFile.create(report);
        final HistogramLog log = openLog();
        try (StopSignal stop = new StopSignal();
            Relay relay = Relay.launch(result.config(), new RelayOptions(aeronDirectory, log, warmUpNs));
            SignalHandlers signals = new SignalHandlers())
        {
            listenForDumps(signals, relay, result.config().flight());
            final PrintWriter err = spec.commandLine().getErr();
            relay.description().forEach(err::println);
            err.println("relay " + result.config().name() + " runs (" + result.config().execution() + ")");
            err.flush();
            final String failure = waitForStop(stop, relay);
            relay.stop(Relay.STOP_TIMEOUT_NS);
            new Summary(relay).print(err, Map.of());
            if (null != reportFile)
            {
                reportFile.write(relay);
            }
            if (null != log && log.lostLineCount() > 0)
            {
                err.println("relay: " + log.lostLineCount() + " lines could not be written to " + histogramLog);
                err.flush();
            }
            if (null != failure)
            {
                err.println("relay: " + failure);
                err.flush();
            }
            return null == failure && 0 == relay.ledger().imbalance() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private ConfigResult read()
    {
        if (null != file && from.isEmpty() && to.isEmpty())
        {
            return ConfigReader.read(file, execution.values());
        }
        if (null == file && !from.isEmpty() && !to.isEmpty())
        {
            return CommandLineConfig.of(from, to, execution.values());
        }
        throw new CommandLine.ParameterException(spec.commandLine(), null != file ?
            "give either a configuration file, or --from and --to" :
            "give a configuration file, or at least one --from and one --to");
    }

    private HistogramLog openLog() throws IOException
    {
        return null == histogramLog ? null : HistogramLog.create(
            histogramLog,
            System.currentTimeMillis(),
            "written by relay run",
            error -> System.getLogger(RunCommand.class.getName()).log(
                System.Logger.Level.WARNING, error.getMessage()));
    }

    private static void listenForDumps(final SignalHandlers signals, final Relay relay, final FlightConfig flight)
    {
        if (null != flight && flight.triggers().contains(FlightTrigger.SIGNAL))
        {
            signals.install(DUMP_SIGNAL, ignore -> relay.dumpFlight(FlightTrigger.SIGNAL));
        }
    }

    /**
     * @return why the relay cannot go on, or null if it was told to stop.
     */
    private String waitForStop(final StopSignal stop, final Relay relay)
    {
        final long startNs = System.nanoTime();
        final Progress progress = new Progress(spec.commandLine().getErr(), relay);
        while (null == relay.failure())
        {
            final long leftNs = null == durationNs ? SECOND_NS : durationNs - (System.nanoTime() - startNs);
            if (leftNs <= 0 || stop.await(Math.min(SECOND_NS, leftNs)))
            {
                break;
            }
            if (isProgress)
            {
                progress.show();
            }
        }
        progress.end();
        return relay.failure();
    }
}
