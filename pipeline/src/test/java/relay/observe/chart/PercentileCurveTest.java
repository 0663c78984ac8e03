package relay.observe.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import relay.observe.text.LatencyUnit;

class PercentileCurveTest
{
    @Test
    void shouldAgreeWithTheHistogramAtEverySample()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Histogram histogram = new Histogram(3);
        for (int i = 0; i < 20_000; i++)
        {
            histogram.recordValue(random.nextLong(1L << random.nextInt(1, 35)));
        }
        final PercentileCurve curve = PercentileCurve.of("tag", histogram, 100);

        assertEquals(Math.log10(20_000), curve.endNines());
        for (int i = 0; i < 99; i++)
        {
            final double percentile = 100 * (1 - Math.pow(10, -curve.endNines() * i / 99));
            final long valueNs = curve.valuesNs()[i];
            // either side of a rank that falls between two values
            final long lowNs = histogram.getValueAtPercentile(percentile - 1e-9);
            final long highNs = histogram.getValueAtPercentile(percentile + 1e-9);
            assertTrue(lowNs <= valueNs && valueNs <= highNs, "seed=" + seed + " i=" + i + " " + valueNs);
        }
        assertEquals(histogram.getMaxValue(), curve.valuesNs()[99]);
        assertEquals(histogram.getMaxValue(), curve.valueNs(9));
        assertEquals(histogram.getMinValue(), curve.minNs());
    }

    @Test
    void shouldDrawASingleValueUpToTheMedian()
    {
        final PercentileCurve curve = curve(7);
        assertEquals(Math.log10(2), curve.endNines());
        assertEquals(7, curve.valueNs(0));
        assertEquals(7, curve.valueNs(1));
    }

    @Test
    void shouldRoundTheValueAxisOutwards()
    {
        assertEquals(new ValueAxis(200, 5_000), ValueAxis.of(List.of(curve(230, 4_001))));
        assertEquals(new ValueAxis(1, 1_000), ValueAxis.of(List.of(curve(0, 1_000))));
        assertEquals(new ValueAxis(1, 2), ValueAxis.of(List.of(curve(0))));
        assertEquals(new ValueAxis(10, 20), ValueAxis.of(List.of(curve(10))));
        assertEquals(List.of(100.0, 200.0, 500.0, 1_000.0, 2_000.0), new ValueAxis(100, 2_000).ticks());
        assertEquals(0.5, new ValueAxis(100, 10_000).position(1_000), 1e-9);
        assertEquals(0, new ValueAxis(100, 10_000).position(0));
        assertEquals(1, new ValueAxis(100, 10_000).position(20_000));
        assertEquals("0.0005", ValueAxis.label(500, LatencyUnit.MS));
        assertEquals("2,000", ValueAxis.label(2_000_000, LatencyUnit.US));
    }

    @Test
    void shouldChooseAUnitThatReadsWell()
    {
        assertEquals(LatencyUnit.NS, LatencyUnit.forMedian(99));
        assertEquals(LatencyUnit.US, LatencyUnit.forMedian(100));
        assertEquals(LatencyUnit.US, LatencyUnit.forMedian(99_999));
        assertEquals(LatencyUnit.MS, LatencyUnit.forMedian(100_000));
    }

    @Test
    void shouldFormatWithFourDigits()
    {
        assertEquals("0", LatencyUnit.US.format(0));
        assertEquals("0.001", LatencyUnit.US.format(1));
        assertEquals("9.999", LatencyUnit.US.format(9_999));
        assertEquals("10.00", LatencyUnit.US.format(9_999.6));
        assertEquals("99.99", LatencyUnit.US.format(99_990));
        assertEquals("100.0", LatencyUnit.US.format(99_996));
        assertEquals("999.9", LatencyUnit.US.format(999_949));
        assertEquals("1000", LatencyUnit.US.format(999_951));
        assertEquals("123457", LatencyUnit.US.format(123_456_789));
        assertEquals("1234", LatencyUnit.NS.format(1_234));
    }

    static PercentileCurve curve(final long... valuesNs)
    {
        final Histogram histogram = new Histogram(3);
        for (final long valueNs : valuesNs)
        {
            histogram.recordValue(valueNs);
        }
        return PercentileCurve.of("tag", histogram, PercentileChart.SAMPLE_COUNT);
    }
}
