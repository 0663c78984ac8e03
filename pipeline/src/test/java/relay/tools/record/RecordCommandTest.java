package relay.tools.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.terminal.CommandRun;
import relay.terminal.ExitCode;
import relay.tools.capture.CaptureCommand;
import relay.tools.send.SendCommand;
import relay.transport.FreePorts;

@Timeout(60)
class RecordCommandTest
{
    private static final String LOOPBACK = "?interface=lo&ttl=0&loopback=true";
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() throws Exception
    {
        executor.shutdown();
        assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS), "still records");
    }

    @Test
    void shouldRecordWhatIsSent() throws Exception
    {
        final String groups = "udp://239.77.3.0/30:" + FreePorts.next() + LOOPBACK;
        final String host6 = "udp://[::1]:" + FreePorts.next();
        final Path file = directory.resolve("a.pcapng");
        final CommandRun record = new CommandRun(new RecordCommand());
        final Future<Integer> exit = start(record, "--from", groups, "--from", host6, "--out", file.toString(),
            "--count", "2100", "--json", "--interval", "50ms");

        final JsonObject sent = send(groups, "--rate", "5000", "--count", "2000", "--mix",
            "small:60,standard:30,jumbo:10", "--seed", "7");
        final JsonObject sent6 = send(host6, "--rate", "5000", "--count", "100", "--size", "65507");

        assertEquals(ExitCode.OK, exit.get(), record.err::toString);
        final JsonObject recorded = record.json();
        assertEquals(2_100, recorded.get("received").getAsLong());
        assertEquals(2_100, recorded.get("written").getAsLong());
        for (final String key : new String[]{"dropped", "bufferFull", "writeFailed", "imbalance"})
        {
            assertEquals(0, recorded.get(key).getAsLong(), key);
        }
        assertTrue(recorded.get("error").isJsonNull());
        assertEquals(Files.exists(Path.of("/proc/net/udp")) ? 0 : -1, recorded.get("kernelDrops").getAsLong());
        assertEquals(Files.size(file), recorded.get("fileBytes").getAsLong());
        assertEquals(1, recorded.get("files").getAsInt());
        assertTrue(record.err.toString().contains("  dropped 0"), "no progress shown");

        final JsonObject capture = capture(file);
        assertEquals(2_100, capture.get("records").getAsLong());
        assertEquals(2_100, capture.get("datagrams").getAsLong());
        assertEquals(sent.get("bytes").getAsLong() + sent6.get("bytes").getAsLong(),
            capture.get("payloadBytes").getAsLong());
        assertEquals(0, capture.get("backwardTimestamps").getAsLong());
        final JsonArray to = capture.getAsJsonArray("groups");
        assertEquals(5, to.size());
        to.forEach(each -> assertEquals(each.getAsJsonObject().get("dst").getAsString().startsWith("[::1]:") ?
            100 : 500, each.getAsJsonObject().get("datagrams").getAsLong()));
    }

    @Test
    void shouldRotateAndSayWhatBecameOfEveryDatagram() throws Exception
    {
        final String uri = "udp://127.0.0.1:" + FreePorts.next();
        final CommandRun record = new CommandRun(new RecordCommand());
        final Future<Integer> exit = start(record, "--from", uri, "--out", directory.resolve("a.pcapng").toString(),
            "--count", "500", "--rotate-size", "100KiB", "--keep", "2", "--interval", "0s");
        send(uri, "--rate", "5000", "--count", "500", "--size", "1000");

        assertEquals(ExitCode.OK, exit.get(), record.err::toString);
        assertTrue(record.out.toString().startsWith("received 500 datagrams in "), record.out::toString);
        assertTrue(record.out.toString().contains(", written 500, dropped 0, "), record.out::toString);
        assertTrue(record.out.toString().contains("; 6 files, "), record.out::toString);
        assertEquals(List.of("a-00005.pcapng", "a-00006.pcapng"), files());
        assertEquals(500 - 5 * 96 + 96,
            capture(directory.resolve("a-00005.pcapng")).get("datagrams").getAsLong() +
            capture(directory.resolve("a-00006.pcapng")).get("datagrams").getAsLong());
    }

    @Test
    void shouldEndWhenNothingComesOrTimeIsOver() throws Exception
    {
        final String uri = "udp://127.0.0.1:" + FreePorts.next();
        for (final String end : new String[]{"--idle", "--duration"})
        {
            final Path file = directory.resolve("empty" + end + ".pcapng");
            final CommandRun record = new CommandRun(new RecordCommand());
            assertEquals(ExitCode.OK, record.execute("--from", uri, "--out", file.toString(), end, "30ms"));
            assertEquals(0, capture(file).get("records").getAsLong());
        }
    }

    @Test
    void shouldRefuseToReplaceAFile() throws Exception
    {
        final Path file = Files.writeString(directory.resolve("a.pcapng"), "precious");
        final CommandRun record = new CommandRun(new RecordCommand());
        final String uri = "udp://127.0.0.1:" + FreePorts.next();

        assertEquals(ExitCode.FAILED, record.execute("--from", uri, "--out", file.toString()));
        assertEquals("relay record: " + file + ": cannot be written: it is there already: choose another name, or " +
            "--overwrite" + System.lineSeparator(), record.err.toString());
        assertEquals("precious", Files.readString(file));
        assertEquals(ExitCode.OK, new CommandRun(new RecordCommand())
            .execute("--from", uri, "--out", file.toString(), "--overwrite", "--duration", "1ms"));
        assertEquals(0, capture(file).get("records").getAsLong());
    }

    @Test
    void shouldFailWhereNothingCanBeWritten() throws Exception
    {
        final CommandRun record = new CommandRun(new RecordCommand());
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "no /dev/full");
        // through a link: should this ever delete what it could not write to, it is not the device
        final Path full = Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));

        assertEquals(ExitCode.FAILED, record.execute(
            "--from", "udp://127.0.0.1:" + FreePorts.next(), "--out", full.toString(), "--overwrite",
            "--duration", "1ms"));
        assertEquals("relay record: " + full + ": cannot be written: No space left on device" + System.lineSeparator(),
            record.err.toString());
        assertTrue(Files.isSymbolicLink(full), "only a file that it began is deleted");
        Files.delete(full);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--out a --from udp://239.1.1.1|78|relay record: ",
        "--out a --from aeron:ipc|2|--from aeron:ipc: 'relay record' receives UDP, udp://address:port",
        "--from udp://127.0.0.1:5000|2|Missing required option: '--out=FILE'",
        "--out a --from udp://127.0.0.1:5000 --count 0|2|--count 0: 1 or more",
        "--out a --from udp://127.0.0.1:5000 --keep 3|2|--keep needs --rotate-size or --rotate-time: without them",
        "--out a --from udp://127.0.0.1:5000 --keep 0 --rotate-time 1s|2|--keep 0: 1 or more",
        "--out a --from udp://127.0.0.1:5000 --buffer 1KiB|2|--buffer: 1MiB to 1GiB",
        "--out a --from udp://127.0.0.1:5000 --rotate-size 5|2|Invalid value for option '--rotate-size': size '5' " +
            "has no",
        "--out / --from udp://127.0.0.1:5000|2|--out /: the name of a file",
        "--out /absent/a --from udp://127.0.0.1:5000|1|relay record: /absent/a: cannot be written: no such file or",
        "--out a --from udp://192.0.2.77:5000|1|relay record: cannot listen to 192.0.2.77:5000: Cannot assign",
    })
    void shouldExplainWhatItCannotDo(final String arguments, final int exitCode, final String message)
    {
        final CommandRun record = new CommandRun(new RecordCommand());

        assertEquals(exitCode, record.execute(arguments.split(" ")), record.err::toString);
        assertTrue(record.err.toString().startsWith(message), record.err::toString);
        assertFalse(Files.exists(Path.of("a")), "left a file");
    }

    private Future<Integer> start(final CommandRun record, final String... arguments)
    {
        final Future<Integer> exit = executor.submit(() -> record.execute(arguments));
        while (!record.err.toString().contains("listening to") && !exit.isDone())
        {
            LockSupport.parkNanos(LOOK_NS);
        }
        return exit;
    }

    private static JsonObject send(final String uri, final String... arguments)
    {
        final CommandRun send = new CommandRun(new SendCommand());
        final List<String> all = new ArrayList<>(List.of("--to", uri, "--json"));
        all.addAll(List.of(arguments));
        assertEquals(ExitCode.OK, send.execute(all.toArray(new String[0])), send.err::toString);
        return send.json();
    }

    private static JsonObject capture(final Path file)
    {
        final CommandRun capture = new CommandRun(new CaptureCommand());
        assertEquals(ExitCode.OK, capture.execute(file.toString(), "--json"), capture.err::toString);
        return capture.json();
    }

    private List<String> files() throws Exception
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
