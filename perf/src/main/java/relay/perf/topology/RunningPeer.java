package relay.perf.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The processes of a peer, from start to end. Called from the harness's thread.
 */
public final class RunningPeer implements AutoCloseable
{
    private static final long READY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long STOP_TIMEOUT_MS = 5_000;
    private static final int LOG_LINES_MAX = 8;

    private final String name;
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();

    private RunningPeer(final String name)
    {
        this.name = name;
    }

    /** {@return the peer's processes, started in this order on a core, with their logs; not yet known to work} */
    static RunningPeer start(
        final String name, final List<Launch> launches, final Path directory, final int core) throws IOException
    {
        final RunningPeer running = new RunningPeer(name);
        try
        {
            for (final Launch launch : launches)
            {
                running.start(launch, directory, core);
            }
            return running;
        }
        catch (final IOException ex)
        {
            running.close();
            throw ex;
        }
    }

    List<Long> pids()
    {
        return processes.stream().map(Process::pid).toList();
    }

    /**
     * Waits until datagrams come through, and asks again and again whether any has.
     *
     * @throws PeerException if a process ends, or nothing has come through in time.
     */
    public void awaitReady(final BooleanSupplier isThrough)
    {
        final long deadlineNs = System.nanoTime() + READY_TIMEOUT_NS;
        checkAlive();
        while (!isThrough.getAsBoolean())
        {
            if (deadlineNs - System.nanoTime() < 0)
            {
                throw new PeerException(name + ": nothing came through in " +
                    TimeUnit.NANOSECONDS.toSeconds(READY_TIMEOUT_NS) + " s; it said: " + lastLines());
            }
            LockSupport.parkNanos(PROBE_INTERVAL_NS);
            checkAlive();
        }
    }

    /** Throws a {@link PeerException} if a process has ended, with its last lines. */
    void checkAlive()
    {
        for (final Process process : processes)
        {
            if (!process.isAlive())
            {
                throw new PeerException(
                    name + " ended with exit status " + process.exitValue() + "; it said: " + lastLines());
            }
        }
    }

    @Override
    public void close()
    {
        processes.forEach(Process::destroy);
        processes.forEach(RunningPeer::awaitEnd);
    }

    private static void awaitEnd(final Process process)
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

    private void start(final Launch launch, final Path directory, final int core) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", launch.hop().namespace()));
        command.addAll(Priority.on(core, launch.command()));
        final Path log = directory.resolve(name + "-" + processes.size() + ".log");
        final ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
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
