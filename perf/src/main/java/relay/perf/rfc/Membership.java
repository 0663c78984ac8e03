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
import java.util.function.Predicate;
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
    private static final long STOP_TIMEOUT_S = 10;

    private final Process process;
    private final BufferedReader output;
    private final Map<String, List<Long>> values = new HashMap<>();

    private Membership(final Process process)
    {
        this.process = process;
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
            "repetitions=" + repetitions));
        final Membership membership =
            new Membership(new ProcessBuilder(command).redirectErrorStream(true).start());
        membership.await("ready"::equals);
        return membership;
    }

    /** Waits until the first datagram has come through. */
    void awaitThrough()
    {
        await("through"::equals);
    }

    /** Ends it, and reads what it saw. */
    void stop()
    {
        // not by Process.destroy, which closes what is still to be read
        process.toHandle().destroy();
        awaitEnd();
    }

    /** Waits until it ends, and reads what it saw. */
    void awaitEnd()
    {
        await(ignore -> false);
        try
        {
            if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new BenchException("the membership program does not end");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", ex);
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

    private void await(final Predicate<String> isIt)
    {
        final List<String> others = new ArrayList<>();
        try
        {
            for (String line = output.readLine(); null != line; line = output.readLine())
            {
                if (isIt.test(line))
                {
                    return;
                }
                keep(line, others);
            }
        }
        catch (final IOException ex)
        {
            throw new BenchException("the membership program cannot be read: " + ex.getMessage(), ex);
        }
        if (!others.isEmpty())
        {
            throw new BenchException("the membership program said: " + String.join(" | ", others));
        }
    }

    private void keep(final String line, final List<String> others)
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
