package relay.perf.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import relay.perf.machine.Machine;
import relay.perf.outcome.OutcomeFiles;
import relay.perf.outcome.TextWriter;
import relay.perf.outcome.Verdict;

/**
 * {@code relay bench experiments}: the experiments that led to Relay's pool, repeated on the pool that ships.
 */
@CommandLine.Command(
    name = "relay bench experiments",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 120,
    sortOptions = false,
    description = {
        "Measures the cost of a buffer beside other ways to get one, the effect of bursts on a whole relay, and the " +
            "cost of metrics; writes a page (experiments.html), all values (experiments.json) and JMH's own results " +
            "(jmh.json). docs/benchmarks.md",
        "Takes some forty minutes, or with --short less than ten minutes, on two cores that do nothing else."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all seven criteria hold", "1:at least one does not, or something failed", "2:wrong usage"})
public final class ExperimentsBench implements Callable<Integer>
{
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--out", paramLabel = "DIR",
        description = "Directory for the results; made if it is not there. Required, except by --seed-tables.")
    private Path out;

    @CommandLine.Option(names = "--short", description = "Run for less than ten minutes.")
    private boolean isShort;

    @CommandLine.Option(names = "--trial", description = "Run for half a minute: the numbers mean nothing.")
    private boolean isTrial;

    @CommandLine.Option(names = "--only", paramLabel = "PART", split = ",",
        description = "One or more of pool, bursts, metrics; the criteria of the others count as not measured.")
    private List<Experiments.Part> only;

    @CommandLine.Option(names = "--seed-tables",
        description = "Print the tables of the seed's model, computed again, and measure nothing; with --out, write " +
            "them to seed-tables.json too.")
    private boolean isSeedTables;

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
        require(!isShort || !isTrial, "--short and --trial: one of them, or none");
        require(isSeedTables || null != out, "Missing required option: '--out=DIR'");
        final OutcomeFiles files = new OutcomeFiles(out, null, false);
        try
        {
            files.prepare();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        return isSeedTables ? printSeedTables() : measure(files);
    }

    private int printSeedTables() throws IOException
    {
        if (null != out)
        {
            Files.writeString(out.resolve("seed-tables.json"), SeedTables.json());
        }
        spec.commandLine().getOut().print(SeedTables.text());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private int measure(final OutcomeFiles files) throws IOException, RunnerException, InterruptedException
    {
        if (isTrial)
        {
            System.setProperty("jmh.ignoreLock", "true"); // other measurements on the machine do not matter then
        }
        final RunLength runLength = isTrial ? RunLength.TRIAL : isShort ? RunLength.SHORT : RunLength.FULL;
        final Path scratch = Files.createTempDirectory("relay-experiments");
        try
        {
            final Path sources = Path.of(System.getProperty("relay.launcher", "relay")).toAbsolutePath().getParent();
            return report(files, new Experiments(runLength, parts(), spec.commandLine().getErr(),
                out.resolve("jmh.json"), scratch).run(Machine.read(sources)));
        }
        finally
        {
            remove(scratch);
        }
    }

    private Set<Experiments.Part> parts()
    {
        return null == only || only.isEmpty() ? EnumSet.allOf(Experiments.Part.class) : EnumSet.copyOf(only);
    }

    private int report(final OutcomeFiles files, final ExperimentResults results) throws IOException
    {
        final PrintWriter stdout = spec.commandLine().getOut();
        final ExperimentReport report = new ExperimentReport(results);
        TextWriter.lines(report.summary()).forEach(stdout::println);
        files.write("experiments", report.page(), results.json(), stdout);
        return new Criteria(results).success().stream().allMatch(Verdict::holds) ? 0 : FAILED;
    }

    private void require(final boolean isGood, final String message)
    {
        if (!isGood)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private static void remove(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.delete(file);
            }
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
