package relay.pipeline.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.FeedConfig;
import relay.config.FeedKey;

/**
 * Legs of one source, each with loss, disorder and skew of its own: what came on any of them is passed on exactly once.
 */
class FeedPropertyTest
{
    private static final int WINDOW = 256;
    private static final long INTERVAL_NS = 1_000;

    /** What arrives: the source's run and number, as bytes. */
    private record Arrival(long dueNs, int leg, int run, long number, byte[] payload)
    {
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_125, -9, 77, 4_711, 123_456})
    void shouldPassOnWhatCameOnAnyLegOnceAndMissWhatCameOnNone(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 30; round++)
        {
            final String where = "seed " + seed + " round " + round;
            final int legs = 1 + random.nextInt(3);
            final int width = 1 << random.nextInt(4);
            check(random, legs, width, where);
        }
    }

    /** Runs of one source that begin anywhere; the first of each comes on some leg, and so does the last. */
    private static void check(final SplittableRandom random, final int legs, final int width, final String where)
    {
        final FeedKey key = FeedKey.field(4, width, true);
        final int window = 1 == width ? 64 : WINDOW;
        final TestFeed feed = new TestFeed(FeedConfig.of("f", List.of(), key).windowLength(window), legs);
        final List<Arrival> arrivals = new ArrayList<>();
        final int runs = 1 == width ? 1 : 1 + random.nextInt(3);
        long startNs = feed.nowNs;
        long first = random.nextLong();
        for (int run = 0; run < runs; run++)
        {
            final int length = 3 * window + random.nextInt(3_000);
            arrive(random, arrivals, legs, run, first, length, startNs, window);
            startNs += (length + 2L * window) * INTERVAL_NS;
            // a restart goes back, and not into what is still remembered
            first -= (2L + random.nextInt(20)) * window + (2 == width ? 0 : random.nextInt(1 << 20));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::dueNs));
        final Set<String> passed = new HashSet<>();
        for (final Arrival arrival : arrivals)
        {
            feed.nowNs = arrival.dueNs();
            final boolean isPassed = feed.put(arrival.leg(), arrival.payload());
            assertEquals(passed.add(arrival.run() + ":" + arrival.number()), isPassed,
                where + " width " + width + ": " + arrival);
        }
        assertCounts(feed, arrivals, passed.size(), runs, where + " width " + width);
    }

    private static void arrive(final SplittableRandom random, final List<Arrival> arrivals, final int legs,
        final int run, final long first, final int length, final long startNs, final int window)
    {
        for (int leg = 0; leg < legs; leg++)
        {
            final int lossPercent = random.nextInt(30);
            final long skewNs = random.nextInt(window / 4) * INTERVAL_NS;
            final long disorderNs = random.nextInt(window / 4) * INTERVAL_NS + 1;
            for (int i = 0; i < length; i++)
            {
                final boolean isKept = 0 == leg && (i < 2 || i == length - 1);
                if (isKept || random.nextInt(100) >= lossPercent)
                {
                    final long dueNs = startNs + i * INTERVAL_NS + (i < 2 ? 0 : skewNs + random.nextLong(disorderNs));
                    arrivals.add(new Arrival(dueNs, leg, run, first + i, TestFeed.field(first + i)));
                }
            }
        }
    }

    private static void assertCounts(
        final TestFeed feed, final List<Arrival> arrivals, final int passed, final int runs, final String where)
    {
        final Map<Integer, Long> lowest = new HashMap<>();
        final Map<Integer, Long> highest = new HashMap<>();
        final long[] arrivedByLeg = new long[feed.legs.size()];
        for (final Arrival arrival : arrivals)
        {
            lowest.merge(arrival.run(), arrival.number(), (left, right) -> left - right < 0 ? left : right);
            highest.merge(arrival.run(), arrival.number(), (left, right) -> left - right > 0 ? left : right);
            arrivedByLeg[arrival.leg()]++;
        }
        long span = 0;
        for (int run = 0; run < runs; run++)
        {
            span += highest.get(run) - lowest.get(run) + 1;
        }
        final FeedLedger ledger = feed.ledger;
        assertEquals(passed, ledger.forwarded(), where);
        assertEquals(arrivals.size() - passed, ledger.duplicates(), where);
        assertEquals(span - passed, ledger.missing(), where + ": missing");
        assertEquals(runs - 1, ledger.restarts(), where + ": restarts");
        long won = 0;
        for (int leg = 0; leg < arrivedByLeg.length; leg++)
        {
            assertEquals(arrivedByLeg[leg], ledger.arrived(leg), where);
            assertEquals(span - arrivedByLeg[leg], ledger.lost(leg), where + ": lost on " + leg);
            won += ledger.won(leg);
        }
        assertEquals(passed, won, where);
        assertTrue(ledger.recovered() <= passed && (feed.legs.size() > 1 || 0 == ledger.recovered()), where);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldPassOnEachCopyOfARepeatedPayloadOnce(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int legs = 1 + random.nextInt(3);
        final TestFeed feed = new TestFeed(FeedConfig.of("f", List.of(), FeedKey.HASH).windowNs(1_000_000), legs);
        final int[][] counts = new int[legs][20];
        final int[] passed = new int[20];
        final byte[][] payloads = new byte[20][];
        for (int i = 0; i < payloads.length; i++)
        {
            payloads[i] = new byte[i < 2 ? i : random.nextInt(3_000)];
            random.nextBytes(payloads[i]);
        }
        for (int step = 0; step < 20_000; step++)
        {
            final int leg = random.nextInt(legs);
            final int payload = random.nextInt(payloads.length);
            final int inPosted = random.nextInt(1 + Math.min(1_500, payloads[payload].length));
            final boolean isNew = ++counts[leg][payload] > passed[payload];
            passed[payload] += isNew ? 1 : 0;
            assertEquals(isNew, feed.put(leg, 0, payloads[payload], inPosted, true), "seed " + seed + " step " + step);
            feed.nowNs += 10;
        }
        assertEquals(20_000, feed.ledger.forwarded() + feed.ledger.duplicates(), "seed " + seed);
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        for (final FeedKey key : List.of(FeedKey.RTP, FeedKey.MOLDUDP64, FeedKey.CME, FeedKey.HASH))
        {
            final TestFeed feed = new TestFeed(key, 2);
            final UnsafeBuffer payload = new UnsafeBuffer(TestFeed.mold("SESSION  1", 0, 1));
            payload.putByte(0, (byte)0x80);
            putAll(feed, payload, 10); // so that all classes are loaded
            final long before = threads.getCurrentThreadAllocatedBytes();
            putAll(feed, payload, 100_000);
            assertTrue(
                threads.getCurrentThreadAllocatedBytes() - before < 100_000, key + " allocates for each datagram");
        }
    }

    private static void putAll(final TestFeed feed, final UnsafeBuffer payload, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            payload.putInt(0, i);
            payload.putByte(0, (byte)0x80);
            payload.putLong(10, i, ByteOrder.BIG_ENDIAN);
            feed.put(i & 1, payload.byteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldBearAnyBytesAndCountThemAll(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (final FeedKey key : List.of(FeedKey.RTP, FeedKey.MOLDUDP64, FeedKey.CME, FeedKey.HASH,
            FeedKey.field(3, 1, false), FeedKey.field(30, 2, true), FeedKey.field(0, 8, false)))
        {
            final TestFeed feed = new TestFeed(key, 2);
            long refused = 0;
            for (int step = 0; step < 20_000; step++)
            {
                final byte[] payload = new byte[random.nextInt(40)];
                random.nextBytes(payload);
                if (payload.length > 0 && 0 != random.nextInt(3))
                {
                    payload[0] = (byte)0x80;
                    Arrays.fill(payload, 1, payload.length, (byte)random.nextInt(3));
                }
                final boolean isAdmitted = 0 != random.nextInt(5);
                final boolean isPassed = feed.put(
                    random.nextInt(2), random.nextInt(2), payload, random.nextInt(1 + payload.length), isAdmitted);
                refused += isPassed && !isAdmitted ? 1 : 0;
                feed.nowNs += 0 == random.nextInt(100) ? 2 * SequenceWindow.IDLE_NS : random.nextInt(1_000);
            }
            final FeedLedger ledger = feed.ledger;
            final String where = "seed " + seed + " key " + key;
            assertEquals(20_000, ledger.arrived(0) + ledger.arrived(1), where);
            assertEquals(20_000, ledger.forwarded() + ledger.duplicates() + refused, where);
            assertTrue(ledger.missing() >= 0 && ledger.lost(0) >= 0 && ledger.lost(1) >= 0, where);
        }
    }
}
