package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonTest
{
    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0", "0.5, 3", "2.1875, 7", "10, 0", "10, 15", "31.875, 60", "100, 99", "700, 900"})
    void shouldAgreeWithTheDefinition(final double mean, final long number)
    {
        double below = 0;
        for (long k = 0; k <= number; k++)
        {
            double logarithm = -mean;
            for (long i = 1; i <= k; i++)
            {
                logarithm += Math.log(mean / i);
            }
            below += Math.exp(logarithm);
        }
        assertEquals(1 - below, Poisson.exceedance(mean, number), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.01, 0", "1e-9, 0.01, 0", "0.01005, 0.01, 0", "0.0101, 0.01, 1", "10, 0.05, 15", "10, 0.5, 10",
        "100, 0.0001, 139"})
    void shouldFindQuantiles(final double mean, final double exceedance, final long quantile)
    {
        assertEquals(quantile, Poisson.quantile(mean, exceedance));
    }

    /** It takes one more than is exceeded rarely, or ten times as many would be dropped. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.0001", "4.08, 0.0001", "6.875, 0.01"})
    void shouldHaveAsManyBuffersAsErlangAsksFor(final double inFlight, final double dropRate)
    {
        final long buffers = Poisson.buffers(inFlight, dropRate);
        assertTrue(ErlangLoss.dropRate(inFlight, buffers) <= dropRate);
        assertTrue(ErlangLoss.dropRate(inFlight, buffers - 2) > dropRate);
        assertEquals(1, Poisson.buffers(0, dropRate));
    }

    @Test
    void shouldFindTheLeastNumberThatIsRarelyExceeded()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++)
        {
            final double mean = Math.pow(10, random.nextDouble(-4, 6));
            final double exceedance = Math.pow(10, random.nextDouble(-12, -0.1));
            final long quantile = Poisson.quantile(mean, exceedance);
            final String what = "seed " + seed + ", mean " + mean + ", exceedance " + exceedance + ": " + quantile;
            assertTrue(Poisson.exceedance(mean, quantile) <= exceedance * (1 + 1e-9), what);
            assertTrue(0 == quantile || Poisson.exceedance(mean, quantile - 1) > exceedance * (1 - 1e-9), what);
        }
    }
}
