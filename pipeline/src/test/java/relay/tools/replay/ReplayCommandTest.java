package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import relay.cli.Main;
import relay.tools.send.PayloadListener;
import relay.transport.FreePorts;
import relay.transport.linux.Affinity;
import relay.transport.linux.LinuxTransport;

@Timeout(60)
class ReplayCommandTest
{
    private static final long EPOCH = 1_763_888_400_000_000_000L;
    private static final long MS = 1_000_000;
    private static final int COUNT = 50;

    @TempDir
    private Path directory;
    private Path file;
    private final CaptureWriter capture = new CaptureWriter();
    private String out;
    private String err;

    /** One a millisecond, to three groups in turn; then one to a host, an hour later, and something that is no UDP. */
    @BeforeEach
    void writeCapture() throws IOException
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < COUNT; i++)
        {
            final byte[] payload = new byte[0 == i % 10 ? 9_548 : 3 * i];
            random.nextBytes(payload);
            capture.add(EPOCH + i * MS, "239.77.4." + (1 + i % 3) + ":5000", payload);
        }
        capture.add(EPOCH + 3_600_000 * MS, "192.0.2.1:5000", new byte[7]).addOther(EPOCH + 3_600_001 * MS);
        file = capture.write(directory.resolve("a.pcap"), 0);
    }

    @Test
    void shouldSendEachWhereItWasSentUnlessItIsMoved() throws Exception
    {
        final int port = FreePorts.next();
        final String first = "udp://239.77.5.0/30:" + port + "?interface=lo";
        final String second = "udp://239.77.4.2:5000?interface=lo";
        final PayloadListener listener = new PayloadListener(first, second);
        try (listener)
        {
            assertEquals(0, run(file.toString(), "--to", "udp://original?interface=lo&ttl=0&loopback=true",
                "--map", "239.77.4.2=239.77.4.2", "--map", "239.77.4.0/24=239.77.5.0/24:" + port,
                "--warm-up", "1ms", "--json"), err);
            assertEquals(COUNT, listener.await(COUNT));
        }
        final JsonObject root = json();
        assertEquals(
            "{\"format\":\"pcap-ns-be\",\"error\":null,\"passes\":1,\"records\":52,\"skipped\":{\"non_udp\":1}," +
            "\"datagrams\":51,\"filtered\":0,\"hosts\":1,\"refused\":0,\"beforeStart\":0,\"unsent\":0,\"sent\":50}",
            part(root, "format", "error", "passes", "records", "skipped", "datagrams", "filtered", "hosts", "refused",
                "beforeStart", "unsent", "sent"));
        assertBalanced(root);
        assertEquals(listener.bytes(), root.get("payloadBytes").getAsLong());
        assertEquals("{\"failed\":0,\"failures\":{},\"destinations\":3,\"wantedNs\":49000000,\"wantedRate\":1000.0," +
            "\"backwardTimestamps\":0,\"untimed\":0,\"gapLimitNs\":5000000000,\"shortenedGaps\":0,\"shortenedNs\":0}",
            part(root, "failed", "failures", "destinations", "wantedNs", "wantedRate", "backwardTimestamps", "untimed",
                "gapLimitNs", "shortenedGaps", "shortenedNs"));
        assertTrue(root.get("achievedNs").getAsLong() > 10 * MS, out);
        assertEquals(COUNT, root.getAsJsonObject("latenessNs").get("count").getAsLong());
        assertNotNull(root.getAsJsonObject("latenessNs").get("p999"));
        assertTrue(root.get("ratio").getAsDouble() > 0, out);
        assertTrue(err.startsWith("sending to original addresses on lo"), err);
    }

    @Test
    void shouldTellPeople() throws Exception
    {
        final int port = FreePorts.next();
        try (PayloadListener listener = new PayloadListener("udp://127.0.0.1:" + port))
        {
            assertEquals(0, run(file.toString(), "--to", "udp://127.0.0.1:" + port, "--gap-limit", "2ms",
                "--filter", "length 4-", "--filter", "not dst 239.77.4.1", "--start", "3", "--loop", "2",
                "--speed", "10x", "--burst", "2x/1ms/every 10ms", "--warm-up", "0s"), err);
            listener.await(60);
        }
        final String[] lines = out.split("\n");
        assertEquals(file + ": pcap-ns-be, 104 records in 2 passes", lines[0]);
        assertEquals("skipped    2: non_udp 2", lines[1]);
        assertEquals("left out   36 by the filter, 4 before the start", lines[2]);
        assertTrue(lines[3].matches("sent       62 of 62 datagrams, [0-9,]+ B of payload to 1 destination in .+"), out);
        assertEquals("failed     0; back-pressured 0 times", lines[4]);
        assertTrue(lines[5].matches("rate       [0-9.,]+ datagrams/s, [0-9.,]+ Mbit/s; wanted [0-9.,]+ datagrams/s, " +
            "[0-9.,]+ Mbit/s: [0-9.,]+ %"), out);
        assertTrue(lines[6].matches("lateness   p50 .+, p90 .+, p99 .+, p99.9 .+, max .+"), out);
        assertEquals("times      backward 0, without a time 0, gaps shortened to 2.00 ms 2, by 7199.90 s",
            lines[7].replaceAll("2 ms [0-9]+,", "2 ms 2,"));
        assertEquals(8, lines.length);
    }

    @Test
    void shouldGoAsFastAsItGoesAndReadGzip() throws Exception
    {
        final Path gzip = directory.resolve("a.pcap.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(gzip)))
        {
            Files.copy(file, stream);
        }
        final int port = FreePorts.next();
        try (PayloadListener listener = new PayloadListener("udp://127.0.0.1:" + port))
        {
            assertEquals(0, run(gzip.toString(), "--to", "udp://127.0.0.1:" + port, "--max", "--json"), err);
            assertEquals(COUNT + 1, listener.await(COUNT + 1));
        }
        assertEquals("{\"format\":\"pcap-ns-be, gzip\",\"sent\":51,\"wantedNs\":null,\"wantedRate\":null," +
            "\"wantedBitRate\":null,\"ratio\":null,\"latenessNs\":null,\"gapLimitNs\":null}", part(json(), "format",
            "sent", "wantedNs", "wantedRate", "wantedBitRate", "ratio", "latenessNs", "gapLimitNs"));
    }

    @Test
    void shouldReplayWhatComesBeforeTheDamage() throws Exception
    {
        capture.write(file, 1);
        assertEquals(1, run(file.toString(), "--to", "udp://127.0.0.1:" + FreePorts.next(),
            "--pps", "20000", "--warm-up", "0s", "--json"));
        assertEquals(51, json().get("sent").getAsInt());
        assertTrue(json().get("error").getAsString().matches("offset [0-9]+: record is cut: 47 of 48 bytes are left"),
            out);
        assertTrue(err.endsWith("relay replay: " + file + ": " + json().get("error").getAsString() +
            "; what came before it was replayed" + System.lineSeparator()), err);
    }

    @Test
    void shouldFailWhenSendsFail()
    {
        // to broadcast needs a permission that the socket does not ask for
        assertEquals(1, run(file.toString(), "--to", "udp://127.255.255.255:5000", "--rate", "1Gbit", "--warm-up", "0s",
            "--json"));
        assertEquals("{\"sent\":0,\"failed\":51,\"failures\":{\"FAILED\":51}}",
            part(json(), "sent", "failed", "failures"));
    }

    @Test
    void shouldSayWhatItDidWhenItIsStopped() throws Exception
    {
        final int port = FreePorts.next();
        try (PayloadListener listener = new PayloadListener("udp://127.0.0.1:" + port))
        {
            final CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(file.toString(), "--to",
                "udp://127.0.0.1:" + port, "--pps", "100", "--loop", "0", "--warm-up", "0s", "--interval", "10ms",
                "--json"));
            assertTrue(listener.await(3) >= 3);
            terminate();
            assertEquals(0, exit.get(20, TimeUnit.SECONDS));
        }
        final JsonObject root = json();
        assertTrue(root.get("sent").getAsLong() >= 3, out);
        assertTrue(root.get("unsent").getAsLong() > 0, out);
        assertBalanced(root);
        assertTrue(err.contains("/s  "), err);
    }

    /** Such as what {@code tcpdump -w -} is still writing: it is sent as it comes, and nobody waits for its end. */
    @Test
    void shouldReplayWhatComesThroughAPipeAndStopWhileNothingComes() throws Exception
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor());
        final int port = FreePorts.next();
        try (PayloadListener listener = new PayloadListener("udp://127.0.0.1:" + port))
        {
            final CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(
                pipe.toString(), "--to", "udp://127.0.0.1:" + port, "--pps", "20000", "--warm-up", "0s", "--json"));
            try (OutputStream writer = Files.newOutputStream(pipe))
            {
                writer.write(Files.readAllBytes(file));
                writer.flush();
                assertEquals(COUNT + 1, listener.await(COUNT + 1));
                terminate();
                assertEquals(0, exit.get(20, TimeUnit.SECONDS), () -> err);
            }
        }
        final JsonObject root = json();
        assertEquals("{\"error\":null,\"records\":52,\"sent\":51}", part(root, "error", "records", "sent"));
        assertBalanced(root);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|2|Missing required option: '--to=URI'",
        "--to udp://239.1.1.1|78|relay replay: ",
        "--to udp://239.1.1.0/30:5000|78|relay replay: destination 'udp://239.1.1.0/30:5000' is a range: one address " +
            "and port, or udp://original to send each datagram where it was first sent to",
        "--to aeron:ipc|2|--to aeron:ipc: 'relay replay' sends UDP, udp://address:port or udp://original",
        "--to udp://239.1.1.1:5000?interface=absent0|1|relay replay: cannot open " +
            "udp://239.1.1.1:5000?interface=absent0",
        "--to udp://239.1.1.1:5000 --map 239.1.1.0/24=239.1.2.0/24|2|--map needs --to udp://original: " +
            "udp://239.1.1.1:5000 takes all datagrams",
        "--to udp://239.1.1.1:5000 --unicast|2|--unicast needs --to udp://original: ",
        "--to udp://original --map 239.1.1.0|2|Invalid value for option '--map' (NET=NET): bad map '239.1.1.0': ",
        "--to udp://original --filter tcp|2|bad filter 'tcp': 'tcp' is not understood; understood are dst NETWORK, ",
        "--to udp://original --speed fast|2|Invalid value for option '--speed': bad factor 'fast': 0.001x to ",
        "--to udp://original --speed 2x --max|2|Error: --speed=FACTOR, --max are mutually exclusive (specify only one)",
        "--to udp://original --pps 0|2|--pps 0: 1 or more",
        "--to udp://original --rate 0Mbit|2|--rate 0: 1 or more",
        "--to udp://original --rate 500|2|Invalid value for option '--rate': rate '500' has no unit",
        "--to udp://original --pps 5 --gap-limit 1s|2|--gap-limit is about captured times, which --pps, --rate and " +
            "--max do not keep",
        "--to udp://original --max --burst 3x/50ms/1s|2|--burst and --max: nothing is faster than as fast as it goes",
        "--to udp://original --burst 3x|2|--burst: bad burst '3x': FACTOR/WINDOW/every PERIOD",
        "--to udp://original --burst 3x/50ms/every|2|--burst: bad burst '3x/50ms/every': bad duration 'every': a " +
            "number and a unit",
        "--to udp://original --start 0|2|--start 0: 1 or more",
        "--to udp://original --count 0|2|--count 0: 1 or more",
        "--to udp://original --loop -1|2|--loop -1: 0 or more",
        "--to udp://original --core -1|2|--core -1: 0 or more",
    })
    void shouldExplainWhatItCannotDo(final String arguments, final int exitCode, final String message)
    {
        final String all = file + (null == arguments ? "" : " " + arguments);
        assertEquals(exitCode, run(all.split(" ")), err);
        assertTrue(err.startsWith(message), err);
    }

    @Test
    void shouldStayOnACore()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
        final String core = String.valueOf(Affinity.current().nextSetBit(0));
        final String[] arguments = {"--to", "udp://127.0.0.1:9", "--pps", "20000", "--warm-up", "0s",
            "--burst", "3x/50ms/every", "1s", file.toString(), "--core", core};
        assertEquals(0, run(arguments), err);
        arguments[arguments.length - 1] = "8000";
        assertEquals(1, run(arguments));
        assertTrue(err.contains("relay replay: ") && err.contains("cannot pin thread paced-sender to cores {8000}"),
            err);
        assertTrue(out.contains("sent       0 of "), out);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException
    {
        final Path missing = directory.resolve("none.pcap");
        assertEquals(1, run(missing.toString(), "--to", "udp://127.0.0.1:5000"));
        assertEquals("relay replay: " + missing + ": cannot be read: no such file or directory" +
            System.lineSeparator(),
            err);
        Files.writeString(file, "some other file, which is long enough\n");
        assertEquals(1, run(file.toString(), "--to", "udp://127.0.0.1:5000", "--warm-up", "0s"));
        assertTrue(err.endsWith("relay replay: " + file + ": offset 0: is neither pcap nor pcapng; " +
            "nothing could be read" + System.lineSeparator()), err);
    }

    @Test
    void shouldGiveExamplesInTheHelp()
    {
        assertEquals(0, run("--help"));
        assertTrue(out.contains("  relay replay open.pcapng.gz --to 'udp://original?interface=eth0' --map "), out);
        assertTrue(out.lines().allMatch((line) -> line.length() <= 120), out);
        assertTrue(new CommandLine(new Main()).getSubcommands().containsKey("replay"));
    }

    private static void assertBalanced(final JsonObject root)
    {
        long sum = 0;
        for (final String key : new String[]{"filtered", "hosts", "refused", "beforeStart", "sent", "failed", "unsent"})
        {
            sum += root.get(key).getAsLong();
        }
        assertEquals(root.get("datagrams").getAsLong(), sum, root::toString);
    }

    private JsonObject json()
    {
        return JsonParser.parseString(out).getAsJsonObject();
    }

    private static String part(final JsonObject root, final String... keys)
    {
        final JsonObject part = new JsonObject();
        for (final String key : keys)
        {
            part.add(key, root.get(key));
        }
        return part.toString();
    }

    private int run(final String... args)
    {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int result = new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText)).execute(args);
        out = outText.toString();
        err = errText.toString();
        return result;
    }

    private static void terminate() throws ReflectiveOperationException
    {
        final Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
    }
}
