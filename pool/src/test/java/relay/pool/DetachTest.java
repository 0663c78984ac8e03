package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * A reader whose thread stops, step by step in one thread: whatever it does when it goes on, it has only what it took.
 */
class DetachTest
{
    private static final int BUFFERS = 4;
    private static final int MANY = 40; // laps of the ring

    private final Lane lane = new Lane("detach", new BufferCounts(BUFFERS, 0, 0, 0), 8, 2);
    private final LaneReader stopping = lane.reader(0);
    private final LaneReader running = lane.reader(1);
    private final Packet copy = new Packet();
    private long lost;

    DetachTest()
    {
        stopping.count(packet -> 1, count -> lost += count);
    }

    @Test
    void shouldWaitForAReaderUntilItIsDetached()
    {
        put(BUFFERS);
        running.release(running.available());
        assertEquals(0, lane.reclaim(0));
        assertTrue(lane.isExhausted());
        assertTrue(stopping.detach());
        assertEquals(BUFFERS, lane.reclaim(0));
        assertEquals(BUFFERS, lost);
        assertEquals(0, stopping.lag());
        assertFalse(lane.isExhausted());
    }

    @Test
    void shouldTakeNothingThatItHadNotTakenWhenItWasDetached()
    {
        put(1);
        copy.copyOf(stopping.packet(0));
        assertTrue(stopping.detach());
        assertFalse(stopping.detach(), "once");
        assertFalse(stopping.take(0));
        assertEquals(-1, stopping.taken());
        pass(MANY);
        assertFalse(stopping.take(0));
        assertEquals(1 + MANY, lost);
    }

    @Test
    void shouldLendNoBufferThatItHasTakenUntilItHasLeft()
    {
        put(2);
        copy.copyOf(stopping.packet(0));
        assertTrue(stopping.take(0));
        assertTrue(stopping.detach());
        pass(MANY);
        assertEquals(0, copy.buffer().getLong(copy.payloadOffset()), "its bytes are what they were");
        assertEquals(1, lane.inUse(0));
        assertFalse(lane.isDrained());
        assertEquals(1 + MANY, lost);
        assertEquals(1, stopping.heldWhileAway());

        assertTrue(stopping.attend());
        stopping.leave();
        assertEquals(0, stopping.heldWhileAway());
        assertEquals(1, lane.reclaim(0), "it comes back when it has left");
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldGoOnBehindAllThatItLost()
    {
        assertTrue(stopping.detach());
        pass(MANY);
        assertTrue(stopping.attend());
        stopping.leave();
        assertTrue(stopping.isAway());
        assertFalse(stopping.attend(), "it has left already");
        assertTrue(stopping.isAway());
        put(1);
        lane.reclaim(0);
        assertEquals(MANY + 1, lost, "what came before it was attached is lost");
        put(1);
        assertFalse(stopping.attend());
        assertFalse(stopping.isAway());
        assertEquals(MANY, stopping.position());
        assertEquals(MANY, stopping.taken());
        assertEquals(1, stopping.held(0));
        assertTrue(stopping.take(MANY + 1));
        stopping.release(MANY + 1);
        assertEquals(0, stopping.held(0));
        assertEquals(MANY + 1, lost);
    }

    @Test
    void shouldBeDetachedAgainBeforeItNoticedThatItWasAttached()
    {
        put(2);
        assertTrue(stopping.take(1));
        assertTrue(stopping.detach());
        pass(MANY);
        assertTrue(stopping.attend());
        stopping.leave();
        lane.reclaim(0);
        assertTrue(stopping.detach(), "a second time");
        pass(MANY);
        assertTrue(stopping.attend());
        assertEquals(1 + MANY, stopping.taken());
        stopping.leave();
        lane.reclaim(0);
        assertFalse(stopping.attend());
        assertEquals(1 + 2 * MANY, stopping.position());
        assertEquals(2 * MANY, lost);
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldLeaveAndBeAttachedThoughIngressNeverSawItAway()
    {
        put(3);
        assertTrue(stopping.take(0));
        assertTrue(stopping.detach());
        assertTrue(stopping.attend());
        stopping.leave();
        running.release(2);
        assertEquals(3, lane.reclaim(0));
        assertEquals(2, lost, "but for the one that it took");
        assertFalse(stopping.attend());
        assertEquals(2, stopping.position());
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldReleaseNothingThatItHasLost()
    {
        put(3);
        assertTrue(stopping.take(2));
        assertTrue(stopping.detach());
        pass(MANY);
        stopping.release(1); // goes on between two instructions, with what it had
        assertEquals(3, lane.inUse(0), "until it has left, nobody knows what it looks at");
        pass(MANY);
        assertEquals(2 * MANY, lost);
        assertTrue(stopping.attend());
        stopping.leave();
        assertEquals(3, lane.reclaim(0));
    }

    @Test
    void shouldKeepABufferAsLongAsOneOfTwoReadersHasIt()
    {
        put(2);
        assertTrue(stopping.take(1));
        assertTrue(running.take(0));
        assertTrue(stopping.detach());
        assertTrue(running.detach());
        lane.reclaim(0);
        assertEquals(2, lane.inUse(0));
        assertTrue(stopping.attend());
        stopping.leave();
        assertEquals(1, lane.reclaim(0), "the second");
        assertTrue(running.attend());
        running.leave();
        assertEquals(1, lane.reclaim(0));
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldWaitForTheStageThoughAllReadersAreAway()
    {
        lane.claim(8, 0);
        lane.publish();
        assertTrue(stopping.detach());
        assertTrue(running.detach());
        assertEquals(0, lane.reclaim(0));
        lane.stage().pass();
        assertEquals(1, lane.reclaim(0));
        assertEquals(1, lost);
    }

    @Test
    void shouldBeAttachedBehindWhatTheStageHasNotSeen()
    {
        assertTrue(stopping.detach());
        lane.claim(8, 0);
        lane.publish();
        assertTrue(stopping.attend());
        stopping.leave();
        lane.claim(8, 0); // claimed and not yet published: not lost
        lane.packet(1).flowIndex(0);
        lane.reclaim(0);
        assertFalse(stopping.attend());
        assertEquals(0, stopping.position());
        assertEquals(1, stopping.held(0));
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
