package relay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import relay.observe.text.JsonText;
import relay.pipeline.RunningRelay;
import relay.terminal.ExitCode;

/**
 * {@code relay stat}: the counters of relays on this machine, read from outside; a relay does not notice.
 */
@CommandLine.Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    description = {
        "Shows the counters of the relays that run on this machine as the same user, and of those that were killed " +
            "and not started again. Reads memory that they share: no relay is disturbed by it.",
        "What the counters mean: docs/report.md"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ok", "1:no such relay, or its counters cannot be read", "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {"  relay stat", "  watch -n 1 relay stat site-a"})
public final class StatCommand implements Callable<Integer>
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "RELAY", arity = "0..1", description = "Only the relay of this name.")
    private String relay;

    @CommandLine.Option(names = "--all", description = "Those that are 0 too.")
    private boolean isAll;

    @CommandLine.Option(names = "--json", description = "Print one JSON object, with all counters.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException
    {
        final List<RunningRelay> runs = RunningRelay.find().stream()
            .filter(run -> null == relay || run.relay().equals(relay)).toList();
        final PrintWriter out = spec.commandLine().getOut();
        if (runs.isEmpty() && null != relay)
        {
            final List<String> names = RunningRelay.find().stream().map(RunningRelay::relay).distinct().toList();
            throw new IOException("no relay '" + relay + "' runs here as this user: " +
                (names.isEmpty() ? "none does" : "there are " + String.join(", ", names)));
        }
        if (isJson)
        {
            out.println(JsonText.line(Relays.of(runs)));
        }
        else
        {
            for (final RunningRelay run : runs)
            {
                print(run, out);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private void print(final RunningRelay run, final PrintWriter out) throws IOException
    {
        out.println(run.relay() + (run.isRunning() ? " runs" : " was killed; this is what it had counted"));
        for (final Map.Entry<String, Long> counter : run.values().entrySet())
        {
            if (isAll || 0 != counter.getValue())
            {
                out.println(String.format(Locale.ROOT, "%,20d  %s", counter.getValue(), counter.getKey()));
            }
        }
    }

    /** The output with {@code --json}. */
    private record Relays(List<Counted> relays)
    {
        static Relays of(final List<RunningRelay> runs) throws IOException
        {
            final List<Counted> relays = new ArrayList<>();
            for (final RunningRelay run : runs)
            {
                relays.add(new Counted(run.relay(), run.isRunning(), run.values()));
            }
            return new Relays(relays);
        }
    }

    private record Counted(String relay, boolean running, Map<String, Long> counters)
    {
    }
}
