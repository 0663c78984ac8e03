package relay.transport.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TickTimeTest
{
    private static final BigInteger SECOND_NS = BigInteger.valueOf(1_000_000_000);

    @Test
    void shouldConvertWhatIsUsual()
    {
        assertEquals(1_700_000_000_123_456_000L, TickTime.epochNs(1_700_000_000_123_456L, 6, 0));
        assertEquals(1_700_000_000_123_456_789L, TickTime.epochNs(1_700_000_000_123_456_789L, 9, 0));
        assertEquals(1_700_000_000_000_000_000L, TickTime.epochNs(1_699_999_990, 0, 10));
        assertEquals(1_700_000_000_500_000_000L, TickTime.epochNs((1_700_000_000L << 32) + (1L << 31), 0x80 | 32, 0));
        assertEquals(1, TickTime.epochNs(1_999, 12, 0));
        assertEquals(-1_000_000_000L, TickTime.epochNs(0, 6, -1));
    }

    @Test
    void shouldStayInRange()
    {
        assertEquals(TickTime.EPOCH_NS_MAX, TickTime.epochNs(-1, 0, 0));
        assertEquals(TickTime.EPOCH_NS_MAX, TickTime.epochNs(-1, 0, Long.MAX_VALUE));
        assertEquals(-TickTime.EPOCH_NS_MAX - 1, TickTime.epochNs(0, 0, Long.MIN_VALUE));
        assertEquals(0, TickTime.epochNs(-1, 0xFF, 0));
        assertEquals(0, TickTime.epochNs(-1, 0x7F, 0));
    }

    @Test
    void shouldAgreeWithNumbersOfAnyLength()
    {
        final long seed = 0x5EED_0060L;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++)
        {
            final long ticks = random.nextLong() >>> random.nextInt(Long.SIZE);
            final int resolution = random.nextInt(256);
            final long offsetSec = random.nextBoolean() ? 0 : random.nextLong() >> random.nextInt(Long.SIZE);
            assertEquals(exact(ticks, resolution, offsetSec), TickTime.epochNs(ticks, resolution, offsetSec),
                "seed " + seed + ", step " + i + ": " + ticks + " of " + resolution + " and " + offsetSec + " s");
        }
    }

    private static long exact(final long ticks, final int resolution, final long offsetSec)
    {
        final int exponent = resolution & 0x7F;
        final BigInteger second = resolution >= 0x80 ? BigInteger.TWO.pow(exponent) : BigInteger.TEN.pow(exponent);
        return new BigInteger(Long.toUnsignedString(ticks)).multiply(SECOND_NS).divide(second)
            .add(BigInteger.valueOf(offsetSec).multiply(SECOND_NS))
            .min(BigInteger.valueOf(TickTime.EPOCH_NS_MAX)).max(BigInteger.valueOf(-TickTime.EPOCH_NS_MAX - 1))
            .longValueExact();
    }
}
