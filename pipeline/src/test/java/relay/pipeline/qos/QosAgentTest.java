package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import relay.config.Policing;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;

class QosAgentTest
{
    private static final BufferCounts COUNTS = new BufferCounts(700, 0, 0, 0);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane free = new Lane("free", COUNTS, 0, 1);
    private final Lane policed = new Lane("policed", COUNTS, 0, 1);
    private final QosAgent agent = new QosAgent(
        clock, PolicedLane.free(free), new PolicedLane(policed, policer(Policing.of(8_000, 1_000)), null));

    @Test
    void shouldHaveNothingToDoWithoutPackets()
    {
        assertEquals(0, agent.doWork());
        assertEquals("qos", agent.roleName());
    }

    @Test
    void shouldForwardAllOfAClassWithoutARate()
    {
        putMany(free, 1_500, 5);
        assertEquals(5, agent.doWork());
        assertVerdicts(free, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD);
    }

    @Test
    void shouldMarkWhatIsOverTheRateAndRemoveNothing()
    {
        putMany(policed, 400, 4);
        assertEquals(4, agent.doWork());
        assertVerdicts(policed, Verdict.FORWARD, Verdict.FORWARD, Verdict.POLICED, Verdict.POLICED);
    }

    @Test
    void shouldForwardAgainAsTimeGoesBy()
    {
        putMany(policed, 1_000, 2);
        agent.doWork();
        clock.advance(999_999_999);
        put(policed, 0, 1_000);
        agent.doWork();
        clock.advance(1);
        put(policed, 0, 1_000);
        agent.doWork();
        assertVerdicts(policed, Verdict.FORWARD, Verdict.POLICED, Verdict.POLICED, Verdict.FORWARD);
    }

    @Test
    void shouldOverwriteTheVerdictOfTheSlotsFormerOccupant()
    {
        final LaneReader reader = policed.reader(0);
        for (int i = 0; i < 2_048; i++) // twice around the ring
        {
            put(policed, 0, 1_000);
            agent.doWork();
            final int expected = 0 == i % 2 ? Verdict.FORWARD : Verdict.POLICED;
            assertEquals(expected, reader.packet(i).verdict(), "packet " + i);
            reader.release(i);
            policed.reclaim(0);
            clock.advance(500_000_000);
        }
    }

    @Test
    void shouldBoundItsDutyCycleAndServeEachLane()
    {
        putMany(free, 10, 600);
        putMany(policed, 10, 3);
        assertEquals(256 + 3, agent.doWork());
        assertEquals(256, agent.doWork());
        assertEquals(88, agent.doWork());
        assertEquals(0, agent.doWork());
    }

    @Test
    void shouldAskTheFlowsPolicerFirstAndTakeNoneOfTheClassesTokensForWhatThatDropped()
    {
        final Policer ofFlow = policer(Policing.of(8_000, 500));
        final Policer ofClass = policer(Policing.of(8_000, 1_000));
        final QosAgent both = new QosAgent(clock, new PolicedLane(policed, ofClass, new Policer[] {ofFlow, null}));
        put(policed, 0, 400);
        put(policed, 0, 400);
        put(policed, 1, 600);
        put(policed, 1, 1);
        both.doWork();
        assertVerdicts(policed, Verdict.FORWARD, Verdict.POLICED, Verdict.FORWARD, Verdict.POLICED);
        assertCounts(ofFlow, 1, 400, 0, 0, 1, 400);
        assertCounts(ofClass, 2, 1_000, 0, 0, 1, 1);
    }

    @Test
    void shouldLetTheWorseVerdictWin()
    {
        final int ef = 46;
        final int cs1 = 8;
        final Policer ofFlow = policer(new Policing(8_000, 100, 100, 0, 0, ef, Policing.FORWARD, 0));
        final Policer ofClass = policer(new Policing(8_000, 250, 300, 0, 0, cs1, Policing.DROP, 0));
        final QosAgent both = new QosAgent(clock, new PolicedLane(policed, ofClass, new Policer[] {ofFlow, null}));
        put(policed, 0, 100);
        put(policed, 0, 100);
        put(policed, 0, 50);
        put(policed, 0, 60);
        put(policed, 0, 250);
        put(policed, 1, 40);
        both.doWork();
        assertVerdicts(policed, Verdict.FORWARD, Verdict.remark(ef), Verdict.FORWARD, Verdict.remark(cs1),
            Verdict.POLICED, Verdict.remark(cs1));
        clock.advance(200_000_000);
        put(policed, 1, 200);
        put(policed, 0, 100);
        put(policed, 0, 100);
        both.doWork();
        assertEquals(Verdict.remark(cs1), policed.reader(0).packet(8).verdict(), "the class's DSCP, not the flow's");
        assertCounts(ofFlow, 2, 200, 2, 200, 3, 360);
    }

    @Test
    void shouldPoliceAFlowInAllItsLanesWithOneBucket()
    {
        final Policer[] ofFlows = {null, policer(Policing.of(8_000, 1_000))};
        final QosAgent both =
            new QosAgent(clock, new PolicedLane(free, null, ofFlows), new PolicedLane(policed, null, ofFlows));
        put(free, 1, 600);
        put(free, 0, 1_500);
        put(policed, 1, 600);
        put(policed, 1, 400);
        assertEquals(4, both.doWork());
        assertVerdicts(free, Verdict.FORWARD, Verdict.FORWARD);
        assertVerdicts(policed, Verdict.POLICED, Verdict.FORWARD);
    }

    @Test
    void shouldCountTheOverheadOfEachDatagramAndATrainAsAWhole()
    {
        final Policer ofClass = policer(new Policing(8_000, 1_000, 0, 0, 0, Policing.FORWARD, Policing.DROP, 28));
        final QosAgent wire = new QosAgent(clock, new PolicedLane(policed, ofClass, null));
        put(policed, 0, 472);
        policed.packet(policed.claim(416, 0)).segmentLength(200); // 3 datagrams: 416 + 84 = 500
        policed.publish();
        put(policed, 0, 0);
        wire.doWork();
        assertVerdicts(policed, Verdict.FORWARD, Verdict.FORWARD, Verdict.POLICED);
        assertCounts(ofClass, 4, 1_000, 0, 0, 1, 28);
        policed.packet(policed.claim(417, 0)).segmentLength(200);
        policed.publish();
        clock.advance(500_000_000);
        wire.doWork();
        assertEquals(Verdict.POLICED, policed.reader(0).packet(3).verdict(), "all of a train or none of it");
        assertCounts(ofClass, 4, 1_000, 0, 0, 4, 28 + 501);
    }

    @Test
    void shouldReadTheClockOnceForABatch()
    {
        final int[] reads = {0};
        final QosAgent counted = new QosAgent(() -> reads[0]++, PolicedLane.free(free),
            new PolicedLane(policed, policer(Policing.of(8_000, 1_000)), null));
        putMany(free, 10, 100);
        counted.doWork();
        assertEquals(0, reads[0], "no clock where nothing is limited");
        for (int i = 0; i < 100; i++)
        {
            put(policed, 0, 10);
        }
        counted.doWork();
        assertEquals(1, reads[0]);
    }

    @Test
    void shouldJudgeAllThatIsLeftWhenClosed()
    {
        putMany(free, 10, 600);
        putMany(policed, 1_000, 2);
        agent.onClose();
        assertEquals(599, free.reader(0).available());
        assertVerdicts(policed, Verdict.FORWARD, Verdict.POLICED);
    }

    private static void putMany(final Lane lane, final int length, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            put(lane, 0, length);
        }
    }

    private static void put(final Lane lane, final int flowIndex, final int length)
    {
        lane.packet(lane.claim(length, 0)).flowIndex(flowIndex);
        lane.publish();
    }

    private static Policer policer(final Policing policing)
    {
        final int count = PolicingLedger.COUNTER_COUNT;
        return new Policer(policing, 0, new PolicingLedger("test", new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(count * CountersReader.METADATA_LENGTH)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(count * CountersReader.COUNTER_LENGTH)))));
    }

    /** Datagrams and bytes of green, yellow and red. */
    private static void assertCounts(final Policer policer, final long... counts)
    {
        for (int i = 0; i < PolicingLedger.COLOURS.size(); i++)
        {
            assertEquals(counts[2 * i], policer.ledger().datagrams(i), PolicingLedger.COLOURS.get(i));
            assertEquals(counts[2 * i + 1], policer.ledger().bytes(i), PolicingLedger.COLOURS.get(i) + " bytes");
        }
    }

    private static void assertVerdicts(final Lane lane, final int... verdicts)
    {
        final LaneReader reader = lane.reader(0);
        assertEquals(verdicts.length - 1, reader.available());
        for (int i = 0; i < verdicts.length; i++)
        {
            assertEquals(verdicts[i], reader.packet(i).verdict(), "packet " + i);
        }
    }
}
