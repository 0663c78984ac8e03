package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.perf.experiment.Row.Table;
import relay.perf.report.Grid;
import relay.perf.report.Numbers;

class ReportTest
{
    private final String html = new Report(Fixtures.results()).html();

    @Test
    void shouldShowTheFirstExperimentBesideOurs()
    {
        assertRow("small 1,500 B: pool with metrics", "25.9", "p99 &lt; 50", "12 [10 .. 14]", "0.463");
        assertRow("copy 1,000 B: dynamic", "26.8", "suspected optimised away", "90", "3.36");
        assertRow("pool of 100", "25.2", "", "-", "-");
        assertRow("pool with metrics", "37.6", "83.3", "2.22");
    }

    @Test
    void shouldShowEachCriterionWithItsVerdict()
    {
        assertTrue(html.contains("<td>metrics add to a datagram's cost, percent</td><td>2.00</td><td>5</td>" +
            "<td class=\"good\">holds</td>"), html);
    }

    @Test
    void shouldShowWhatDoesNotHold()
    {
        final Grid grid = Report.criteria(List.of(Criterion.below("a", 7, 5), Criterion.below("b", Double.NaN, 5)));
        assertEquals(
            List.of(List.of("a", "7", "5", "does not hold", ""), List.of("b", "-", "5", "not measured", "")), grid.rows());
    }

    @Test
    void shouldShowABurstBesideItsPrediction()
    {
        final List<String> row = BurstSections.bursts(List.of(Fixtures.burst(1, 0))).rows().getFirst();
        assertEquals(List.of("3 x for 50 ms", "1 x", "300,000", "5.66", "5.66", "1,000", "1,000", "8,869", "8,869",
            "66.7 %", "66.7 %", "20", "20"), row);
    }

    @Test
    void shouldMarkABurstThatTheKernelThinned()
    {
        assertEquals("3 x for 50 ms (*)",
            BurstSections.bursts(List.of(Fixtures.burst(1, 0, 1, 1, 0))).rows().getFirst().getFirst());
    }

    @Test
    void shouldNeedNothingElse()
    {
        assertFalse(html.contains("src="), html);
        assertFalse(html.contains("href="), html);
        assertTrue(html.startsWith("<!DOCTYPE html>"));
        assertTrue(html.contains("a &lt;doubt&gt;"), html);
    }

    @Test
    void shouldTellNumbersInThreeDigits()
    {
        assertEquals("-", Numbers.text(Double.NaN));
        assertEquals("0.123", Numbers.text(0.1234));
        assertEquals("1.23", Numbers.text(1.234));
        assertEquals("12.3", Numbers.text(12.34));
        assertEquals("1,235", Numbers.text(1_234.6));
        assertEquals("40", Numbers.text(40));
        assertEquals("0.5", Numbers.text(0.5));
    }

    @Test
    void shouldHaveACriterionInJsonForEachThatDecides()
    {
        final JsonObject json = JsonParser.parseString(ResultsJson.text(Fixtures.results())).getAsJsonObject();
        assertEquals(7, json.getAsJsonArray("criteria").size());
        final JsonObject first = json.getAsJsonArray("criteria").get(0).getAsJsonObject();
        assertEquals(13, first.get("value").getAsDouble());
        assertEquals(50, first.get("limit").getAsDouble());
        assertTrue(first.get("passed").getAsBoolean());
        assertFalse(first.get("name").getAsString().isEmpty());
    }

    @Test
    void shouldDivideABurstsScoreByItsDepth()
    {
        final Figure figure = Fixtures.figure(
            Row.of(Table.BURST, BurstBenchmark.class, "burst", Contenders.LANE, "depth", 50), 600);
        assertEquals(12, figure.value().median());
    }

    @Test
    void shouldPlanEveryRowOnce()
    {
        final List<Row> rows = PoolPlan.rows(Effort.FULL);
        assertEquals(rows.size(), rows.stream().distinct().count());
        for (final Table table : Table.values())
        {
            assertTrue(rows.stream().anyMatch(row -> row.table() == table), table::name);
        }
    }

    @Test
    void shouldFindEachOfTheFirstExperimentsNumbersInThePlan()
    {
        final Figures figures = new Figures(PoolPlan.rows(Effort.FULL).stream()
            .map(row -> Fixtures.figure(row, 1)).toList());
        Seed.NUMBERS.forEach(number -> assertTrue(null != figures.find(
            number.isMetered(), number.table(), number.contender(), number.pairs().toArray()), number::name));
    }

    private void assertRow(final String... cells)
    {
        assertTrue(html.contains("<tr><td>" + String.join("</td><td>", cells) + "</td></tr>"), html);
    }
}
