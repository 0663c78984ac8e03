package relay.tools.hist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import relay.observe.HistogramLog;
import relay.observe.LatencyCollector;
import relay.pool.LatencyRecorder;

class HistCommandTest
{
    private static final long START_MS = 1_763_888_400_000L;

    @TempDir
    private Path directory;
    private Path file;
    private long nowMs = START_MS;
    private String out;
    private String err;

    @BeforeEach
    void writeLog() throws IOException
    {
        file = directory.resolve("relay.hlog");
        final LatencyRecorder small = new LatencyRecorder();
        final LatencyRecorder siteB = new LatencyRecorder();
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000,
            HistogramLog.create(file, START_MS, "Relay", (error) -> { throw new AssertionError(error); }));
        collector.add("lifetime.bulk.small", small);
        collector.add("residence.bulk.site-b", siteB);
        for (int second = 1; second <= 3; second++)
        {
            for (int i = 1; i <= 1_000; i++)
            {
                small.recordNs(second * 1_000L);
                siteB.recordNs(i * 100L);
            }
            nowMs += 1_000;
            collector.doWork();
            small.onDutyCycleEnd();
            siteB.onDutyCycleEnd();
            collector.doWork();
        }
        collector.onClose();
    }

    @Test
    void shouldPrintATableAndADrawing()
    {
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString()), err);
        assertEquals("""
            %s: 2025-11-23 09:00:00 UTC, 3.0 s, 6 intervals

            us                     count   mean    p50    p90    p99  p99.9  p99.99    max
            lifetime.bulk.small    3,000  2.000  2.000  3.001  3.001  3.001   3.001  3.001
            residence.bulk.site-b  3,000  50.05  50.02  90.05  99.01  99.90   100.0  100.0

            """.formatted(file), out.substring(0, out.indexOf("\n\n  ") + 2));
        assertTrue(out.contains("\u2588"), out);
        assertEquals("", err);
    }

    @Test
    void shouldKeepToAsciiWhenTheTerminalDoes()
    {
        assertEquals(0, run(StandardCharsets.US_ASCII, file.toString()), err);
        assertTrue(out.chars().allMatch((c) -> c < 0x7F), out);
        assertTrue(out.contains("####"), out);
    }

    @Test
    void shouldPrintJson()
    {
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--json", "--from", "1", "--to", "2"), err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(file.toString(), root.get("file").getAsString());
        assertEquals(START_MS + 1_000, root.get("startMs").getAsLong());
        assertEquals(1_000, root.get("lengthMs").getAsLong());
        assertEquals(2, root.get("intervals").getAsInt());
        assertEquals("ns", root.get("unit").getAsString());
        final JsonObject tag = root.get("tags").getAsJsonArray().get(0).getAsJsonObject();
        assertEquals("{\"tag\":\"lifetime.bulk.small\",\"count\":1000,\"mean\":2000.0,\"p50\":2000,\"p90\":2000," +
            "\"p99\":2000,\"p99.9\":2000,\"p99.99\":2000,\"max\":2000}", tag.toString());
    }

    @Test
    void shouldScale()
    {
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--json", "--scale", "ms", "--to", "1"), err);
        assertTrue(out.contains("\"p50\": 0.001,"), out);
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--scale", "ns", "--to", "1"), err);
        assertTrue(out.contains("\nlifetime.bulk.small    1,000   1000   1000"), out);
    }

    @Test
    void shouldSelectTags()
    {
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--tag", "lifetime.bulk.small"), err);
        assertTrue(!out.contains("residence"), out);
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--tag", "*site-b", "--tag", "life*"), err);
        assertTrue(out.contains("residence.bulk.site-b") && out.contains("lifetime.bulk.small"), out);

        assertEquals(1, run(StandardCharsets.UTF_8, file.toString(), "--tag", "lifetime"));
        assertEquals("relay hist: " + file + ": no interval matches --tag, --from and --to; it has the tags " +
            "lifetime.bulk.small, residence.bulk.site-b\n", err);
        assertEquals("", out);
    }

    @Test
    void shouldDrawSvg() throws IOException
    {
        final Path svg = directory.resolve("latency.svg");
        assertEquals(0, run(StandardCharsets.UTF_8, file.toString(), "--svg", svg.toString()), err);
        assertTrue(Files.readString(svg).startsWith("<svg "));
    }

    @Test
    void shouldNameSvgInPlaceOfPng()
    {
        assertEquals(2, run(StandardCharsets.UTF_8, file.toString(), "--png", "a.png"));
        assertTrue(err.startsWith("--png a.png: 'relay hist' draws SVG only: --svg FILE.svg"), err);
    }

    @Test
    void shouldSayWhyAPictureCannotBeWritten()
    {
        final Path target = directory.resolve("none").resolve("a.svg");
        assertEquals(1, run(StandardCharsets.UTF_8, file.toString(), "--svg", target.toString()));
        assertEquals("relay hist: " + target + ": cannot be written: no such file or directory\n", err);
    }

    @Test
    void shouldShowWhatADamagedLogHoldsAndFail() throws IOException
    {
        Files.writeString(file, "Tag=lifetime.bulk.small,3.000,1.0", StandardOpenOption.APPEND);
        assertEquals(1, run(StandardCharsets.UTF_8, file.toString(), "--json"));
        assertEquals("relay hist: " + file + ": line 12: is not a line of a histogram log: " +
            "[Tag=TAG,]START,LENGTH,MAX,HISTOGRAM; shown is what came before it\n", err);
        final JsonObject root = JsonParser.parseString(out).getAsJsonObject();
        assertEquals(6, root.get("intervals").getAsInt());
        assertTrue(root.get("damage").getAsString().startsWith("line 12: "), out);

        Files.writeString(file, "some other file\n");
        assertEquals(1, run(StandardCharsets.UTF_8, file.toString()));
        assertEquals("relay hist: " + file + ": line 1: is not a line of a histogram log: " +
            "[Tag=TAG,]START,LENGTH,MAX,HISTOGRAM; nothing could be read\n", err);
    }

    @Test
    void shouldFailOnFilesThatHoldNothing() throws IOException
    {
        final Path missing = directory.resolve("none.hlog");
        assertEquals(1, run(StandardCharsets.UTF_8, missing.toString()));
        assertEquals("relay hist: " + missing + ": cannot be read: no such file or directory\n", err);

        assertEquals(1, run(StandardCharsets.UTF_8, directory.toString()));
        assertEquals("relay hist: " + directory + ": cannot be read: Is a directory\n", err);

        Files.writeString(file, "");
        assertEquals(1, run(StandardCharsets.UTF_8, file.toString()));
        assertEquals("relay hist: " + file + ": holds no intervals\n", err);
    }

    @Test
    void shouldRefuseWrongUsage()
    {
        assertEquals(2, run(StandardCharsets.UTF_8));
        assertEquals(2, run(StandardCharsets.UTF_8, file.toString(), "--scale", "s"));
        assertTrue(err.startsWith("Invalid value for option '--scale': 's' is not a unit: use ns, us or ms"), err);
        assertEquals(2, run(StandardCharsets.UTF_8, file.toString(), "--from", "2", "--to", "2"));
        assertTrue(err.startsWith("--from 2.0 --to 2.0: the first must be less than the second"), err);
        assertEquals(2, run(StandardCharsets.UTF_8, file.toString(), "--from", "soon"));
    }

    @Test
    void shouldHelpWithAnExample()
    {
        final StringWriter help = new StringWriter();
        assertEquals(0, new CommandLine(new HistCommand()).setOut(new PrintWriter(help)).execute("--help"));
        assertTrue(help.toString().contains("  relay hist relay.hlog --tag"), help.toString());
        assertTrue(help.toString().lines().allMatch((line) -> line.length() <= 80), help.toString());
    }

    private int run(final Charset charset, final String... args)
    {
        final StringWriter outText = new StringWriter();
        final StringWriter errText = new StringWriter();
        final int result = new CommandLine(new HistCommand(charset))
            .setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText)).execute(args);
        out = outText.toString();
        err = errText.toString();
        return result;
    }
}
