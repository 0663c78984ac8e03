package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.perf.topology.FakeTrials;

class RecoveryTest
{
    private static final double LATE_MAX_NS = 1_000;

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void shouldReportTheTimeToTheLastLost()
    {
        final Recovery recovery = find(110, 500, 20, 300_000, 0);

        assertEquals(List.of(110), tried);
        assertEquals(300, recovery.us());
        assertEquals(480, recovery.lost());
    }

    @Test
    void shouldReportThatNothingWasLostAfterAnOverload()
    {
        assertEquals(0, find(110, 500, 0, -1, 0).us());
    }

    @Test
    void shouldOfferMoreUntilSomethingIsLost()
    {
        final Recovery recovery = find(150, 500, 20, 300_000, 0);

        assertEquals(List.of(110, 125, 150), tried);
        assertEquals(150, recovery.percent());
        assertEquals(300, recovery.us());
    }

    @Test
    void shouldReportNoTimeWithoutAnOverload()
    {
        final Recovery recovery = find(1_000, 500, 20, 300_000, 0);

        assertEquals(List.of(110, 125, 150, 200), tried);
        assertFalse(recovery.isOverload());
        assertTrue(Double.isNaN(recovery.us()), recovery::toString);
    }

    @Test
    void shouldNotTakeAcceptedLossForAnOverload()
    {
        final Recovery recovery = find(110, 500, 20, 300_000, 0.01);

        assertEquals(4, tried.size());
        assertTrue(Double.isNaN(recovery.us()), recovery::toString);
    }

    @Test
    void shouldNotOfferMoreThanTheGeneratorCan()
    {
        final Recovery recovery = Recovery.find(percent ->
        {
            tried.add(percent);
            return FakeTrials.switched(100_000, 0, 0, -1, percent > 110 ? 2_000 : 500);
        }, 0, LATE_MAX_NS);

        assertEquals(List.of(110, 125), tried);
        assertTrue(recovery.isLimited());
        assertTrue(Double.isNaN(recovery.us()), recovery::toString);
    }

    /** Loses from a share of the throughput on. */
    private Recovery find(
        final int limit, final long lost, final long lostAfter, final long lastLostNs, final double lossMax)
    {
        return Recovery.find(percent ->
        {
            tried.add(percent);
            return percent < limit ? FakeTrials.switched(100_000, 0, 0, -1, 0) :
                FakeTrials.switched(100_000, lost, lostAfter, lastLostNs, 0);
        }, lossMax, LATE_MAX_NS);
    }
}
