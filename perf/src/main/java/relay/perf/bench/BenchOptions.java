package relay.perf.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * What the measurements between namespaces have in common on the command line.
 */
public final class BenchOptions
{
    public static final int OK = 0;
    public static final int FAILED = 1;
    static final int USAGE = 2;
    public static final int NOT_PERMITTED = 77;
    private static final int HELP_WIDTH = 120;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write every value of every round.")
    private Path json;

    @CommandLine.Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "How often everything is measured; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @CommandLine.Option(names = "--trial", paramLabel = "MS", defaultValue = "1000",
        description = "Length of each run of generator and sink, a third of that for each of nine for latencies; ${DEFAULT-VALUE} by default.")
    private long trialMs;

    @CommandLine.Option(names = "--warm-up", paramLabel = "MS", defaultValue = "3000",
        description = "Length of a contestant's warm-up; ${DEFAULT-VALUE} by default.")
    private long warmUpMs;

    @CommandLine.Option(names = "--relay-cpu", paramLabel = "N", description = "Core of the contestant.")
    private Integer relayCpu;

    @CommandLine.Option(names = "--traffic-cpu", paramLabel = "N", description = "Core of generator and sink.")
    private Integer trafficCpu;

    /**
     * @param command with these options mixed in.
     * @param args    options.
     * @return exit status.
     */
    public static int execute(final Object command, final String... args)
    {
        return new CommandLine(command)
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionExceptionHandler(BenchOptions::onException)
            .setParameterExceptionHandler(BenchOptions::onWrongUsage)
            .execute(args);
    }

    public int rounds()
    {
        return rounds;
    }

    public long trialMs()
    {
        return trialMs;
    }

    public long warmUpMs()
    {
        return warmUpMs;
    }

    /**
     * @return to write to, or null.
     */
    public Path json()
    {
        return json;
    }

    public void checkAll()
    {
        if (null != json)
        {
            final Path directory = json.toAbsolutePath().getParent();
            check(Files.isDirectory(directory) && Files.isWritable(directory) && !Files.isDirectory(json),
                "--json " + json + ": cannot be written there");
        }
        check(rounds >= 1 && rounds <= 100, "--rounds " + rounds + ": from 1 to 100");
        check(trialMs >= 50 && trialMs <= 60_000, "--trial " + trialMs + ": from 50 to 60000 ms");
        check(warmUpMs >= 50 && warmUpMs <= 60_000, "--warm-up " + warmUpMs + ": from 50 to 60000 ms");
    }

    public Cores cores(final Machine machine)
    {
        final Cores chosen = Cores.choose(machine.cores(), machine.neighbours());
        for (final Integer asked : Arrays.asList(relayCpu, trafficCpu))
        {
            check(null == asked || machine.cores().contains(asked),
                "core " + asked + " cannot be used here: one of " + machine.cores());
        }
        return new Cores(
            null == relayCpu ? chosen.relay() : relayCpu, null == trafficCpu ? chosen.traffic() : trafficCpu);
    }

    /** Tells where a run takes place, what makes its numbers worth less, and how long it takes. */
    public void tell(final Machine machine, final Cores cores, final long seconds)
    {
        final PrintWriter out = out();
        out.println("kernel " + machine.kernel() + ", " + machine.cpu() + ", " + machine.cores().size() +
            " cores, Java " + machine.jdk() + (machine.commit().isEmpty() ? "" : ", commit " + machine.commit()));
        out.println("contestant on core " + cores.relay() + ", generator and sink on core " + cores.traffic());
        machine.warnings(cores).forEach(warning -> out.println("WARNING: " + warning));
        out.println("takes about " + (seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min"));
        out.flush();
    }

    /**
     * @return whether this cannot be measured here at all; then it has been told why.
     */
    public boolean isImpossible()
    {
        final String obstacle = Requirements.obstacle();
        if (null != obstacle)
        {
            spec.commandLine().getErr().println("relay: " + obstacle);
        }
        return null != obstacle;
    }

    /**
     * @param option such as {@code --trial}.
     * @return whether it was given, or has its default.
     */
    public boolean isGiven(final String option)
    {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    public PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    public void check(final boolean isGood, final String message)
    {
        if (!isGood)
        {
            throw wrong(message);
        }
    }

    public CommandLine.ParameterException wrong(final String message)
    {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static int onWrongUsage(final CommandLine.ParameterException ex, final String[] ignore)
    {
        final PrintWriter err = ex.getCommandLine().getErr();
        err.println("relay: " + ex.getMessage());
        err.println("Try: " + ex.getCommandLine().getCommandName() + " --help");
        return USAGE;
    }

    private static int onException(
        final Exception ex, final CommandLine commandLine, final CommandLine.ParseResult ignore)
    {
        final PrintWriter err = commandLine.getErr();
        if (ex instanceof BenchException || ex instanceof IOException)
        {
            err.println("relay: " + ex.getMessage());
            return FAILED;
        }
        err.println("relay: this is a defect, please report it:");
        ex.printStackTrace(err);
        return FAILED;
    }
}
