package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalCheckTest
{
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SEEDS = 1_000;
    private static final int CAPACITY = 2_048;

    private final ArrivalCheck check = new ArrivalCheck(CAPACITY);
    private long nowNs;

    @Test
    void shouldTellWhenEachWasDue()
    {
        send(1, 100);
        send(2, 100);
        assertEquals(0, arrive(1, 100));
        assertEquals(1, arrive(2, 100));
        assertCounts(2, 0, 0, 0, 0, 0);
        assertTrue(check.isComplete());
    }

    @Test
    void shouldCountAsLostWhatHasNotComeAtTheEnd()
    {
        send(1, 100);
        send(2, 100);
        arrive(2, 100);
        assertEquals(0, check.lost());
        check.conclude();
        assertCounts(1, 1, 0, 0, 0, 0);
    }

    @Test
    void shouldCountWhatComesLateAsReorderedAndNotAsLost()
    {
        send(1, 100);
        send(2, 100);
        arrive(2, 100);
        assertEquals(0, arrive(1, 100));
        check.conclude();
        assertCounts(2, 0, 0, 1, 0, 0);
    }

    @Test
    void shouldNotMindTheOrderOfTwoStreams()
    {
        check.onSent(0, ArrivalCheck.ANY, 1, 100, 0, 0);
        check.onSent(1, ArrivalCheck.ANY, 2, 100, 1, 0);
        check.onSent(0, ArrivalCheck.ANY, 3, 100, 2, 0);
        arrive(2, 100);
        arrive(1, 100);
        arrive(3, 100);
        assertCounts(3, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldCountWhatComesTwice()
    {
        send(1, 100);
        arrive(1, 100);
        assertEquals(ArrivalCheck.NOT_DUE, arrive(1, 100));
        assertCounts(1, 0, 1, 0, 0, 0);
    }

    @Test
    void shouldTellChangedFromForeignByItsLength()
    {
        send(1, 100);
        send(2, 200);
        arrive(77, 200);
        arrive(78, 300);
        assertCounts(0, 0, 0, 0, 1, 1);
        check.conclude();
        assertCounts(0, 1, 0, 0, 1, 1);
    }

    @Test
    void shouldTakeBackWhatOnlySeemedChanged()
    {
        send(1, 100);
        arrive(77, 100);
        assertEquals(1, check.corrupt());
        assertEquals(0, arrive(1, 100));
        assertCounts(1, 0, 0, 0, 0, 1);
    }

    @Test
    void shouldCountChangedNeighboursThatWereSwapped()
    {
        send(1, 100);
        send(2, 100);
        arrive(77, 100); // the second
        arrive(1, 100);
        assertCounts(1, 0, 0, 0, 1, 0);
        assertTrue(check.isComplete());
    }

    @Test
    void shouldCountExactlyHowManyEqualPayloadsAreLost()
    {
        for (int i = 0; i < 5; i++)
        {
            send(1, 100);
        }
        arrive(1, 100);
        arrive(1, 100);
        arrive(1, 100);
        check.conclude();
        assertCounts(3, 2, 0, 0, 0, 0);
    }

    @Test
    void shouldTakeTheNextOfEqualPayloadsForNoLateOne()
    {
        send(7, 50); // lost
        send(1, 100);
        send(7, 50);
        send(2, 100);
        arrive(1, 100);
        assertEquals(2, arrive(7, 50));
        arrive(2, 100);
        check.conclude();
        assertCounts(3, 1, 0, 0, 0, 0);
    }

    @Test
    void shouldTakeWhatComesByAnotherGroupForForeign()
    {
        check.onSent(0, 0, 1, 100, 0, 0);
        check.onSent(1, 1, 2, 100, 0, 0);
        check.onArrival(1, 1, 100);
        assertEquals(0, check.arrived());
        check.onArrival(1, 2, 100);
        assertEquals(1, check.arrived());
    }

    @Test
    void shouldGrowWhileWhatItWouldForgetMayStillCome()
    {
        final int before = check.capacity();
        for (int i = 0; i < 3 * before; i++)
        {
            send(i, 100);
        }
        assertEquals(4 * before, check.capacity());
        for (int i = 0; i < 3 * before; i++)
        {
            assertEquals(i, arrive(i, 100));
        }
        assertCounts(3 * before, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldNotGrowForAFewThatAreMissing()
    {
        for (int i = 0; i < 3 * CAPACITY; i++)
        {
            send(i, 100);
            if (0 != i % 4)
            {
                arrive(i, 100);
            }
        }
        assertEquals(CAPACITY, check.capacity());
        assertEquals(2 * CAPACITY / 4, check.lost());
    }

    @Test
    void shouldNotGrowForWhatIsLost()
    {
        final int before = check.capacity();
        for (int i = 0; i < 3 * before; i++)
        {
            nowNs += 10 * SECOND_NS / before;
            check.onSent(0, ArrivalCheck.ANY, i, 100, nowNs, nowNs);
        }
        assertEquals(before, check.capacity());
        assertEquals(2 * before, check.lost());
        check.conclude();
        assertEquals(3 * before, check.lost());
    }

    /** Each fate befalls a datagram on its own; what is in flight is up to 20 datagrams. */
    @Test
    void shouldCountEveryFateOfDifferentPayloads()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            new Trial(seed).run();
        }
    }

    @Test
    void shouldCountLossAndDuplicatesOfEqualPayloads()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final Random random = new Random(seed);
            final ArrivalCheck one = new ArrivalCheck(CAPACITY);
            final Map<Integer, Integer> sent = new HashMap<>();
            final Map<Integer, Integer> came = new HashMap<>();
            final List<Integer> path = new ArrayList<>();
            for (int i = 0; i < 1_000; i++)
            {
                final int payload = random.nextInt(4);
                one.onSent(random.nextInt(3), ArrivalCheck.ANY, payload, 100, i, i);
                sent.merge(payload, 1, Integer::sum);
                for (int copies = fate(random); copies > 0; copies--)
                {
                    path.add(payload);
                    came.merge(payload, 1, Integer::sum);
                }
            }
            if (random.nextBoolean())
            {
                Collections.shuffle(path, random);
            }
            path.forEach(payload -> one.onArrival(0, payload, 100));
            one.conclude();
            long arrived = 0;
            long duplicates = 0;
            for (int payload = 0; payload < 4; payload++)
            {
                final int in = sent.getOrDefault(payload, 0);
                final int out = came.getOrDefault(payload, 0);
                arrived += Math.min(in, out);
                duplicates += Math.max(0, out - in);
            }
            final String message = "seed " + seed;
            assertEquals(arrived, one.arrived(), message);
            assertEquals(1_000 - arrived, one.lost(), message);
            assertEquals(duplicates, one.duplicates(), message);
            assertEquals(0, one.corrupt() + one.foreign(), message);
        }
    }

    @Test
    void shouldAllocateNothingOnceItIsLargeEnough()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        pass(100_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        pass(200_000);
        final long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 10_000, () -> bytes + " bytes");
    }

    /** One in ten is lost, one in ten changed, one in ten comes twice. */
    private void pass(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            nowNs += 10_000;
            check.onSent(0, ArrivalCheck.ANY, nowNs, 100, nowNs, nowNs);
            switch (i % 10)
            {
                case 0 -> check.onArrival(0, ~nowNs, 100);
                case 1 ->
                {
                    check.onArrival(0, nowNs, 100);
                    check.onArrival(0, nowNs, 100);
                }
                case 2 ->
                {
                    // lost
                }
                default -> check.onArrival(0, nowNs, 100);
            }
        }
    }

    private static int fate(final Random random)
    {
        final int number = random.nextInt(20);
        return 0 == number ? 0 : 1 == number ? 2 : 1;
    }

    private void send(final long hash, final int length)
    {
        check.onSent(0, ArrivalCheck.ANY, hash, length, nowNs, nowNs);
        nowNs++;
    }

    private long arrive(final long hash, final int length)
    {
        return check.onArrival(0, hash, length);
    }

    private void assertCounts(
        final long arrived, final long lost, final long duplicates, final long reordered, final long corrupt,
        final long foreign)
    {
        assertEquals(
            List.of(arrived, lost, duplicates, reordered, corrupt, foreign),
            List.of(check.arrived(), check.lost(), check.duplicates(), check.reordered(), check.corrupt(),
                check.foreign()));
    }

    /** A path with all faults, and what they come to by a model that knows each datagram. */
    private static final class Trial
    {
        private static final int COUNT = 3_000;

        private final ArrivalCheck check = new ArrivalCheck(CAPACITY);
        private final List<long[]> path = new ArrayList<>();
        private final BitSet seen = new BitSet();
        private final Random random;
        private final int seed;
        private long lost;
        private long duplicates;
        private long corrupt;
        private long reordered;
        private long highest = -1;

        Trial(final int seed)
        {
            this.seed = seed;
            random = new Random(seed);
        }

        void run()
        {
            for (int i = 0; i < COUNT; i++)
            {
                final int length = 0 == seed % 2 ? 100 : 60 + random.nextInt(200);
                check.onSent(0, ArrivalCheck.ANY, i, length, i, i);
                befall(i, length);
                while (path.size() > random.nextInt(20))
                {
                    arrive();
                }
            }
            while (!path.isEmpty())
            {
                arrive();
            }
            check.conclude();
            assertEquals(
                List.of(COUNT - lost - corrupt, lost, duplicates, reordered, corrupt, 0L),
                List.of(check.arrived(), check.lost(), check.duplicates(), check.reordered(), check.corrupt(),
                    check.foreign()), "seed " + seed);
        }

        private void befall(final int number, final int length)
        {
            switch (random.nextInt(40))
            {
                case 0 -> lost++;
                case 1 ->
                {
                    path.add(new long[]{number, length});
                    path.add(new long[]{number, length});
                    duplicates++;
                }
                case 2 ->
                {
                    path.add(new long[]{~number, length});
                    corrupt++;
                }
                case 3 -> path.add(Math.max(0, path.size() - 1 - random.nextInt(5)), new long[]{number, length});
                default -> path.add(new long[]{number, length});
            }
        }

        private void arrive()
        {
            final long[] datagram = path.removeFirst();
            final long number = datagram[0];
            check.onArrival(0, number, (int)datagram[1]);
            if (number >= 0)
            {
                reordered += number < highest && !seen.get((int)number) ? 1 : 0;
                seen.set((int)number);
                highest = Math.max(highest, number);
            }
        }
    }
}
