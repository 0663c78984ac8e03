package relay.perf.rfc;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.perf.bench.BenchException;
import relay.perf.bench.Network;
import relay.perf.bench.Priority;
import relay.perf.bench.Programs;
import relay.perf.bench.Scene;
import relay.perf.bench.Stage;

/**
 * The program that tells when groups are joined and left, running. Called from the harness's thread.
 */
final class Membership implements AutoCloseable
{
    /** Each datagram is 100 us after the last: as fine as the delays are. */
    private static final int RATE = 10_000;
    private static final long READY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long READY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long END_TIMEOUT_MS = 10_000;
    /** What a host waits for at most: that something comes, and that nothing comes any more. */
    private static final long JOIN_TIMEOUT_MS = 2_000;
    /** Of a program that nobody ends, whose harness was killed. */
    private static final long LIFE_MAX_MS = 120_000;
    private static final double MS_NS = 1e6;
    private static final String READY = "ready";
    private static final String THROUGH = "through";

    private final Process process;
    private final BufferedReader output;
    private final long endTimeoutMs;
    private final Map<String, List<Long>> values = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    /**
     * @param process      that prints on its output.
     * @param endTimeoutMs how long it may take to end, in milliseconds.
     */
    Membership(final Process process, final long endTimeoutMs)
    {
        this.process = process;
        this.endTimeoutMs = endTimeoutMs;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it and waits until it sends.
     *
     * @param stage       to run on.
     * @param mode        relay or host.
     * @param repetitions of a host.
     * @return it.
     * @throws IOException if it cannot be started.
     */
    static Membership start(final Stage stage, final String mode, final int repetitions) throws IOException
    {
        return start(stage, mode, repetitions, JOIN_TIMEOUT_MS);
    }

    /**
     * Starts it and waits until it sends.
     *
     * @param stage         to run on.
     * @param mode          relay or host.
     * @param repetitions   of a host.
     * @param joinTimeoutMs how long a host waits for the first datagram, and for the last, in milliseconds.
     * @return it.
     * @throws IOException if it cannot be started.
     */
    static Membership start(final Stage stage, final String mode, final int repetitions, final long joinTimeoutMs)
        throws IOException
    {
        final Network network = stage.network();
        final Path program = stage.directory().resolve(Programs.MEMBERSHIP);
        final List<String> command = Priority.on(stage.cores().traffic(), List.of(
            program.toString(),
            "mode=" + mode,
            "source-namespace=" + network.sourceNamespace(),
            "source-address=" + network.sourceAddress(false),
            "source-interface=rel",
            "relay-namespace=" + network.places().getFirst().namespace(),
            "sink-namespace=" + network.sinkNamespace(),
            "sink-address=" + network.sinkAddress(false),
            "to-group=" + Scene.IN_GROUP,
            "to-port=" + Scene.IN_PORT,
            "from-group=" + Scene.OUT_GROUP,
            "from-port=" + Scene.OUT_PORT,
            "rate=" + RATE,
            "repetitions=" + repetitions,
            "join-timeout-ms=" + joinTimeoutMs,
            "life-ms=" + LIFE_MAX_MS));
        final Membership membership = new Membership(
            new ProcessBuilder(command).redirectErrorStream(true).start(),
            END_TIMEOUT_MS + 2 * joinTimeoutMs * repetitions);
        try
        {
            membership.awaitReady();
        }
        catch (final BenchException ex)
        {
            membership.close();
            throw ex;
        }
        return membership;
    }

    /**
     * @return whether the first datagram has come through; never waits.
     * @throws BenchException if the program has ended.
     */
    boolean isThrough()
    {
        return hasSaid(THROUGH);
    }

    /** Ends it, and reads what it saw. */
    void stop()
    {
        // not by Process.destroy, which closes what is still to be read
        process.toHandle().destroy();
        awaitEnd();
    }

    /**
     * Waits until it ends, and reads what it saw.
     *
     * @throws BenchException if it does not end, or not well.
     */
    void awaitEnd()
    {
        try
        {
            if (!process.waitFor(endTimeoutMs, TimeUnit.MILLISECONDS))
            {
                throw new BenchException("the membership program does not end");
            }
            output.lines().forEach(this::keep);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", ex);
        }
        if (0 != process.exitValue() || !others.isEmpty())
        {
            throw ended();
        }
    }

    /**
     * @param key of what it printed.
     * @return all values of it.
     */
    List<Long> values(final String key)
    {
        return values.getOrDefault(key, List.of());
    }

    /**
     * @param key of what it printed.
     * @return all values of it, in milliseconds; NaN for each that did not happen.
     */
    List<Double> delaysMs(final String key)
    {
        return values(key).stream().map(ns -> ns < 0 ? Double.NaN : ns / MS_NS).toList();
    }

    /**
     * @param key of what it printed once.
     * @return the value; 0 if it did not happen.
     */
    long value(final String key)
    {
        return values(key).isEmpty() ? 0 : values(key).getFirst();
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }

    private void awaitReady()
    {
        final long deadlineNs = System.nanoTime() + READY_TIMEOUT_NS;
        while (!hasSaid(READY))
        {
            if (deadlineNs - System.nanoTime() < 0)
            {
                throw new BenchException("the membership program does not begin to send");
            }
            LockSupport.parkNanos(READY_INTERVAL_NS);
        }
    }

    /** Reads what is there. */
    private boolean hasSaid(final String wanted)
    {
        final boolean isAlive = process.isAlive();
        try
        {
            // lines are written whole
            while (output.ready())
            {
                final String line = output.readLine();
                if (wanted.equals(line))
                {
                    return true;
                }
                keep(line);
            }
        }
        catch (final IOException ex)
        {
            throw new BenchException("the membership program cannot be read: " + ex.getMessage(), ex);
        }
        if (!isAlive)
        {
            throw ended();
        }
        return false;
    }

    private BenchException ended()
    {
        return new BenchException("the membership program ended with exit status " + process.exitValue() + "; it said: " +
            (others.isEmpty() ? "nothing" : String.join(" | ", others)));
    }

    private void keep(final String line)
    {
        final int equals = line.indexOf('=');
        if (equals > 0 && line.substring(equals + 1).matches("-?[0-9]{1,19}"))
        {
            values.computeIfAbsent(line.substring(0, equals), ignore -> new ArrayList<>())
                .add(Long.parseLong(line.substring(equals + 1)));
        }
        else
        {
            others.add(line);
        }
    }
}
