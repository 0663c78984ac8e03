package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LifetimesTest
{
    private static final int DRAWS = 100_000;

    @Test
    void shouldBeOneTime()
    {
        final Lifetimes lifetimes = Lifetimes.fixed(22_000);
        assertEquals(22_000, lifetimes.meanNs());
        assertEquals(22_000, lifetimes.draw(new SplittableRandom(1)));
    }

    @Test
    void shouldHaveTheMeanOfTheHistogram()
    {
        final SplittableRandom random = new SplittableRandom(4711);
        final Histogram histogram = new Histogram(3);
        for (int i = 0; i < DRAWS; i++)
        {
            histogram.recordValue((long)(-20_000 * Math.log(random.nextDouble())));
        }
        assertEquals(histogram.getMean(), Lifetimes.of(histogram).meanNs(), 1e-6);
    }

    @Test
    void shouldDrawAsOftenAsMeasured()
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(5, 900);
        histogram.recordValueWithCount(7, 90);
        histogram.recordValueWithCount(1_000, 10);
        final Lifetimes lifetimes = Lifetimes.of(histogram);
        assertEquals(5 * 0.9 + 7 * 0.09 + 1_000 * 0.01, lifetimes.meanNs(), 1e-9);
        assertEquals(0.01, lifetimes.mean(lifetimeNs -> lifetimeNs > 7 ? 1 : 0), 1e-9);

        final SplittableRandom random = new SplittableRandom(4711);
        final int[] counts = new int[1_001];
        for (int i = 0; i < DRAWS; i++)
        {
            counts[(int)lifetimes.draw(random)]++;
        }
        assertEquals(DRAWS, counts[5] + counts[7] + counts[1_000]);
        assertEquals(0.9, (double)counts[5] / DRAWS, 0.005);
        assertEquals(0.09, (double)counts[7] / DRAWS, 0.005);
    }

    @Test
    void shouldRefuseAnEmptyHistogram()
    {
        assertThrows(IllegalArgumentException.class, () -> Lifetimes.of(new Histogram(3)));
    }
}
