package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two lanes that claim, read and reclaim at random, and one reserve, against a plain model: counts of free buffers, and
 * packets in flight, each with the bytes that it was given.
 */
class ReservePropertyTest
{
    private static final int STEPS = 600_000;
    private static final int HEADER_LENGTH = 16;
    private static final int CLASSES = 2;
    private static final BufferCounts RESERVE = new BufferCounts(7, 3, 0, 0);

    private final Reserve reserve = new Reserve(RESERVE, HEADER_LENGTH);
    private final Side[] sides =
        {new Side("a", new BufferCounts(5, 2, 0, 0)), new Side("b", new BufferCounts(9, 4, 0, 0))};
    private final int[] reserveFree = {RESERVE.small(), RESERVE.standard()};
    private final long[] reservePeak = new long[CLASSES];
    private final Set<Long> lentAddresses = new HashSet<>();
    private long borrowings;
    private long exhaustions;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldBehaveLikeTheModel(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++)
        {
            final String where = "seed " + seed + " step " + step;
            final Side side = sides[random.nextInt(sides.length)];
            switch (random.nextInt(8))
            {
                case 0, 1, 2, 3 -> side.claim(random.nextInt(4_097), step, where);
                case 4, 5, 6 -> side.read(random.nextInt(12), where);
                default -> side.reclaim(where);
            }
            check(where);
        }
        assertTrue(borrowings > STEPS / 100 && exhaustions > STEPS / 100,
            "seed " + seed + ": " + borrowings + " borrowed, " + exhaustions + " times exhausted");
    }

    private void check(final String where)
    {
        for (int i = 0; i < CLASSES; i++)
        {
            final long inUse = RESERVE.of(SizeClass.of(i)) - reserveFree[i];
            reservePeak[i] = Math.max(reservePeak[i], inUse);
            assertEquals(inUse, reserve.inUse(i), where);
            assertEquals(reservePeak[i], reserve.peakInUse(i), where);
        }
        for (final Side side : sides)
        {
            final boolean isExhausted = 0 == side.free[0] + reserveFree[0] || 0 == side.free[1] + reserveFree[1];
            assertEquals(isExhausted, side.lane.isExhausted(), where);
        }
    }

    private record Lent(long sequence, int sizeClass, boolean isBorrowed, long address, long stamp)
    {
    }

    private final class Side
    {
        private final Lane lane;
        private final int[] free;
        private final ArrayDeque<Lent> inFlight = new ArrayDeque<>();
        private long position = -1;

        private Side(final String name, final BufferCounts counts)
        {
            lane = new Lane(name, counts, HEADER_LENGTH, 1, reserve, false);
            free = new int[] {counts.small(), counts.standard()};
        }

        private void claim(final int length, final long stamp, final String where)
        {
            final int sizeClass = length <= 1_500 ? 0 : 1;
            final boolean isBorrowed = 0 == free[sizeClass];
            final int[] from = isBorrowed ? reserveFree : free;
            final long sequence = lane.claim(length, 0);
            if (0 == from[sizeClass])
            {
                assertEquals(Lane.EXHAUSTED, sequence, where);
                exhaustions++;
                return;
            }
            from[sizeClass]--;
            borrowings += isBorrowed ? 1 : 0;
            final Packet packet = lane.packet(sequence);
            final long address = packet.buffer().addressOffset() + packet.headerOffset();
            assertTrue(lentAddresses.add(address), where + ": lent twice");
            assertEquals(isBorrowed, packet.buffer() != lane.buffer(), where);
            packet.buffer().putLong(packet.headerOffset(), stamp);
            packet.buffer().putByte(packet.payloadOffset() + Math.max(0, length - 1), (byte)stamp);
            lane.publish();
            lane.stage().pass();
            inFlight.add(new Lent(sequence, sizeClass, isBorrowed, address, stamp));
        }

        private void read(final int limit, final String where)
        {
            final LaneReader reader = lane.reader(0);
            final long last = Math.min(position + limit, reader.available());
            for (final Lent lent : inFlight)
            {
                if (lent.sequence() > position && lent.sequence() <= last)
                {
                    final Packet packet = reader.packet(lent.sequence());
                    final int end = packet.payloadOffset() + Math.max(0, packet.length() - 1);
                    assertEquals(lent.stamp(), packet.buffer().getLong(packet.headerOffset()), where);
                    assertEquals((byte)lent.stamp(), packet.buffer().getByte(end), where);
                }
            }
            reader.release(last);
            position = last;
        }

        private void reclaim(final String where)
        {
            int expected = 0;
            while (!inFlight.isEmpty() && inFlight.peek().sequence() <= position)
            {
                final Lent lent = inFlight.poll();
                (lent.isBorrowed() ? reserveFree : free)[lent.sizeClass()]++;
                assertTrue(lentAddresses.remove(lent.address()), where);
                expected++;
            }
            assertEquals(expected, lane.reclaim(0), where);
            assertEquals(inFlight.isEmpty(), lane.isDrained(), where);
            assertEquals(inFlight.size(), lane.inUse(0) + lane.inUse(1), where);
        }
    }
}
