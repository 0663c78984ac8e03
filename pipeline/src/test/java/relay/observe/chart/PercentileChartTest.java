package relay.observe.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import relay.observe.text.LatencyUnit;

class PercentileChartTest
{
    private static final long SEED = 42;

    @Test
    void shouldKeepAllTextApartAndInsideThePicture()
    {
        for (int tags = 1; tags <= 12; tags++)
        {
            final List<PercentileCurve> curves = curves(tags, 1 == tags % 2 ? 1_000 : 1_000_000_000);
            for (final LatencyUnit unit : LatencyUnit.values())
            {
                assertTextIsApart(new PercentileChart("t".repeat(200), "s".repeat(300), curves, unit));
            }
        }
    }

    @Test
    void shouldGiveEachOfTwelveTagsItsColour()
    {
        final RecordingCanvas canvas = new RecordingCanvas();
        new PercentileChart("title", "subtitle", curves(12, 1_000), LatencyUnit.US).draw(canvas);

        assertEquals(12, canvas.curveColours.stream().distinct().count());
        assertEquals(12, canvas.curveColours.size());
    }

    @Test
    void shouldWriteWellFormedSvgWhateverTheNames() throws Exception
    {
        final String name = "<&>\"' \u0007 \uD83D\uDE80 \uD800 ]]> a";
        final PercentileCurve curve = PercentileCurveTest.curve(1_000, 2_000);
        final PercentileCurve odd =
            new PercentileCurve(name, curve.summary(), curve.minNs(), curve.endNines(), curve.valuesNs());
        final String svg = new PercentileChart(name, name, List.of(odd), LatencyUnit.US).svg();

        final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertEquals("svg", document.getDocumentElement().getTagName());
        assertEquals("<&>\"' \uFFFD \uD83D\uDE80 \uFFFD ]]> a",
            document.getElementsByTagName("title").item(0).getTextContent());
    }

    @Test
    void shouldDrawTextOf80ColumnsInAsciiIfAsked()
    {
        for (int tags = 1; tags <= 12; tags++)
        {
            final List<PercentileCurve> curves = curves(tags, 1_000_000_000);
            for (final LatencyUnit unit : LatencyUnit.values())
            {
                final String ascii = new TextChart(curves, unit, true).draw();
                assertTrue(ascii.chars().allMatch((c) -> c < 0x7F), ascii);
                final String unicode = new TextChart(curves, unit, false).draw();
                assertTrue(ascii.lines().allMatch((line) -> line.length() <= 80), ascii);
                assertTrue(unicode.lines().allMatch((line) -> line.length() <= 80), unicode);
            }
        }
    }

    @Test
    void shouldDrawARisingArea()
    {
        final Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(1_000, 90);
        histogram.recordValueWithCount(100_000, 10);
        final String text =
            new TextChart(List.of(PercentileCurve.of("a.b.c", histogram, 876)), LatencyUnit.US, false).draw();
        final List<String> lines = text.lines().toList();

        assertEquals("        a.b.c", lines.get(0));
        assertTrue(lines.get(1).startsWith(" 200 \u00B5s\u2502"), text);
        assertTrue(lines.get(12).startsWith("   1 \u00B5s\u2502\u2581"), text);
        assertTrue(lines.get(12).endsWith("\u2588".repeat(35)), text);
        assertTrue(lines.get(3).matches(" +\u2502 {30,}\u2588+"), text);
        assertTrue(lines.get(14).matches(" +0% +50% +90% +99%"), text);
    }

    private static void assertTextIsApart(final PercentileChart chart)
    {
        final RecordingCanvas canvas = new RecordingCanvas();
        chart.draw(canvas);
        for (int i = 0; i < canvas.texts.size(); i++)
        {
            final RecordingCanvas.Text text = canvas.texts.get(i);
            assertTrue(canvas.picture.contains(text.box()), text + " leaves " + canvas.picture);
            for (int j = 0; j < i; j++)
            {
                assertTrue(!text.box().intersects(canvas.texts.get(j).box()), text + " over " + canvas.texts.get(j));
            }
        }
    }

    private static List<PercentileCurve> curves(final int tags, final int count)
    {
        final Random random = new Random(SEED);
        final List<PercentileCurve> curves = new ArrayList<>();
        for (int i = 0; i < tags; i++)
        {
            final Histogram histogram = new Histogram(3);
            histogram.recordValueWithCount(1 + random.nextInt(10_000), count);
            histogram.recordValue(random.nextLong(3_600_000_000_000L));
            curves.add(PercentileCurve.of("residence.market-data.destination-number-" + i, histogram, 876));
        }
        return curves;
    }

    /**
     * Keeps what was drawn instead of drawing it, with the character widths of a typical font.
     */
    private static final class RecordingCanvas implements Canvas
    {
        private static final int CURVE_POINTS_MIN = 3;

        private record Text(String text, Rectangle2D box)
        {
        }

        private final List<Text> texts = new ArrayList<>();
        private final List<Integer> curveColours = new ArrayList<>();
        private Rectangle2D picture;

        @Override
        public void fill(final double x, final double y, final double width, final double height, final int rgb)
        {
            if (null == picture)
            {
                picture = new Rectangle2D.Double(x, y, width, height);
            }
        }

        @Override
        public void polyline(
            final double[] xs,
            final double[] ys,
            final int rgb,
            final double thickness,
            final boolean isDashed)
        {
            if (xs.length >= CURVE_POINTS_MIN)
            {
                curveColours.add(rgb);
            }
        }

        @Override
        public void text(final String text, final double x, final double y, final Anchor anchor, final Style style)
        {
            final double width = text.length() * style.size() * 0.62;
            final double left = switch (anchor)
            {
                case START -> x;
                case MIDDLE -> x - width / 2;
                case END -> x - width;
            };
            texts.add(new Text(text, new Rectangle2D.Double(left, y - style.size() * 0.8, width, style.size())));
        }
    }
}
