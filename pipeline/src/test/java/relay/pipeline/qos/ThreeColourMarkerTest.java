package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.Policing;

class ThreeColourMarkerTest
{
    private static final BigInteger UNITS_A_BYTE = BigInteger.valueOf(8_000_000_000L);
    private static final int LENGTH_MAX = 1_500;

    @Test
    void shouldKnowTwoColoursWithoutExcessAndPeak()
    {
        final ThreeColourMarker marker = marker(8_000, 1_000, 0, 0, 0); // a byte a millisecond
        assertColours(marker, 0, "600G 400G 1R 0G");
        assertColours(marker, 999_999, "1R");
        assertColours(marker, 1_000_000, "1G 1R");
    }

    @Test
    void shouldFillTheExcessBucketWithWhatTheCommittedOneHasNoRoomFor()
    {
        final ThreeColourMarker marker = marker(8_000, 100, 50, 0, 0);
        assertColours(marker, 0, "100G 50Y 1R");
        assertColours(marker, 30_000_000, "31R 30G 1R");
        assertColours(marker, 140_000_000, "101R 100G 10Y 1R"); // 110 ms: 100 B, and 10 B beyond
    }

    @Test
    void shouldTakeNothingFromTheCommittedBucketForYellow()
    {
        final ThreeColourMarker marker = marker(8_000, 100, 200, 0, 0);
        assertColours(marker, 0, "150Y 100G 51R 50Y 1R");
    }

    @Test
    void shouldTakeFromThePeakBucketForGreenAndYellowAndFromTheCommittedOneForGreenOnly()
    {
        final ThreeColourMarker marker = marker(8_000, 100, 0, 16_000, 150);
        assertColours(marker, 0, "120Y 31R 30G 1R");
        assertColours(marker, 10_000_000, "21R 20G 1R"); // the committed bucket has 70 B and 10, and then 20 less
        assertColours(marker, 50_000_000, "80G 1R"); // the peak bucket is what limits
    }

    @Test
    void shouldHaveNoMoreThanItsBucketsAfterAnyPause()
    {
        for (final long pauseNs : new long[] {1L << 40, 1L << 62, Long.MAX_VALUE})
        {
            final ThreeColourMarker single = marker(1_000_000_000_000L, 1_000, 500, 0, 0);
            assertColours(single, 0, "1000G 500Y 1R");
            assertColours(single, pauseNs, "1000G 500Y 1R");
            final ThreeColourMarker two = marker(1_000, 1_000, 0, 1_000_000_000_000L, 1_500);
            assertColours(two, 0, "1000G 500Y 1R");
            assertColours(two, pauseNs, "1000G 500Y 1R");
        }
    }

    @Test
    void shouldTakeTheLargestBursts()
    {
        final int half = 1 << 29;
        assertColours(marker(1, half, half, 0, 0), 0, half + "G " + half + "Y 1R");
        assertColours(marker(1, 1 << 30, 0, 1, 1 << 30), Long.MAX_VALUE, (1 << 30) + "G 1R");
    }

    /**
     * Beside the RFCs as they are written, in exact arithmetic: not one colour may differ, over pauses of days, at tiny
     * rates, and in the very nanosecond in which there are tokens.
     *
     * @param seed    of the steps.
     * @param rateMax of the committed rate in bits per second.
     */
    @ParameterizedTest
    @CsvSource({"1, 10000000000", "20261125, 20000000", "-77, 20000", "5, 8"})
    void shouldColourLikeTheExactModel(final long seed, final long rateMax)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++)
        {
            final Policing policing = policing(random, rateMax);
            final ThreeColourMarker marker = new ThreeColourMarker(policing, 0);
            final Model model = new Model(policing);
            final long meanGapNs = meanGapNs(policing);
            long nowNs = 0;
            for (int step = 0; step < 20_000; step++)
            {
                final int length = random.nextInt(LENGTH_MAX + 1);
                final long gapNs = random.nextInt(8) > 0 ? random.nextLong(meanGapNs) :
                    random.nextInt(500) > 0 ? model.untilGreenNs(length) - random.nextInt(2) :
                    random.nextLong(1L << 50);
                nowNs += Math.max(0, gapNs);
                model.advance(Math.max(0, gapNs));
                assertEquals(model.mark(length), marker.mark(length, nowNs),
                    "seed " + seed + " round " + round + " step " + step + ": " + policing);
            }
        }
    }

    /**
     * However often it is asked in between: asking for nothing, many times a microsecond, moves no token.
     */
    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_125, -79})
    void shouldNotDriftHoweverOftenItIsAsked(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Policing policing = policing(random, 1_000_000);
        final ThreeColourMarker often = new ThreeColourMarker(policing, 0);
        final ThreeColourMarker seldom = new ThreeColourMarker(policing, 0);
        long nowNs = 0;
        for (int step = 0; step < 2_000; step++)
        {
            final long gapNs = random.nextLong(2 * meanGapNs(policing));
            for (int i = 1; i <= 200; i++)
            {
                often.mark(0, nowNs + gapNs * i / 200);
            }
            nowNs += gapNs;
            final int length = random.nextInt(LENGTH_MAX + 1);
            assertEquals(seldom.mark(length, nowNs), often.mark(length, nowNs), "seed " + seed + " step " + step);
        }
    }

    /**
     * No window, wherever it begins and ends, has more than rate x T + burst. It is enough to look at
     * {@code passed(t) - rate x t}: its rise over any earlier low is at most the burst.
     *
     * @param seed of the arrivals.
     */
    @ParameterizedTest
    @ValueSource(longs = {2, 20_261_124, -78, 90_210})
    void shouldKeepEveryWindowWithinRateAndBurst(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++)
        {
            final Policing policing = policing(random, 1_000_000_000);
            final ThreeColourMarker marker = new ThreeColourMarker(policing, 0);
            final boolean isTwoRate = policing.peakRateBitsPerSecond() > 0;
            final Bound green = new Bound(policing.rateBitsPerSecond(), policing.burstBytes());
            final Bound passed = isTwoRate ? new Bound(policing.peakRateBitsPerSecond(), policing.peakBurstBytes()) :
                new Bound(policing.rateBitsPerSecond(), policing.burstBytes() + policing.excessBurstBytes());
            final long meanGapNs = meanGapNs(policing);
            long nowNs = 0;
            for (int step = 0; step < 10_000; step++)
            {
                nowNs += random.nextInt(200) > 0 ? random.nextLong(meanGapNs) : random.nextLong(500 * meanGapNs);
                final int length = random.nextInt(LENGTH_MAX + 1);
                final int colour = marker.mark(length, nowNs);
                final String where = "seed " + seed + " round " + round + " step " + step + ": " + policing;
                assertTrue(green.holds(nowNs, ThreeColourMarker.GREEN == colour ? length : 0), where);
                assertTrue(passed.holds(nowNs, ThreeColourMarker.RED == colour ? 0 : length), where);
            }
        }
    }

    private static Policing policing(final SplittableRandom random, final long rateMax)
    {
        final long rate = 1 + random.nextLong(rateMax);
        final long burst = LENGTH_MAX / 2 + random.nextInt(20_000);
        return switch (random.nextInt(3))
        {
            case 0 -> policing(rate, burst, 0, 0, 0);
            case 1 -> policing(rate, burst, 1 + random.nextInt(20_000), 0, 0);
            default -> policing(rate, burst, 0, rate + random.nextLong(rate), LENGTH_MAX / 2 + random.nextInt(20_000));
        };
    }

    private static Policing policing(
        final long rate, final long burst, final long excessBurst, final long peakRate, final long peakBurst)
    {
        return new Policing(rate, burst, excessBurst, peakRate, peakBurst, Policing.FORWARD, Policing.DROP, 0);
    }

    private static ThreeColourMarker marker(
        final long rate, final long burst, final long excessBurst, final long peakRate, final long peakBurst)
    {
        return new ThreeColourMarker(policing(rate, burst, excessBurst, peakRate, peakBurst), 0);
    }

    /** About one and a half times as much as the committed rate. */
    private static long meanGapNs(final Policing policing)
    {
        return Math.max(2, LENGTH_MAX * 8_000_000_000L / policing.rateBitsPerSecond() * 2 / 3);
    }

    /** Lengths, each with the first letter of the colour that it must get. */
    private static void assertColours(final ThreeColourMarker marker, final long nowNs, final String expected)
    {
        final StringBuilder actual = new StringBuilder();
        for (final String each : expected.split(" "))
        {
            final int length = Integer.parseInt(each.substring(0, each.length() - 1));
            actual.append(actual.isEmpty() ? "" : " ").append(length).append("GYR".charAt(marker.mark(length, nowNs)));
        }
        assertEquals(expected, actual.toString(), "at " + nowNs + " ns");
    }

    /** RFC 2697, 3, and RFC 2698, 3, colour-blind, word for word; tokens in units of a bit-nanosecond. */
    private static final class Model
    {
        private final boolean isTwoRate;
        private final BigInteger rate;
        private final BigInteger peakRate;
        private final BigInteger burst;
        private final BigInteger otherBurst;
        private BigInteger committed;
        private BigInteger other;

        Model(final Policing policing)
        {
            isTwoRate = policing.peakRateBitsPerSecond() > 0;
            rate = BigInteger.valueOf(policing.rateBitsPerSecond());
            peakRate = BigInteger.valueOf(policing.peakRateBitsPerSecond());
            burst = UNITS_A_BYTE.multiply(BigInteger.valueOf(policing.burstBytes()));
            otherBurst = UNITS_A_BYTE.multiply(BigInteger.valueOf(
                isTwoRate ? policing.peakBurstBytes() : policing.excessBurstBytes()));
            committed = burst;
            other = otherBurst;
        }

        void advance(final long elapsedNs)
        {
            final BigInteger elapsed = BigInteger.valueOf(elapsedNs);
            final BigInteger filled = committed.add(elapsed.multiply(rate));
            committed = filled.min(burst);
            other = other.add(isTwoRate ? elapsed.multiply(peakRate) : filled.subtract(committed)).min(otherBurst);
        }

        int mark(final int length)
        {
            final BigInteger cost = UNITS_A_BYTE.multiply(BigInteger.valueOf(length));
            if (isTwoRate && other.compareTo(cost) < 0)
            {
                return ThreeColourMarker.RED;
            }
            if (committed.compareTo(cost) >= 0)
            {
                committed = committed.subtract(cost);
                other = isTwoRate ? other.subtract(cost) : other;
                return ThreeColourMarker.GREEN;
            }
            if (other.compareTo(cost) < 0)
            {
                return ThreeColourMarker.RED;
            }
            other = other.subtract(cost);
            return ThreeColourMarker.YELLOW;
        }

        long untilGreenNs(final int length)
        {
            final BigInteger missing = UNITS_A_BYTE.multiply(BigInteger.valueOf(length)).subtract(committed);
            return missing.add(rate).subtract(BigInteger.ONE).divide(rate).longValueExact();
        }
    }

    private static final class Bound
    {
        private final BigInteger rate;
        private final BigInteger burst;
        private BigInteger passed = BigInteger.ZERO;
        private BigInteger lowest = BigInteger.ZERO;

        Bound(final long rateBitsPerSecond, final long burstBytes)
        {
            rate = BigInteger.valueOf(rateBitsPerSecond);
            burst = UNITS_A_BYTE.multiply(BigInteger.valueOf(burstBytes));
        }

        boolean holds(final long nowNs, final int length)
        {
            final BigInteger allowed = rate.multiply(BigInteger.valueOf(nowNs));
            lowest = lowest.min(passed.subtract(allowed));
            passed = passed.add(UNITS_A_BYTE.multiply(BigInteger.valueOf(length)));
            return passed.subtract(allowed).subtract(lowest).compareTo(burst) <= 0;
        }
    }
}
