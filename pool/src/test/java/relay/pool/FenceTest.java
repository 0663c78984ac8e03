package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * A reader whose thread stops, step by step in one thread: whatever it does when it goes on, it has only what it took.
 */
class FenceTest
{
    private static final int BUFFERS = 4;
    private static final int MANY = 40; // laps of the ring

    private final Lane lane = new Lane("fence", new BufferCounts(BUFFERS, 0, 0, 0), 8, 2, null, true);
    private final LaneReader stopping = lane.reader(0);
    private final LaneReader running = lane.reader(1);
    private final Packet copy = new Packet();
    private long lost;

    FenceTest()
    {
        stopping.fence().count(sequence -> 1, count -> lost += count);
    }

    @Test
    void shouldWaitForAReaderUntilItIsFenced()
    {
        put(BUFFERS);
        running.release(running.available());
        assertEquals(0, lane.reclaim(0));
        assertTrue(lane.isExhausted());
        assertTrue(stopping.fence().fence());
        assertEquals(BUFFERS, lane.reclaim(0));
        assertEquals(BUFFERS, lost);
        assertEquals(0, stopping.lag());
        assertFalse(lane.isExhausted());
    }

    @Test
    void shouldTakeNothingThatItHadNotTakenWhenItWasFenced()
    {
        put(1);
        copy.copyOf(stopping.packet(0));
        assertTrue(stopping.fence().fence());
        assertFalse(stopping.fence().fence(), "once");
        assertFalse(stopping.fence().commitTaken(0));
        assertEquals(-1, stopping.fence().taken());
        pass(MANY);
        assertFalse(stopping.fence().commitTaken(0));
        assertEquals(1 + MANY, lost);
    }

    @Test
    void shouldLendNoBufferThatItHasTakenUntilItHasDrained()
    {
        put(2);
        copy.copyOf(stopping.packet(0));
        assertTrue(stopping.fence().commitTaken(0));
        assertTrue(stopping.fence().fence());
        pass(MANY);
        assertEquals(0, copy.buffer().getLong(copy.payloadOffset()), "its bytes are what they were");
        assertEquals(1, lane.inUse(0));
        assertFalse(lane.isDrained());
        assertEquals(1 + MANY, lost);
        assertEquals(1, stopping.fence().heldWhileFenced());

        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        assertEquals(0, stopping.fence().heldWhileFenced());
        assertEquals(1, lane.reclaim(0), "it comes back when it has drained");
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldGoOnBehindAllThatItLost()
    {
        assertTrue(stopping.fence().fence());
        pass(MANY);
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        assertTrue(stopping.fence().isDrained());
        assertFalse(stopping.fence().checkFenced(), "it has drained already");
        assertTrue(stopping.fence().isDrained());
        put(1);
        lane.reclaim(0);
        assertEquals(MANY + 1, lost, "what came before it was attached is lost");
        put(1);
        assertFalse(stopping.fence().checkFenced());
        assertFalse(stopping.fence().isDrained());
        assertEquals(MANY, stopping.position());
        assertEquals(MANY, stopping.fence().taken());
        assertTrue(stopping.fence().commitTaken(MANY + 1));
        stopping.release(MANY + 1);
        assertEquals(MANY + 1, lost);
    }

    @Test
    void shouldBeFencedAgainBeforeItNoticedThatItWasAttached()
    {
        put(2);
        assertTrue(stopping.fence().commitTaken(1));
        assertTrue(stopping.fence().fence());
        pass(MANY);
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        lane.reclaim(0);
        assertTrue(stopping.fence().fence(), "a second time");
        pass(MANY);
        assertTrue(stopping.fence().checkFenced());
        assertEquals(1 + MANY, stopping.fence().taken());
        stopping.fence().drained();
        lane.reclaim(0);
        assertFalse(stopping.fence().checkFenced());
        assertEquals(1 + 2 * MANY, stopping.position());
        assertEquals(2 * MANY, lost);
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldDrainAndBeAttachedThoughIngressNeverSawItFenced()
    {
        put(3);
        assertTrue(stopping.fence().commitTaken(0));
        assertTrue(stopping.fence().fence());
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        running.release(2);
        assertEquals(3, lane.reclaim(0));
        assertEquals(2, lost, "but for the one that it took");
        assertFalse(stopping.fence().checkFenced());
        assertEquals(2, stopping.position());
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldReleaseNothingThatItHasLost()
    {
        put(3);
        assertTrue(stopping.fence().commitTaken(2));
        assertTrue(stopping.fence().fence());
        pass(MANY);
        stopping.release(1); // goes on between two instructions, with what it had
        assertEquals(3, lane.inUse(0), "until it has drained, no other thread knows what it looks at");
        pass(MANY);
        assertEquals(2 * MANY, lost);
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        assertEquals(3, lane.reclaim(0));
    }

    @Test
    void shouldKeepABufferAsLongAsOneOfTwoReadersHasIt()
    {
        put(2);
        assertTrue(stopping.fence().commitTaken(1));
        assertTrue(running.fence().commitTaken(0));
        assertTrue(stopping.fence().fence());
        assertTrue(running.fence().fence());
        lane.reclaim(0);
        assertEquals(2, lane.inUse(0));
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        assertEquals(1, lane.reclaim(0), "the second");
        assertTrue(running.fence().checkFenced());
        running.fence().drained();
        assertEquals(1, lane.reclaim(0));
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldWaitForTheStageThoughAllReadersAreFenced()
    {
        lane.claim(8, 0);
        lane.publish();
        assertTrue(stopping.fence().fence());
        assertTrue(running.fence().fence());
        assertEquals(0, lane.reclaim(0));
        lane.stage().pass();
        assertEquals(1, lane.reclaim(0));
        assertEquals(1, lost);
    }

    @Test
    void shouldBeAttachedBehindWhatTheStageHasNotSeen()
    {
        assertTrue(stopping.fence().fence());
        lane.claim(8, 0);
        lane.publish();
        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        lane.claim(8, 0); // claimed and not yet published: not lost
        lane.packet(1).flowIndex(0);
        lane.reclaim(0);
        assertFalse(stopping.fence().checkFenced());
        assertEquals(0, stopping.position());
        assertEquals(1, lost);
        assertTrue(stopping.available() < stopping.position());
    }

    /** Packets that the other reader is done with at once. */
    private void pass(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            running.release(running.available());
            lane.reclaim(0);
            put(1);
        }
        running.release(running.available());
        lane.reclaim(0);
    }

    private void put(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final long sequence = lane.claim(8, 0);
            assertTrue(sequence >= 0, "no buffer");
            final Packet packet = lane.packet(sequence);
            packet.buffer().putLong(packet.payloadOffset(), sequence);
            lane.publish();
            lane.stage().pass();
        }
    }
}
