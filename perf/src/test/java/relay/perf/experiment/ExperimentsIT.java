package relay.perf.experiment;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The experiments as a user starts them, from the jar, for so short that their numbers mean nothing: each is
 * run and reported.
 */
@Timeout(180)
class ExperimentsIT
{
    private static final String JAR = System.getProperty("relay.perf.jar");

    @TempDir
    private Path directory;
    private Process process;

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
    void shouldRunAllAndReport() throws Exception
    {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1,
            "one core: threads that spin wait for each other too long");
        final Path out = directory.resolve("made/for/it");
        start("--trial", "--out", out.toString());

        assertTrue(process.waitFor(150, TimeUnit.SECONDS), this::log);
        assertTrue(process.exitValue() == 0 || process.exitValue() == 1, this::log);
        assertTrue(log().contains("Report: "), this::log);
        final JsonObject json =
            JsonParser.parseString(Files.readString(out.resolve("experiments.json"))).getAsJsonObject();
        final List<Boolean> passed = new ArrayList<>();
        json.getAsJsonArray("criteria")
            .forEach(each -> passed.add(each.getAsJsonObject().get("passed").getAsBoolean()));
        assertEquals(passed.contains(false) ? 1 : 0, process.exitValue(), this::log);
        json.getAsJsonArray("pool").forEach(each -> assertTrue(
            each.getAsJsonObject().getAsJsonObject("value").get("median").getAsDouble() > 0, each::toString));
        assertEquals(PoolSeries.values().length, json.getAsJsonArray("pool").size(), this::log);
        assertEquals(PoolSeries.values().length,
            JsonParser.parseString(Files.readString(out.resolve("jmh.json"))).getAsJsonArray().size(), this::log);
        assertEquals(2, json.getAsJsonArray("bursts").size(), this::log);
        json.getAsJsonArray("bursts").forEach(each ->
        {
            assertTrue(each.getAsJsonObject().get("arrived").getAsLong() > 0, each::toString);
            assertEquals(0, each.getAsJsonObject().get("imbalance").getAsLong(), each::toString);
        });
        assertTrue(json.getAsJsonObject("metricsPercent").get("estimate").getAsDouble() > -100, this::log);
        final String page = Files.readString(out.resolve("experiments.html"));
        assertTrue(page.contains("<svg") && page.stripTrailing().endsWith("</html>"), page);
    }

    @Test
    void shouldPrintTheSeedsTables() throws Exception
    {
        start("--seed-tables", "--out", directory.toString());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), this::log);
        assertEquals(0, process.exitValue(), this::log);
        assertTrue(log().startsWith("the seed's model: 5,000,000 packets/s on 16 cores"), this::log);
        assertTrue(Files.readString(directory.resolve("seed-tables.json")).contains("megabytesAsInTheSeed"));
    }

    @Test
    void shouldRefuseWrongOptions() throws Exception
    {
        assertRefused("Missing required option: '--out=DIR'", "--short");
        assertRefused("--short and --trial: one of them, or none",
            "--short", "--trial", "--out", directory.resolve("a").toString());
        final Path file = Files.writeString(directory.resolve("file"), "");
        assertRefused("--out " + file + ": cannot be made a directory", "--out", file.toString());
        assertRefused("Invalid value for option '--only'",
            "--only", "pools", "--out", directory.resolve("b").toString());
    }

    private void assertRefused(final String message, final String... options) throws Exception
    {
        start(options);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), this::log);
        assertEquals(2, process.exitValue(), this::log);
        assertTrue(log().contains("relay: " + message), this::log);
        assertTrue(log().contains("Try: relay bench experiments --help"), this::log);
    }

    private void start(final String... options) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR, "experiments"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(logFile().toFile()).start();
    }

    private Path logFile()
    {
        return directory.resolve("experiments.log");
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
