package relay.perf.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.Expose;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest
{
    @Test
    void shouldCollectTheRoundsOfOneMeasurement()
    {
        final Measurements measurements = new Measurements();
        measurements.add(context("64 B"), "throughput", "/s", 100);
        measurements.add(context("64 B"), "CPU", "us", 2);
        measurements.add(context("64 B"), "throughput", "/s", 300, "†");
        measurements.add(context("64 B"), "throughput", "/s", Double.NaN);
        final Measurement throughput = measurements.where("subject", "64 B").getFirst();
        assertEquals(new Spread(200, 100, 300), throughput.spread());
        assertEquals("200 [100 .. 300] †", throughput.text());
        assertEquals(2, measurements.all().size());
    }

    @Test
    void shouldHaveARowForEachSubjectAndAColumnForEachName()
    {
        final Measurements measurements = new Measurements();
        measurements.add(context("64 B"), "throughput", "/s", 100);
        measurements.add(context("64 B"), "CPU", "us", 2);
        measurements.add(context("1,472 B"), "throughput", "/s", 90);
        assertEquals(List.of(
            "         throughput, /s  CPU, us",
            "64 B                100        2",
            "1,472 B              90"), TextWriter.lines(Table.of(measurements.all(), "subject")));
    }

    @Test
    void shouldRefuseARowOfAnotherLength()
    {
        final Table table = new Table("", "one");
        assertEquals("1 cells below 2: [a]",
            assertThrows(IllegalArgumentException.class, () -> table.row("a")).getMessage());
    }

    @Test
    void shouldShowChartsAndDetailsOnThePageOnly()
    {
        final Outcome outcome = outcome();
        assertEquals(List.of("", "Throughput", "all rounds", "WARNING: busy <machine>", "at most 3: holds (2, limit 3)",
            "at least 3: does not hold (2, limit 3); slow", "p99: not measured; no samples"),
            TextWriter.lines(outcome));
        final String page = HtmlWriter.document(outcome);
        assertTrue(page.contains("<p class=\"warning\">busy &lt;machine&gt;</p>"), page);
        assertTrue(page.contains("<p>as defined</p>"), page);
        assertTrue(page.contains("<td class=\"good\">holds</td>"), page);
        assertTrue(page.contains("<td class=\"bad\">does not hold</td>"), page);
        assertTrue(page.contains("<svg "), page);
    }

    @Test
    void shouldWriteComponentsThenDerivedValuesAndNothingThatIsNotFinite()
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValue(7);
        final JsonObject json = JsonParser.parseString(Json.text(
            new Run(3, Double.NaN, "secret", histogram, Verdict.State.FAILS))).getAsJsonObject();
        assertEquals("[sent, rate, latencyNs, state, lost]", json.keySet().toString());
        assertTrue(json.get("rate").isJsonNull());
        assertEquals(7, json.getAsJsonObject("latencyNs").get("maxNs").getAsLong());
        assertEquals("does not hold", json.get("state").getAsString());
        assertTrue(json.get("lost").isJsonNull());
    }

    @Test
    void shouldWritePageAndJson(@TempDir final Path directory) throws Exception
    {
        final OutcomeFiles files = new OutcomeFiles(directory.resolve("out"), directory.resolve("too.json"), false);
        files.prepare();
        final StringWriter out = new StringWriter();
        files.write("rfc", outcome(), Keys.of("a", 1), new PrintWriter(out));
        assertEquals("{\n  \"a\": 1\n}\n", Files.readString(directory.resolve("out/rfc.json")));
        assertEquals(
            Files.readString(directory.resolve("out/rfc.json")), Files.readString(directory.resolve("too.json")));
        assertTrue(Files.readString(directory.resolve("out/rfc.html")).startsWith("<!DOCTYPE html>"));
        assertEquals("Report: " + directory.resolve("out/rfc.html") + System.lineSeparator(), out.toString());
    }

    @Test
    void shouldSayBeforeTheRunWhatCannotBeWritten(@TempDir final Path directory) throws Exception
    {
        final Path file = Files.createFile(directory.resolve("file"));
        assertEquals("--png needs --out, where the images go", refusal(new OutcomeFiles(null, null, true)));
        assertTrue(refusal(new OutcomeFiles(file, null, false)).startsWith("--out " + file + ": cannot be made"));
        assertEquals("--json " + directory.resolve("no/a.json") + ": cannot be written to",
            refusal(new OutcomeFiles(null, directory.resolve("no/a.json"), false)));
        assertEquals("--json " + directory + ": is a directory; name a file in it",
            refusal(new OutcomeFiles(null, directory, false)));
    }

    @Test
    void shouldNotHoldWhatWasNotMeasured()
    {
        assertEquals(Verdict.State.NOT_MEASURED, Verdict.atMost("a", Double.NaN, 1).state());
        assertEquals(Verdict.State.NOT_MEASURED, Verdict.atMost("a", 1, Double.NaN).state());
        assertTrue(Verdict.atMost("a", 1, 1).holds());
        assertFalse(Verdict.below("a", 1, 1).holds());
        assertFalse(Verdict.above("a", 1, 1).holds());
        assertTrue(Verdict.atLeast("a", 1, 1).holds());
    }

    private static String refusal(final OutcomeFiles files)
    {
        return assertThrows(IllegalArgumentException.class, files::prepare).getMessage();
    }

    private static Outcome outcome()
    {
        return new Outcome("A run").heading("Throughput").paragraph("all rounds").detail("as defined")
            .warning("busy <machine>")
            .table(new Table("no", "rows"))
            .verdicts(List.of(Verdict.atMost("at most 3", 2, 3),
                new Verdict("at least 3", 2, 3, Verdict.State.FAILS, "slow"),
                Verdict.notMeasured("p99", "no samples")))
            .chart("none", null)
            .chart("a", LineChart.of("title", "x", "y", List.of(
                new LineChart.Line("a line", new double[]{0, 10}, new double[]{0, 5}, 0, false))));
    }

    private static SequencedMap<String, Object> context(final String subject)
    {
        return Keys.of("subject", subject);
    }

    private record Run(
        long sent, double rate, @Expose(serialize = false) String hidden, Histogram latencyNs, Verdict.State state)
        implements Derived
    {
        @Override
        public SequencedMap<String, ?> derived()
        {
            return Keys.of("lost", Double.POSITIVE_INFINITY);
        }
    }
}
