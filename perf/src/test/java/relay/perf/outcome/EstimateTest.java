package relay.perf.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest
{
    @Test
    void shouldLeaveOutAsManyAsTheTablesOfSignedRanksSay()
    {
        // 1, 2, 4, .. : the critical values of n = 6, 7, 8, 9, 10 are 0, 2, 3, 5, 8
        assertEquals(List.of(0, 2, 3, 5, 8), IntStream.rangeClosed(6, 10).mapToObj(EstimateTest::critical).toList());
    }

    @Test
    void shouldHaveNoEndsOfTooFew()
    {
        final Estimate estimate = Estimate.of(List.of(1.0, 2.0, Double.NaN, 3.0, 4.0, 5.0));
        assertEquals(new Estimate(3, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), estimate);
        assertFalse(estimate.isWithin(Double.MAX_VALUE));
        assertEquals("3 [- .. -]", estimate.text());
        assertTrue(Double.isNaN(Estimate.of(List.of()).value()));
    }

    @Test
    void shouldNotBelieveOneThatIsFarOff()
    {
        final Estimate estimate = Estimate.of(List.of(1.0, 1.1, 0.9, 1.2, 0.8, 1.0, 1.1, 0.9, 1.0, 50.0));
        assertEquals(1, estimate.value(), 0.1);
        assertTrue(estimate.isWithin(26), estimate::text);
    }

    @Test
    void shouldHoldTheTrueValueAsOftenAsItSays()
    {
        final Random random = new Random(7);
        long held = 0;
        for (int i = 0; i < 2_000; i++)
        {
            final Estimate estimate =
                Estimate.of(DoubleStream.generate(random::nextGaussian).limit(10).boxed().toList());
            held += estimate.low() < 0 && estimate.high() > 0 ? 1 : 0;
        }
        assertEquals(0.951, held / 2_000.0, 0.015);
    }

    private static int critical(final int size)
    {
        final List<Double> values = IntStream.range(0, size).mapToObj(i -> (double)(1 << i)).toList();
        final double low = Estimate.of(values).low();
        return (int)IntStream.range(0, size).boxed()
            .flatMap(i -> IntStream.rangeClosed(0, i).mapToObj(j -> (values.get(i) + values.get(j)) / 2))
            .filter(mean -> mean < low).count();
    }
}
