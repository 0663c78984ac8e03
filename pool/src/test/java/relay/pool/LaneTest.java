package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaneTest
{
    private static final int HEADER_LENGTH = 80;
    private static final int SMALL = SizeClass.SMALL.ordinal();
    private static final int STANDARD = SizeClass.STANDARD.ordinal();
    private static final int JUMBO = SizeClass.JUMBO.ordinal();

    private final Lane lane = new Lane("test", BufferCounts.DEFAULT, HEADER_LENGTH, 1);

    @Test
    void shouldStartWithEveryBufferFree()
    {
        for (final SizeClass sizeClass : SizeClass.values())
        {
            assertEquals(0, lane.inUse(sizeClass.ordinal()));
            assertEquals(0, lane.claimed(sizeClass.ordinal()));
            assertEquals(0, lane.exhausted(sizeClass.ordinal()));
            assertEquals(0, lane.peakInUse(sizeClass.ordinal()));
        }
        assertTrue(lane.isDrained());
        assertEquals(-1, lane.reader(0).available());
    }

    @Test
    void shouldLendABufferAndTakeItBack()
    {
        final long sequence = claimAndPublish(lane, 1_000);
        assertEquals(0, sequence);
        assertEquals(1, lane.inUse(SMALL));

        passAll(lane);
        assertEquals(1, lane.inUse(SMALL), "a release is seen at the next reclaim");
        assertEquals(1, lane.reclaim(50));
        assertEquals(0, lane.inUse(SMALL));
        assertTrue(lane.isDrained());
    }

    @ParameterizedTest
    @CsvSource({
        "0, SMALL", "1, SMALL", "1499, SMALL", "1500, SMALL",
        "1501, STANDARD", "4095, STANDARD", "4096, STANDARD",
        "4097, JUMBO", "8999, JUMBO", "9000, JUMBO",
    })
    void shouldSelectTheSmallestClassThatFits(final int length, final SizeClass expected)
    {
        final Packet packet = lane.packet(lane.claim(length, 7));
        assertEquals(expected, SizeClass.of(packet.sizeClass()));
        assertEquals(length, packet.length());
        assertEquals(7, packet.claimNs());
        assertEquals(packet.headerOffset() + HEADER_LENGTH, packet.payloadOffset());
        assertEquals(0, packet.headerOffset() % 64, "begins on a cache line");
    }

    @ParameterizedTest
    @CsvSource({"9001", "65507", "65508"})
    void shouldRefuseWhatNoClassHolds(final int length)
    {
        assertEquals(Lane.OVERSIZE, lane.claim(length, 0));
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldHoldTheLongestDatagramWhenALargeClassIsConfigured()
    {
        final Lane large = new Lane("large", new BufferCounts(1, 1, 1, 2), HEADER_LENGTH, 1);
        assertEquals(SizeClass.LARGE.ordinal(), large.packet(large.claim(9_001, 0)).sizeClass());
        assertEquals(SizeClass.LARGE.ordinal(), large.packet(large.claim(65_507, 0)).sizeClass());
        assertEquals(Lane.EXHAUSTED, large.claim(65_507, 0));
        assertEquals(Lane.OVERSIZE, large.claim(65_537, 0));
    }

    @Test
    void shouldUseTheNextClassWhereOneIsNotConfigured()
    {
        final Lane sparse = new Lane("sparse", new BufferCounts(1, 0, 1, 0), HEADER_LENGTH, 1);
        assertEquals(JUMBO, sparse.packet(sparse.claim(1_501, 0)).sizeClass());
    }

    @ParameterizedTest
    @EnumSource(value = SizeClass.class, names = {"SMALL", "STANDARD", "JUMBO"})
    void shouldExhaustOneClassWithoutTouchingTheOthers(final SizeClass sizeClass)
    {
        final int capacity = BufferCounts.DEFAULT.of(sizeClass);
        for (int i = 0; i < capacity; i++)
        {
            assertEquals(i, claimAndPublish(lane, sizeClass.payloadLength()));
        }
        assertEquals(Lane.EXHAUSTED, lane.claim(sizeClass.payloadLength(), 0));
        assertEquals(Lane.EXHAUSTED, lane.claim(sizeClass.payloadLength(), 0));
        assertEquals(2, lane.exhausted(sizeClass.ordinal()));
        assertEquals(capacity, lane.inUse(sizeClass.ordinal()));

        for (final SizeClass other : new SizeClass[] {SizeClass.SMALL, SizeClass.STANDARD, SizeClass.JUMBO})
        {
            if (other != sizeClass)
            {
                assertTrue(claimAndPublish(lane, other.payloadLength()) >= 0);
                assertEquals(0, lane.exhausted(other.ordinal()));
            }
        }
    }

    @Test
    void shouldExhaustEveryClassAtOnceAndRecoverWithTheFirstRelease()
    {
        final Set<Integer> offsets = new HashSet<>();
        for (final int length : new int[] {1_500, 4_096, 9_000})
        {
            long sequence;
            while ((sequence = lane.claim(length, 0)) >= 0)
            {
                assertTrue(offsets.add(lane.packet(sequence).headerOffset()), "lent twice");
                lane.publish();
            }
        }
        assertEquals(BufferCounts.DEFAULT.total(), offsets.size());

        lane.stage().poll((packet, sequence, isLast) -> false);
        lane.reader(0).release(0);
        assertEquals(Lane.EXHAUSTED, lane.claim(1, 0), "not reclaimed yet");
        assertEquals(1, lane.reclaim(0));
        assertTrue(lane.claim(1, 0) >= 0);
        assertEquals(Lane.EXHAUSTED, lane.claim(1, 0));
    }

    @Test
    void shouldCountClaimsReleasesPeakAndExhaustion()
    {
        final Lane tiny = new Lane("tiny", new BufferCounts(3, 1, 0, 0), HEADER_LENGTH, 1);
        for (int round = 0; round < 5; round++)
        {
            claimAndPublish(tiny, 10);
            claimAndPublish(tiny, 10);
            claimAndPublish(tiny, 2_000);
            assertEquals(Lane.EXHAUSTED, tiny.claim(2_000, 0));
            passAll(tiny);
            tiny.reclaim(0);
        }
        assertEquals(10, tiny.claimed(SMALL));
        assertEquals(5, tiny.claimed(STANDARD));
        assertEquals(0, tiny.exhausted(SMALL));
        assertEquals(5, tiny.exhausted(STANDARD));
        assertEquals(2, tiny.peakInUse(SMALL));
        assertEquals(1, tiny.peakInUse(STANDARD));
        assertEquals(0, tiny.inUse(SMALL));
    }

    @Test
    void shouldRecordTheLifetimeOfEachBuffer()
    {
        lane.claim(1_000, 100);
        lane.publish();
        lane.claim(2_000, 150);
        lane.publish();
        passAll(lane);
        lane.reclaim(1_100);

        lane.lifetimes(SMALL).requestSwap();
        lane.lifetimes(SMALL).onDutyCycleEnd();
        assertEquals(1_000, lane.lifetimes(SMALL).takeInterval().getMaxValue());
        lane.lifetimes(STANDARD).requestSwap();
        lane.lifetimes(STANDARD).onDutyCycleEnd();
        assertEquals(950, lane.lifetimes(STANDARD).takeInterval().getMaxValue());
    }

    @Test
    void shouldHaveTheFootprintOfTheSeed()
    {
        assertEquals(5_348_000, BufferCounts.DEFAULT.payloadBytes());
        assertTrue(16 * lane.reservedBytes() < 100_000_000L, "sixteen cores: " + 16 * lane.reservedBytes());
        assertEquals(lane.reservedBytes(), Footprint.ofLane(BufferCounts.DEFAULT, HEADER_LENGTH).bufferBytes());
        assertTrue(lane.reservedBytes() >= BufferCounts.DEFAULT.payloadBytes() + 1_700L * HEADER_LENGTH);
        assertEquals(85_568_000, 16 * BufferCounts.DEFAULT.payloadBytes(), "84.8 MB with the seed's 5.3 MB a core");
    }

    @Test
    void shouldNotLetOneReaderFreeWhatAnotherStillReads()
    {
        final Lane shared = new Lane("shared", new BufferCounts(2, 0, 0, 0), HEADER_LENGTH, 2);
        claimAndPublish(shared, 1);
        shared.stage().pass();
        shared.reader(0).release(0);
        assertEquals(0, shared.reclaim(0));
        assertEquals(1, shared.reader(1).lag());
        assertEquals(0, shared.reader(0).lag());
        shared.reader(1).release(0);
        assertEquals(1, shared.reclaim(0));
    }

    @Test
    void shouldShowReadersOnlyWhatTheStageHasPassed()
    {
        claimAndPublish(lane, 1);
        assertEquals(0, lane.stage().available());
        assertEquals(-1, lane.reader(0).available());
        lane.stage().poll((packet, sequence, isLast) ->
        {
            packet.verdict(3);
            return true;
        });
        assertEquals(0, lane.reader(0).available());
        assertEquals(3, lane.reader(0).packet(0).verdict());
    }

    @Test
    void shouldShowNoSlotThatIsClaimedAndNotPublishedWhereverTheRingWraps()
    {
        final Lane small = new Lane("small", new BufferCounts(3, 0, 0, 0), HEADER_LENGTH, 1); // of 4 slots
        for (int lap = 0; lap < 9; lap++)
        {
            final long before = small.claimedSequence();
            for (int i = 0; i < 3; i++)
            {
                small.claim(1, 0);
                assertEquals(before, small.stage().available(), "nothing is published");
            }
            small.publish();
            assertEquals(before + 3, small.stage().available());
            passAll(small);
            assertEquals(3, small.reclaim(0));
        }
    }

    @Test
    void shouldShowNoUnpublishedSlotThoughFewCameBackAtATime()
    {
        for (int i = 0; i < 5 * BufferCounts.DEFAULT.total(); i++)
        {
            final long before = lane.claimedSequence();
            for (int claim = 0; claim < 3; claim++)
            {
                lane.claim(1, 0);
                assertEquals(before, lane.stage().available(), "nothing is published");
            }
            lane.publish();
            passAll(lane);
            assertEquals(3, lane.reclaim(0));
        }
    }

    @Test
    void shouldReuseTheBufferThatCameBackLast()
    {
        final Lane twoReaders = new Lane("lifo", BufferCounts.DEFAULT, HEADER_LENGTH, 1);
        final int first = twoReaders.packet(twoReaders.claim(1, 0)).headerOffset();
        twoReaders.publish();
        passAll(twoReaders);
        twoReaders.reclaim(0);
        assertEquals(first, twoReaders.packet(twoReaders.claim(1, 0)).headerOffset(), "hot memory first");
    }

    @Test
    void shouldReceiveIntoTheBufferThatWasUsedLast()
    {
        final long first = lane.claim(10, 0);
        final int hot = lane.packet(first).payloadOffset();
        lane.publish();
        passAll(lane);
        lane.reclaim(0);

        assertEquals(64, lane.posted().post(SMALL, 64));
        assertEquals(hot, lane.posted().payloadOffset(0));
        assertEquals(0, lane.inUse(SMALL), "posted is not in use");
        lane.posted().freeFrom(0);
        assertEquals(hot, lane.packet(lane.claim(10, 0)).payloadOffset());
    }

    @Test
    void shouldExhaustAClassOnlyWhenItsLastPostedBufferIsKept()
    {
        final Lane two = new Lane("two", new BufferCounts(2, 1, 0, 0), HEADER_LENGTH, 1);
        final PostedBuffers posted = two.posted();
        assertEquals(2, posted.post(SMALL, 64));
        assertEquals(Lane.EXHAUSTED, two.claim(10, 0), "both are posted");
        posted.settle(1, new int[] {PostedBuffers.NOT_KEPT}, new int[] {10}, new int[] {10}, 0);
        assertEquals(0, two.claim(10, 0), "and one is free again");
        posted.settle(2, new int[] {0, 7}, new int[] {0, 20}, new int[] {0, 10}, 5);
        assertEquals(1, two.claimedSequence());
        assertEquals(7, two.packet(1).flowIndex());
        assertEquals(2, two.packet(1).segmentCount());
        assertEquals(5, two.packet(1).claimNs());
        two.publish();
        assertEquals(2, two.inUse(SMALL));
        assertEquals(0, posted.post(SMALL, 64));
        assertEquals(2, two.peakInUse(SMALL));
    }

    @Test
    void shouldPostBuffersOnlyForWhatFitsNoSmallerOne()
    {
        final Lane some = new Lane("some", new BufferCounts(0, 1, 0, 1), HEADER_LENGTH, 1);
        some.posted().post(STANDARD, 1);
        assertEquals(0, some.posted().lengthMin());
        some.posted().freeFrom(0);
        some.posted().post(SizeClass.LARGE.ordinal(), 1);
        assertEquals(4_097, some.posted().lengthMin());
    }

    @Test
    void shouldTellWhichClassAPayloadTakes()
    {
        final Lane some = new Lane("some", new BufferCounts(0, 1, 0, 1), HEADER_LENGTH, 1);
        assertEquals(STANDARD, some.classOf(0));
        assertEquals(SizeClass.LARGE.ordinal(), some.classOf(4_097));
        assertEquals(-1, some.classOf(65_537));
    }

    @ParameterizedTest
    @CsvSource({"3000, 1000, 3", "2999, 1000, 3", "2001, 1000, 3", "2000, 1000, 2", "1000, 1000, 1", "7, 1, 7"})
    void shouldCountTheDatagramsOfATrain(final int length, final int segmentLength, final int expected)
    {
        final Packet packet = lane.packet(lane.claim(length, 0));
        assertEquals(1, packet.segmentCount());
        assertEquals(length, packet.segmentLength());
        packet.segmentLength(segmentLength);
        assertEquals(expected, packet.segmentCount());
        assertEquals(segmentLength, packet.segmentLength());
        lane.publish();
        passAll(lane);
        lane.reclaim(0);
        assertEquals(1, lane.packet(lane.claim(length, 0)).segmentCount(), "the next packet there is no train");
    }

    @Test
    void shouldRefuseReleaseOfWhatWasNotClaimed()
    {
        claimAndPublish(lane, 1);
        lane.stage().pass();
        final LaneReader reader = lane.reader(0);
        final AssertionError ahead = assertThrows(AssertionError.class, () -> reader.release(1));
        assertEquals("release of 1, which is not claimed and published yet: lane test is at 0", ahead.getMessage());
        reader.release(0);
        final AssertionError behind = assertThrows(AssertionError.class, () -> reader.release(-1));
        assertEquals("release of -1, which lane test got back before: the reader is at 0", behind.getMessage());
    }

    @Test
    void shouldRefuseASlotThatIsNotClaimed()
    {
        final AssertionError error = assertThrows(AssertionError.class, () -> lane.packet(0));
        assertEquals(
            "slot 0 of lane test is not claimed: published up to -1, claimed up to -1", error.getMessage());
    }

    @Test
    void shouldRefuseAForeignRelease()
    {
        final Lane other = new Lane("other", BufferCounts.DEFAULT, HEADER_LENGTH, 1);
        claimAndPublish(lane, 1);
        lane.stage().pass();
        assertThrows(AssertionError.class, () -> other.reader(0).release(0), "the other lane lent nothing");
        assertEquals(1, lane.inUse(SMALL));
        assertEquals(0, other.inUse(SMALL));
    }

    @Test
    void shouldRefuseClaimsAndReleasesFromAnotherThread()
    {
        claimAndPublish(lane, 1);
        lane.stage().pass();
        lane.reader(0).release(0);
        final Throwable claim = CompletableFuture.supplyAsync(() -> errorOf(() -> lane.claim(1, 0))).join();
        assertSame(AssertionError.class, claim.getClass());
        assertTrue(claim.getMessage().startsWith("lane test is claimed by thread "), claim.getMessage());
        final Throwable release = CompletableFuture.supplyAsync(() -> errorOf(() -> lane.reader(0).release(0))).join();
        assertSame(AssertionError.class, release.getClass());
        assertTrue(release.getMessage().startsWith("a reader of lane test belongs to thread "), release.getMessage());
    }

    @Test
    void shouldSayWhyALaneCannotBe()
    {
        assertEquals("lane none needs a buffer and a reader, and has 0 and 1", assertThrows(
            IllegalArgumentException.class,
            () -> new Lane("none", new BufferCounts(0, 0, 0, 0), 0, 1)).getMessage());
        final String tooMuch = assertThrows(
            IllegalArgumentException.class,
            () -> new Lane("huge", new BufferCounts(0, 0, 0, 40_000), 0, 1)).getMessage();
        assertEquals("buffers of one lane need 2621440000 bytes and may take 2147483647 at most: " +
            "lower their counts, which are BufferCounts[small=0, standard=0, jumbo=0, large=40000]", tooMuch);
        assertThrows(IllegalArgumentException.class, () -> new BufferCounts(-1, 0, 0, 0));
    }

    @Test
    void shouldSeparateTheMemoryOfLanes()
    {
        final Lane other = new Lane("other", BufferCounts.DEFAULT, HEADER_LENGTH, 1);
        final Packet mine = lane.packet(lane.claim(1, 0));
        final Packet theirs = other.packet(other.claim(1, 0));
        assertNotEquals(mine.buffer().addressOffset(), theirs.buffer().addressOffset());
        assertEquals(0, mine.buffer().addressOffset() % 4_096, "page-aligned");
    }

    private static long claimAndPublish(final Lane lane, final int length)
    {
        final long sequence = lane.claim(length, 0);
        lane.publish();
        return sequence;
    }

    private static void passAll(final Lane lane)
    {
        lane.stage().pass();
        lane.reader(0).release(lane.reader(0).available());
    }

    private static Throwable errorOf(final Runnable action)
    {
        try
        {
            action.run();
            return null;
        }
        catch (final Throwable error)
        {
            return error;
        }
    }
}
