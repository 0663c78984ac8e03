package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Millions of random steps against a plain model: a queue of packets in flight and a count of free buffers a class.
 */
class LaneModelTest
{
    private static final int STEPS = 1_500_000;
    private static final BufferCounts COUNTS = new BufferCounts(23, 11, 5, 0);
    private static final int READERS = 3;

    private final Lane lane = new Lane("model", COUNTS, 16, READERS);
    private final ArrayDeque<long[]> inFlight = new ArrayDeque<>(); // sequence, class, offset, stamp
    private final int[] free = {COUNTS.small(), COUNTS.standard(), COUNTS.jumbo(), COUNTS.large()};
    private final int[] unpublished = new int[SizeClass.COUNT];
    private int claimedClass;
    private final long[] readerPosition = {-1, -1, -1};
    private final BitSet lentOffsets = new BitSet();
    private long stagePosition = -1;
    private long claimed = -1;
    private long published = -1;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldBehaveLikeTheModel(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++)
        {
            final String where = "seed " + seed + " step " + step;
            switch (random.nextInt(9))
            {
                case 0, 1, 2 -> claim(random, step, where);
                case 8 -> receive(random, step, where);
                case 3 -> publish();
                case 4 -> passStage(random);
                case 5, 6 -> read(random, where);
                default -> reclaim(where);
            }
        }
    }

    private void claim(final SplittableRandom random, final long stamp, final String where)
    {
        final int length = random.nextInt(9_500);
        final int sizeClass = length <= 1_500 ? 0 : length <= 4_096 ? 1 : length <= 9_000 ? 2 : -1;
        check(lane.claim(length, 0), length, sizeClass, stamp, where);
    }

    private void check(
        final long sequence, final int length, final int sizeClass, final long stamp, final String where)
    {
        if (-1 == sizeClass)
        {
            assertEquals(Lane.OVERSIZE, sequence, where);
        }
        else if (0 == free[sizeClass])
        {
            assertEquals(Lane.EXHAUSTED, sequence, where);
        }
        else
        {
            assertEquals(++claimed, sequence, where);
            free[sizeClass]--;
            if (sizeClass != claimedClass)
            {
                Arrays.fill(unpublished, 0); // counts of one class at a time wait for the next publish
                claimedClass = sizeClass;
            }
            unpublished[sizeClass]++;
            final Packet packet = lane.packet(sequence);
            assertEquals(sizeClass, packet.sizeClass(), where);
            assertTrue(!lentOffsets.get(packet.headerOffset()), where + ": lent twice");
            lentOffsets.set(packet.headerOffset());
            packet.buffer().putLong(packet.headerOffset(), stamp);
            packet.buffer().putByte(packet.payloadOffset() + Math.max(0, length - 1), (byte)stamp);
            inFlight.add(new long[] {sequence, sizeClass, packet.headerOffset(), stamp});
        }
    }

    /** A receive into posted buffers: some are kept, some not, and others are claimed in between. */
    private void receive(final SplittableRandom random, final long stamp, final String where)
    {
        final int sizeClass = random.nextInt(3);
        final int limit = 1 + random.nextInt(12);
        final PostedBuffers posted = lane.posted();
        final int count = posted.post(sizeClass, limit);
        assertEquals(Math.min(limit, free[sizeClass]), count, where);
        free[sizeClass] -= count;
        final int received = random.nextInt(limit);
        posted.freeFrom(received);
        free[sizeClass] += Math.max(0, count - received);
        final int[] flows = random.ints(limit, PostedBuffers.NOT_KEPT, 3).toArray();
        final int[] lengths = new int[limit];
        for (int i = 0; i < received; i++)
        {
            lengths[i] = random.nextInt(8);
            final int offset = i < count ? posted.payloadOffset(i) : -1;
            posted.settle(i + 1, flows, lengths, lengths, 0);
            if (i < count)
            {
                free[sizeClass]++;
                if (PostedBuffers.NOT_KEPT != flows[i])
                {
                    check(claimed + 1, lengths[i], sizeClass, stamp, where);
                    assertEquals(claimed, lane.claimedSequence(), where);
                    assertEquals(offset, lane.packet(claimed).payloadOffset(), where);
                    assertEquals(flows[i], lane.packet(claimed).flowIndex(), where);
                }
            }
            if (0 == random.nextInt(9))
            {
                claim(random, stamp, where);
            }
        }
        posted.freeFrom(0);
    }

    private void publish()
    {
        lane.publish();
        Arrays.fill(unpublished, 0);
        published = claimed;
    }

    private void passStage(final SplittableRandom random)
    {
        final long last = Math.min(published, stagePosition + random.nextInt(8));
        if (last > stagePosition)
        {
            lane.stage().poll((packet, sequence, isLast) -> sequence < last);
        }
        stagePosition = Math.max(stagePosition, last);
        assertEquals(stagePosition, lane.stage().position());
    }

    private void read(final SplittableRandom random, final String where)
    {
        final int index = random.nextInt(READERS);
        final LaneReader reader = lane.reader(index);
        assertEquals(stagePosition, reader.available(), where);
        for (final long[] expected : inFlight)
        {
            if (expected[0] > readerPosition[index] && expected[0] <= stagePosition)
            {
                final Packet packet = reader.packet(expected[0]);
                assertEquals(expected[3], packet.buffer().getLong(packet.headerOffset()), where);
                break;
            }
        }
        readerPosition[index] = advance(random, reader, readerPosition[index], stagePosition);
    }

    private static long advance(
        final SplittableRandom random, final LaneReader reader, final long position, final long limit)
    {
        final long target = Math.min(limit, position + random.nextInt(8));
        reader.release(Math.max(position, target));
        return Math.max(position, target);
    }

    private void reclaim(final String where)
    {
        final long slowest = Math.min(readerPosition[0], Math.min(readerPosition[1], readerPosition[2]));
        int expected = 0;
        while (!inFlight.isEmpty() && inFlight.peek()[0] <= slowest)
        {
            final long[] packet = inFlight.poll();
            free[(int)packet[1]]++;
            lentOffsets.clear((int)packet[2]);
            expected++;
        }
        assertEquals(expected, lane.reclaim(0), where);
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            assertEquals(COUNTS.of(SizeClass.of(i)) - free[i] - unpublished[i], lane.inUse(i), where);
        }
        assertEquals(inFlight.isEmpty(), lane.isDrained(), where);
    }
}
