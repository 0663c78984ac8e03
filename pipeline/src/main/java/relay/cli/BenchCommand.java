package relay.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import relay.terminal.ExitCode;

/**
 * {@code relay bench}: only tells about it. The launcher hands the verb to the jar of the measurements before it gets
 * here.
 */
@CommandLine.Command(
    name = "bench",
    description = {
        "Measures Relay beside its peers, and what it costs as it grows. Part of the sources: ./relay bench lists " +
            "the measurements. docs/benchmarks.md"})
public final class BenchCommand implements Callable<Integer>
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Unmatched
    private List<String> ignored;

    @Override
    public Integer call()
    {
        spec.commandLine().getErr().println("relay: bench is not in this jar: run ./relay bench in Relay's sources");
        return ExitCode.USAGE;
    }
}
