package relay.observe.chart;

import java.util.List;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;

/**
 * Percentile curves of several tags as a picture: values on a logarithmic axis over an axis of nines, and below it a
 * legend with the numbers, a row for each tag, so that nothing can overlap however many tags there are.
 */
public final class PercentileChart implements Chart
{
    /** Samples of a curve that look smooth at this size. */
    public static final int SAMPLE_COUNT = 876;

    private static final int LEFT_MIN = 84;
    private static final int RIGHT_MIN = 952;
    private static final int RIGHT_MARGIN = 48;
    private static final int TOP = 100;
    private static final int BOTTOM = TOP + 420;
    private static final int LEGEND_TOP = BOTTOM + 76;
    private static final int ROW_HEIGHT = 24;
    private static final int COLUMN_WIDTH_MIN = 72;
    private static final int COLUMN_GAP = 14;
    // counts have more digits than times
    private static final int COUNT_EXTRA_WIDTH = 40;
    private static final int TAG_WIDTH_MIN = 240;
    private static final int TAG_WIDTH_MAX = 480;
    private static final int MARGIN = 28;
    private static final int SWATCH_WIDTH = 26;
    private static final int TAG_X = MARGIN + SWATCH_WIDTH + 10;

    private static final int WHITE = 0xFFFFFF;
    private static final int INK = 0x1F2933;
    private static final int GREY = 0x5F6B7A;
    private static final int GRID = 0xDDE2E8;
    private static final int GRID_MINOR = 0xF0F2F5;
    private static final int[] COLOURS = {
        0x1F77B4, 0xD62728, 0x2CA02C, 0xFF7F0E, 0x9467BD, 0x17BECF,
        0x8C564B, 0xE377C2, 0x6B7280, 0xA8A519, 0x0B3C6F, 0x7A0F2B};

    private static final Canvas.Style TITLE = new Canvas.Style(20, true, INK);
    private static final Canvas.Style SUBTITLE = new Canvas.Style(13, false, GREY);
    private static final Canvas.Style AXIS = new Canvas.Style(13, false, INK);
    private static final Canvas.Style HEAD = new Canvas.Style(12, true, GREY);
    private static final Canvas.Style CELL = new Canvas.Style(13, false, INK);

    // Estimated, as an SVG is laid out without knowing the viewer's font: wide enough for DejaVu Sans.
    private static final double CHARACTER_WIDTH = 0.64;

    private final String title;
    private final String subtitle;
    private final List<PercentileCurve> curves;
    private final LatencyUnit unit;
    private final PercentileAxis percentileAxis;
    private final ValueAxis valueAxis;
    private final double left;
    private final int right;
    private final int columnWidth;

    /**
     * @param title    first line.
     * @param subtitle second, smaller line.
     * @param curves   to draw, one or more.
     * @param unit     of all values shown.
     */
    public PercentileChart(
        final String title,
        final String subtitle,
        final List<PercentileCurve> curves,
        final LatencyUnit unit)
    {
        this.title = title;
        this.subtitle = subtitle;
        this.curves = curves;
        this.unit = unit;
        this.percentileAxis = PercentileAxis.of(curves);
        this.valueAxis = ValueAxis.of(curves);
        this.left = Math.max(LEFT_MIN, 20 + valueAxis.ticks().stream()
            .mapToDouble((tickNs) -> textWidth(ValueAxis.label(tickNs, unit), AXIS)).max().orElse(0));
        this.columnWidth = columnWidth(curves, unit);
        this.right = Math.max(RIGHT_MIN,
            TAG_X + tagWidth(curves) + COUNT_EXTRA_WIDTH + LatencyTable.HEADS.size() * columnWidth);
    }

    @Override
    public String title()
    {
        return title;
    }

    @Override
    public void draw(final Canvas canvas)
    {
        canvas.fill(0, 0, width(), height(), WHITE);
        canvas.text(shorten(title, TITLE, width() - 2 * MARGIN), MARGIN, 38, Canvas.Anchor.START, TITLE);
        canvas.text(shorten(subtitle, SUBTITLE, width() - 2 * MARGIN), MARGIN, 60, Canvas.Anchor.START, SUBTITLE);
        drawPercentileAxis(canvas);
        drawValueAxis(canvas);
        for (int i = 0; i < curves.size(); i++)
        {
            drawCurve(canvas, i);
        }
        drawLegend(canvas);
    }

    @Override
    public int width()
    {
        return right + RIGHT_MARGIN;
    }

    @Override
    public int height()
    {
        return LEGEND_TOP + curves.size() * ROW_HEIGHT + MARGIN;
    }

    private void drawPercentileAxis(final Canvas canvas)
    {
        for (final double nines : percentileAxis.minorTicks())
        {
            line(canvas, x(nines), TOP, x(nines), BOTTOM, GRID_MINOR);
        }
        double free = 0;
        for (final PercentileAxis.Tick tick : percentileAxis.ticks())
        {
            line(canvas, x(tick.nines()), TOP, x(tick.nines()), BOTTOM, GRID);
            final double halfWidth = textWidth(tick.label(), AXIS) / 2;
            if (x(tick.nines()) - halfWidth >= free)
            {
                canvas.text(tick.label(), x(tick.nines()), BOTTOM + 20, Canvas.Anchor.MIDDLE, AXIS);
                free = x(tick.nines()) + halfWidth;
            }
        }
        canvas.text("share of packets that took no longer", (left + right) / 2, BOTTOM + 42, Canvas.Anchor.MIDDLE,
            SUBTITLE);
    }

    private void drawValueAxis(final Canvas canvas)
    {
        for (final double tickNs : valueAxis.ticks())
        {
            final boolean isLabelled = valueAxis.isLabelled(tickNs);
            line(canvas, left, y(tickNs), right, y(tickNs), isLabelled ? GRID : GRID_MINOR);
            if (isLabelled)
            {
                canvas.text(ValueAxis.label(tickNs, unit), left - 10, y(tickNs) + 4.5, Canvas.Anchor.END, AXIS);
            }
        }
        canvas.text(unit.symbol(), left - 10, TOP - 16, Canvas.Anchor.END, HEAD);
        line(canvas, left, TOP, left, BOTTOM, GREY);
        line(canvas, left, BOTTOM, right, BOTTOM, GREY);
    }

    private void drawCurve(final Canvas canvas, final int index)
    {
        final PercentileCurve curve = curves.get(index);
        final int samples = curve.valuesNs().length;
        final double[] xs = new double[samples];
        final double[] ys = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            xs[i] = x(curve.endNines() * i / (samples - 1));
            ys[i] = y(curve.valuesNs()[i]);
        }
        canvas.polyline(xs, ys, colour(index), 2, isDashed(index));
        canvas.fill(xs[samples - 1] - 3, ys[samples - 1] - 3, 6, 6, colour(index));
    }

    private void drawLegend(final Canvas canvas)
    {
        final int tagWidth = right - LatencyTable.HEADS.size() * columnWidth - COUNT_EXTRA_WIDTH - TAG_X;
        canvas.text("tag (times in " + unit.symbol() + ")", TAG_X, LEGEND_TOP, Canvas.Anchor.START, HEAD);
        drawCells(canvas, LatencyTable.HEADS.toArray(String[]::new), LEGEND_TOP, HEAD);
        for (int i = 0; i < curves.size(); i++)
        {
            final PercentileCurve curve = curves.get(i);
            final double y = LEGEND_TOP + (i + 1) * ROW_HEIGHT;
            canvas.polyline(new double[]{MARGIN, MARGIN + SWATCH_WIDTH}, new double[]{y - 4.5, y - 4.5}, colour(i), 4,
                isDashed(i));
            canvas.text(shorten(LatencyTable.name(curve.tag()), CELL, tagWidth), TAG_X, y, Canvas.Anchor.START, CELL);
            drawCells(canvas, LatencyTable.cells(curve.summary(), unit), y, CELL);
        }
    }

    private void drawCells(final Canvas canvas, final String[] cells, final double y, final Canvas.Style style)
    {
        for (int i = 0; i < cells.length; i++)
        {
            canvas.text(cells[i], right - (cells.length - 1 - i) * columnWidth, y, Canvas.Anchor.END, style);
        }
    }

    private static void line(
        final Canvas canvas,
        final double x1,
        final double y1,
        final double x2,
        final double y2,
        final int rgb)
    {
        canvas.polyline(new double[]{x1, x2}, new double[]{y1, y2}, rgb, 1, false);
    }

    private double x(final double nines)
    {
        return left + (right - left) * nines / percentileAxis.endNines();
    }

    private double y(final double valueNs)
    {
        return BOTTOM - (BOTTOM - TOP) * valueAxis.position(valueNs);
    }

    private static int colour(final int index)
    {
        return COLOURS[index % COLOURS.length];
    }

    private static boolean isDashed(final int index)
    {
        return 1 == index / COLOURS.length % 2;
    }

    private static int columnWidth(final List<PercentileCurve> curves, final LatencyUnit unit)
    {
        double width = COLUMN_WIDTH_MIN;
        for (final PercentileCurve curve : curves)
        {
            final String[] cells = LatencyTable.cells(curve.summary(), unit);
            width = Math.max(width, textWidth(cells[0], CELL) - COUNT_EXTRA_WIDTH + COLUMN_GAP);
            for (int i = 1; i < cells.length; i++)
            {
                width = Math.max(width, textWidth(cells[i], CELL) + COLUMN_GAP);
            }
        }
        return (int)Math.ceil(width);
    }

    private static int tagWidth(final List<PercentileCurve> curves)
    {
        final double width = COLUMN_GAP + curves.stream()
            .mapToDouble((curve) -> textWidth(LatencyTable.name(curve.tag()), CELL)).max().orElse(0);
        return (int)Math.clamp(width, TAG_WIDTH_MIN, TAG_WIDTH_MAX);
    }

    private static double textWidth(final String text, final Canvas.Style style)
    {
        return text.length() * style.size() * CHARACTER_WIDTH;
    }

    private static String shorten(final String text, final Canvas.Style style, final double width)
    {
        final int length = (int)(width / (style.size() * CHARACTER_WIDTH));
        return text.length() <= length ? text : text.substring(0, length - 1) + "\u2026";
    }
}
