package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pool.BufferCounts;
import relay.transport.SendOutcome;

/**
 * One destination with a class of priority 0, {@code urgent}, and one of priority 1, {@code bulk}.
 */
class EgressAgentTest
{
    private static final int BATCH = 256;
    private static final long SHAPER_BURST_BYTES = 64 * 1024;
    private static final boolean[] ALL_FLOWS = {true};
    private static final DestinationConfig DESTINATION = DestinationConfig.of("far", null).maxLag(0.75);

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
        final EgressAgent agent = agent(0 == seed % 2 ? 0 : 500_000_000);
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
        put(urgent, 44, 1_500);
        put(bulk, 100, 1);
        assertEquals(43, agent.doWork(), "as many as the burst holds");
        assertEquals(0, bulkSender.sentBytes(), "though they would fit");
        clock.advance(1_500_000);
        agent.doWork();
        assertEquals(44, urgentSender.sentLengths().size());
        assertEquals(0, bulkSender.sentBytes(), "half of the burst is left to the next urgent ones");
        clock.advance(SHAPER_BURST_BYTES / 2 * 1_000);
        agent.doWork();
        assertEquals(100, bulkSender.sentBytes());
    }

    @Test
    void shouldSendUrgentAtOnceWhileBulkUsesAllOfTheRate()
    {
        final EgressAgent agent = agent(8_000_000); // a byte a microsecond
        for (int i = 0; i < 1_000; i++)
        {
            put(bulk, (int)(300 - bulk.lane().stage().position() + bulk.lane().reader(0).position()), 1_500);
            if (0 == i % 10)
            {
                put(urgent, 1, 1_500);
            }
            agent.doWork();
            assertEquals(1 + i / 10, urgentSender.sentLengths().size(), "cycle " + i);
            clock.advance(500_000);
        }
        assertTrue(bulkSender.sentBytes() > 300_000, "the rest is for bulk: " + bulkSender.sentBytes());
    }

    @Test
    void shouldLeaveNoHeadroomThatTheLongestBulkDatagramCouldNotPass()
    {
        final TestLane large = new TestLane(
            TestLane.trafficClass("large", 1, 1, 0, new BufferCounts(0, 0, 0, 9)), 1);
        final ScriptedSender largeSender = new ScriptedSender();
        final DestinationConfig far = DESTINATION.rate(8_000_000).overhead(46).burst(65_553);
        final EgressAgent agent = new EgressAgent(
            far, clock, List.of(egress(urgent, urgentSender, far), egress(large, largeSender, far)));
        for (int i = 0; i < 5; i++)
        {
            put(large, 1, 65_507);
            assertEquals(1, agent.doWork(), "a full bucket is enough");
            clock.advance(65_552_999);
            put(large, 1, 65_507);
            assertEquals(0, agent.doWork());
            clock.advance(1);
            put(urgent, 1, 10);
            assertEquals(1, agent.doWork(), "and urgent goes first");
            clock.advance(56_000);
            assertEquals(1, agent.doWork());
            clock.advance(65_553_000);
        }
        assertEquals(10, largeSender.sentLengths().size());
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
            final long headroom = SHAPER_BURST_BYTES / 2;
            assertTrue(bulkSender.sentBytes() > allowed - headroom - 1_000, ms + " ms: " + bulkSender.sentBytes());
            clock.advance(1_000_000);
        }
    }

    @Test
    void shouldServeBulkWhileUrgentIsAtItsOwnRate()
    {
        final TestLane limited = new TestLane(
            TrafficClass.of("limited", 0, 1, 0, new BufferCounts(400, 0, 0, 0)).maxRate(8_000_000), 1);
        final ScriptedSender limitedSender = new ScriptedSender();
        final EgressAgent agent = new EgressAgent(
            DESTINATION, clock, List.of(egress(limited, limitedSender), egress(bulk, bulkSender)));
        put(limited, 66, 1_000);
        put(bulk, 10, 1_000);
        assertEquals(65 + 10, agent.doWork());
        assertEquals(10, bulkSender.sentLengths().size());
        assertEquals(0, agent.doWork());
        clock.advance(463_999);
        assertEquals(0, agent.doWork(), "a byte a microsecond, and 536 B were left");
        clock.advance(1);
        assertEquals(1, agent.doWork());
        assertEquals(66, limitedSender.sentLengths().size());
    }

    @Test
    void shouldCountOverheadInRates()
    {
        final DestinationConfig far = DESTINATION.rate(8_000_000).burst(10_000).overhead(46);
        final EgressAgent agent = new EgressAgent(far, clock, List.of(egress(urgent, urgentSender, far)));
        put(urgent, 200, 54);
        assertEquals(100, agent.doWork());
        clock.advance(100_000);
        assertEquals(1, agent.doWork());
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
        return new EgressAgent(DESTINATION.rate(rateBitsPerSecond), clock, lanes);
    }

    private EgressLane egress(final TestLane lane, final ScriptedSender sender)
    {
        return egress(lane, sender, DESTINATION);
    }

    private EgressLane egress(final TestLane lane, final ScriptedSender sender, final DestinationConfig destination)
    {
        return new EgressLane(
            lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, ALL_FLOWS, destination);
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
