package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.BufferCounts;
import relay.pool.LaneReader;
import relay.pool.Reserve;
import relay.pool.SizeClass;

class LaneShareTest
{
    private static final BufferCounts COUNTS = new BufferCounts(12, 6, 0, 0);

    private final TestLane lane = new TestLane(TestLane.trafficClass("class", 0, 1, 0, COUNTS), 1);
    private final LaneReader reader = lane.lane().reader(0);

    @Test
    void shouldNeverBeExceededByADestinationThatMayHoldAll()
    {
        final LaneShare share = new LaneShare(reader, 1);
        put(12, 10);
        put(6, 2_000);
        assertFalse(share.isExceeded(reader.available()));
    }

    @Test
    void shouldBeExceededBySizeClass()
    {
        final LaneShare share = new LaneShare(reader, 0.5);
        put(4, 10);
        put(3, 2_000);
        assertFalse(share.isExceeded(reader.available()), "three of six, four of twelve");
        put(1, 2_000);
        assertTrue(share.isExceeded(reader.available()));
        assertEquals(1, share.excess(SizeClass.STANDARD.ordinal()));
        assertTrue(share.excess(SizeClass.SMALL.ordinal()) <= 0);
        share.onRelease(4);
        reader.release(4);
        assertFalse(share.isExceeded(reader.available()));
    }

    @Test
    void shouldCountBorrowedBuffersAsHeld()
    {
        final TestLane borrowing = new TestLane(
            TestLane.trafficClass("class", 0, 1, 0, new BufferCounts(2, 0, 0, 0)), 1,
            new Reserve(new BufferCounts(4, 0, 0, 0), 80));
        final LaneShare share = new LaneShare(borrowing.lane().reader(0), 0.5);
        for (int i = 0; i < 5; i++)
        {
            borrowing.put(0, 10, 0);
        }
        assertTrue(share.isExceeded(4));
        assertEquals(2, share.excess(SizeClass.SMALL.ordinal()));
    }

    @Test
    void shouldHoldNothingAfterItWasFenced()
    {
        final LaneShare share = new LaneShare(reader, 0.25);
        put(6, 10);
        assertTrue(share.isExceeded(reader.available()));
        assertTrue(reader.fence().fence());
        assertTrue(reader.fence().checkFenced());
        reader.fence().drained();
        share.reset();
        lane.lane().reclaim(0);
        reader.fence().checkFenced();
        assertFalse(share.isExceeded(reader.available()));
        put(4, 10);
        assertTrue(share.isExceeded(reader.available()));
        assertEquals(1, share.excess(SizeClass.SMALL.ordinal()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_130})
    void shouldCountWhatWaits(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final LaneShare share = new LaneShare(reader, 0.25);
        for (int step = 0; step < 100_000; step++)
        {
            if (random.nextInt(3) > 0 && reader.lag() < 17 && waiting(SizeClass.STANDARD) < 6 &&
                waiting(SizeClass.SMALL) < 12)
            {
                put(1, random.nextBoolean() ? 10 : 2_000);
            }
            else if (reader.lag() > 0)
            {
                final long sequence = reader.position() + 1 + random.nextLong(reader.lag());
                share.onRelease(sequence);
                reader.release(sequence);
                lane.lane().reclaim(0);
            }
            final long small = waiting(SizeClass.SMALL) - 3;
            final long standard = waiting(SizeClass.STANDARD) - 2;
            assertEquals(small > 0 || standard > 0, share.isExceeded(reader.available()),
                "seed " + seed + " step " + step);
            if (small > 0 || standard > 0)
            {
                assertEquals(small, share.excess(SizeClass.SMALL.ordinal()), "seed " + seed + " step " + step);
                assertEquals(standard, share.excess(SizeClass.STANDARD.ordinal()), "seed " + seed + " step " + step);
            }
        }
    }

    private long waiting(final SizeClass sizeClass)
    {
        long count = 0;
        for (long sequence = reader.position() + 1; sequence <= reader.available(); sequence++)
        {
            count += reader.packet(sequence).sizeClass() == sizeClass.ordinal() ? 1 : 0;
        }
        return count;
    }

    private void put(final int count, final int length)
    {
        for (int i = 0; i < count; i++)
        {
            lane.put(0, length, 0);
        }
    }
}
