package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A process that a test started. What it prints is kept, and shown if the test fails.
 */
final class Child
{
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int EVIDENCE_LENGTH_MAX = 20_000;

    private final String label;
    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(
        final String label, final List<String> command, final Process process, final Path out, final Path err)
    {
        this.label = label;
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * @param label   for people.
     * @param command and its arguments; it becomes the process it names, so that signals reach the right one.
     * @param out     file for what it prints.
     * @param err     file for what it complains about.
     * @return it, running.
     */
    static Child start(final String label, final List<String> command, final Path out, final Path err)
    {
        try
        {
            final Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            return new Child(label, command, process, out, err);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Waits until it has said something on its error output.
     *
     * @param text part of a line.
     * @return this.
     */
    Child awaitLog(final String text)
    {
        return awaitLog(text, 1, START_TIMEOUT_NS);
    }

    /**
     * Waits until it has said something several times on its error output.
     *
     * @param text      part of a line.
     * @param times     how often.
     * @param timeoutNs the test fails after that.
     * @return this.
     */
    Child awaitLog(final String text, final int times, final long timeoutNs)
    {
        await("log '" + text + "' " + times + " times", timeoutNs, () ->
        {
            final long seen = logLines().stream().filter(line -> line.contains(text)).count();
            if (seen < times && !process.isAlive())
            {
                fail(label + " ended with exit code " + process.exitValue() + " before it logged '" + text + "': " +
                    logLines());
            }
            return seen >= times;
        });
        return this;
    }

    /**
     * Waits until it ends by itself.
     *
     * @param exitCode  that it must have.
     * @param timeoutNs the test fails after that.
     * @return this.
     */
    Child awaitExit(final int exitCode, final long timeoutNs)
    {
        await("end", timeoutNs, () -> !process.isAlive());
        assertEquals(exitCode, process.exitValue(), () -> "exit code of " + label + ": " + logLines());
        return this;
    }

    /**
     * SIGTERM, and waits for the end.
     *
     * @return this.
     */
    Child stop()
    {
        process.destroy();
        return awaitExit(0, TimeUnit.SECONDS.toNanos(15));
    }

    /** SIGKILL, and waits for the end. */
    void kill()
    {
        process.destroyForcibly();
        try
        {
            process.waitFor(10, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param signal name without SIG.
     */
    void signal(final String signal)
    {
        Shell.run("kill", "-" + signal, Long.toString(process.pid()));
    }

    /**
     * @return the JSON object that it printed last.
     */
    Report report()
    {
        return Report.parse(label, lines(out).getLast());
    }

    /**
     * @return lines of its output.
     */
    List<String> outLines()
    {
        return lines(out);
    }

    /**
     * @return lines of its error output.
     */
    List<String> logLines()
    {
        return lines(err);
    }

    String label()
    {
        return label;
    }

    /**
     * @return CPU time that it has taken, of all its threads, in nanoseconds.
     */
    long cpuNs()
    {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    /**
     * @return memory that it has in use, in KiB.
     */
    long residentKib()
    {
        final String line = lines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    void printEvidence(final PrintStream stream)
    {
        stream.println("--- " + label + " (" +
            (process.isAlive() ? "pid " + process.pid() : "exit code " + process.exitValue()) + ")");
        stream.println(String.join(" ", command));
        printFile(stream, err);
        printFile(stream, out);
    }

    private void await(final String what, final long timeoutNs, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (!condition.getAsBoolean())
        {
            if (deadlineNs - System.nanoTime() < 0)
            {
                fail(label + " did not " + what + " in " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
            }
            LockSupport.parkNanos(POLL_INTERVAL_NS);
        }
    }

    private static List<String> lines(final Path file)
    {
        try
        {
            return Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static void printFile(final PrintStream stream, final Path file)
    {
        final String text = String.join(System.lineSeparator(), lines(file));
        stream.println(text.length() <= EVIDENCE_LENGTH_MAX ? text :
            "..." + text.substring(text.length() - EVIDENCE_LENGTH_MAX));
    }
}
