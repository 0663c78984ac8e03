package relay.perf.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs small commands to their end. Called from the harness's thread and its shutdown hook.
 */
public final class Shell
{
    private static final int NOT_FOUND = 127;

    private Shell()
    {
    }

    /**
     * @param command and its arguments.
     * @return what it printed.
     * @throws BenchException if it fails, with the command and what it printed.
     */
    public static String run(final String... command)
    {
        final Result result = tryRun(command);
        if (0 != result.exitCode())
        {
            throw new BenchException(String.join(" ", command) + ": exit status " + result.exitCode() + ": " +
                result.output());
        }
        return result.output();
    }

    /**
     * @param command and its arguments.
     * @return how it ended, and what it printed on both outputs; status 127 if it could not be started.
     */
    public static Result tryRun(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        }
        catch (final IOException ex)
        {
            return new Result(NOT_FOUND, String.valueOf(ex.getMessage()));
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while " + command[0] + " ran", ex);
        }
    }

    /**
     * @param command name of a program.
     * @return whether a directory of PATH has it.
     */
    public static boolean isInstalled(final String command)
    {
        return 0 == tryRun("sh", "-c", "command -v " + command).exitCode();
    }

    /**
     * How a command ended.
     *
     * @param exitCode of it.
     * @param output   both outputs, without white space at the ends.
     */
    public record Result(int exitCode, String output)
    {
    }
}
