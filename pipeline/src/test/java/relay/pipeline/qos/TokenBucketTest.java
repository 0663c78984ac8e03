package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest
{
    private static final BigInteger UNITS_A_BYTE = BigInteger.valueOf(8_000_000_000L);

    @Test
    void shouldPassABurstAndThenWait()
    {
        final TokenBucket bucket = new TokenBucket(8_000, 1_000, 0); // a byte a millisecond
        assertTrue(bucket.tryTake(600, 0));
        assertTrue(bucket.tryTake(400, 0));
        assertFalse(bucket.tryTake(1, 999_999));
        assertTrue(bucket.tryTake(1, 1_000_000));
        assertFalse(bucket.tryTake(1, 1_000_000));
    }

    @Test
    void shouldTakeNothingForWhatDoesNotPass()
    {
        final TokenBucket bucket = new TokenBucket(8_000, 1_000, 0);
        assertFalse(bucket.tryTake(1_001, 0));
        assertTrue(bucket.conforms(1_000, 0));
        assertTrue(bucket.conforms(1_000, 0), "asking takes nothing");
        bucket.take(1_000);
        assertFalse(bucket.conforms(1, 0));
        assertTrue(bucket.conforms(0, 0), "an empty datagram costs nothing");
    }

    @Test
    void shouldNotGainFromAClockThatStandsOrGoesBack()
    {
        final TokenBucket bucket = new TokenBucket(8_000, 10, 5_000_000);
        bucket.take(10);
        assertFalse(bucket.tryTake(1, 4_000_000));
        assertFalse(bucket.tryTake(1, 5_000_000));
        assertFalse(bucket.tryTake(1, 5_999_999));
        assertTrue(bucket.tryTake(1, 6_000_000));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1073741824", "9223372036854775807, 1", "9223372036854775807, 1073741824"})
    void shouldBeFullAndNoFullerAfterALongPause(final long rate, final long burst)
    {
        for (final long startNs : new long[] {0, -1_000, Long.MIN_VALUE, Long.MAX_VALUE - 10})
        {
            final TokenBucket bucket = new TokenBucket(rate, burst, startNs);
            bucket.take((int)burst);
            final long laterNs = startNs + Long.MAX_VALUE; // 292 years, over the end of the range for some
            assertTrue(bucket.tryTake((int)burst, laterNs), "rate " + rate + " burst " + burst + " from " + startNs);
            assertFalse(bucket.tryTake(1, laterNs));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "1, 0", "1, 1073741825"})
    void shouldRefuseWhatItCannotKeep(final long rate, final long burst)
    {
        final String message = assertThrows(
            IllegalArgumentException.class, () -> new TokenBucket(rate, burst, 0)).getMessage();
        assertEquals("rate must be 1 bit/s or more and burst 1..1073741824 B: rate=" + rate + " burst=" + burst,
            message);
    }

    /**
     * A million steps beside exact arithmetic: not one decision may differ. Now and then the next datagram comes in the
     * very nanosecond in which there are tokens for it, or in the one before.
     *
     * @param seed    of the steps.
     * @param rateMax of the bucket in bits per second.
     */
    @ParameterizedTest
    @CsvSource({"1, 10000000000", "20261123, 20000000", "-77, 20000"})
    void shouldNotDriftFromTheExactModel(final long seed, final long rateMax)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long rate = 1 + random.nextLong(rateMax);
        final int burst = 1 + random.nextInt(200_000);
        final BigInteger exactRate = BigInteger.valueOf(rate);
        final BigInteger capacity = BigInteger.valueOf(burst).multiply(UNITS_A_BYTE);
        final TokenBucket bucket = new TokenBucket(rate, burst, 0);
        final long meanGapNs = Math.max(1, 700 * 8_000_000_000L / rate); // about as much as passes
        BigInteger level = capacity;
        long nowNs = 0;
        for (int step = 0; step < 1_000_000; step++)
        {
            final int length = random.nextInt(1_501);
            final BigInteger cost = BigInteger.valueOf(length).multiply(UNITS_A_BYTE);
            final boolean isShort = level.compareTo(cost) < 0;
            final long gapNs = isShort && random.nextBoolean() ?
                cost.subtract(level).add(exactRate).subtract(BigInteger.ONE).divide(exactRate).longValueExact() -
                    random.nextInt(2) :
                random.nextInt(100_000) > 0 ? random.nextLong(2 * meanGapNs) : random.nextLong(1L << 50);
            nowNs += gapNs;
            level = level.add(BigInteger.valueOf(gapNs).multiply(exactRate)).min(capacity);
            final boolean isExpected = level.compareTo(cost) >= 0;
            assertEquals(isExpected, bucket.tryTake(length, nowNs), "seed " + seed + " step " + step);
            level = isExpected ? level.subtract(cost) : level;
        }
    }

    /**
     * No window, wherever it begins and ends, passes more than rate x T + burst. By the usual argument it is enough to
     * look at {@code passed(t) - rate x t}: its rise over any earlier low is at most the burst.
     *
     * @param seed of the arrivals.
     */
    @ParameterizedTest
    @ValueSource(longs = {2, 20_261_124, -78})
    void shouldPassNoMoreThanRateAndBurstInAnyWindow(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long rate = 1_000 + random.nextLong(1_000_000_000L);
        final int burst = 1_500 + random.nextInt(100_000);
        final TokenBucket bucket = new TokenBucket(rate, burst, 0);
        final long meanGapNs = Math.max(2, 350 * 8_000_000_000L / rate); // twice as much as may pass
        BigInteger passed = BigInteger.ZERO;
        BigInteger lowest = BigInteger.ZERO;
        long nowNs = 0;
        for (int step = 0; step < 100_000; step++)
        {
            nowNs += random.nextInt(50) > 0 ? random.nextLong(meanGapNs) : random.nextLong(20 * meanGapNs);
            final BigInteger allowed = BigInteger.valueOf(nowNs).multiply(BigInteger.valueOf(rate));
            lowest = lowest.min(passed.subtract(allowed));
            final int length = random.nextInt(1_501);
            if (bucket.tryTake(length, nowNs))
            {
                passed = passed.add(BigInteger.valueOf(length).multiply(UNITS_A_BYTE));
            }
            final BigInteger rise = passed.subtract(allowed).subtract(lowest);
            assertTrue(rise.compareTo(BigInteger.valueOf(burst).multiply(UNITS_A_BYTE)) <= 0,
                "seed " + seed + " step " + step);
        }
    }
}
