package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;

class QosAgentTest
{
    private static final BufferCounts COUNTS = new BufferCounts(700, 0, 0, 0);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane free = new Lane("free", COUNTS, 0, 1);
    private final Lane policed = new Lane("policed", COUNTS, 0, 1);
    private final QosAgent agent = new QosAgent(clock, new Lane[] {free, policed}, new TrafficClass[] {
        TrafficClass.of("free", 0, 1, 0, COUNTS),
        TrafficClass.of("policed", 0, 1, 0, COUNTS).policed(8_000, 1_000)}); // a byte a millisecond

    @Test
    void shouldHaveNothingToDoWithoutPackets()
    {
        assertEquals(0, agent.doWork());
        assertEquals("qos", agent.roleName());
    }

    @Test
    void shouldForwardAllOfAClassWithoutARate()
    {
        put(free, 1_500, 5);
        assertEquals(5, agent.doWork());
        assertVerdicts(free, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD, Verdict.FORWARD);
    }

    @Test
    void shouldMarkWhatIsOverTheRateAndRemoveNothing()
    {
        put(policed, 400, 4);
        assertEquals(4, agent.doWork());
        assertVerdicts(policed, Verdict.FORWARD, Verdict.FORWARD, Verdict.POLICED, Verdict.POLICED);
    }

    @Test
    void shouldForwardAgainAsTimeGoesBy()
    {
        put(policed, 1_000, 2);
        agent.doWork();
        clock.advance(999_999_999);
        put(policed, 1_000, 1);
        agent.doWork();
        clock.advance(1);
        put(policed, 1_000, 1);
        agent.doWork();
        assertVerdicts(policed, Verdict.FORWARD, Verdict.POLICED, Verdict.POLICED, Verdict.FORWARD);
    }

    @Test
    void shouldOverwriteTheVerdictOfTheSlotsFormerOccupant()
    {
        final LaneReader reader = policed.reader(0);
        for (int i = 0; i < 2_048; i++) // twice around the ring
        {
            put(policed, 1_000, 1);
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
        put(free, 10, 600);
        put(policed, 10, 3);
        assertEquals(256 + 3, agent.doWork());
        assertEquals(256, agent.doWork());
        assertEquals(88, agent.doWork());
        assertEquals(0, agent.doWork());
    }

    @Test
    void shouldJudgeAllThatIsLeftWhenClosed()
    {
        put(free, 10, 600);
        put(policed, 1_000, 2);
        agent.onClose();
        assertEquals(599, free.reader(0).available());
        assertVerdicts(policed, Verdict.FORWARD, Verdict.POLICED);
    }

    private static void put(final Lane lane, final int length, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            lane.claim(length, 0);
        }
        lane.publish();
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
