package relay.perf.topology;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;
import relay.perf.machine.BenchException;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.OutcomeFiles;
import relay.perf.outcome.TextWriter;

/**
 * Command-line options of all measurements between namespaces, and their way from there to an exit status.
 */
public final class BenchOptions
{
    public static final int OK = 0;
    public static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_PERMITTED = 77;
    private static final int HELP_WIDTH = 120;
    private static final long MINUTES_FROM_S = 120;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write every value of every round.")
    private Path json;

    @CommandLine.Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
        description = "Number of rounds, each of which measures everything; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @CommandLine.Option(names = "--trial", paramLabel = "MS", defaultValue = "1000",
        description = "Length of each run of generator and sink; a third of it for each of nine runs for latencies; " +
            "${DEFAULT-VALUE} by default.")
    private long trialMs;

    @CommandLine.Option(names = "--warm-up", paramLabel = "MS", defaultValue = "3000",
        description = "Length of a peer's warm-up; ${DEFAULT-VALUE} by default.")
    private long warmUpMs;

    @CommandLine.Option(names = "--relay-cpu", paramLabel = "N", description = "Core of the relay or its peer.")
    private Integer relayCpu;

    @CommandLine.Option(names = "--traffic-cpu", paramLabel = "N", description = "Core of generator and sink.")
    private Integer trafficCpu;

    /** {@return exit status of a command with these options mixed in} */
    public static int execute(final Object command, final String... args)
    {
        return new CommandLine(command)
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionExceptionHandler(BenchOptions::onException)
            .setParameterExceptionHandler(BenchOptions::onWrongUsage)
            .execute(args);
    }

    /** The files of an outcome: that of {@code --json}, and those of a directory if it is not null. */
    public OutcomeFiles files(final Path directory, final boolean isPng)
    {
        return new OutcomeFiles(directory, json, isPng);
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
     * Builds namespaces, measures in them, prints the outcome and writes it to files.
     *
     * @param name    of the page and its JSON.
     * @param hops    processes in a row that a datagram passes.
     * @param seconds estimated.
     * @param files   to write.
     * @param measure in the namespaces.
     * @return exit status.
     * @throws IOException if files cannot be written.
     */
    public int run(
        final String name, final int hops, final long seconds, final OutcomeFiles files,
        final Function<Topology, Report> measure) throws IOException
    {
        final String obstacle = Requirements.obstacle();
        if (null != obstacle)
        {
            spec.commandLine().getErr().println("relay: " + obstacle);
            return NOT_PERMITTED;
        }
        checkAll(files);
        final Machine machine = Machine.read(Topology.launcher().getParent());
        final Cores cores = cores(machine);
        introduce(machine, cores, seconds);
        final Report report = Topology.build(hops, machine, cores, out(), measure);
        final Outcome outcome = report.outcome(machine, cores);
        TextWriter.lines(outcome).forEach(out()::println);
        final SequencedMap<String, Object> values = Keys.of("machine", machine, "cores", cores);
        values.putAll(report.values());
        files.write(name, outcome, values, out());
        return report.hasFailed() ? FAILED : OK;
    }

    /** The result of a run. */
    public interface Report
    {
        Outcome outcome(Machine machine, Cores cores);

        /** The keys of JSON, beyond machine and cores. */
        SequencedMap<String, Object> values();

        /** Whether part of it could not be measured. */
        default boolean hasFailed()
        {
            return false;
        }
    }

    /** {@return whether an option such as {@code --trial} was given, or has its default} */
    public boolean isGiven(final String option)
    {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    public PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    /** Checks that each value of an option is in its range. */
    public void checkRange(
        final String option, final Collection<? extends Number> values, final long min, final long max)
    {
        values.forEach(value -> check(value.longValue() >= min && value.longValue() <= max,
            option + " " + value + ": from " + min + " to " + max));
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

    private void checkAll(final OutcomeFiles files)
    {
        checkRange("--rounds", Arrays.asList(rounds), 1, 100);
        checkRange("--trial", Arrays.asList(trialMs), 50, 60_000);
        checkRange("--warm-up", Arrays.asList(warmUpMs), 50, 60_000);
        try
        {
            files.prepare();
        }
        catch (final IllegalArgumentException ex)
        {
            throw wrong(ex.getMessage());
        }
    }

    private Cores cores(final Machine machine)
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

    /** Prints the place of a run, the reasons to trust its numbers less, and its length. */
    private void introduce(final Machine machine, final Cores cores, final long seconds)
    {
        final PrintWriter out = out();
        out.println("kernel " + machine.kernel() + ", " + machine.cpu() + ", " + machine.cores().size() +
            " cores, Java " + machine.jdk() + (machine.commit().isEmpty() ? "" : ", commit " + machine.commit()));
        out.println("peer on core " + cores.relay() + ", generator and sink on core " + cores.traffic());
        machine.warnings(cores).forEach(warning -> out.println("WARNING: " + warning));
        out.println("takes about " + (seconds < MINUTES_FROM_S ? seconds + " s" : Math.round(seconds / 60.0) + " min"));
        out.flush();
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
