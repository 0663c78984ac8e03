package relay.topology;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs short commands to their end.
 */
final class Shell
{
    private static final long TIMEOUT_S = 20;

    private Shell()
    {
    }

    /**
     * What a command did.
     *
     * @param exitCode of it.
     * @param output   both of its outputs.
     */
    record Result(int exitCode, String output)
    {
    }

    /**
     * @param command and its arguments.
     * @return what it printed.
     * @throws IllegalStateException if it fails.
     */
    static String run(final String... command)
    {
        final Result result = tryRun(command);
        if (0 != result.exitCode())
        {
            throw new IllegalStateException(
                String.join(" ", command) + ": exit code " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * @param command and its arguments.
     * @return what it did; exit code -1 if it does not exist.
     * @throws IllegalStateException if it does not end.
     */
    static Result tryRun(final String... command)
    {
        try
        {
            final Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": not done in " + TIMEOUT_S + " s");
            }
            return new Result(process.exitValue(), output);
        }
        catch (final IOException ex)
        {
            return new Result(-1, ex.getMessage());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(String.join(" ", command) + ": interrupted", ex);
        }
    }
}
