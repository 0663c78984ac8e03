package relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import relay.observe.CountersFile;
import relay.terminal.ExitCode;

/**
 * Of a run that was killed; those that go on are in the topology tests.
 */
class StatCommandTest
{
    private final String relay = "stat-test-" + ProcessHandle.current().pid();
    private final StringWriter out = new StringWriter();
    private Path directory;

    @BeforeEach
    void leaveARun() throws IOException
    {
        directory = Files.createTempDirectory(Path.of("/dev/shm"), "relay-" + relay + "-");
        Files.createFile(directory.resolve("lock"));
        final CountersManager counters = new CountersFile(directory.resolve("counters.dat"), 4).counters();
        counters.newCounter("flow a received").set(12_345);
        counters.newCounter("flow a dropped_oversize");
    }

    @AfterEach
    void delete()
    {
        IoUtil.delete(directory.toFile(), true);
    }

    @Test
    void shouldShowWhatWasCounted()
    {
        assertEquals(0, stat(relay));
        assertEquals(relay + " was killed; this is what it had counted\n              12,345  flow a received\n",
            out.toString());
    }

    @Test
    void shouldShowAll()
    {
        assertEquals(0, stat(relay, "--all"));
        assertTrue(out.toString().endsWith("                   0  flow a dropped_oversize\n"), out.toString());
    }

    @Test
    void shouldPrintJson()
    {
        assertEquals(0, stat(relay, "--json"));
        final JsonObject run = JsonParser.parseString(out.toString()).getAsJsonObject()
            .getAsJsonArray("relays").get(0).getAsJsonObject();
        assertEquals(relay, run.get("relay").getAsString());
        assertEquals(false, run.get("running").getAsBoolean());
        assertEquals(12_345, run.getAsJsonObject("counters").get("flow a received").getAsLong());
    }

    @Test
    void shouldSayThatThereIsNone()
    {
        assertEquals(1, stat(relay + "-other"));
        assertTrue(out.toString().startsWith("no relay '" + relay + "-other' runs here as this user: there are "),
            out.toString());
        assertTrue(out.toString().contains(relay), out.toString());
    }

    @Test
    void shouldRefuseAFileThatHoldsNoCounters() throws IOException
    {
        Files.writeString(directory.resolve("counters.dat"), "x".repeat(100));
        assertEquals(1, stat(relay));
        assertTrue(out.toString().endsWith("counters.dat holds no counters"), out.toString());
    }

    private int stat(final String... args)
    {
        return new CommandLine(new StatCommand()).setOut(new PrintWriter(out)).setExecutionExceptionHandler(
            (ex, ignore, parsed) ->
            {
                out.write(ex.getMessage());
                return ExitCode.FAILED;
            }).execute(args);
    }
}
