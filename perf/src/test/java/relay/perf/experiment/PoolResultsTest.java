package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.outcome.Spread;

/**
 * What JMH writes, cut down to two rounds of a burst, a pair of threads and a tail.
 */
class PoolResultsTest
{
    private static final String JMH = """
        [{"benchmark": "b.cycleAtOnce", "jvmArgs": ["-Xmx1g", "-Drelay.experiment.series=BURST"],
          "params": {"candidate": "lane", "depth": "50"},
          "primaryMetric": {"score": 650, "scoreError": "NaN", "rawData": [[600, 700]]},
          "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 100}, "gc.time": {"score": 7}}},
         {"benchmark": "b.cycleAtOnce", "jvmArgs": ["-Xmx1g", "-Drelay.experiment.series=BURST"],
          "params": {"candidate": "lane", "depth": "50"},
          "primaryMetric": {"score": 650, "scoreError": 1, "rawData": [[500]]},
          "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0}, "gc.time": {"score": 1}}},
         {"benchmark": "b.handOff", "jvmArgs": ["-Drelay.experiment.series=HAND_OFF"], "params": {"candidate": "lane"},
          "primaryMetric": {"score": 9, "rawData": [[9]]},
          "secondaryMetrics": {"send": {"score": 5, "rawData": [[5]]}, "receive": {"score": 4, "rawData": [[4]]}}},
         {"benchmark": "b.timedCycleInTurn", "jvmArgs": ["-Drelay.experiment.series=TAIL_IN_TURN"],
          "params": {"candidate": "nothing", "depth": "16"},
          "primaryMetric": {"score": 40, "rawData": [[40]]},
          "secondaryMetrics": {"p50Ns": {"score": 30, "rawData": [[30]]}}},
         {"benchmark": "b.timedCycleInTurn", "jvmArgs": ["-Drelay.experiment.series=TAIL_IN_TURN"],
          "params": {"candidate": "lane", "depth": "16"},
          "primaryMetric": {"score": 260, "rawData": [[260]]},
          "secondaryMetrics": {"p50Ns": {"score": 570, "rawData": [[190, 190, 190]]},
                               "p99Ns": {"score": 900, "rawData": [[350, 350, 200]]}}}]
        """;

    @TempDir
    private Path directory;
    private PoolResults results;

    @BeforeEach
    void read() throws IOException
    {
        results = PoolResults.read(Files.writeString(directory.resolve("jmh.json"), JMH));
    }

    @Test
    void shouldMergeTheRoundsOfABurstAndDivideByItsDepth()
    {
        final PoolResult burst = results.find(PoolSeries.BURST, "lane", "50");
        assertEquals(List.of(12.0, 14.0, 10.0), burst.scores());
        assertEquals(new Spread(12, 10, 14), burst.value());
        assertEquals(1, burst.allocatedBytes());
        assertEquals(8, burst.collectedMs());
        assertEquals(Map.of(), burst.batchNs());
    }

    @Test
    void shouldTakeTheReceiversRateOfAPair()
    {
        assertEquals(4, results.median(PoolSeries.HAND_OFF, "lane", ""));
    }

    @Test
    void shouldTakeTheMeasurementItselfOffThePercentiles()
    {
        assertEquals(30, results.overheadNs(PoolSeries.TAIL_IN_TURN));
        assertEquals(10, results.tailNs(PoolSeries.TAIL_IN_TURN, "lane", "p50Ns"));
        assertEquals(20, results.tailNs(PoolSeries.TAIL_IN_TURN, "lane", "p99Ns"));
    }

    @Test
    void shouldHaveNoNumberForWhatWasNotMeasured()
    {
        assertEquals(Double.NaN, results.median(PoolSeries.BURST, "lane", "10"));
        assertEquals(Double.NaN, results.tailNs(PoolSeries.TAIL, "lane", "p50Ns"));
    }

    @Test
    void shouldFindEachOfTheFirstExperimentsFiguresInItsSeries()
    {
        SeedFigures.ALL.nanoseconds().forEach(figure ->
        {
            final PoolResult result =
                ExperimentFixtures.result(figure.table(), figure.candidate(), figure.parameter(), 1);
            assertNotNull(figure.findIn(new PoolResults(List.of(result))), figure::name);
        });
        assertEquals(22, SeedFigures.ALL.nanoseconds().size());
        assertEquals(3, SeedFigures.ALL.millionsASecond().size());
    }
}
