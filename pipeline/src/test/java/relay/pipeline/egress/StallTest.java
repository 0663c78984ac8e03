package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.config.WhenSlow;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Shaper;
import relay.pool.BufferCounts;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * An egress thread that stops, and goes on later, at places that are chosen by hand: flow 0 goes to it and to another
 * destination, which loses nothing; flow 1 to the other only.
 */
class StallTest
{
    private static final int OURS = 0;
    private static final int THEIRS = 1;
    private static final int BUFFERS = 8;
    private static final int MANY = 50;
    private static final DestinationConfig CONFIG = DestinationConfig.of("stops", null).maxLag(1);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final TestLane lane =
        new TestLane(TestLane.trafficClass("class", 0, 1, 0, new BufferCounts(BUFFERS, 0, 0, 0)), 2);
    private final DestinationLedger ledger = new DestinationLedger("stops", Counters.inMemory());
    private final DestinationLedger otherLedger = new DestinationLedger("runs", Counters.inMemory());
    private final EgressAgent other = new EgressAgent(DestinationConfig.of("runs", null), clock, List.of(new EgressLane(
        lane.trafficClass(), lane.lane().reader(1), new ScriptedSender(), otherLedger, clock,
        new boolean[] {true, true}, DestinationConfig.of("runs", null).maxLag(1))));
    private final StoppingSender sender = new StoppingSender();
    private EgressAgent agent = agent(CONFIG);
    private int owed;

    @Test
    void shouldLoseWhatItDidNotTakeAndCountIt()
    {
        put(3);
        stall();
        pass(MANY);
        assertEquals(3 + MANY, dropped(DropReason.STALLED));
        assertAccounted();
        assertEquals(0, sender.sent.size());
        goOn(2);
        assertEquals(2, sender.sent.size());
        assertEquals(3 + MANY, dropped(DropReason.STALLED));
    }

    @Test
    void shouldSendOnlyItsOwnBytesWhenItStoppedBeforeTheSystemCall()
    {
        put(3);
        sender.beforeSend = () ->
        {
            stall();
            pass(MANY);
            assertEquals(MANY, dropped(DropReason.STALLED));
            assertEquals(3, agent.lanes()[0].inFlight());
            assertAccounted();
        };
        agent.doWork();
        assertEquals(List.of(0L, 1L, 2L), sender.sent, "and those went");
        assertEquals(3, ledger.sent());
        goOn(2);
        assertEquals(MANY, dropped(DropReason.STALLED));
        assertEquals(5, ledger.sent());
    }

    @Test
    void shouldCountWhatWentAsSentWhenItStoppedAfterTheSystemCall()
    {
        put(3);
        sender.afterSend = () ->
        {
            stall();
            pass(MANY);
        };
        agent.doWork();
        assertAccounted();
        goOn(1);
        assertEquals(4, ledger.sent());
    }

    @Test
    void shouldCountWhatWaitedInTheBatchAndGiveItsTokensBack()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        agent.lanes()[0].pace().shapedBy(shaper, 0);
        put(4);
        sender.refuseAfter = 1;
        agent.doWork();
        assertEquals(1, ledger.sent());
        assertEquals(3, agent.lanes()[0].inFlight());
        stall();
        pass(MANY);
        assertEquals(3, agent.lanes()[0].inFlight(), "they are still in its batch");
        assertAccounted();
        sender.refuseAfter = Integer.MAX_VALUE;
        agent.doWork();
        assertEquals(MANY + 3, dropped(DropReason.STALLED));
        assertEquals(1, ledger.sent());
        assertAccounted();
        assertTrue(shaper.conforms(992, 0, 0), "only what was sent was spent");
        goOn(1);
    }

    @Test
    void shouldTakeNothingWhenItStoppedBetweenLookingAndTaking()
    {
        final Shaper shaper = new Shaper(8_000, 1_000, 0);
        agent.lanes()[0].pace().shapedBy(shaper, 0);
        put(3);
        clock.update(0);
        // what it looks at may be other packets' by now
        assertTrue(agent.lanes()[0].reader().fence().fence());
        agent.lanes()[0].poll(0, Long.MAX_VALUE, 100);
        assertEquals(0, sender.sent.size());
        assertTrue(shaper.conforms(1_000, 0, 0));
        pass(MANY);
        assertEquals(0, agent.lanes()[0].poll(0, Long.MAX_VALUE, 100));
        assertEquals(0, agent.lanes()[0].skipPastShare(0));
        assertEquals(0, agent.lanes()[0].abandon(DropReason.DISCONNECTED));
        assertEquals(3 + MANY, dropped(DropReason.STALLED));
        goOn(1);
    }

    @Test
    void shouldStallAgainBeforeItNoticedThatItWasBack()
    {
        put(3);
        stall();
        pass(MANY);
        agent.doWork();
        lane.lane().reclaim(0);
        stall();
        pass(MANY);
        goOn(2);
        assertEquals(3 + 2 * MANY, dropped(DropReason.STALLED));
        assertEquals(2, ledger.sent());
    }

    @Test
    void shouldKeepItsBacklogAndSendItFirstWhenItIsBack()
    {
        agent = agent(DestinationConfig.of("stops", null).maxLag(0.5).whenSlow(WhenSlow.SKIP_NEWEST));
        sender.refuseAfter = 0;
        put(7);
        agent.doWork();
        assertTrue(agent.isKeeping());
        stall();
        pass(MANY);
        assertAccounted();
        assertEquals(7, agent.lanes()[0].inFlight());
        sender.refuseAfter = Integer.MAX_VALUE;
        goOn(1);
        assertEquals(MANY + 4, dropped(DropReason.STALLED), "what was in the lane");
        assertEquals(List.of(0L, 1L, 2L), sender.sent.subList(0, 3), "and these it had kept");
        assertEquals(4, ledger.sent());
    }

    @Test
    void shouldNotBeCutOffForWhatItLost()
    {
        agent = agent(DestinationConfig.of("stops", null).maxLag(0.5).whenSlow(WhenSlow.DISCONNECT));
        put(4);
        stall();
        pass(MANY);
        goOn(2);
        assertEquals(0, ledger.disconnects());
        assertEquals(2, ledger.sent());
    }

    @Test
    void shouldAccountForAllWhenItIsClosedInstead()
    {
        put(3);
        sender.refuseAfter = 0;
        agent.doWork();
        put(2);
        stall();
        pass(MANY);
        agent.onClose();
        assertEquals(5 + MANY, dropped(DropReason.STALLED));
        assertEquals(0, agent.lanes()[0].inFlight());
        assertAccounted();
        lane.lane().reclaim(0);
        assertTrue(lane.lane().isDrained());
    }

    private EgressAgent agent(final DestinationConfig config)
    {
        return new EgressAgent(config, clock, List.of(new EgressLane(lane.trafficClass(), lane.lane().reader(0), sender,
            ledger, clock, new boolean[] {true, false}, config)));
    }

    private void stall()
    {
        assertTrue(agent.lanes()[0].reader().fence().fence());
    }

    /** Packets that the other destination is done with at once: it has all the buffers that are not set aside. */
    private void pass(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            other.doWork();
            lane.lane().reclaim(0);
            put(1);
            lane.put(THEIRS, 8, 0);
        }
        other.doWork();
        lane.lane().reclaim(0);
        assertEquals(0, otherLedger.dropped());
    }

    /** The thread runs again, and gets what comes then. */
    private void goOn(final int count)
    {
        agent.doWork();
        lane.lane().reclaim(0);
        other.doWork();
        put(count);
        agent.doWork();
        other.doWork();
        assertAccounted();
        assertEquals(0, agent.lanes()[0].inFlight());
        lane.lane().reclaim(0);
        assertTrue(lane.lane().isDrained());
        assertFalse(agent.lanes()[0].hasBacklog());
    }

    private void put(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final long sequence = lane.put(OURS, 8, 0);
            lane.lane().reader(0).packet(sequence).buffer()
                .putLong(lane.lane().reader(0).packet(sequence).payloadOffset(), owed++);
        }
    }

    private long dropped(final DropReason reason)
    {
        return ledger.dropped(reason);
    }

    private void assertAccounted()
    {
        assertEquals(owed, ledger.sent() + ledger.dropped() + agent.lanes()[0].inFlight());
    }

    /** Stops before or after it has sent, and sends the number that each packet bears. */
    private static final class StoppingSender implements PacketSender
    {
        private static final Runnable NOTHING = () -> { };

        private final List<Long> sent = new ArrayList<>();
        private Runnable beforeSend = NOTHING;
        private Runnable afterSend = NOTHING;
        private int refuseAfter = Integer.MAX_VALUE;

        @Override
        public void send(final PacketBatch batch)
        {
            final Runnable before = beforeSend;
            final Runnable after = afterSend;
            beforeSend = NOTHING;
            afterSend = NOTHING;
            before.run();
            for (int i = batch.first(); i < batch.size() && sent.size() < refuseAfter; i++)
            {
                if (batch.isWaiting(i))
                {
                    sent.add(batch.packet(i).buffer().getLong(batch.packet(i).payloadOffset()));
                    batch.outcome(i, SendOutcome.SENT);
                }
            }
            after.run();
        }

        @Override
        public String description()
        {
            return "stopping";
        }

        @Override
        public void close()
        {
        }
    }
}
