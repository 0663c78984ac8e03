package relay.terminal;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A verb that sends or receives datagrams: what it found goes to standard output, how far it is and what went wrong to
 * standard error.
 */
public abstract class TrafficCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    /**
     * @param message what is wrong with the options, for the user.
     * @return to be thrown.
     */
    public final ParameterException usage(final String message)
    {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * @param exitCode of {@link ExitCode}.
     * @param message  what went wrong, for the user.
     * @return the exit code.
     */
    public final int fail(final int exitCode, final String message)
    {
        err().println("relay " + spec.name() + ": " + message);
        err().flush();
        return exitCode;
    }

    public final PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    public final PrintWriter err()
    {
        return spec.commandLine().getErr();
    }
}
