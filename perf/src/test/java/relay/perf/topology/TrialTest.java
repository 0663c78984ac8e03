package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.perf.machine.BenchException;

class TrialTest
{
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldReadWhatTheProgramPrints()
    {
        final Trial trial = Trial.parse(1_000, FakeTrials.lines(1_000, 999, SECOND_NS, "100:989 5000:9 70000:1 "));

        assertEquals(1_000, trial.sent());
        assertEquals(999, trial.received());
        assertEquals(List.of(1L, 2L, 3L, 4L),
            List.of(trial.duplicates(), trial.reordered(), trial.corrupt(), trial.sendErrors()));
        assertEquals(List.of(12L, 13L, 14L), List.of(trial.relayDrops(), trial.sinkDrops(), trial.softnetDrops()));
        assertEquals(2.0, trial.processUs(), 1e-9);
        assertEquals(0.5, trial.sendUs(), 1e-9);
        assertEquals(0.75 * 1e6 / 999, trial.coreUs(), 1e-6);
        assertEquals(1_000, trial.achievedRate(), 1e-9);
    }

    @Test
    void shouldReadTheHistogram()
    {
        final Trial trial = Trial.parse(1_000, FakeTrials.lines(1_000, 1_000, SECOND_NS, "100:990 5000:9 70000:1 "));

        assertEquals(1_000, trial.latency().getTotalCount());
        assertEquals(0.1, trial.latencyUs(50), 1e-3);
        assertEquals(0.1, trial.latencyUs(99), 1e-3);
        assertEquals(5, trial.latencyUs(99.9), 0.01);
        assertEquals(70, trial.latencyUs(100), 0.1);
    }

    @Test
    void shouldReadAnEmptyHistogram()
    {
        final Trial trial = Trial.parse(1_000, FakeTrials.lines(1_000, 0, SECOND_NS, ""));

        assertEquals(0, trial.latency().getTotalCount());
        assertEquals(1, trial.loss());
    }

    @Test
    void shouldCountTheCopiesOfAllDestinations()
    {
        // of 1,000 datagrams 990 arrived, and one more copy
        assertEquals(1 - 991 / 4_000.0, FakeTrials.of(1_000, 0.01).lossOf(4), 1e-9);
        assertEquals(0.01, FakeTrials.of(1_000, 0.01).lossOf(1), 1e-9);
    }

    @Test
    void shouldSeeThatTheGeneratorWasTooSlow()
    {
        assertFalse(FakeTrials.limited(100_000, 98_001).isGeneratorLimited());
        assertTrue(FakeTrials.limited(100_000, 97_999).isGeneratorLimited());
    }

    @Test
    void shouldSayWhatIsMissing()
    {
        final List<String> lines = new ArrayList<>(FakeTrials.lines(1, 1, SECOND_NS, ""));
        lines.removeIf(line -> line.startsWith("process-ns"));

        assertEquals("the traffic program printed no 'process-ns'",
            assertThrows(BenchException.class, () -> Trial.parse(1, lines)).getMessage());
    }

    @Test
    void shouldSayWhatIsNoNumber()
    {
        final List<String> lines = FakeTrials.lines(1, 1, SECOND_NS, "100:x");

        assertEquals("the traffic program printed latency 'x', which is no number",
            assertThrows(BenchException.class, () -> Trial.parse(1, lines)).getMessage());
    }
}
