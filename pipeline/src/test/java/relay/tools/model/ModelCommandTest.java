package relay.tools.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.observe.HistogramLog;
import relay.observe.LatencyCollector;
import relay.pool.BufferCounts;
import relay.pool.LatencyRecorder;
import relay.tools.model.capacity.BufferNeeds;

class ModelCommandTest
{
    private static final long START_MS = 1_763_888_400_000L;
    private static final int SECONDS = 4;

    @TempDir
    private Path directory;
    private long nowMs = START_MS;
    private String out;
    private String err;

    @Test
    void shouldPredictABurst()
    {
        assertEquals(0, run("--rate", "5000000", "--cores", "16", "--lifetime", "22us", "--burst", "3x/50ms",
            "--drain", "1.5x", "--batch", "256", "--buffers", "small=5000"), err);
        assertEquals("""
            class default                      small
            packets/s on a core              312,500
            lifetime, mean                   22.0 us
            in flight, mean                     6.88
            in flight in the burst, mean       10.31
            in flight in the burst, p99.99        25
            held by a batch                      256
            in use, mean                       262.9
            backlog of the burst            23,437.5
            buffers needed                    23,719
            these buffers                      5,000
              exhausted after               10.10 ms
              dropped in the burst          18,703.8
              drop rate otherwise                0 %
            burst of 3 x for 50.00 ms: 46,875 packets, backlog 23,437.5; 18,703.8 dropped (39.90 %), 50.00 % while \
            exhausted
              nothing waits 30.30 ms after its end

            memory         payload a core  with headers  slots in the heap  with headers, 16 cores
            these buffers        11.35 MB      11.93 MB            1.05 MB               190.87 MB
            recommended          38.93 MB      41.36 MB            4.19 MB               661.73 MB

            classes:
              default: { buffers: { small: 23719, standard: 256, jumbo: 256, large: 0 } }

            expected drop rate of class default with these: 0 %, in the burst 0 %
            """, out);
    }

    @Test
    void shouldShowSizeClassesSideBySide()
    {
        assertEquals(0, run(
            "--rate", "100000", "--mix", "small:60,jumbo:40", "--lifetime", "small=7us,jumbo=102us"), err);
        assertTrue(out.startsWith("""
            class default            small     jumbo      all
            packets/s on a core     60,000    40,000  100,000
            lifetime, mean          7.0 us  102.0 us
            in flight, mean           0.42      4.08     4.50
            in flight, p99.99            5        14
            held by a batch          38.40     25.60       64
            """), out);
    }

    @Test
    void shouldPredictABurstAsJson()
    {
        assertEquals(0, run("--rate", "100000", "--mix", "small:60,jumbo:40", "--lifetime", "small=7us,jumbo=102us",
            "--class", "a=3", "--class", "b", "--burst", "3x/5ms", "--drain", "150000", "--batch", "0", "--json"), err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(1.5, root.get("drainFactor").getAsDouble(), 1e-12);
        assertEquals(2, root.getAsJsonArray("classes").size());
        final JsonObject first = root.getAsJsonArray("classes").get(0).getAsJsonObject();
        assertEquals("a", first.get("name").getAsString());
        assertEquals(75_000, first.get("ratePerSecond").getAsDouble(), 1e-6);
        assertEquals(562.5, first.get("backlog").getAsDouble(), 1e-6);
        final double dropped = 225 - (200 - 1.5 * 30_000 * 102e-6);
        assertEquals(dropped, first.get("dropped").getAsDouble(), 1e-6);
        assertEquals((562.5 - dropped) / 37_500 * 1e9, first.get("drainNs").getAsDouble(), 1);
        final JsonObject small = first.getAsJsonArray("sizes").get(0).getAsJsonObject();
        assertEquals(45_000 * 7e-6, small.get("inFlight").getAsDouble(), 1e-9);
        assertEquals(-1, small.get("exhaustionNs").getAsDouble(), "never");
        assertEquals(0, small.get("dropped").getAsDouble());
        assertTrue(first.getAsJsonObject("recommended").get("isEnough").getAsBoolean());
    }

    @Test
    void shouldSayWhenTheDrainIsTooSlow()
    {
        assertEquals(0,
            run("--bit-rate", "800Mbit", "--lifetime", "10us", "--drain", "0.5x", "--burst", "1x/10s"), err);
        assertTrue(out.contains(
            "the drain is slower than the rate: the backlog grows for ever, and in the end 50.00 %"), out);
        assertTrue(out.contains("nothing waits never again"), out);

        assertEquals(0,
            run("--rate", "1000000000", "--lifetime", "10us", "--drain", "0.5x", "--burst", "1x/10s"), err);
        assertTrue(out.contains("class default needs more than a lane can have (1,000,000 buffers of a size class, " +
            "2,147,483,647 B in all), so the recommendation is not enough"), out);
    }

    @Test
    void shouldBearNumbersOfAnySize()
    {
        assertEquals(0, run("--rate", "9223372036854775807", "--lifetime", "9223372036s", "--drain", "0.000000001x",
            "--burst", "999999999999x/9223372036s", "--percentile", "99.9999999999", "--json"), err);
        final JsonObject lane = JsonParser.parseString(out).getAsJsonObject().getAsJsonArray("classes").get(0)
            .getAsJsonObject();
        assertEquals(false, lane.getAsJsonObject("recommended").get("isEnough").getAsBoolean());
        assertEquals(BufferNeeds.BUFFERS_MAX,
            lane.getAsJsonObject("recommended").getAsJsonObject("buffers").get("small").getAsInt());
        assertEquals(0, run("--rate", "1", "--lifetime", "0ns", "--batch", "0", "--percentile", "0.000001"), err);
        assertTrue(out.contains("small: 1, standard: 0"), out);
    }

    @Test
    void shouldAskForAsMuchAsAConfigurationMay()
    {
        final String yaml = """
            classes: { a: { buffers: { small: %d } } }
            flows: { f: { from: "udp://239.1.1.1:5000?interface=127.0.0.1", class: a, to: lan } }
            destinations: { lan: { to: "udp://239.2.2.2:6000?interface=127.0.0.1" } }
            """;
        assertEquals(List.of(), ConfigReader.read(
            "a.yaml", yaml.formatted(BufferNeeds.BUFFERS_MAX).getBytes(StandardCharsets.UTF_8)).errors());
        assertEquals(1, ConfigReader.read(
            "a.yaml", yaml.formatted(BufferNeeds.BUFFERS_MAX + 1).getBytes(StandardCharsets.UTF_8)).errors().size());
    }

    @Test
    void shouldRecommendBuffersFromALog() throws IOException
    {
        final Path log = log();
        assertEquals(0, run("--hlog", log.toString(), "--batch", "8"), err);
        final String yaml = out.substring(out.indexOf("classes:"), out.indexOf("\n\nexpected"));
        assertEquals("""
            classes:
              bulk: { buffers: { small: 12, standard: 8, jumbo: 8, large: 0 } }
              video: { buffers: { small: 13, standard: 19, jumbo: 8, large: 0 } }""", yaml);

        assertEquals(0, run("--hlog", log.toString(), "--batch", "8", "--json", "--class", "bulk"), err);
        final JsonObject bulk = JsonParser.parseString(out).getAsJsonObject()
            .getAsJsonArray("classes").get(0).getAsJsonObject();
        assertEquals(1_000, bulk.get("ratePerSecond").getAsDouble(), 1e-6);
        assertEquals(1_000 * 100e-6, bulk.get("inFlight").getAsDouble(), 1e-3);
    }

    @Test
    void shouldPrintWhatAConfigurationTakes() throws IOException
    {
        assertEquals(0, run("--hlog", log().toString(), "--batch", "8"), err);
        final ConfigResult result = ConfigReader.read("pasted.yaml", (out.substring(
            out.indexOf("classes:"), out.indexOf("\n\nexpected")) + """

            flows:
              a: { from: "udp://239.1.1.1:5000?interface=127.0.0.1", class: bulk, to: lan }
              b: { from: "udp://239.1.1.2:5000?interface=127.0.0.1", class: video, to: lan }
            destinations:
              lan: { to: "udp://239.2.2.2:6000?interface=127.0.0.1" }
            """).getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(), result.errors());
        assertEquals(new BufferCounts(12, 8, 8, 0), result.config().classes().get(0).buffers());
    }

    @Test
    void shouldPlayACapture() throws IOException
    {
        final Path capture = capture();
        assertEquals(0, run("--capture", capture.toString(), "--hlog", log().toString(), "--class", "bulk",
            "--lifetime", "jumbo=50us", "--drain", "1000", "--batch", "8", "--buffers", "small=50", "--json"), err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(300, root.get("datagrams").getAsLong());
        final JsonObject bulk = root.getAsJsonArray("classes").get(0).getAsJsonObject();
        assertEquals(100, bulk.get("backlogMost").getAsLong());
        assertEquals(100, bulk.getAsJsonArray("windows").get(0).getAsJsonObject().get("most").getAsLong());
        final JsonObject small = bulk.getAsJsonArray("sizes").get(0).getAsJsonObject();
        assertEquals(200, small.get("arrivals").getAsLong());
        assertEquals(60, small.get("backlogMost").getAsLong());
        assertEquals(10, small.get("dropped").getAsLong());
        assertEquals(10.0 / 300, bulk.get("dropRate").getAsDouble(), 1e-9);
        final JsonObject recommended = bulk.getAsJsonObject("recommended");
        assertEquals(0, recommended.get("dropRate").getAsDouble());
        assertTrue(recommended.getAsJsonObject("buffers").get("small").getAsInt() > 60, out);
    }

    @Test
    void shouldTellClassesOfACaptureApart() throws IOException
    {
        final Path capture = capture();
        assertEquals(0, run("--capture", capture.toString(), "--lifetime", "50us", "--speed", "10",
            "--class", "a=udp://239.1.1.1:5000", "--class", "b=udp://239.1.1.2/31:4999-5001"), err);
        assertTrue(out.startsWith(
            "played 300 datagrams at 10 x their speed; left out 0 without a time, 0 of no class\n"), out);
        assertTrue(out.contains("\nclass a ") && out.contains("\nclass b ") &&
            out.contains("\ndrop rate of class b with these: 0 %\n"), out);

        assertEquals(0, run("--capture", capture.toString(), "--lifetime", "50us",
            "--class", "a=udp://239.1.1.1:5000", "--json"), err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(200, root.get("datagrams").getAsLong());
        assertEquals(100, root.get("unmatched").getAsLong());
    }

    @Test
    void shouldUseWhatADamagedFileHoldsAndFail() throws IOException
    {
        final Path capture = capture();
        final byte[] bytes = Files.readAllBytes(capture);
        Files.write(capture, Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals(1, run("--capture", capture.toString(), "--lifetime", "50us"));
        assertTrue(err.startsWith("relay model: " + capture + ": offset ") &&
            err.endsWith("; used is what came before it\n"), err);
        assertTrue(out.startsWith("played 299 datagrams"), out);

        final Path log = log();
        Files.writeString(log, "Tag=lifetime.bulk.small,3.000,1.0", StandardOpenOption.APPEND);
        assertEquals(1, run("--hlog", log.toString()));
        assertTrue(err.startsWith("relay model: " + log + ": line ") &&
            err.endsWith("; used is what came before it\n"), err);
        assertTrue(out.contains("class bulk"), out);
    }

    @Test
    void shouldFailOnFilesThatHoldNothing() throws IOException
    {
        final Path missing = directory.resolve("none");
        assertEquals(1, run("--hlog", missing.toString()));
        assertEquals("relay model: " + missing + ": cannot be read: no such file or directory\n", err);
        assertEquals(1, run("--capture", missing.toString(), "--lifetime", "1us"));
        assertEquals("relay model: " + missing + ": cannot be read: no such file or directory\n", err);

        final Path other = Files.writeString(directory.resolve("other"), "some other file\n");
        assertEquals(1, run("--hlog", other.toString()));
        assertEquals("relay model: " + other + ": line 1: is not a line of a histogram log: " +
            "[Tag=TAG,]START,LENGTH,MAX,HISTOGRAM; nothing could be read\n", err);
        assertEquals(1, run("--capture", other.toString(), "--lifetime", "1us"));
        assertEquals("relay model: " + other +
            ": offset 0: is neither pcap nor pcapng; too little could be read\n", err);

        final Path capture = capture();
        assertEquals(1, run("--capture", capture.toString(), "--lifetime", "1us", "--class", "a=udp://239.9.9.9:1"));
        assertEquals("relay model: " + capture + ": no rate follows from 0 datagrams: at least two, at different " +
            "times (of no class: 300, without a time: 0)\n", err);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        --json => nothing to compute from: --rate, --bit-rate, --hlog or --capture
        --rate 0 --lifetime 1us => --rate 0: 1 or more
        --rate 5 --bit-rate 5kbit => --rate and --bit-rate: one of them
        --rate 5 --size 100 --mix small:1 => --size and --mix: one of them
        --rate 5 --mix tiny:1 --lifetime 1us => bad size 'tiny': 40 to 65507 B, or small, standard, jumbo, large
        --rate 5 => no lifetimes of small buffers in class default: give --lifetime TIME, or --hlog FILE
        --rate 5 --lifetime 5 => --lifetime: duration '5' has no unit: one of ns, us, \u00b5s, ms, s
        --rate 5 --lifetime small=1us,small=2us => --lifetime small=1us,small=2us at 'small=2us': SIZE=VALUE,..., each \
        of small, standard, jumbo, large at most once
        --rate 5 --lifetime jumbo=1us => no lifetimes of small buffers in class default: give --lifetime TIME, or \
        --hlog FILE
        --rate 5 --lifetime 1us --burst 3x/50ms => --burst without --drain: nothing piles up unless something limits \
        what leaves
        --rate 5 --lifetime 1us --drain 1x --burst 3/50ms => --burst 3/50ms: a multiple of the rate and how long, such \
        as 3x/50ms
        --rate 5 --lifetime 1us --drain 1x --burst 3x/50 => --burst 3x/50: duration '50' has no unit: one of ns, us, \
        \u00b5s, ms, s
        --rate 5 --lifetime 1us --drain fast => --drain fast: packets a second, such as 470000, or a multiple of the \
        rate, such as 1.5x
        --rate 5 --lifetime 1us --drain 0x => --drain 0x: packets a second, such as 470000, or a multiple of the rate, \
        such as 1.5x
        --rate 5 --lifetime 1us --batch -1 => --batch -1: 0 to 1000000
        --rate 5 --lifetime 1us --cores 0 => --cores 0: 1 to 1024
        --rate 5 --lifetime 1us --percentile 100 => --percentile 100.0: more than 0, less than 100
        --rate 5 --lifetime 1us --buffers small=many => --buffers small=many at 'many': 0 to 1000000
        --rate 5 --lifetime 1us --buffers tiny=1 => --buffers tiny=1 at 'tiny=1': SIZE=VALUE,..., each of small, \
        standard, jumbo, large at most once
        --rate 5 --lifetime 1us --speed 2 => --speed without --capture: nothing to play
        --rate 5 --lifetime 1us --class a=0 => --class a=0: a name, and a weight from 1 to 999999 or, with --capture, \
        a URI such as udp://239.1.1.0/28:5000
        --rate 5 --lifetime 1us --class a --class a => --class a: 'a' was named before
        --rate 5 --lifetime 1us --class a=udp://239.1.1.1:5 => --class a=URI goes with --capture: it says which of its \
        datagrams are of the class
        --capture f --rate 5 => --rate with --capture, which has its own: --speed changes it
        --capture f --burst 3x/1ms --drain 1x => --burst with --capture, which has its own bursts
        --capture f --mix small:1 => --size and --mix go with --rate: a histogram log and a capture have sizes of \
        their own
        --capture f --speed 0 => --speed 0.0: from 0.000001 to 1000000
        --capture f --class a --class b => --class a: which of the capture's datagrams? --class a=URI
        --capture f --class a=3 => --class a=WEIGHT goes with --rate, which it shares
        --capture f --class a=udp://nowhere => --class a=udp://nowhere:
        """)
    void shouldRefuseWrongUsage(final String arguments, final String message)
    {
        assertEquals(2, run(arguments.split(" ")), out);
        assertTrue(err.startsWith(message), err);
    }

    @Test
    void shouldRefuseClassesThatALogDoesNotHave() throws IOException
    {
        final Path log = log();
        assertEquals(2, run("--hlog", log.toString(), "--class", "audio"));
        assertTrue(err.startsWith("--class audio: " + log + " has no such class, but bulk, video"), err);
        assertEquals(2, run("--hlog", log.toString(), "--rate", "5"));
        assertTrue(err.startsWith(log + " has the classes bulk, video: name those that are meant, and what is " +
            "theirs, with --class NAME=WEIGHT"), err);
        assertEquals(2, run("--hlog", log.toString(), "--rate", "5", "--mix", "jumbo:1", "--class", "bulk"));
        assertTrue(err.startsWith("no lifetimes of jumbo buffers in class bulk: the histogram log has none, " +
            "give --lifetime jumbo=TIME for them"), err);
    }

    @Test
    void shouldHelpWithExamples()
    {
        assertEquals(0, run("--help"), err);
        assertTrue(out.contains("  relay model --hlog relay.hlog"), out);
        assertTrue(out.lines().allMatch(line -> line.length() <= 120), out);
    }

    /**
     * A second, of bulk 1,000 small ones at 100 us on average; of video 1,000 at 1 ms and 500 standard ones at 10 ms.
     */
    private Path log() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        final LatencyRecorder bulk = new LatencyRecorder();
        final LatencyRecorder small = new LatencyRecorder();
        final LatencyRecorder standard = new LatencyRecorder();
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000,
            HistogramLog.create(file, nowMs, "Relay", error -> { throw new AssertionError(error); }));
        collector.add("lifetime.bulk.small", bulk);
        collector.add("lifetime.video.small", small);
        collector.add("lifetime.video.standard", standard);
        for (int second = 0; second < SECONDS; second++)
        {
            for (int i = 0; i < 500; i++)
            {
                bulk.recordNs(50_000);
                bulk.recordNs(150_000);
                small.recordNs(1_000_000);
                small.recordNs(1_000_000);
                standard.recordNs(10_000_000);
            }
            nowMs += 1_000;
            collector.doWork();
            List.of(bulk, small, standard).forEach(LatencyRecorder::onDutyCycleEnd);
            collector.doWork();
        }
        collector.onClose();
        return file;
    }

    /** 100 datagrams at once, 60 of them small, the others jumbo; then 200 at even distances, 140 of them small. */
    private Path capture() throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(buffer(24).putInt(0xA1B2_C3D4).putShort((short)2).putShort((short)4).putInt(0).putInt(0)
            .putInt(65_535).putInt(101).array());
        for (int i = 0; i < 300; i++)
        {
            final int timeUs = i < 100 ? 0 : 200_000 + i * 10_000;
            final boolean isSmall = i < 100 ? i % 5 < 3 : i % 10 < 7;
            final byte[] packet = packet(isSmall ? 1 : 2, isSmall ? 100 : 8_000);
            bytes.writeBytes(buffer(16).putInt(1_700_000_000 + timeUs / 1_000_000).putInt(timeUs % 1_000_000)
                .putInt(packet.length).putInt(packet.length).array());
            bytes.writeBytes(packet);
        }
        return Files.write(directory.resolve("a.pcap"), bytes.toByteArray());
    }

    /** To 239.1.1.GROUP:5000, from 10.0.0.1:4000. */
    private static byte[] packet(final int group, final int length)
    {
        return ByteBuffer.allocate(28 + length)
            .put((byte)0x45).put((byte)0).putShort((short)(28 + length)).putInt(0)
            .put((byte)4).put((byte)17).putShort((short)0).putInt(0x0A00_0001).putInt(0xEF01_0100 | group)
            .putShort((short)4_000).putShort((short)5_000).putShort((short)(8 + length)).putShort((short)0).array();
    }

    private static ByteBuffer buffer(final int length)
    {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int run(final String... args)
    {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int result = new CommandLine(new ModelCommand())
            .setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText)).execute(args);
        out = outText.toString();
        err = errText.toString();
        return result;
    }
}
