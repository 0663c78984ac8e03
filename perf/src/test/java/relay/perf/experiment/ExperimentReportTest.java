package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.perf.outcome.HtmlWriter;
import relay.perf.outcome.Json;
import relay.perf.outcome.TextWriter;

class ExperimentReportTest
{
    private final ExperimentReport report = new ExperimentReport(ExperimentFixtures.results());
    private final String html = HtmlWriter.document(report.page()).replace("\n", "");

    @Test
    void shouldShowTheFirstExperimentBesideOurs()
    {
        assertRow("small 1,500 B: pool with metrics", "25.9", "p99 &lt; 50", "12 [10 .. 14]", "0.463");
        assertRow("copy 1,000 B: dynamic", "26.8", "suspected optimised away", "90", "3.36");
        assertRow("pool of 100", "25.2", "", "-", "-");
        assertRow("pool with metrics", "37.6", "83.3", "2.22");
    }

    @Test
    void shouldCompareCandidatesWithTheLane()
    {
        assertRow("new-byte-array", "90", "3", "0", "0", "90", "3", "0", "0");
        assertRow("lane-in-batches", "20", "1", "0", "0");
    }

    @Test
    void shouldShowPercentilesWithoutTheClock()
    {
        assertRow(Stream.concat(Stream.of("lane"), Stream.generate(() -> "13").limit(15)).toArray(String[]::new));
    }

    @Test
    void shouldShowEachCriterionWithItsVerdict()
    {
        assertTrue(html.contains("<td>metrics add to a datagram's cost, percent</td><td>2.00</td><td>5</td>" +
            "<td class=\"good\">holds</td>"), html);
    }

    @Test
    void shouldPrintTheCriteriaInTwoParts()
    {
        final List<String> lines = TextWriter.lines(report.summary());
        assertEquals("WARNING: a <caveat>", lines.getFirst());
        assertEquals(8, lines.indexOf("Beyond them:"));
        assertEquals(9 + 12, lines.size());
    }

    @Test
    void shouldShowABurstBesideItsPrediction()
    {
        final List<String> row =
            new OverloadTables(List.of(ExperimentFixtures.burst(1, 0))).predictions().rows().getFirst();
        assertEquals(List.of("3 x for 50 ms", "1 x", "300,000", "5.66", "5.66", "1,000", "1,000", "8,869", "8,869",
            "66.7 %", "66.7 %", "20", "20"), row);
    }

    @Test
    void shouldMarkABurstThatTheKernelThinned()
    {
        assertEquals("3 x for 50 ms (*)", ExperimentFixtures.burst(1, 0, 1, 1, 0).text());
    }

    @Test
    void shouldNeedNothingElse()
    {
        assertFalse(html.contains("src="), html);
        assertFalse(html.contains("href="), html);
        assertTrue(html.startsWith("<!DOCTYPE html>"));
        assertTrue(html.contains("a &lt;caveat&gt;"), html);
    }

    @Test
    void shouldFillEveryPlaceOfThePage()
    {
        assertFalse(html.matches(".*<p>[^<]*\\{.*"), html);
    }

    @Test
    void shouldHaveACriterionInJsonForEachThatDecides()
    {
        final JsonObject json =
            JsonParser.parseString(Json.text(ExperimentFixtures.results().json())).getAsJsonObject();
        assertEquals(7, json.getAsJsonArray("criteria").size());
        final JsonObject first = json.getAsJsonArray("criteria").get(0).getAsJsonObject();
        assertEquals(13, first.get("value").getAsDouble());
        assertEquals(50, first.get("limit").getAsDouble());
        assertTrue(first.get("passed").getAsBoolean());
        assertFalse(first.get("name").getAsString().isEmpty());
        final JsonObject burst = json.getAsJsonArray("bursts").get(0).getAsJsonObject();
        assertTrue(burst.get("isClean").getAsBoolean());
        assertEquals("[50000000,15000,1000,6000]", burst.getAsJsonArray("samples").get(1).toString());
    }

    private void assertRow(final String... cells)
    {
        assertTrue(html.contains("<tr><td>" + String.join("</td><td>", cells) + "</td></tr>"), html);
    }
}
