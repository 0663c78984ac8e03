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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.machine.Shell;
import relay.perf.topology.Namespaces;

/**
 * The harness as a user starts it, from the jar, for so short that its numbers mean nothing: that it measures, and that
 * it leaves nothing behind. Skipped, with the reason, where there can be no namespaces.
 */
@Timeout(60)
class BenchIT
{
    private static final String JAR = System.getProperty("relay.perf.jar");
    private static final List<String> SHORT = List.of("relay", "--sizes", "200", "--no-mixed", "--rates", "2000",
        "--trial", "50", "--warm-up", "50");

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
    void shouldMeasureAndLeaveNothingBehind() throws Exception
    {
        final Path json = directory.resolve("bench.json");
        startShort("--rounds", "1", "--contestants",
            "relay-trains,c-segment,c-recv-send,nio,kernel,direct", "--json", json.toString());

        assertTrue(process.waitFor(50, TimeUnit.SECONDS), this::log);
        assertEquals(0, process.exitValue(), this::log);
        final JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        final int installed = result.getAsJsonObject("settings").getAsJsonArray("contestants").size();
        assertEquals(installed, result.getAsJsonArray("measurements").size(), this::log);
        result.getAsJsonArray("measurements").forEach(each ->
        {
            final JsonObject measured = each.getAsJsonObject().getAsJsonArray("fixedRates").get(0).getAsJsonObject();
            assertTrue(measured.get("received").getAsLong() > 0, this::log);
            assertEquals(0, measured.get("corrupt").getAsLong(), this::log);
            assertEquals(0, measured.get("duplicates").getAsLong(), this::log);
        });
        assertNothingLeft();
    }

    @Test
    void shouldLeaveNothingBehindWhenStopped() throws Exception
    {
        startShort("--rounds", "100", "--peers", "c-recv-send");
        // it is in the midst of things
        while (!log().contains("round 1 of 100"))
        {
            assertTrue(process.isAlive(), this::log);
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        process.destroy();

        assertTrue(process.waitFor(20, TimeUnit.SECONDS), this::log);
        assertNothingLeft();
    }

    @Test
    void shouldMeasureFanOut() throws Exception
    {
        final Path json = directory.resolve("fan-out.json");
        start("fan-out", "--destinations", "2", "--rounds", "1", "--trial", "50", "--warm-up", "90",
            "--json", json.toString());

        assertTrue(process.waitFor(50, TimeUnit.SECONDS), this::log);
        assertEquals(0, process.exitValue(), this::log);
        final JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(2 * 3, result.getAsJsonArray("measurements").size(), this::log);
        result.getAsJsonArray("measurements").forEach(each -> assertTrue(
            each.getAsJsonObject().getAsJsonObject("trial").get("received").getAsLong() > 0, this::log));
        assertTrue(log().contains("ledger exact in 2 of 2 relays"), this::log);
        assertNothingLeft();
    }

    private void startShort(final String... options) throws IOException
    {
        start(Stream.concat(SHORT.stream(), Stream.of(options)).toArray(String[]::new));
    }

    private void start(final String... options) throws IOException
    {
        final Path launcher = Path.of(JAR).resolve("../../../relay").normalize();
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Drelay.launcher=" + launcher,
            "-jar", JAR));
        command.addAll(List.of(options));
        final ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(logFile().toFile());
        builder.environment().put("RELAY_JVM_OPTS", "-XX:TieredStopAtLevel=1"); // relays are warm sooner
        process = builder.start();
    }

    private void assertNothingLeft()
    {
        final String mine = "relaybench-" + process.pid() + "-";
        assertTrue(!Shell.run("ip", "netns", "list").contains(mine), () -> Shell.run("ip", "netns", "list") + log());
        assertEquals(0, process.descendants().count(), this::log);
    }

    private Path logFile()
    {
        return directory.resolve("bench.log");
    }

    private String log()
    {
        try
        {
            return Files.readString(logFile());
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
