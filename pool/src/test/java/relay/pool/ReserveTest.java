package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Two lanes of 2 small buffers and a reserve of 3; one of them has a large one too, of which the reserve has 1.
 */
class ReserveTest
{
    private static final int HEADER_LENGTH = 16;
    private static final int SMALL = SizeClass.SMALL.ordinal();
    private static final int JUMBO = SizeClass.JUMBO.ordinal();
    private static final int LARGE = SizeClass.LARGE.ordinal();
    private static final BufferCounts RESERVE = new BufferCounts(3, 0, 2, 1);

    private final Reserve reserve = new Reserve(RESERVE, HEADER_LENGTH);
    private final Lane lane = new Lane("lane", new BufferCounts(2, 0, 0, 1), HEADER_LENGTH, 1, reserve, true);
    private final Lane other = new Lane("other", new BufferCounts(2, 0, 0, 0), HEADER_LENGTH, 1, reserve, true);

    @Test
    void shouldBorrowWhenItsOwnAreOut()
    {
        put(lane, 2);
        assertEquals(0, reserve.inUse(SMALL));
        final Packet borrowed = put(lane, 1);
        assertEquals(1, reserve.inUse(SMALL));
        assertEquals(3, lane.inUse(SMALL));
        assertNotEquals(lane.buffer().addressOffset(), borrowed.buffer().addressOffset());
        assertEquals(borrowed.headerOffset() + HEADER_LENGTH, borrowed.payloadOffset());
        assertEquals(0, lane.exhausted(SMALL));
    }

    @Test
    void shouldExhaustAClassWhenItsOwnAndTheReserveAreOut()
    {
        put(lane, 5);
        assertTrue(lane.isExhausted());
        assertFalse(other.isExhausted(), "it has its own");
        assertEquals(Lane.EXHAUSTED, lane.claim(1, 0));
        assertEquals(1, lane.exhausted(SMALL));

        put(other, 2);
        assertTrue(other.isExhausted());
        assertEquals(Lane.EXHAUSTED, other.claim(1, 0));
        giveBack(lane, 2); // its own, so the reserve is out still
        assertFalse(lane.isExhausted());
        assertTrue(other.isExhausted());
        assertEquals(Lane.EXHAUSTED, other.claim(1, 0));
        giveBack(lane, 1);
        assertFalse(other.isExhausted());
        assertTrue(other.claim(1, 0) >= 0);
        other.publish();
        assertTrue(other.isExhausted());
    }

    @Test
    void shouldGiveEachBufferBackToWhereItCameFrom()
    {
        put(lane, 4);
        giveBack(lane, 2);
        assertEquals(2, reserve.inUse(SMALL));
        put(lane, 2);
        assertEquals(2, reserve.inUse(SMALL), "its own first");
        giveBack(lane, 1);
        assertEquals(1, reserve.inUse(SMALL));
        giveBack(lane, 3);
        assertEquals(0, reserve.inUse(SMALL));
        assertEquals(0, lane.inUse(SMALL));
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldLendTheBufferThatCameBackLast()
    {
        put(lane, 2);
        put(other, 2);
        put(lane, 1);
        final int last = put(other, 1).payloadOffset();
        giveBack(lane, 3);
        giveBack(other, 3);
        put(lane, 2);
        assertEquals(last, put(lane, 1).payloadOffset(), "hot memory first");
    }

    @Test
    void shouldShareAmongLanesAndCountThePeak()
    {
        put(lane, 3);
        put(other, 4);
        assertEquals(3, reserve.inUse(SMALL));
        giveBack(lane, 3);
        giveBack(other, 4);
        put(other, 3);
        assertEquals(1, reserve.inUse(SMALL));
        assertEquals(3, reserve.peakInUse(SMALL));
        assertEquals(3, lane.peakInUse(SMALL));
        assertEquals(4, other.peakInUse(SMALL));
        assertEquals(0, reserve.peakInUse(LARGE));
    }

    @Test
    void shouldBorrowOnlyWhereItHasTheClassItself()
    {
        assertEquals(LARGE, lane.packet(lane.claim(9_000, 0)).sizeClass());
        assertEquals(0, reserve.inUse(JUMBO));
        assertEquals(Lane.OVERSIZE, other.claim(1_501, 0));
        assertEquals(new BufferCounts(5, 0, 0, 2), lane.capacity());
        assertEquals(new BufferCounts(5, 0, 0, 0), other.capacity());
    }

    @Test
    void shouldKeepTheBytesOfBorrowedBuffersApart()
    {
        put(lane, 4); // each with its sequence
        put(other, 3);
        for (final Lane each : new Lane[] {lane, other})
        {
            final LaneReader reader = each.reader(0);
            for (long sequence = 0; sequence <= reader.available(); sequence++)
            {
                final Packet packet = reader.packet(sequence);
                assertEquals(sequence, packet.buffer().getLong(packet.headerOffset()));
                assertEquals(sequence, packet.buffer().getLong(packet.payloadOffset() + 1_500 - Long.BYTES));
            }
        }
    }

    @Test
    void shouldPutATrainIntoALargeOneThatIsBorrowed()
    {
        claimLarge(60_000);
        final Packet train = claimLarge(50_000);
        train.segmentLength(1_200);
        train.buffer().setMemory(train.payloadOffset(), 50_000, (byte)7);
        assertEquals(1, reserve.inUse(LARGE));
        assertEquals(42, train.segmentCount());
        assertEquals(Lane.EXHAUSTED, lane.claim(1_501, 0));
        giveBack(lane, 2);
        assertEquals(0, reserve.inUse(LARGE));
    }

    @Test
    void shouldPostNoneOfItsOwn()
    {
        assertEquals(2, lane.posted().post(SMALL, 64));
        assertEquals(0, lane.claim(1, 0));
        assertEquals(1, reserve.inUse(SMALL), "its own are posted");
        lane.posted().freeFrom(0);
        lane.claim(1, 0);
        assertEquals(1, reserve.inUse(SMALL));
    }

    @Test
    void shouldLendNoBufferThatAFencedReaderHasTaken()
    {
        final Lane two = new Lane("two", new BufferCounts(1, 0, 0, 0), HEADER_LENGTH, 2, reserve, true);
        put(two, 2); // the second is borrowed
        final LaneReader stopping = two.reader(0);
        final Packet copy = new Packet();
        copy.copyOf(stopping.packet(1));
        assertTrue(stopping.fence().commitTaken(1));
        assertTrue(stopping.fence().fence());
        two.reader(1).release(1);
        assertEquals(0, two.reclaim(0));
        assertEquals(1, reserve.inUse(SMALL));
        put(lane, 4);
        assertEquals(Lane.EXHAUSTED, lane.claim(1, 0));
        assertEquals(1, copy.buffer().getLong(copy.payloadOffset()), "its bytes are what they were");

        assertTrue(stopping.fence().checkFenced());
        stopping.fence().drained();
        assertEquals(2, two.reclaim(0));
        assertEquals(2, reserve.inUse(SMALL));
        assertTrue(lane.claim(1, 0) >= 0);
    }

    @Test
    void shouldTellWhatItTakes()
    {
        assertEquals(reserve.reservedBytes(), Footprint.ofReserve(RESERVE, HEADER_LENGTH).bufferBytes());
        final BufferCounts counts = new BufferCounts(10, 0, 0, 0);
        final Footprint alone = Footprint.ofLane(counts, HEADER_LENGTH);
        final Footprint borrowing = Footprint.ofLane(counts, HEADER_LENGTH, new BufferCounts(6, 100, 0, 0));
        assertEquals(alone.bufferBytes(), borrowing.bufferBytes());
        assertEquals(2 * alone.slotBytes(), borrowing.slotBytes(), "32 slots in the place of 16");
    }

    @Test
    void shouldBelongToOneThread()
    {
        put(lane, 3);
        final Throwable error = CompletableFuture.supplyAsync(() ->
            assertThrows(AssertionError.class, () -> put(other, 3))).join();
        assertTrue(error.getMessage().startsWith("the reserve belongs to thread "), error.getMessage());
        assertEquals(1, reserve.inUse(SMALL));
    }

    @Test
    void shouldSayWhyItCannotBe()
    {
        assertEquals("a reserve needs a buffer, and has none", assertThrows(
            IllegalArgumentException.class, () -> new Reserve(BufferCounts.NONE, 0)).getMessage());
        assertEquals("lane l keeps 8 bytes before each payload, and its reserve 16", assertThrows(
            IllegalArgumentException.class, () -> new Lane("l", RESERVE, 8, 1, reserve, true)).getMessage());
        assertSame(RESERVE, reserve.counts());
    }

    private Packet claimLarge(final int length)
    {
        final Packet packet = lane.packet(lane.claim(length, 0));
        assertEquals(LARGE, packet.sizeClass());
        lane.publish();
        return packet;
    }

    /**
     * @return the last of them.
     */
    private static Packet put(final Lane lane, final int count)
    {
        Packet packet = null;
        for (int i = 0; i < count; i++)
        {
            final long sequence = lane.claim(1_500, 0);
            packet = lane.packet(sequence);
            packet.buffer().putLong(packet.headerOffset(), sequence);
            packet.buffer().putLong(packet.payloadOffset(), sequence);
            packet.buffer().putLong(packet.payloadOffset() + 1_500 - Long.BYTES, sequence);
            lane.publish();
        }
        lane.stage().pass();
        return packet;
    }

    private static void giveBack(final Lane lane, final int count)
    {
        lane.stage().pass();
        lane.reader(0).release(lane.reader(0).position() + count);
        assertEquals(count, lane.reclaim(0));
    }
}
