package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import relay.cli.Main;

class CaptureCommandTest
{
    private static final int START_SEC = 1_763_888_400;

    @TempDir
    private Path directory;
    private Path file;
    private final ByteArrayOutputStream capture = new ByteArrayOutputStream();
    private String out;
    private String err;

    /** Raw IP, microseconds: three datagrams back to back, one 10 s later, one 1 us before it, one that is no UDP. */
    @BeforeEach
    void writeCapture() throws IOException
    {
        capture.writeBytes(ByteBuffer.allocate(24).putInt(0xA1B2_C3D4).putInt(0x0002_0004).putInt(16, 65_535)
            .putInt(20, 101).array());
        record(0, 0, packet(0xEF01_0101, 17, "one"));
        record(0, 4, packet(0xEF01_0101, 17, "two"));
        record(0, 8, packet(0xEF01_0102, 17, "x".repeat(2_000)));
        record(10, 0, packet(0x0A01_0101, 17, ""));
        record(9, 999_999, packet(0xEF01_0101, 17, "four"));
        record(11, 0, packet(0xEF01_0101, 6, "tcp"));
        file = Files.write(directory.resolve("a.pcap"), capture.toByteArray());
    }

    @Test
    void shouldPrintWhatIsInACapture()
    {
        assertEquals(0, run(file.toString()), err);
        assertEquals("""
            %s: pcap-us-be, 6 records
            datagrams  5, 2,010 B of payload; 4 of them multicast
            skipped    1: non_udp 1
            sizes      small 4, standard 1; shortest 0 B, p50 3 B, p99 2000 B, longest 2000 B
            time       2025-11-23 09:00:00.000000000 UTC, 10.00 s; backward 1, gaps over 5.00 s 1, longest gap 10.00 s
            mean       0.4 datagrams/s, 0.002 Mbit/s
            peak 1 ms  3,000.0 datagrams/s, 16.048 Mbit/s: 3 datagrams, 2,006 B
            peak 10 ms 300.0 datagrams/s, 1.605 Mbit/s: 3 datagrams, 2,006 B
            trains     1 of 3 datagrams, at most 10.0 us apart; longest 3 datagrams, 2,006 B; by length 2-3: 1

            to                                                    datagrams           payload B
            239.1.1.1:5000                                                3                  10
            10.1.1.1:5000                                                 1                   0
            239.1.1.2:5000                                                1               2,000
            """.formatted(file), out);
        assertEquals("", err);
    }

    @Test
    void shouldPrintJson()
    {
        assertEquals(0, run("--json", file.toString()), err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals("{\"file\":\"" + file + "\",\"format\":\"pcap-us-be\",\"gzip\":false,\"error\":null," +
            "\"records\":6,\"datagrams\":5,\"payloadBytes\":2010}",
            part(root, "file", "format", "gzip", "error", "records", "datagrams", "payloadBytes"));
        assertEquals("{\"skipped\":{\"non_udp\":1},\"ungrouped\":0}", part(root, "skipped", "ungrouped"));
        assertEquals("{\"dst\":\"10.1.1.1:5000\",\"datagrams\":1,\"payloadBytes\":0,\"sha256\":" +
            "\"df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119\"}",
            root.getAsJsonArray("groups").get(1).toString());
        assertEquals(4, root.getAsJsonObject("multicast").get("datagrams").getAsInt());
        assertEquals("{\"sizes\":{\"small\":4,\"standard\":1,\"jumbo\":0,\"large\":0}," +
            "\"payloadLength\":{\"min\":0,\"p50\":3,\"p99\":2000,\"max\":2000}}", part(root, "sizes", "payloadLength"));
        assertEquals("{\"timed\":5,\"firstEpochNs\":1763888400000000000,\"lastEpochNs\":1763888410000000000," +
            "\"durationNs\":10000000000,\"backwardTimestamps\":1,\"largeGaps\":1,\"gapMaxNs\":9999992000," +
            "\"meanRate\":0.4,\"meanBitRate\":1608.0}", part(root, "timed", "firstEpochNs", "lastEpochNs", "durationNs",
            "backwardTimestamps", "largeGaps", "gapMaxNs", "meanRate", "meanBitRate"));
        assertEquals(
            "{\"windowNs\":1000000,\"datagrams\":3,\"payloadBytes\":2006,\"rate\":3000.0,\"bitRate\":1.6048E7}",
            root.getAsJsonArray("peaks").get(0).toString());
        assertEquals("{\"gapMaxNs\":10000,\"count\":1,\"datagrams\":3,\"longest\":3,\"longestBytes\":2006," +
            "\"byLength\":[{\"from\":2,\"count\":1}]}", root.getAsJsonObject("trains").toString());
    }

    @Test
    void shouldReadGzip() throws IOException
    {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file)))
        {
            gzip.write(capture.toByteArray());
        }
        assertEquals(0, run(file.toString()), err);
        assertTrue(out.startsWith(file + ": pcap-us-be, gzip, 6 records\n"), out);
    }

    @Test
    void shouldShowWhatADamagedCaptureHoldsAndFail() throws IOException
    {
        Files.write(file, Arrays.copyOf(capture.toByteArray(), 24 + 16 + 31 + 20));
        assertEquals(1, run(file.toString()));
        assertTrue(out.contains("datagrams  1, 3 B of payload; 1 of them multicast\n"), out);
        assertEquals("relay capture: " + file + ": offset 71: record is cut: 4 of 31 bytes are left; shown is what " +
            "came before it\n", err);
        assertEquals(1, run("--json", file.toString()));
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals("{\"error\":\"offset 71: record is cut: 4 of 31 bytes are left\",\"records\":1}",
            part(root, "error", "records"));
    }

    @Test
    void shouldShowNothingOfAnEmptyCapture() throws IOException
    {
        Files.write(file, Arrays.copyOf(capture.toByteArray(), 24));
        assertEquals(0, run(file.toString()));
        assertEquals(file +
            ": pcap-us-be, 0 records\ndatagrams  0, 0 B of payload; 0 of them multicast\nskipped    0\n", out);
    }

    @Test
    void shouldShowTheLargestGroups() throws IOException
    {
        for (int i = 0; i < 30; i++)
        {
            record(12, i, packet(0xEF02_0000 + i, 17, "x"));
        }
        Files.write(file, capture.toByteArray());
        assertEquals(0, run(file.toString()));
        assertTrue(out.endsWith("and 13 more: --json shows all\n"), out);
        assertTrue(out.indexOf("239.1.1.1:5000 ") < out.indexOf("10.1.1.1:5000 "), out);
        assertEquals(0, run("--json", file.toString()));
        assertEquals(33, JsonParser.parseString(out).getAsJsonObject().getAsJsonArray("groups").size());
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException
    {
        final Path missing = directory.resolve("none.pcap");
        assertEquals(1, run(missing.toString()));
        assertEquals("relay capture: " + missing + ": cannot be read: no such file or directory\n", err);
        assertEquals(1, run(directory.toString()));
        assertEquals("relay capture: " + directory + ": cannot be read: Is a directory\n", err);
        Files.writeString(file, "some other file\n");
        assertEquals(1, run(file.toString()));
        assertEquals("relay capture: " + file + ": offset 0: is neither pcap nor pcapng; nothing could be read\n", err);
    }

    @Test
    void shouldRefuseWrongUsageAndHelp()
    {
        assertEquals(2, run());
        assertEquals(2, run(file.toString(), "--xml"));
        assertEquals(0, run("--help"));
        assertTrue(out.contains("  relay capture market-open.pcapng.gz --json"), out);
        assertTrue(out.lines().allMatch((line) -> line.length() <= 80), out);
        assertTrue(new CommandLine(new Main()).getSubcommands().containsKey("capture"));
    }

    private void record(final int second, final int us, final byte[] packet)
    {
        capture.writeBytes(ByteBuffer.allocate(16).putInt(START_SEC + second).putInt(us).putInt(packet.length)
            .putInt(packet.length).array());
        capture.writeBytes(packet);
    }

    private static byte[] packet(final int destination, final int protocol, final String payload)
    {
        final int length = 28 + payload.length();
        return ByteBuffer.allocate(length).put((byte)0x45).put((byte)0).putShort((short)length).putInt(0).put((byte)1)
            .put((byte)protocol).putShort((short)0).putInt(0x0A01_0107).putInt(destination).putShort((short)4_000)
            .putShort((short)5_000).putShort((short)(8 + payload.length())).putShort((short)0)
            .put(payload.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static String part(final JsonObject root, final String... keys)
    {
        final JsonObject part = new JsonObject();
        Arrays.stream(keys).forEach((key) -> part.add(key, root.get(key)));
        return part.toString();
    }

    private int run(final String... args)
    {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int result = new CommandLine(new CaptureCommand())
            .setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText)).execute(args);
        out = outText.toString();
        err = errText.toString();
        return result;
    }
}
