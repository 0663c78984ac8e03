package relay.perf.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import relay.perf.bench.Machine;
import relay.perf.bench.ResultJson;

/**
 * {@code relay bench experiments}: what Relay's pool was first tried for, tried on the pool that ships.
 */
@CommandLine.Command(
    name = "relay bench experiments",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 120,
    sortOptions = false,
    description = {
        "Measures what a buffer costs beside other ways to get one, what bursts do to a whole relay, and what " +
            "metrics cost; writes a page (experiments.html) and all values (experiments.json). docs/benchmarks.md",
        "Takes some forty minutes, or with --short less than ten minutes, on two cores that do nothing else."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all seven criteria hold", "1:at least one does not, or something failed", "2:wrong usage"})
public final class ExperimentsBench implements Callable<Integer>
{
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--out", paramLabel = "DIR", required = true,
        description = "Where the results go; made if it is not there.")
    private Path out;

    @CommandLine.Option(names = "--short", description = "In less than ten minutes.")
    private boolean isShort;

    @CommandLine.Option(names = "--trial", description = "In half a minute: numbers that mean nothing.")
    private boolean isTrial;

    @CommandLine.Option(names = "--only", paramLabel = "PART", split = ",",
        description = "One or more of pool, bursts, metrics; the criteria of the others count as not measured.")
    private List<Session.Part> only;

    /**
     * @param args options.
     * @return exit status.
     */
    public static int execute(final String... args)
    {
        return new CommandLine(new ExperimentsBench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(ExperimentsBench::onWrongUsage)
            .setExecutionExceptionHandler(ExperimentsBench::onException)
            .execute(args);
    }

    @Override
    public Integer call() throws IOException, RunnerException, InterruptedException
    {
        if (isShort && isTrial)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), "--short and --trial: one of them, or none");
        }
        checkOut();
        if (isTrial)
        {
            System.setProperty("jmh.ignoreLock", "true"); // who else measures here does not matter then
        }
        final Effort effort = isTrial ? Effort.TRIAL : isShort ? Effort.SHORT : Effort.FULL;
        final Path scratch = Files.createTempDirectory("relay-experiments");
        try
        {
            final Path sources = Path.of(System.getProperty("relay.launcher", "relay")).toAbsolutePath().getParent();
            final EnumSet<Session.Part> parts =
                null == only || only.isEmpty() ? EnumSet.allOf(Session.Part.class) : EnumSet.copyOf(only);
            return tell(new Session(effort, parts, spec.commandLine().getErr(), scratch).run(Machine.read(sources)));
        }
        finally
        {
            Session.remove(scratch);
        }
    }

    private int tell(final Results results) throws IOException
    {
        final Path page = out.resolve("experiments.html");
        ResultJson.write(page, new Report(results).html());
        ResultJson.write(out.resolve("experiments.json"), ResultsJson.text(results));
        final PrintWriter stdout = spec.commandLine().getOut();
        results.conditions().forEach(doubt -> stdout.println("WARNING: " + doubt));
        final Criteria criteria = new Criteria(results);
        criteria.success().forEach(criterion -> stdout.println(criterion.line()));
        stdout.println("Beyond them:");
        criteria.further().forEach(criterion -> stdout.println(criterion.line()));
        stdout.println("Report: " + page);
        stdout.flush();
        return criteria.success().stream().allMatch(Criterion::passed) ? 0 : FAILED;
    }

    /** Before an hour is spent. */
    private void checkOut() throws IOException
    {
        try
        {
            Files.createDirectories(out);
        }
        catch (final IOException ex)
        {
            throw new CommandLine.ParameterException(
                spec.commandLine(), "--out " + out + ": cannot be made a directory: " + ex.getMessage());
        }
        if (!Files.isWritable(out))
        {
            throw new CommandLine.ParameterException(spec.commandLine(), "--out " + out + ": cannot be written to");
        }
    }

    private static int onWrongUsage(final CommandLine.ParameterException ex, final String[] ignore)
    {
        final PrintWriter err = ex.getCommandLine().getErr();
        err.println("relay: " + ex.getMessage());
        err.println("Try: relay bench experiments --help");
        return USAGE;
    }

    private static int onException(
        final Exception ex, final CommandLine commandLine, final CommandLine.ParseResult ignore)
    {
        final PrintWriter err = commandLine.getErr();
        err.println("relay: the experiments failed: " + ex.getMessage());
        ex.printStackTrace(err);
        return FAILED;
    }
}
