package relay.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import relay.config.ConfigResult;

/**
 * Shows what is wrong, or probably not meant, in a configuration: a line each, on standard error.
 */
final class ConfigOutput
{
    private ConfigOutput()
    {
    }

    static void print(final CommandLine.Model.CommandSpec spec, final ConfigResult result)
    {
        final PrintWriter err = spec.commandLine().getErr();
        result.errors().forEach(err::println);
        result.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }
}
