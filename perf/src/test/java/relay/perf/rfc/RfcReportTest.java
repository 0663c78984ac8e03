package relay.perf.rfc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.bench.Cores;
import relay.perf.bench.Machine;
import relay.perf.bench.Trials;
import relay.perf.bench.Workload;

class RfcReportTest
{
    private static final Machine MACHINE =
        new Machine("6.18", "a processor", List.of(0, 1), List.of(0), false, "", "25", "abc", 0);

    private final Figures figures = new Figures();

    @Test
    void shouldShowMedianAndSpreadOfTheRounds()
    {
        for (final double rate : new double[]{300_000, 100_000, 200_000})
        {
            figures.add(Part.THROUGHPUT, "64 B", 64, "throughput", "/s", rate);
        }
        figures.add(Part.THROUGHPUT, "128 B", 128, "throughput", "/s", 400_000).note("†");
        final String text = String.join("\n", report(0).lines());

        assertTrue(text.contains("Throughput (RFC 2544 section 26.1)"), text);
        assertTrue(text.contains("64 B   200,000 [100,000 .. 300,000]"), text);
        assertTrue(text.contains("400,000 †"), text);
        assertFalse(text.contains("FAILED"), text);
        assertFalse(text.contains("Latency"), text);
        assertTrue(text.contains("Nothing may be lost"), text);
    }

    @Test
    void shouldSayWhatMayBeLostAndWhatFailed()
    {
        figures.add(Part.CAPACITY, "most", 0, "capacity", "groups", 64);
        figures.fail("Aggregated: <no> reason");
        final String text = String.join("\n", report(0.001).lines());

        assertTrue(text.contains("Up to 0.1 % may be lost"), text);
        assertTrue(text.contains("FAILED: Aggregated: <no> reason"), text);
        assertTrue(report(0).html().contains("Not measured: Aggregated: &lt;no&gt; reason"));
    }

    @Test
    void shouldDrawWhatHasTwoPoints()
    {
        figures.add(Part.THROUGHPUT, "64 B", 64, "throughput", "/s", 100_000);
        assertFalse(report(0).html().contains("<svg"), "one point is no line");
        figures.add(Part.THROUGHPUT, "128 B", 128, "throughput", "/s", 90_000);
        figures.add(Part.RECOVERY, "64 B", 64, "recovery", "us", 0);
        figures.add(Part.RECOVERY, "128 B", 128, "recovery", "us", 0);
        final String html = report(0).html();

        assertEquals(1, html.split("<svg", -1).length - 1, "what is 0 everywhere needs no chart");
        assertTrue(html.contains("RFC 2544 section 26.5"), html);
    }

    @Test
    void shouldDrawPercentileCurvesOfEverySize()
    {
        for (int i = 0; i < 2; i++)
        {
            figures.add(Part.LATENCY, "1,472 B", 1_472, "p50 at 10 %", "us", 1);
            figures.addLatency("1,472 B", "10 % of the throughput", Trials.of(1_000, 0).latency());
            figures.addLatency("1,472 B", "80 % of the throughput", Trials.of(1_000, 0).latency());
        }

        assertEquals(Set.of("latency-1472B"), report(0).charts().keySet());
        final String html = report(0).html();
        assertTrue(html.contains("Latency, 1,472 B"), html);
        assertTrue(html.contains("80 % of the throughput"), html);
        assertEquals(20, figures.latencies().get("1,472 B").get("10 % of the throughput").getTotalCount(), "of both rounds");
    }

    @Test
    void shouldWriteEveryChartAsImage(@TempDir final Path directory) throws IOException
    {
        figures.add(Part.THROUGHPUT, "64 B", 64, "throughput", "/s", 100_000);
        figures.add(Part.THROUGHPUT, "128 B", 128, "throughput", "/s", 90_000);
        final StringWriter said = new StringWriter();
        new RfcFiles(directory, true).write(report(0), new PrintWriter(said, true));

        assertTrue(said.toString().contains("Report: " + directory.resolve("rfc.html")), said::toString);
        assumeFalse(said.toString().contains("WARNING"), said::toString);
        final byte[] png = Files.readAllBytes(directory.resolve("throughput.png"));
        assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }

    @Test
    void shouldDrawLossOverWhatWasReallySent()
    {
        figures.add(Part.FRAME_LOSS, "64 B", 64, "100 %", "% lost", 0).offered(100_000);
        figures.add(Part.FRAME_LOSS, "64 B", 64, "200 %", "% lost", 2).offered(140_000).note("†");

        assertTrue(report(0).html().contains(">140,000<"));
        assertFalse(report(0).html().contains(">200,000<"));
    }

    @Test
    void shouldWriteEveryValueAsJson()
    {
        figures.add(Part.JOIN_LEAVE, "relay", 0, "join delay", "ms", 1.25);
        figures.add(Part.JOIN_LEAVE, "relay", 0, "join delay", "ms", Double.NaN);
        final JsonObject json = JsonParser.parseString(report(0).json()).getAsJsonObject();
        final JsonObject figure = json.getAsJsonArray("figures").get(0).getAsJsonObject();

        assertEquals("join-leave", figure.get("test").getAsString());
        assertEquals("RFC 3918 sections 6.1 and 6.2", figure.get("section").getAsString());
        assertEquals(1.25, figure.get("median").getAsDouble());
        assertEquals(2, figure.getAsJsonArray("values").size());
        assertTrue(figure.getAsJsonArray("values").get(1).isJsonNull());
        assertEquals(3, json.getAsJsonObject("plan").get("rounds").getAsInt());
    }

    @Test
    void shouldTellWhatMayNotHappen()
    {
        figures.integrity().add(Trials.of(1_000, 0), 1);
        figures.integrity().add(Trials.of(1_000, 0), 4);
        final String line = "Of 2,000 datagrams that arrived in all runs, 1 came twice, 2 out of order, 6 were changed. " +
            "Beside the relay, 26 had no room in the sink's socket and 28 packets none in the kernel's backlog.";

        assertTrue(report(0).lines().contains(line), report(0).lines()::toString);
        assertEquals(6, JsonParser.parseString(report(0).json()).getAsJsonObject().getAsJsonObject("integrity")
            .get("corrupt").getAsInt());
    }

    @Test
    void shouldCountTheCopiesOfAllDestinations()
    {
        final Workload four = new Workload("four", List.of(64), 1, 1, true, 4);

        // of 1,000 datagrams 990 arrived, and one more copy
        assertEquals(1 - 991 / 4_000.0, Runs.loss(four, Trials.of(1_000, 0.01)), 1e-9);
        assertEquals(0.01, Runs.loss(Workload.ofSize(64), Trials.of(1_000, 0.01)), 1e-9);
    }

    private RfcReport report(final double lossMax)
    {
        return new RfcReport(new Plan(EnumSet.allOf(Part.class), List.of(64), List.of(1), List.of(1), List.of(64), 3, 100,
            100, 0.1, lossMax, 16, 3, List.of(100, 110, 200), 100, 1_000, 1, 1), MACHINE, new Cores(1, 0), figures);
    }
}
