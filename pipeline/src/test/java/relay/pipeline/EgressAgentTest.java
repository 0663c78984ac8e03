package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.BufferCounts;
import relay.transport.SendOutcome;

/**
 * One destination with a class of priority 0, {@code urgent}, and one of priority 1, {@code bulk}.
 */
class EgressAgentTest
{
    private static final int BATCH = 256;
    private static final long SHAPER_BURST_BYTES = 128 * 1024;
    private static final boolean[] ALL_FLOWS = {true};

    private final CachedNanoClock clock = new CachedNanoClock();
    private final DestinationLedger ledger = new DestinationLedger("far", Counters.inMemory());
    private final TestLane urgent = lane("urgent", 0);
    private final TestLane bulk = lane("bulk", 1);
    private final ScriptedSender urgentSender = new ScriptedSender();
    private final ScriptedSender bulkSender = new ScriptedSender();
    private final List<EgressLane> lanes = List.of(egress(bulk, bulkSender), egress(urgent, urgentSender));

    @Test
    void shouldServeTheFirstPriorityUntilItHasNothingLeft()
    {
        final EgressAgent agent = agent(0);
        put(bulk, 100, 100);
        put(urgent, 300, 100);
        assertEquals(BATCH, agent.doWork());
        assertEquals(BATCH, urgentSender.sentLengths().size());
        assertEquals(0, bulkSender.sentLengths().size());
        assertEquals(300 - BATCH + 100, agent.doWork());
        assertEquals(300, urgentSender.sentLengths().size());
        assertEquals(100, bulkSender.sentLengths().size());
        assertEquals(0, agent.doWork());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldNeverSendBulkWhileUrgentWaits(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final EgressAgent agent = agent(0 == seed % 2 ? 0 : 50_000_000);
        for (int cycle = 0; cycle < 5_000; cycle++)
        {
            put(urgent, room(urgent, random), 1 + random.nextInt(1_500));
            put(bulk, room(bulk, random), 1 + random.nextInt(1_500));
            final long before = bulkSender.sentBytes();
            agent.doWork();
            if (bulkSender.sentBytes() > before)
            {
                assertEquals(urgent.lane().stage().position(), urgent.lane().reader(0).position(),
                    "seed " + seed + " cycle " + cycle);
            }
            clock.advance(random.nextInt(1_000_000));
        }
        assertTrue(urgentSender.sentBytes() > 0 && bulkSender.sentBytes() > 0, "seed " + seed);
    }

    @Test
    void shouldServeBulkWhileTheReceiverOfUrgentHoldsItBack()
    {
        put(urgent, 10, 100);
        put(bulk, 10, 100);
        urgentSender.always(SendOutcome.BACK_PRESSURED);
        assertEquals(10, agent(0).doWork());
        assertEquals(10, bulkSender.sentLengths().size());
    }

    @Test
    void shouldKeepBulkBackWhenTheRateKeepsUrgentBack()
    {
        final EgressAgent agent = agent(8_000_000); // a byte a microsecond
        put(urgent, 88, 1_500);
        put(bulk, 100, 1);
        assertEquals(87, agent.doWork(), "as many as the burst holds");
        assertEquals(0, bulkSender.sentBytes(), "though they would fit");
        clock.advance(1_500_000);
        agent.doWork();
        assertEquals(88, urgentSender.sentLengths().size());
        assertEquals(100, bulkSender.sentBytes());
    }

    @Test
    void shouldSendAtItsRateAndNoFaster()
    {
        final EgressAgent agent = agent(80_000_000); // 10 bytes a microsecond
        for (int ms = 0; ms <= 1_000; ms++)
        {
            while (bulk.lane().stage().position() - bulk.lane().reader(0).position() < 200)
            {
                bulk.put(0, 1_000, clock.nanoTime());
            }
            agent.doWork();
            final long allowed = ms * 10_000L + SHAPER_BURST_BYTES;
            assertTrue(bulkSender.sentBytes() <= allowed, ms + " ms: " + bulkSender.sentBytes());
            assertTrue(bulkSender.sentBytes() > allowed - 1_000, ms + " ms: " + bulkSender.sentBytes());
            clock.advance(1_000_000);
        }
    }

    @Test
    void shouldSkipPastTheShareOfEachLaneInTheSameCycle()
    {
        urgentSender.always(SendOutcome.BACK_PRESSURED);
        bulkSender.always(SendOutcome.BACK_PRESSURED);
        put(urgent, 310, 10);
        put(bulk, 305, 10);
        assertEquals(10 + 5, agent(0).doWork());
        assertEquals(15, ledger.dropped(DropReason.LAGGING));
        assertEquals(2, ledger.backPressured());
    }

    @Test
    void shouldAccountForAllThatIsLeftAndCloseItsSenders()
    {
        final EgressAgent agent = agent(0);
        put(urgent, 3, 10);
        put(bulk, 4, 10);
        agent.onClose();
        assertEquals(7, ledger.dropped(DropReason.SHUTDOWN));
        assertEquals(7, (ledger.sent() + ledger.dropped()));
        assertEquals(1, urgentSender.closeCount());
        assertEquals(1, bulkSender.closeCount());
        assertEquals("egress far", agent.roleName());
    }

    private EgressAgent agent(final long rateBitsPerSecond)
    {
        return new EgressAgent("far", clock, lanes, rateBitsPerSecond);
    }

    private EgressLane egress(final TestLane lane, final ScriptedSender sender)
    {
        return new EgressLane(lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, ALL_FLOWS, 0.75);
    }

    private static TestLane lane(final String name, final int priority)
    {
        return new TestLane(TestLane.trafficClass(name, priority, 1, 0, new BufferCounts(400, 0, 0, 0)), 1);
    }

    private static int room(final TestLane lane, final SplittableRandom random)
    {
        final long waiting = lane.lane().stage().position() - lane.lane().reader(0).position();
        return (int)Math.min(random.nextInt(40), 300 - waiting);
    }

    private static void put(final TestLane lane, final int count, final int length)
    {
        for (int i = 0; i < count; i++)
        {
            lane.put(0, length, 0);
        }
    }
}
