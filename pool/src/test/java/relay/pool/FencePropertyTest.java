package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers that are fenced and come back at any step: what one has taken keeps its bytes until it has accounted for
 * it, and each packet is either taken by a reader or lost to it, once.
 */
class FencePropertyTest
{
    private static final int STEPS = 400_000;
    private static final BufferCounts COUNTS = new BufferCounts(9, 5, 0, 0);
    private static final int READERS = 3;

    private final Reserve reserve = new Reserve(new BufferCounts(4, 2, 0, 0), 8);
    private final Lane lane = new Lane("fence", COUNTS, 8, READERS, reserve, true);
    private final Side[] sides = {new Side(lane.reader(0)), new Side(lane.reader(1)), new Side(lane.reader(2))};
    private SplittableRandom random;
    private long published;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldLoseOrSeeEachPacketOnceAndNoOtherInItsPlace(final long seed)
    {
        random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++)
        {
            final String where = "seed " + seed + " step " + step;
            final Side side = sides[random.nextInt(READERS)];
            switch (random.nextInt(8))
            {
                case 0, 1 -> put();
                case 2 -> lane.stage().pass();
                case 3 -> lane.reclaim(0);
                case 4 -> side.look();
                case 5 -> side.take();
                case 6 -> side.release(where);
                default -> side.checkOrFence();
            }
            for (final Side each : sides)
            {
                each.check(where);
            }
        }
        finish("seed " + seed);
    }

    private void put()
    {
        final long sequence = lane.claim(random.nextInt(4_000), 0);
        if (sequence >= 0)
        {
            final Packet packet = lane.packet(sequence);
            packet.buffer().putLong(packet.headerOffset(), sequence);
            if (random.nextInt(3) > 0)
            {
                lane.publish();
            }
            published = sequence + 1;
        }
    }

    private void finish(final String where)
    {
        lane.publish();
        lane.stage().pass();
        for (int i = 0; i < 3; i++)
        {
            for (final Side side : sides)
            {
                side.finish(where);
            }
            lane.reclaim(0);
        }
        assertTrue(lane.isDrained(), where);
        for (final Side side : sides)
        {
            assertEquals(published, side.seen + side.lost, where);
            assertEquals(0, side.reader.lag(), where);
            assertTrue(side.stops > 1_000 && side.seen > STEPS / 100 && side.lost > STEPS / 100, where +
                ": stopped " + side.stops + " times, saw " + side.seen + ", lost " + side.lost);
        }
        assertEquals(0, lane.inUse(0) + lane.inUse(1), where);
        assertEquals(0, reserve.inUse(0) + reserve.inUse(1), where);
        assertTrue(reserve.peakInUse(0) > 0 && reserve.peakInUse(1) > 0, where);
    }

    private final class Side
    {
        private final LaneReader reader;
        private final ArrayDeque<Packet> looked = new ArrayDeque<>();
        private final ArrayDeque<Packet> taken = new ArrayDeque<>();
        private long seen;
        private long lost;
        private long stops;

        private Side(final LaneReader reader)
        {
            this.reader = reader;
            reader.fence().count(sequence -> 1, count -> lost += count);
        }

        private void look()
        {
            looked.clear();
            final int limit = random.nextInt(6);
            for (long s = reader.fence().taken() + 1; !reader.fence()
                .isDrained() && s <= reader.available() && looked.size() < limit; s++)
            {
                final Packet copy = new Packet();
                copy.copyOf(reader.packet(s));
                looked.add(copy);
            }
        }

        private void take()
        {
            if (!looked.isEmpty() && reader.fence().commitTaken(reader.fence().taken() + looked.size()))
            {
                taken.addAll(looked);
            }
            looked.clear();
        }

        private void release(final String where)
        {
            if (!taken.isEmpty())
            {
                final int count = 1 + random.nextInt(taken.size());
                final long sequence = reader.fence().taken() - taken.size() + count;
                for (int i = 0; i < count; i++)
                {
                    taken.remove();
                    seen++;
                }
                assertTrue(sequence <= reader.available(), where + ": took what was not there");
                reader.release(sequence);
            }
        }

        private void checkOrFence()
        {
            if (0 == random.nextInt(3))
            {
                stops += reader.fence().fence() ? 1 : 0;
            }
            else
            {
                looked.clear();
                checkFence();
            }
        }

        private void checkFence()
        {
            if (reader.fence().checkFenced())
            {
                seen += taken.size();
                taken.clear();
                reader.fence().drained();
            }
        }

        private void check(final String where)
        {
            long sequence = reader.fence().taken() - taken.size();
            for (final Packet packet : taken)
            {
                assertEquals(++sequence, packet.buffer().getLong(packet.headerOffset()), where);
            }
            assertTrue(reader.lag() >= 0, where);
        }

        private void finish(final String where)
        {
            checkFence();
            looked.clear();
            if (!reader.fence().isDrained())
            {
                final long before = reader.fence().taken();
                assertTrue(reader.fence().commitTaken(Math.max(before, reader.available())), where);
                seen += reader.fence().taken() - before + taken.size();
                taken.clear();
                reader.release(reader.fence().taken());
            }
        }
    }
}
