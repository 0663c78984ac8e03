package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.pipeline.Ledger;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.terminal.CommandRun;
import relay.terminal.ExitCode;
import relay.tools.record.RecordCommand;
import relay.tools.replay.ReplayCommand;
import relay.transport.FreePorts;
import relay.transport.capture.CaptureReader;

/**
 * All datagrams of each real capture, those to hosts too: replayed, relayed and recorded again, they are what another
 * program found in the file, every payload from 0 B to 9.5 KB, in its order.
 *
 * <pre>
 *   relay replay --239.77.4.1--> relay --239.77.4.2--> relay record
 * </pre>
 */
class CaptureRoundTripTest
{
    private static final String RATE = "20000";
    private static final String OPTIONS = "?interface=lo&ttl=0&loopback=true";
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STOP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private static ExecutorService executor;
    private static String input;
    private static String output;
    private static Relay relay;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void launch() throws Exception
    {
        executor = Executors.newSingleThreadExecutor();
        input = "udp://239.77.4.1:" + FreePorts.next() + OPTIONS;
        output = "udp://239.77.4.2:" + FreePorts.next() + OPTIONS;
        final ConfigResult config = ConfigReader.read("round-trip.yaml", """
            relay: { name: round-trip }
            classes: { all: { buffers: { small: 1000, standard: 500, jumbo: 200, large: 50 } } }
            flows: { in: { from: "%s", class: all, to: out } }
            destinations: { out: { to: "%s" } }
            """.formatted(input, output).getBytes(StandardCharsets.UTF_8));
        assertTrue(config.errors().isEmpty(), config.errors()::toString);
        relay = Relay.launch(config.config(), RelayOptions.DEFAULT);
    }

    @AfterAll
    static void stop() throws Exception
    {
        executor.shutdown();
        assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS), "still records");
        relay.stop(STOP_TIMEOUT_NS);
        final Ledger ledger = relay.ledger();
        assertEquals(0, ledger.imbalance());
        assertEquals(0, ledger.dropped(), () -> "drops: " + relay.drops());
        assertEquals(ledger.received(), ledger.sent());
    }

    @TestFactory
    Stream<DynamicTest> shouldBeRecordedAsExpected() throws Exception
    {
        final Path captures = Captures.directory();
        final JsonObject expected =
            JsonParser.parseString(Files.readString(captures.resolve(Captures.EXPECTED))).getAsJsonObject();
        return expected.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () ->
        {
            final Path file = captures.resolve(entry.getKey());
            assertRecorded(entry.getValue().getAsJsonObject(),
                Files.exists(file) ? file : captures.resolve("odd").resolve(entry.getKey()));
        }));
    }

    private static void assertRecorded(final JsonObject expected, final Path file) throws Exception
    {
        final JsonObject all = expected.getAsJsonObject("all");
        final long datagrams = all.get("datagrams").getAsLong();
        final Path recorded = directory.resolve(file.getFileName() + ".pcapng");
        final CommandRun record = new CommandRun(new RecordCommand());
        final Future<Integer> exit = executor.submit(() -> record.execute("--from", output, "--out",
            recorded.toString(), "--count", Long.toString(Math.max(1, datagrams)), "--idle",
            0 == datagrams ? "100ms" : "10s",
            "--interval", "0s"));
        while (!record.err.toString().contains("listening to") && !exit.isDone())
        {
            LockSupport.parkNanos(LOOK_NS);
        }

        final CommandRun replay = new CommandRun(new ReplayCommand());
        final int replayed = replay.execute(file.toString(), "--to", input, "--pps", RATE, "--warm-up", "0s",
            "--interval", "0s", "--json");

        assertEquals(expected.get("file_error").isJsonNull() ? ExitCode.OK : ExitCode.FAILED, replayed,
            replay.err::toString);
        assertEquals(ExitCode.OK, exit.get(), record.err::toString);
        final JsonObject told = replay.json();
        assertEquals(expected.get("records"), told.get("records"));
        assertEquals(expected.get("skipped"), told.get("skipped"));
        try (CaptureReader reader = CaptureReader.open(recorded))
        {
            final CaptureSummary summary = CaptureSummary.read(reader);
            assertNull(reader.error());
            assertEquals(datagrams, reader.records());
            assertEquals(datagrams, summary.all().datagrams());
            assertEquals(all.get("payload_bytes").getAsLong(), summary.all().payloadBytes());
            assertEquals(expected.get("payload_stream_sha256").getAsString(), summary.all().sha256Hex());
            assertEquals(0 == datagrams ? 0 : 1, summary.groups().size());
        }
    }
}
