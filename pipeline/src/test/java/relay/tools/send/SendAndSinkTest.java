package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.terminal.CommandRun;
import relay.terminal.ExitCode;
import relay.tools.sink.SinkCommand;
import relay.transport.FreePorts;

@Timeout(60)
class SendAndSinkTest
{
    private static final String LOOPBACK = "?interface=lo&ttl=0&loopback=true";
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private Path directory;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws Exception
    {
        executor.shutdown();
        assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS), "sink still runs");
    }

    @Test
    void shouldFindAllThatWasSentToSeveralGroups() throws Exception
    {
        final String uri = "udp://239.77.2.0/30:" + FreePorts.next() + LOOPBACK;
        final CommandRun sink = new CommandRun(new SinkCommand());
        final Future<Integer> sinkExit = listen(sink, "--from", uri, "--expect", "2000", "--json", "--fail-on-loss");

        final CommandRun send = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK, send.execute("--to", uri, "--rate", "5000", "--count", "2000",
            "--mix", "small:60,standard:30,jumbo:10", "--seed", "7", "--json", "--interval", "100ms"),
            send.err::toString);

        assertEquals(ExitCode.OK, sinkExit.get(), sink.err::toString);
        final JsonObject sent = send.json();
        final JsonObject received = sink.json();
        assertEquals(2_000, sent.get("sent").getAsLong());
        assertEquals(0, sent.get("failed").getAsLong());
        assertEquals(4, sent.get("flows").getAsInt());
        assertEquals(5_000, sent.get("intendedRate").getAsDouble());
        assertEquals(2_000, received.get("received").getAsLong());
        assertEquals(sent.get("bytes").getAsLong(), received.get("bytes").getAsLong());
        for (final String key : new String[]{"lost", "duplicates", "reordered", "stale", "corrupt", "foreign"})
        {
            assertEquals(0, received.get(key).getAsLong(), key);
        }
        assertEquals(Files.exists(Path.of("/proc/net/udp")) ? 0 : -1, received.get("kernelDrops").getAsLong());
        assertEquals(2_000, received.getAsJsonObject("latencyNs").get("count").getAsLong());
        assertEquals(4, received.getAsJsonArray("flows").size());
        final JsonObject flow = received.getAsJsonArray("flows").get(0).getAsJsonObject();
        assertEquals(500, flow.get("received").getAsLong());
        assertEquals(sent.get("runId"), flow.get("runId"));
        assertTrue(send.err.toString().contains("failed 0"), "no progress shown");
    }

    @Test
    void shouldFindAllOfAProfile() throws Exception
    {
        final String uri = "udp://239.77.3.0/28:" + FreePorts.next() + LOOPBACK;
        final Path file = directory.resolve("mine.yaml");
        Files.writeString(file, """
            flows:
              bursts: { groups: 2, rate: 20000, train: "1:50,2-9:50", spacing: 1us, length: "60-200:70,1400:30" }
              frames: { every: 10ms, train: 20, spacing: 20us, length: 1328 }
            """);
        final CommandRun sink = new CommandRun(new SinkCommand());
        final Future<Integer> sinkExit = listen(sink, "--from", uri, "--expect", "2000", "--json", "--fail-on-loss");

        final CommandRun send = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK, send.execute("--to", uri, "--profile", file.toString(), "--scale", "0.5x", "--count",
            "2000", "--json"), send.err::toString);

        assertEquals(ExitCode.OK, sinkExit.get(), sink.err::toString);
        assertEquals(2_000, send.json().get("sent").getAsLong());
        assertEquals(3, send.json().get("flows").getAsInt());
        assertEquals(11_000, send.json().get("intendedRate").getAsDouble());
        assertEquals(2_000, sink.json().get("received").getAsLong());
        assertEquals(send.json().get("bytes").getAsLong(), sink.json().get("bytes").getAsLong());
        assertEquals(0, sink.json().get("corrupt").getAsLong());
        assertEquals(3, sink.json().getAsJsonArray("flows").size());
    }

    @Test
    void shouldShowAProfileThatMayBeCopied() throws Exception
    {
        final CommandRun show = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK, show.execute("--profile", "sensor", "--show-profile"), show.err::toString);
        final Path copy = directory.resolve("copy.yaml");
        Files.writeString(copy, show.out.toString());

        final CommandRun original = new CommandRun(new SendCommand());
        final CommandRun copied = new CommandRun(new SendCommand());
        original.execute("--profile", "sensor", "--dry-run", "--json", "--duration", "1s");
        assertEquals(ExitCode.OK,
            copied.execute("--profile", copy.toString(), "--dry-run", "--json", "--duration", "1s"),
            copied.err::toString);
        assertEquals(original.json().get("measured"), copied.json().get("measured"));
        assertEquals(20, copied.json().get("groups").getAsInt());
        final CommandRun text = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK, text.execute("--profile", "sensor", "--dry-run", "--scale", "2x"));
        assertTrue(text.out.toString().contains("in the busiest 10 ms"), text.out::toString);
        assertFalse(text.out.toString().contains("stated"), text.out::toString);
        final CommandRun unscaled = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK, unscaled.execute("--profile", "sensor", "--dry-run"));
        assertTrue(unscaled.out.toString().contains("stated"), unscaled.out::toString);
    }

    @Test
    void shouldSayWhereAProfileIsWrong() throws Exception
    {
        final Path file = directory.resolve("bad.yaml");
        Files.writeString(file, "flows:\n  a: { rate: 5, length: 100 }\nphase: []\n");
        final CommandRun send = new CommandRun(new SendCommand());

        assertEquals(ExitCode.BAD_CONFIGURATION,
            send.execute("--to", "udp://239.1.1.1:5000", "--profile", file.toString()));
        assertEquals(file + ":3:1: unknown key 'phase' in the profile: one of about, flows, phases, surges, figures; " +
            "did you mean 'phases'?", send.err.toString().strip());
    }

    @Test
    void shouldPrintASummaryForPeople() throws Exception
    {
        final int port = FreePorts.next();
        final String uri = "udp://127.0.0.1:" + port;
        final CommandRun sink = new CommandRun(new SinkCommand());
        final Future<Integer> sinkExit = listen(sink, "--from", uri, "--expect", "300", "--interval", "0s");

        final CommandRun send = new CommandRun(new SendCommand());
        assertEquals(ExitCode.OK,
            send.execute("--to", uri, "--burst", "100/10ms", "--size", "40", "--count", "300"));

        assertEquals(ExitCode.OK, sinkExit.get());
        final String flow = "flow 0 at 127.0.0.1:" + port + ": received 300, lost 0, duplicates 0, reordered 0\n";
        assertTrue(sink.out.toString().startsWith(flow), sink.out::toString);
        assertTrue(sink.out.toString().contains("received 300 datagrams, 12,000 B in "), sink.out::toString);
        assertTrue(send.out.toString().startsWith("sent 300 datagrams, 12,000 B on 1 flows in "), send.out::toString);
    }

    @Test
    void shouldEndWhenLessComesThanExpected() throws Exception
    {
        final CommandRun sink = new CommandRun(new SinkCommand());

        assertEquals(ExitCode.FAILED,
            sink.execute("--from", "udp://127.0.0.1:" + FreePorts.next(), "--expect", "5", "--idle", "50ms"));
        assertTrue(sink.err.toString().endsWith("relay sink: expected 5 datagrams, 0 arrived" +
            System.lineSeparator()), sink.err::toString);
    }

    @Test
    void shouldFailOnRequestWhenNothingComes() throws Exception
    {
        final String uri = "udp://127.0.0.1:" + FreePorts.next();

        assertEquals(ExitCode.OK, new CommandRun(new SinkCommand()).execute("--from", uri, "--duration", "20ms"));
        assertEquals(ExitCode.FAILED,
            new CommandRun(new SinkCommand()).execute("--from", uri, "--duration", "20ms", "--fail-on-loss"));
    }

    @Test
    void shouldFailWhenSendsFail() throws Exception
    {
        final CommandRun send = new CommandRun(new SendCommand());

        // to broadcast needs a permission that the socket does not ask for
        assertEquals(ExitCode.FAILED,
            send.execute("--to", "udp://127.255.255.255:" + FreePorts.next(), "--count", "3", "--json"));
        assertEquals(3, send.json().get("failed").getAsLong());
        assertEquals(3, send.json().getAsJsonObject("failures").get("FAILED").getAsLong());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--to udp://239.1.1.1|78|relay send: ",
        "--to udp://239.1.1.1:5000 --size 39|2|size 39 B: 40 to 65507 B; the first 40 B hold what the sink checks",
        "--to udp://239.1.1.1:5000 --rate 0|2|--rate 0: 1 or more",
        "--to udp://239.1.1.1:5000 --burst 100|2|--burst 100: N/TIME, such as 100/10ms",
        "--to udp://239.1.1.1:5000 --mix tiny:1|2|bad size 'tiny': 40 to 65507 B, or small, standard, jumbo, large",
        "--to udp://239.1.1.1:5000 --duration 5|2|Invalid value for option '--duration': duration '5' has no unit",
        "--to udp://239.1.1.1:5000 --rate 5 --burst 1/1s|2|Error: --rate=N, --burst=N/TIME are mutually " +
            "exclusive (specify only one)",
        "--to udp://239.1.1.0/30:5000 --flows 5|2|--flows: 5 flows, but udp://239.1.1.0/30:5000 names only 4 " +
            "destinations",
        "--to udp://239.255.255.250:5000 --flows 7|2|--flows: 7 flows from 239.255.255.250 on run out of multicast " +
            "groups: begin lower",
        "--to udp://127.0.0.1:65534 --flows 3|2|--flows: 3 flows from port 65534 on need ports up to 65536: there " +
            "are 65535",
        "--rate 5|2|Missing required option: '--to=URI'",
        "--to udp://239.1.1.1:5000 --profile market-opne|2|--profile market-opne: no such file, and none of " +
            "market-open, video-1080p50, video-1080p50-st2110, sensor; did you mean 'market-open'?",
        "--to udp://239.1.1.1:5000 --profile sensor --rate 5|2|--profile has flows, rates and lengths of its own: " +
            "without --flows, --rate, --bit-rate, --burst, --size and --mix",
        "--to udp://239.1.1.0/30:5000 --profile sensor|2|--profile: 20 flows, but udp://239.1.1.0/30:5000 names only " +
            "4 destinations",
        "--to udp://239.1.1.1:5000 --profile sensor --scale 0x|2|--scale: more than 0x, 10000x at most",
        "--to udp://239.1.1.1:5000 --profile sensor --scale 2|2|Invalid value for option '--scale': factor '2' has " +
            "no unit: one of x",
        "--to aeron:ipc|2|--to aeron:ipc: 'relay send' sends UDP, udp://address:port",
        "--to udp://239.1.1.1:5000?interface=absent0|1|relay send: cannot open udp://239.1.1.1:5000?interface=absent0",
    })
    void shouldExplainWhatSendCannotDo(final String arguments, final int exitCode, final String message)
    {
        final CommandRun send = new CommandRun(new SendCommand());

        assertEquals(exitCode, send.execute(arguments.split(" ")), send.err::toString);
        assertTrue(send.err.toString().startsWith(message), send.err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--from udp://239.1.1.1|78|relay sink: ",
        "--from udp://original|78|relay sink: 'original' is for destinations: an input needs an address and a port",
        "--from udp://127.0.0.1:5000 --expect 0|2|--expect 0: 1 or more",
        "--from aeron:ipc|2|--from aeron:ipc: 'relay sink' receives UDP, udp://address:port",
        "--from udp://192.0.2.77:5000|1|relay sink: cannot listen to 192.0.2.77:5000: Cannot assign requested address",
    })
    void shouldExplainWhatSinkCannotDo(final String arguments, final int exitCode, final String message)
    {
        final CommandRun sink = new CommandRun(new SinkCommand());

        assertEquals(exitCode, sink.execute(arguments.split(" ")), sink.err::toString);
        assertTrue(sink.err.toString().startsWith(message), sink.err::toString);
    }

    @Test
    void shouldGiveAnExampleInTheHelp()
    {
        for (final Callable<Integer> command : List.of(new SendCommand(), new SinkCommand()))
        {
            final CommandRun run = new CommandRun(command);
            assertEquals(ExitCode.OK, run.execute("--help"));
            assertTrue(run.out.toString().contains("Example"), run.out::toString);
            assertFalse(run.out.toString().contains("null"), run.out::toString);
        }
    }

    private Future<Integer> listen(final CommandRun sink, final String... arguments)
    {
        final Future<Integer> exit = executor.submit(() -> sink.execute(arguments));
        while (!sink.err.toString().contains("listening to") && !exit.isDone())
        {
            LockSupport.parkNanos(LOOK_NS);
        }
        return exit;
    }
}
