package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurstScaleTest
{
    private static final long MS = 1_000_000;

    /** 3x/50ms/every 1s: 150 ms of the traffic in the first 50 ms of a second, and 950 ms in the rest. */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "3, 1", "4, 1", "5, 1", "6, 2", "75000000, 25000000", "149999999, 49999999", "150000000, 50000000",
        "150000001, 50000001", "1099999999, 999999999", "1100000000, 1000000000", "1100000003, 1000000001",
        "11000000000, 10000000000"})
    void shouldSendFasterInWindows(final long timeNs, final long dueNs)
    {
        assertEquals(dueNs, BurstScale.parse("3x/50ms/every 1s").dueNs(timeNs));
    }

    @Test
    void shouldReadWhatMeansTheSame()
    {
        for (final String text : new String[]{"3x/50ms/every 1s", "3/50ms/1s", "3.0x / 50ms / every  1000ms"})
        {
            assertEquals(50 * MS, BurstScale.parse(text).dueNs(150 * MS));
        }
        assertEquals(5_000, BurstScale.parse("2x/1s/every 1s").dueNs(10_000)); // always faster
        assertEquals(10_000, BurstScale.parse("1x/1us/every 1s").dueNs(10_000)); // never
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3x|bad burst '3x': FACTOR/WINDOW/every PERIOD, such as '3x/50ms/every 1s'",
        "3x/50ms|bad burst '3x/50ms': FACTOR/WINDOW/every PERIOD, such as '3x/50ms/every 1s'",
        "x/50ms/1s|bad burst 'x/50ms/1s': bad factor 'x': 0.001x to 1000000x, with 6 decimals at most",
        "3x/50/1s|bad burst '3x/50/1s': duration '50' has no unit: one of ns, us, \u00B5s, ms, s",
        "0.5x/50ms/1s|bad burst '0.5x/50ms/1s': a burst is 1x or more, for some time out of a period of a day at most",
        "2x/0ms/1s|bad burst '2x/0ms/1s': a burst is 1x or more, for some time out of a period of a day at most",
        "2x/2s/1s|bad burst '2x/2s/1s': a burst is 1x or more, for some time out of a period of a day at most",
        "2x/2s/86401s|bad burst '2x/2s/86401s': a burst is 1x or more, for some time out of a period of a day at most",
    })
    void shouldRefuseOthers(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> BurstScale.parse(text)).getMessage());
    }

    /**
     * Against fractions of any size; and it never goes back, never stretches, and never runs faster than the factor.
     */
    @Test
    void shouldBeThePiecewiseLinearMap()
    {
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++)
        {
            final Factor factor = new Factor(1_000_000L + random.nextInt(1 << 30), 1 + random.nextInt(1_000_000));
            final long periodNs = 1 + (random.nextLong() >>> 22 + random.nextInt(40)) % 86_400_000_000_000L;
            final long windowNs = 1 + random.nextLong(periodNs);
            final BurstScale bursts = new BurstScale(factor, windowNs, periodNs);
            long timeNs = 0;
            long beforeNs = 0;
            for (int j = 0; j < 50; j++)
            {
                final long dueNs = bursts.dueNs(timeNs);
                assertEquals(model(factor, windowNs, periodNs, timeNs), dueNs);
                assertTrue(dueNs >= beforeNs && dueNs <= timeNs, () -> factor + " " + windowNs + " " + periodNs);
                final long stepNs = random.nextLong() >>> 8 + random.nextInt(54);
                assertTrue(bursts.dueNs(timeNs + stepNs) - dueNs <= stepNs + 1);
                timeNs += stepNs;
                beforeNs = dueNs;
            }
        }
    }

    private static long model(final Factor factor, final long windowNs, final long periodNs, final long timeNs)
    {
        final BigInteger numerator = BigInteger.valueOf(factor.numerator());
        final BigInteger denominator = BigInteger.valueOf(factor.denominator());
        final BigInteger window = BigInteger.valueOf(windowNs);
        final BigInteger period = BigInteger.valueOf(periodNs);
        final BigInteger fast =
            window.multiply(numerator).divide(denominator).min(BigInteger.valueOf(Factor.TIME_MAX_NS));
        final BigInteger[] cycles = BigInteger.valueOf(timeNs).divideAndRemainder(fast.add(period).subtract(window));
        final BigInteger within = cycles[1].compareTo(fast) < 0 ? cycles[1].multiply(denominator).divide(numerator) :
            cycles[1].subtract(fast).add(window);
        return cycles[0].multiply(period).add(within).longValueExact();
    }
}
