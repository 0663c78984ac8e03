package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.config.WhenSlow;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pool.BufferCounts;
import relay.transport.SendOutcome;

/**
 * A destination that is disconnected when it holds more than 4 of 8 buffers.
 */
class CutOffTest
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final TestLane lane = new TestLane(
        TestLane.trafficClass("class", 0, 1, 0, new BufferCounts(8, 0, 0, 0)), 1);
    private final ScriptedSender sender = new ScriptedSender();
    private final DestinationLedger ledger = new DestinationLedger("d", Counters.inMemory());
    private final DestinationConfig destination =
        DestinationConfig.of("d", null).maxLag(0.5).whenSlow(WhenSlow.DISCONNECT);
    private final EgressAgent agent = new EgressAgent(destination, clock, List.of(new EgressLane(
        lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, new boolean[] {true}, destination)));

    @Test
    void shouldDropAllThatWaitsAndAllThatComesForASecond()
    {
        overwhelm();
        assertEquals(5, ledger.dropped(DropReason.DISCONNECTED));
        assertEquals(1, ledger.disconnects());
        sender.always(SendOutcome.SENT);
        clock.advance(SECOND_NS - 1);
        lane.put(0, 10, 0);
        assertEquals(1, agent.doWork());
        assertEquals(6, ledger.dropped(DropReason.DISCONNECTED));
        assertEquals(0, ledger.reconnects());

        clock.advance(1);
        lane.put(0, 20, 0);
        assertEquals(1, agent.doWork());
        assertEquals(1, ledger.reconnects());
        assertEquals(List.of(20), sender.sentLengths());
        assertEquals(0, ledger.dropped(DropReason.LAGGING));
    }

    @Test
    void shouldStayOnUpToItsShare()
    {
        sender.always(SendOutcome.BACK_PRESSURED);
        put(4);
        agent.doWork();
        assertEquals(0, ledger.disconnects());
        assertEquals(0, ledger.dropped());
    }

    @Test
    void shouldStayAwayForLongerEachTimeUpToThirtySeconds()
    {
        for (final long seconds : new long[] {1, 2, 4, 8, 16, 30, 30})
        {
            overwhelm();
            clock.advance(seconds * SECOND_NS - 1);
            put(1);
            final long dropped = ledger.dropped(DropReason.DISCONNECTED);
            agent.doWork();
            assertEquals(dropped + 1, ledger.dropped(DropReason.DISCONNECTED), seconds + " s");
            clock.advance(1);
            agent.doWork();
        }
        assertEquals(7, ledger.disconnects());
        assertEquals(7, ledger.reconnects());
    }

    @Test
    void shouldForgiveWhenItKeptUpForAsLongAsItWasAway()
    {
        final CutOff cutOff = new CutOff(ledger);
        cutOff.begin(0);
        assertFalse(cutOff.isActive(SECOND_NS));
        cutOff.begin(2 * SECOND_NS - 1);
        assertTrue(cutOff.isActive(4 * SECOND_NS - 2));
        assertFalse(cutOff.isActive(4 * SECOND_NS - 1));
        cutOff.begin(6 * SECOND_NS - 1);
        assertTrue(cutOff.isActive(7 * SECOND_NS - 2));
        assertFalse(cutOff.isActive(7 * SECOND_NS - 1));
    }

    private void overwhelm()
    {
        sender.always(SendOutcome.BACK_PRESSURED);
        put(5);
        agent.doWork();
    }

    private void put(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            lane.put(0, 10, 0);
        }
    }
}
