package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.outcome.Verdict;

class BaselineTest
{
    private static final LoadPlan PLAN = new LoadPlan("1x", true, null);
    private static final long TEN_PERCENT = 100_000;

    @TempDir
    private Path directory;

    @Test
    void shouldHoldWithinTheTolerance() throws IOException
    {
        final Baseline baseline = baseline(100_000, 20_000);
        assertEquals(
            List.of("p50 within 10% of the baseline's 100 us: 109 us HOLDS",
                "p90 within 10% of the baseline's 100 us: 109 us HOLDS",
                "p99 within 10% of the baseline's 100 us: 109 us HOLDS",
                "p99.9 within 10% of the baseline's 100 us: 109 us HOLDS"),
            lines(baseline.verdicts(SampleResults.result("1x", SampleResults.latency(109_000, 20_000, 0, 0), 1))));
    }

    @Test
    void shouldFailWithThePercentileAndBothValues() throws IOException
    {
        final Baseline baseline = baseline(100_000, 20_000);
        assertEquals("p99.9 within 10% of the baseline's 100 us: 150 us FAILS",
            lines(baseline.verdicts(
            SampleResults.result("1x", SampleResults.latency(90_000, 20_000, 150_000, 100), 1))).getLast());
    }

    @Test
    void shouldLeaveOutPercentilesThatTheBaselineHasTooFewValuesFor() throws IOException
    {
        assertEquals(List.of("p50 within 10% of the baseline's 100 us: 100 us HOLDS",
            "p90 within 10% of the baseline's 100 us: 100 us HOLDS"),
            lines(baseline(100_000, 500).verdicts(
            SampleResults.result("1x", SampleResults.latency(100_000, 20_000, 0, 0), 1))));
    }

    @Test
    void shouldNotHoldForPercentilesOfTooFewValues() throws IOException
    {
        final Baseline baseline = baseline(100_000, 20_000);
        assertEquals(List.of("p50 within 10% of the baseline's 100 us: 100 us HOLDS",
            "p90 within 10% of the baseline's 100 us: 100 us HOLDS",
            "p99 within 10% of the baseline's 100 us: too few datagrams: 500 NOT_MEASURED",
            "p99.9 within 10% of the baseline's 100 us: too few datagrams: 500 NOT_MEASURED"),
            lines(baseline.verdicts(SampleResults.result("1x", SampleResults.latency(100_000, 500, 0, 0), 1))));
    }

    @Test
    void shouldNotHoldForABaselineOfTooFewValues() throws IOException
    {
        assertEquals(
            List.of("baseline: too few datagrams for any percentile: 5 in " + file() + " NOT_MEASURED"),
            lines(baseline(100_000, 5).verdicts(
            SampleResults.result("1x", SampleResults.latency(100_000, 500, 0, 0), 1))));
    }

    @Test
    void shouldNotHoldWithoutLatencies() throws IOException
    {
        assertEquals(List.of("baseline: " + Assertion.ALL_AT_ONCE + " NOT_MEASURED"),
            lines(baseline(100_000, 500).verdicts(SampleResults.unpaced())));
    }

    @Test
    void shouldNotHoldForALoadThatItDoesNotHave() throws IOException
    {
        assertEquals(
            List.of("baseline: " + file() + " has no load 'latency.sensor.2x'; it has latency.sensor.1x NOT_MEASURED"),
            lines(baseline(100_000, 100).verdicts(SampleResults.result("2x", SampleResults.latency(1, 100, 0, 0), 1))));
    }

    @Test
    void shouldNotHoldForWhatWasSentOfSomethingElse() throws IOException
    {
        baseline(100_000, 100);
        assertEquals(List.of("baseline: " + file() + " has no load 'latency.an_open.pcap.1x'; it has " +
            "latency.sensor.1x NOT_MEASURED"), lines(Baseline.read(file(), "an open.pcap", TEN_PERCENT)
                .verdicts(SampleResults.result("1x", SampleResults.latency(1, 100, 0, 0), 1))));
    }

    @Test
    void shouldTellWhatIsWrongWithTheFile() throws IOException
    {
        assertEquals("--baseline " + file() + ": cannot be read: no such file",
            assertThrows(IOException.class, () -> Baseline.read(file(), "sensor", TEN_PERCENT)).getMessage());
        Files.writeString(file(), "nonsense\n");
        assertEquals("--baseline " + file() + ": line 1: is not a line of a histogram log: " +
            "[Tag=TAG,]START,LENGTH,MAX,HISTOGRAM",
            assertThrows(IOException.class, () -> Baseline.read(file(), "sensor", TEN_PERCENT)).getMessage());
        Files.writeString(file(), "");
        assertEquals("--baseline " + file() + ": holds no latencies of 'relay bench burst'; it has no tags",
            assertThrows(IOException.class, () -> Baseline.read(file(), "sensor", TEN_PERCENT)).getMessage());
    }

    private Baseline baseline(final long ns, final long count) throws IOException
    {
        try (LatencyLog log = LatencyLog.create(file(), "sensor"))
        {
            log.ofLoad(PLAN).onInterval(1_700_000_000_000L, 1_700_000_001_000L, SampleResults.latency(ns, count, 0, 0));
            log.ofRelay("1x").append("lifetime.default.small", 0, 1, SampleResults.latency(ns, 1, 0, 0));
        }
        return Baseline.read(file(), "sensor", TEN_PERCENT);
    }

    private Path file()
    {
        return directory.resolve("last.hlog");
    }

    private static List<String> lines(final List<Verdict> verdicts)
    {
        return verdicts.stream()
            .map(verdict -> verdict.name() + ": " + verdict.words() + " " + verdict.state().name()).toList();
    }
}
