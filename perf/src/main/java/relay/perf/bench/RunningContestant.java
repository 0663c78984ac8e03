package relay.perf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The processes of a contestant, from start to end. Called from the harness's thread.
 */
public final class RunningContestant implements AutoCloseable
{
    private static final long READY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STOP_TIMEOUT_MS = 5_000;
    private static final int LOG_LINES_MAX = 8;

    private final Contestant contestant;
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();

    private RunningContestant(final Contestant contestant)
    {
        this.contestant = contestant;
    }

    /**
     * Starts them, pinned to the relay's core.
     *
     * @param contestant to start.
     * @param scene      that it gets to know.
     * @param core       to pin to.
     * @return started, not yet known to work.
     * @throws IOException if one cannot be started.
     */
    static RunningContestant start(final Contestant contestant, final Scene scene, final int core) throws IOException
    {
        final RunningContestant running = new RunningContestant(contestant);
        try
        {
            for (final Launch launch : contestant.launches().apply(scene))
            {
                running.start(launch, scene.directory(), core);
            }
            return running;
        }
        catch (final IOException ex)
        {
            running.close();
            throw ex;
        }
    }

    public List<Long> pids()
    {
        return processes.stream().map(Process::pid).toList();
    }

    /**
     * Waits until datagrams come through.
     *
     * @param isThrough asked again and again whether any has; may take a little time, not wait.
     * @throws ContestantException if a process ends, or nothing has come through in time.
     */
    public void awaitReady(final BooleanSupplier isThrough)
    {
        final long deadlineNs = System.nanoTime() + READY_TIMEOUT_NS;
        while (true)
        {
            checkAlive();
            if (isThrough.getAsBoolean())
            {
                return;
            }
            if (deadlineNs - System.nanoTime() < 0)
            {
                throw new ContestantException(contestant.name() + ": nothing came through in " +
                    TimeUnit.NANOSECONDS.toSeconds(READY_TIMEOUT_NS) + " s; it said: " + lastLines());
            }
            LockSupport.parkNanos(PROBE_INTERVAL_NS);
        }
    }

    /**
     * @throws ContestantException if a process has ended, with what it said last.
     */
    void checkAlive()
    {
        for (final Process process : processes)
        {
            if (!process.isAlive())
            {
                throw new ContestantException(contestant.name() + " ended with exit status " + process.exitValue() +
                    "; it said: " + lastLines());
            }
        }
    }

    @Override
    public void close()
    {
        processes.forEach(Process::destroy);
        for (final Process process : processes)
        {
            try
            {
                if (!process.waitFor(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                {
                    process.destroyForcibly().waitFor();
                }
            }
            catch (final InterruptedException ex)
            {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void start(final Launch launch, final Path directory, final int core) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            "ip", "netns", "exec", launch.place().namespace()));
        command.addAll(Priority.on(core, launch.command()));
        final Path log = directory.resolve(contestant.name() + "-" + processes.size() + ".log");
        final ProcessBuilder builder = new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
        builder.environment().putAll(launch.environment());
        final Process process = builder.start();
        process.getOutputStream().close();
        processes.add(process);
        logs.add(log);
    }

    private String lastLines()
    {
        final List<String> lines = new ArrayList<>();
        for (final Path log : logs)
        {
            try
            {
                lines.addAll(Files.readAllLines(log));
            }
            catch (final IOException ex)
            {
                lines.add(log + ": " + ex.getMessage());
            }
        }
        return lines.isEmpty() ? "nothing" :
            String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size()));
    }
}
