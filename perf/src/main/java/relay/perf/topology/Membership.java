package relay.perf.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import relay.perf.machine.BenchException;

/**
 * The program that watches when groups are joined and left, running. Called from the harness's thread.
 */
public final class Membership implements AutoCloseable
{
    /** The longest that a host waits for a datagram, and for the end of datagrams. */
    public static final long JOIN_TIMEOUT_MS = 2_000;
    /** Each datagram is 100 us after the last: as fine as the delays are. */
    private static final int RATE = 10_000;
    private static final long READY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long READY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long END_TIMEOUT_MS = 10_000;
    /** Of a program whose harness was killed. */
    private static final long LIFE_MAX_MS = 120_000;
    private static final double MS_NS = 1e6;
    private static final String READY = "ready";
    private static final String THROUGH = "through";
    private static final String VALUE = "[a-z-]+=-?[0-9]{1,19}";

    private final Process process;
    private final Path log;
    private final long endTimeoutMs;

    Membership(final List<String> command, final Path log, final long endTimeoutMs) throws IOException
    {
        this.log = log;
        this.endTimeoutMs = endTimeoutMs;
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /**
     * Starts the program and waits until it sends.
     *
     * @param topology      to run in.
     * @param mode          relay or host.
     * @param repetitions   of a host.
     * @param joinTimeoutMs longest wait of a host for the first datagram, and for the last.
     * @return the running program.
     * @throws IOException if it cannot be started.
     */
    public static Membership start(
        final Topology topology, final String mode, final int repetitions, final long joinTimeoutMs) throws IOException
    {
        final Network network = topology.network();
        final Membership membership = new Membership(
            Priority.on(topology.cores().traffic(), List.of(
                topology.directory().resolve(Programs.MEMBERSHIP).toString(),
                "mode=" + mode,
                "source-namespace=" + network.sourceNamespace(),
                "source-address=" + network.sourceAddress(false),
                "source-interface=rel",
                "relay-namespace=" + topology.first().namespace(),
                "sink-namespace=" + network.sinkNamespace(),
                "sink-address=" + network.sinkAddress(false),
                "to-group=" + Topology.IN_GROUP,
                "to-port=" + Topology.IN_PORT,
                "from-group=" + Topology.OUT_GROUP,
                "from-port=" + Topology.OUT_PORT,
                "rate=" + RATE,
                "repetitions=" + repetitions,
                "join-timeout-ms=" + joinTimeoutMs,
                "life-ms=" + LIFE_MAX_MS)),
            Files.createTempFile(topology.directory(), "membership-", ".log"),
            END_TIMEOUT_MS + 2 * joinTimeoutMs * repetitions);
        membership.awaitReady();
        return membership;
    }

    /** {@return whether the first datagram has come through; never waits, fails if the program has ended} */
    public boolean isThrough()
    {
        return hasSaid(THROUGH);
    }

    /** Ends the program. */
    public void stop()
    {
        process.destroy();
        awaitEnd();
    }

    /**
     * Waits for the end of the program.
     *
     * @throws BenchException if it does not end, or not well.
     */
    public void awaitEnd()
    {
        try
        {
            if (!process.waitFor(endTimeoutMs, TimeUnit.MILLISECONDS))
            {
                throw new BenchException("the membership program does not end");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", ex);
        }
        if (0 != process.exitValue() || !complaints().isEmpty())
        {
            throw ended();
        }
    }

    /** {@return each value that the program printed of a key, in milliseconds; NaN for an event that did not happen} */
    public List<Double> delaysMs(final String key)
    {
        return values(key).map(ns -> ns < 0 ? Double.NaN : ns / MS_NS).toList();
    }

    /** {@return the value that the program printed of a key once; 0 for an event that did not happen} */
    public long value(final String key)
    {
        return values(key).findFirst().orElse(0L);
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }

    private Stream<Long> values(final String key)
    {
        return lines().stream().filter(line -> line.startsWith(key + "=") && line.matches(VALUE))
            .map(line -> Long.parseLong(line.substring(key.length() + 1)));
    }

    private void awaitReady()
    {
        final long deadlineNs = System.nanoTime() + READY_TIMEOUT_NS;
        try
        {
            while (!hasSaid(READY))
            {
                if (deadlineNs - System.nanoTime() < 0)
                {
                    throw new BenchException("the membership program does not begin to send");
                }
                LockSupport.parkNanos(READY_INTERVAL_NS);
            }
        }
        catch (final BenchException ex)
        {
            close();
            throw ex;
        }
    }

    private boolean hasSaid(final String wanted)
    {
        final boolean isAlive = process.isAlive();
        final boolean hasSaid = lines().contains(wanted);
        if (!hasSaid && !isAlive)
        {
            throw ended();
        }
        return hasSaid;
    }

    private BenchException ended()
    {
        final List<String> complaints = complaints();
        return new BenchException("the membership program ended with exit status " + process.exitValue() +
            "; it said: " + (complaints.isEmpty() ? "nothing" : String.join(" | ", complaints)));
    }

    /** Lines that are no values. */
    private List<String> complaints()
    {
        return lines().stream()
            .filter(line -> !line.matches(VALUE) && !line.equals(READY) && !line.equals(THROUGH)).toList();
    }

    private List<String> lines()
    {
        try
        {
            return Files.readAllLines(log);
        }
        catch (final IOException ex)
        {
            throw new BenchException("the membership program cannot be read: " + ex.getMessage(), ex);
        }
    }
}
