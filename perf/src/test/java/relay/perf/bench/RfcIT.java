package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.machine.Shell;
import relay.perf.topology.Namespaces;

/**
 * Every measurement as a user starts it, from the jar, for so short that its numbers mean nothing. Skipped, with the
 * reason, where there can be no namespaces.
 */
@Timeout(120)
class RfcIT
{
    private static final String JAR = System.getProperty("relay.perf.jar");

    /** What is more than the whole run is a time, not a delay. */
    private static final double DELAY_MAX_MS = 100_000;

    @TempDir
    private Path directory;
    private Process process;

    @BeforeEach
    void assumePossible()
    {
        final String obstacle = Namespaces.obstacle();
        assumeTrue(null == obstacle, obstacle);
    }

    @AfterEach
    void endProcess()
    {
        if (null != process)
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void shouldMeasureAllAndLeaveNothingBehind() throws Exception
    {
        final Path out = directory.resolve("out");
        // one in ten may be lost: other work on the machine must not fail this; without trains the generator soon is
        // the limit, which ends searches
        start("rfc", "--quick", "--sizes", "256", "--groups", "3", "--destinations", "2",
            "--capacity-max", "64", "--rounds", "1", "--trial", "50", "--warm-up", "100",
            "--loss", "10", "--train", "1", "--png", "--out", out.toString());

        assertTrue(process.waitFor(100, TimeUnit.SECONDS), this::log);
        assertEquals(0, process.exitValue(), this::log);
        final JsonObject json =
            JsonParser.parseString(Files.readString(out.resolve("rfc.json"))).getAsJsonObject();
        assertEquals(0, json.getAsJsonArray("failures").size(), this::log);
        final Set<String> tests = new HashSet<>();
        json.getAsJsonArray("figures").forEach(each -> tests.add(each.getAsJsonObject().get("test").getAsString()));
        assertEquals(Stream.of(RfcTest.values()).map(RfcTest::key).collect(Collectors.toSet()), tests, this::log);
        assertTrue(median(json, "throughput", "throughput") > 0, this::log);
        assertTrue(median(json, "latency", "p50 at 50 %") > 0, this::log);
        assertTrue(median(json, "back-to-back", "longest burst") > 0, this::log);
        assertTrue(median(json, "aggregated", "copies") > 0, this::log);
        assertTrue(median(json, "join-leave", "start to join") > 0, this::log);
        final double joinMs = median(json, "join-leave", "join delay");
        assertTrue(joinMs >= 0 && joinMs < DELAY_MAX_MS, this::log);
        assertTrue(median(json, "join-leave", "stop to leave") > 0, this::log);
        assertTrue(median(json, "capacity", "capacity") >= 64, this::log);
        assertTrue(Files.exists(out.resolve("latency-256B.png")) || log().contains("WARNING: "), this::log);
        final String html = Files.readString(out.resolve("rfc.html"));
        assertTrue(Stream.of(RfcTest.values()).allMatch(test -> html.contains(test.title())), this::log);
        final String mine = "relaybench-" + process.pid() + "-";
        assertTrue(!Shell.tryRun("ip", "netns", "list").output().contains(mine), this::log);
    }

    @Test
    void shouldExplainWhatItCannotDo() throws Exception
    {
        start("rfc", "--only", "jitter");

        assertTrue(process.waitFor(20, TimeUnit.SECONDS), this::log);
        assertEquals(2, process.exitValue(), this::log);
        assertTrue(log().startsWith("relay: --only jitter: one of throughput, latency, frame-loss, back-to-back, " +
            "recovery, mixed-size, scaled, matrix, aggregated, join-leave, capacity"), this::log);
    }

    private static double median(final JsonObject json, final String test, final String metric)
    {
        for (final var each : json.getAsJsonArray("figures"))
        {
            final JsonObject figure = each.getAsJsonObject();
            if (figure.get("test").getAsString().equals(test) && figure.get("metric").getAsString().equals(metric))
            {
                return figure.get("median").isJsonNull() ? Double.NaN : figure.get("median").getAsDouble();
            }
        }
        return Double.NaN;
    }

    private void start(final String... options) throws Exception
    {
        final Path launcher = Path.of(JAR).resolve("../../../relay").normalize();
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Drelay.launcher=" + launcher,
            "-jar", JAR));
        command.addAll(List.of(options));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
        // most of the time goes into starts of relays, and most of these into compiling
        builder.environment().put("RELAY_JVM_OPTS", "-XX:TieredStopAtLevel=1");
        process = builder.start();
    }

    private String log()
    {
        try
        {
            return Files.readString(directory.resolve("log"));
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
