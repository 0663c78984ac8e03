package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorTest
{
    @ParameterizedTest
    @CsvSource({
        "2x,2,1", "1,1,1", "0.25x,1,4", "1.5,3,2", "0.001x,1,1000", "1000000x,1000000,1", "3.141592x,392699,125000"})
    void shouldReadFactors(final String text, final long numerator, final long denominator)
    {
        assertEquals(new Factor(numerator, denominator), Factor.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1x", "0x", "0.0001x", "1000001x", "2.1234567x", "2y", "1e3", "nan", "2 x"})
    void shouldRefuseOthers(final String text)
    {
        assertEquals("bad factor '" + text + "': 0.001x to 1000000x, with 6 decimals at most",
            assertThrows(IllegalArgumentException.class, () -> Factor.parse(text)).getMessage());
    }

    @Test
    void shouldScaleTimesExactlyUpToALimit()
    {
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 100_000; i++)
        {
            final Factor factor = Factor.parse(String.format("%d.%06dx",
                random.nextInt(1 << random.nextInt(20)), 1_000 + random.nextInt(999_000)));
            final long timeNs = random.nextLong() >>> 1 + random.nextInt(60);
            assertEquals(scaled(timeNs, factor.denominator(), factor.numerator()), factor.divide(timeNs), () ->
                timeNs + " / " + factor);
            assertEquals(scaled(timeNs, factor.numerator(), factor.denominator()), factor.multiply(timeNs), () ->
                timeNs + " * " + factor);
        }
    }

    private static long scaled(final long timeNs, final long by, final long per)
    {
        return BigInteger.valueOf(timeNs).multiply(BigInteger.valueOf(by)).divide(BigInteger.valueOf(per))
            .min(BigInteger.valueOf(Factor.TIME_MAX_NS)).longValueExact();
    }
}
