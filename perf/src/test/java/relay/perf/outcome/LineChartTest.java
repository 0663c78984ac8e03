package relay.perf.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LineChartTest
{
    private static final List<LineChart.Line> LINES =
        List.of(new LineChart.Line("a line", new double[]{0, 10}, new double[]{0, 5}, 0, false));
    // 0..10 are pixels 90..730
    private static final String SHADE = "fill=\"#ffe3b3\"/>";

    @Test
    void shouldShadePartsOfTheAxis()
    {
        final String svg = chart(new LineChart.Shade(2.5, 5)).svg();
        assertTrue(svg.contains("<rect x=\"250\" y=\"60\" width=\"160\" height=\"300\" " + SHADE), svg);
        assertTrue(svg.contains(">a burst</text>"), svg);
    }

    @Test
    void shouldLetThinShadesBeSeen()
    {
        assertTrue(chart(new LineChart.Shade(5, 5.001)).svg().contains("width=\"3\" height=\"300\" " + SHADE));
    }

    @Test
    void shouldCutShadesAtTheAxis()
    {
        final String svg = chart(new LineChart.Shade(-5, 1), new LineChart.Shade(9, 20)).svg();
        assertTrue(svg.contains("<rect x=\"90\" y=\"60\" width=\"64\" height=\"300\" " + SHADE), svg);
        assertTrue(svg.contains("<rect x=\"666\" y=\"60\" width=\"64\" height=\"300\" " + SHADE), svg);
    }

    @Test
    void shouldHaveNoLegendForNoShade()
    {
        final String svg = LineChart.of("title", "x", "y", LINES).svg();
        assertFalse(svg.contains(SHADE), svg);
        assertEquals(svg, chart().svg());
    }

    @Test
    void shouldPaintTheSame() throws Exception
    {
        final byte[] png;
        try
        {
            png = ImageCanvas.png(chart(new LineChart.Shade(2.5, 5)));
        }
        catch (final MissingFontsException ignore)
        {
            return; // nothing to write with
        }
        final BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(2 * 760, image.getWidth());
        assertEquals(0xFFE3B3, image.getRGB(2 * 300, 2 * 70) & 0xFFFFFF);
        assertEquals(0xFFFFFF, image.getRGB(2 * 500, 2 * 70) & 0xFFFFFF);
    }

    private static LineChart chart(final LineChart.Shade... shades)
    {
        return LineChart.of("title", "x", "y", LINES).shaded("a burst", List.of(shades));
    }
}
