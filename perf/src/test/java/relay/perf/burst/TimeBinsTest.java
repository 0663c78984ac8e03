package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeBinsTest
{
    @Test
    void shouldSumUp()
    {
        final TimeBins bins = new TimeBins(10, false);
        bins.add(-5, 1);
        bins.add(9, 1);
        bins.add(10, 1);
        bins.add(35, 4);
        assertArrayEquals(new double[]{2, 1, 0, 4}, bins.values());
    }

    @Test
    void shouldKeepThePeak()
    {
        final TimeBins bins = new TimeBins(10, true);
        bins.add(0, 3);
        bins.add(5, 2);
        assertArrayEquals(new double[]{3}, bins.values());
    }

    @Test
    void shouldSpreadOverBins()
    {
        final TimeBins bins = new TimeBins(10, false);
        bins.spread(5, 25, 20);
        assertArrayEquals(new double[]{5, 10, 5}, bins.values());
    }

    @Test
    void shouldWidenWhenARunOutlastsThem()
    {
        final TimeBins bins = new TimeBins(1, false);
        for (int i = 0; i < 10_000; i++)
        {
            bins.add(i, 1);
        }
        assertEquals(4, bins.widthNs());
        assertEquals(10_000, Arrays.stream(bins.values()).sum());
        assertEquals(2_500, bins.values().length);
        assertEquals(4, bins.values()[100]);
    }

    @Test
    void shouldFindBursts()
    {
        final TimeBins bins = new TimeBins(10, false);
        for (int i = 0; i < 20; i++)
        {
            bins.add(i * 10L, i >= 4 && i < 6 || i == 19 ? 30 : 8);
        }
        assertEquals(List.of(new BurstSpan(40, 60), new BurstSpan(190, 200)), BurstSpan.of(bins.rounded()));
    }

    @Test
    void shouldFindNoBurstWhereNothingWasDue()
    {
        assertEquals(List.of(), BurstSpan.of(new TimeBins(10, false).rounded()));
    }
}
