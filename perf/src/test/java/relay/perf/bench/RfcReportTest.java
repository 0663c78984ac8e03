package relay.perf.bench;

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
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.HtmlWriter;
import relay.perf.outcome.Json;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.OutcomeFiles;
import relay.perf.outcome.TextWriter;
import relay.perf.topology.Effort;
import relay.perf.topology.FakeTrials;
import relay.perf.topology.Workload;

class RfcReportTest
{
    private static final Machine MACHINE =
        new Machine("6.18", "a processor", List.of(0, 1), List.of(0), false, "", "25", "abc", 0);

    private RfcRun results = run(0);

    @Test
    void shouldShowMedianAndSpreadOfTheRounds()
    {
        for (final double rate : new double[]{300_000, 100_000, 200_000})
        {
            results.add(RfcTest.THROUGHPUT, "64 B", 64, "throughput", "/s", rate);
        }
        results.add(RfcTest.THROUGHPUT, "128 B", 128, "throughput", "/s", 400_000, "†");
        final String text = String.join("\n", lines());

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
        results = run(0.001);
        results.add(RfcTest.CAPACITY, "most", 0, "capacity", "groups", 64);
        results.fail("Aggregated: <no> reason");
        final String text = String.join("\n", lines());

        assertTrue(text.contains("Up to 0.1 % may be lost"), text);
        assertTrue(text.contains("FAILED: Aggregated: <no> reason"), text);
        assertTrue(html().contains("FAILED: Aggregated: &lt;no&gt; reason"));
    }

    @Test
    void shouldDrawWhatHasTwoPoints()
    {
        results.add(RfcTest.THROUGHPUT, "64 B", 64, "throughput", "/s", 100_000);
        assertFalse(html().contains("<svg"), "one point is no line");
        results.add(RfcTest.THROUGHPUT, "128 B", 128, "throughput", "/s", 90_000);
        results.add(RfcTest.RECOVERY, "64 B", 64, "recovery", "us", 0);
        results.add(RfcTest.RECOVERY, "128 B", 128, "recovery", "us", 0);
        final String html = html();

        assertEquals(1, html.split("<svg", -1).length - 1, "what is 0 everywhere needs no chart");
        assertTrue(html.contains("RFC 2544 section 26.5"), html);
    }

    @Test
    void shouldDrawPercentileCurvesOfEverySize()
    {
        for (int i = 0; i < 2; i++)
        {
            results.add(RfcTest.LATENCY, "1,472 B", 1_472, "p50 at 10 %", "us", 1);
            results.addLatency("1,472 B", "10 % of the throughput", FakeTrials.of(1_000, 0).latency());
            results.addLatency("1,472 B", "80 % of the throughput", FakeTrials.of(1_000, 0).latency());
        }

        assertEquals(Set.of("latency-1472B"), outcome().charts().keySet());
        final String html = html();
        assertTrue(html.contains("Latency, 1,472 B"), html);
        assertTrue(html.contains("80 % of the throughput"), html);
        assertEquals(
            20, results.latencies().get("1,472 B").get("10 % of the throughput").getTotalCount(), "of both rounds");
    }

    @Test
    void shouldWriteEveryChartAsImage(@TempDir final Path directory) throws IOException
    {
        results.add(RfcTest.THROUGHPUT, "64 B", 64, "throughput", "/s", 100_000);
        results.add(RfcTest.THROUGHPUT, "128 B", 128, "throughput", "/s", 90_000);
        final StringWriter said = new StringWriter();
        new OutcomeFiles(directory, null, true).write("rfc", outcome(), report().values(), new PrintWriter(said, true));

        assertTrue(said.toString().contains("Report: " + directory.resolve("rfc.html")), said::toString);
        assumeFalse(said.toString().contains("WARNING"), said::toString);
        final byte[] png = Files.readAllBytes(directory.resolve("throughput.png"));
        assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }

    @Test
    void shouldDrawLossOverWhatWasReallySent()
    {
        results.addOffered(RfcTest.FRAME_LOSS, "64 B", 64, "100 %", "% lost", 0, FakeTrials.of(100_000, 0));
        results.addOffered(RfcTest.FRAME_LOSS, "64 B", 64, "200 %", "% lost", 2, FakeTrials.limited(200_000, 140_000));

        assertTrue(html().contains(">140,000<"));
        assertFalse(html().contains(">200,000<"));
    }

    @Test
    void shouldWriteEveryValueAsJson()
    {
        results.add(RfcTest.JOIN_LEAVE, "relay", 0, "join delay", "ms", 1.25);
        results.add(RfcTest.JOIN_LEAVE, "relay", 0, "join delay", "ms", Double.NaN);
        final JsonObject json = JsonParser.parseString(json()).getAsJsonObject();
        final JsonObject figure = json.getAsJsonArray("figures").get(0).getAsJsonObject();

        assertEquals("join-leave", figure.get("test").getAsString());
        assertEquals("RFC 3918 sections 6.1 and 6.2", figure.get("section").getAsString());
        assertEquals(1.25, figure.get("median").getAsDouble());
        assertEquals(2, figure.getAsJsonArray("values").size());
        assertTrue(figure.getAsJsonArray("values").get(1).isJsonNull());
        assertEquals(3, json.getAsJsonObject("plan").get("rounds").getAsInt());
    }

    @Test
    void shouldReportWrongDatagrams()
    {
        results.add(Workload.ofSize(64), FakeTrials.of(1_000, 0));
        results.add(new Workload("four", List.of(64), 1, 1, true, 4), FakeTrials.of(1_000, 0));
        final String line = "Of 2,000 datagrams that arrived in all runs, 1 came twice, 2 out of order, 6 were " +
            "changed. Beside the relay, 26 had no room in the sink's socket and 28 packets none in the kernel's " +
            "backlog.";

        assertTrue(lines().contains(line), lines()::toString);
        assertEquals(6, JsonParser.parseString(json()).getAsJsonObject().getAsJsonObject("integrity")
            .get("corrupt").getAsInt());
    }

    private List<String> lines()
    {
        return TextWriter.lines(outcome());
    }

    private String html()
    {
        return HtmlWriter.document(outcome());
    }

    private String json()
    {
        return Json.text(report().values());
    }

    private Outcome outcome()
    {
        return report().outcome(MACHINE, new Cores(1, 0));
    }

    private RfcReport report()
    {
        return new RfcReport(results);
    }

    private static RfcRun run(final double lossMax)
    {
        return new RfcRun(new RfcPlan(EnumSet.allOf(RfcTest.class), List.of(64), List.of(1), List.of(1), List.of(64),
            new Effort(3, 100, 100, 16, 0.1, 3, lossMax, 3), List.of(100, 110, 200), 100, 1_000, 1, 1), null);
    }
}
