package relay.perf.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import relay.observe.chart.Canvas;
import relay.observe.chart.Chart;

/**
 * Lines over an axis each, linear or logarithmic, with a legend below. Parts of the horizontal axis may be shaded.
 *
 * @param title     first line.
 * @param x         name of the horizontal axis.
 * @param y         name of the vertical axis, which begins at 0 where it is linear.
 * @param lines     to draw, one with a point at least.
 * @param isLogX    whether the horizontal axis is logarithmic.
 * @param isLogY    whether the vertical axis is logarithmic.
 * @param shadeName meaning of the shades, for the legend.
 * @param shades    parts of the horizontal axis.
 */
public record LineChart(
    String title, String x, String y, List<Line> lines, boolean isLogX, boolean isLogY, String shadeName,
    List<Shade> shades) implements Chart
{
    private static final int WIDTH = 760;
    private static final int LEFT = 90;
    private static final int RIGHT = 730;
    private static final int TOP = 60;
    private static final int BOTTOM = 360;
    private static final int LEGEND_TOP = BOTTOM + 66;
    private static final int ROW_HEIGHT = 20;
    private static final int COLUMNS = 2;
    private static final int COLUMN_WIDTH = (RIGHT - LEFT) / COLUMNS;
    private static final int SWATCH_WIDTH = 26;
    private static final int TICKS_MAX = 8;
    private static final double[] STEPS = {1, 2, 5};

    private static final int WHITE = 0xFFFFFF;
    private static final int INK = 0x1F2933;
    private static final int GREY = 0x5F6B7A;
    private static final int GRID = 0xDDE2E8;
    private static final int SHADE = 0xFFE3B3;
    /** Or it would not be seen. */
    private static final double SHADE_WIDTH_MIN = 3;
    private static final int[] COLOURS = {
        0x1F77B4, 0xD62728, 0x2CA02C, 0xFF7F0E, 0x9467BD, 0x17BECF, 0x8C564B, 0xE377C2};

    private static final Canvas.Style TITLE = new Canvas.Style(16, true, INK);
    private static final Canvas.Style AXIS = new Canvas.Style(12, false, INK);
    private static final Canvas.Style NAME = new Canvas.Style(12, false, GREY);

    /** {@return a chart with linear axes and without shades} */
    public static LineChart of(final String title, final String x, final String y, final List<Line> lines)
    {
        return new LineChart(title, x, y, lines, false, false, "", List.of());
    }

    public LineChart logX()
    {
        return new LineChart(title, x, y, lines, true, isLogY, shadeName, shades);
    }

    public LineChart logY()
    {
        return new LineChart(title, x, y, lines, isLogX, true, shadeName, shades);
    }

    public LineChart shaded(final String name, final List<Shade> parts)
    {
        return new LineChart(title, x, y, lines, isLogX, isLogY, name, parts);
    }

    /**
     * One of the lines.
     *
     * @param name     in the legend.
     * @param xs       of its points.
     * @param ys       of its points, as many.
     * @param colour   number of it; lines that belong together have the same.
     * @param isDashed as predictions are.
     */
    public record Line(String name, double[] xs, double[] ys, int colour, boolean isDashed)
    {
        /**
         * @param name   in the legend.
         * @param points with finite medians to show; others are left out.
         * @param x      of a point.
         * @param colour number of it.
         * @return their medians, from left to right.
         */
        public static Line of(
            final String name, final List<Measurement> points, final ToDoubleFunction<Measurement> x, final int colour)
        {
            final List<Measurement> shown = points.stream().filter(each -> Double.isFinite(each.median()))
                .sorted(Comparator.comparingDouble(x)).toList();
            return new Line(name, shown.stream().mapToDouble(x).toArray(),
                shown.stream().mapToDouble(Measurement::median).toArray(), colour, false);
        }
    }

    /**
     * A part of the horizontal axis.
     *
     * @param from value of the axis.
     * @param to   its end.
     */
    public record Shade(double from, double to)
    {
    }

    @Override
    public void draw(final Canvas canvas)
    {
        canvas.fill(0, 0, WIDTH, height(), WHITE);
        canvas.text(title, LEFT, TOP - 32, Canvas.Anchor.START, TITLE);
        final Axis across = Axis.of(isLogX, false, LEFT, RIGHT, values(Line::xs));
        final Axis up = Axis.of(isLogY, true, BOTTOM, TOP, values(Line::ys));
        shades.forEach(shade -> draw(canvas, across, shade));
        drawAxes(canvas, across, up);
        for (int i = 0; i < lines.size(); i++)
        {
            draw(canvas, across, up, i);
        }
        if (!shades.isEmpty())
        {
            final double left = legendLeft(lines.size());
            final double top = legendTop(lines.size());
            canvas.fill(left, top - 10, SWATCH_WIDTH, 12, SHADE);
            canvas.text(shadeName, left + SWATCH_WIDTH + 8, top, Canvas.Anchor.START, AXIS);
        }
    }

    @Override
    public int width()
    {
        return WIDTH;
    }

    @Override
    public int height()
    {
        return (int)legendTop(lines.size() + (shades.isEmpty() ? 0 : 1) - 1) + ROW_HEIGHT;
    }

    private static void draw(final Canvas canvas, final Axis across, final Shade shade)
    {
        final double left = Math.max(LEFT, across.pixel(shade.from()));
        final double right = Math.min(RIGHT, Math.max(left + SHADE_WIDTH_MIN, across.pixel(shade.to())));
        if (right > left)
        {
            canvas.fill(left, TOP, right - left, BOTTOM - TOP, SHADE);
        }
    }

    private void drawAxes(final Canvas canvas, final Axis across, final Axis up)
    {
        for (final double tick : across.ticks())
        {
            line(canvas, across.pixel(tick), TOP, across.pixel(tick), BOTTOM, GRID);
            canvas.text(NumberText.text(tick), across.pixel(tick), BOTTOM + 18, Canvas.Anchor.MIDDLE, AXIS);
        }
        for (final double tick : up.ticks())
        {
            line(canvas, LEFT, up.pixel(tick), RIGHT, up.pixel(tick), GRID);
            canvas.text(NumberText.text(tick), LEFT - 8, up.pixel(tick) + 4, Canvas.Anchor.END, AXIS);
        }
        line(canvas, LEFT, TOP, LEFT, BOTTOM, GREY);
        line(canvas, LEFT, BOTTOM, RIGHT, BOTTOM, GREY);
        canvas.text(x, (LEFT + RIGHT) / 2.0, BOTTOM + 38, Canvas.Anchor.MIDDLE, NAME);
        canvas.text(y, LEFT, TOP - 12, Canvas.Anchor.START, NAME);
    }

    private void draw(final Canvas canvas, final Axis across, final Axis up, final int index)
    {
        final Line line = lines.get(index);
        final int rgb = COLOURS[line.colour() % COLOURS.length];
        canvas.polyline(DoubleStream.of(line.xs()).map(across::pixel).toArray(),
            DoubleStream.of(line.ys()).map(up::pixel).toArray(), rgb, 2, line.isDashed());
        final double left = legendLeft(index);
        final double top = legendTop(index);
        canvas.polyline(
            new double[]{left, left + SWATCH_WIDTH}, new double[]{top - 4, top - 4}, rgb, 3, line.isDashed());
        canvas.text(line.name(), left + SWATCH_WIDTH + 8, top, Canvas.Anchor.START, AXIS);
    }

    private static double legendLeft(final int index)
    {
        return LEFT + index % COLUMNS * COLUMN_WIDTH;
    }

    private static double legendTop(final int index)
    {
        return LEGEND_TOP + index / COLUMNS * ROW_HEIGHT;
    }

    private static void line(
        final Canvas canvas, final double x1, final double y1, final double x2, final double y2, final int rgb)
    {
        canvas.polyline(new double[]{x1, x2}, new double[]{y1, y2}, rgb, 1, false);
    }

    private DoubleSummaryStatistics values(final Function<Line, double[]> of)
    {
        return lines.stream().map(of).flatMapToDouble(DoubleStream::of).summaryStatistics();
    }

    /** One of the two axes. */
    private record Axis(boolean isLog, double low, double high, int first, int last)
    {
        static Axis of(
            final boolean isLog, final boolean isFromZero, final int first, final int last,
            final DoubleSummaryStatistics ends)
        {
            final double low = ends.getMin();
            if (isLog)
            {
                return new Axis(true, Math.max(low, Double.MIN_NORMAL), Math.max(ends.getMax(), low * 2), first, last);
            }
            final double from = isFromZero ? Math.min(0, low) : low;
            return new Axis(false, from, ends.getMax() > from ? ends.getMax() : from + 1, first, last);
        }

        double pixel(final double value)
        {
            return first + (last - first) * position(value);
        }

        private double position(final double value)
        {
            return isLog ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        }

        private List<Double> ticks()
        {
            final List<Double> ticks = new ArrayList<>();
            if (isLog)
            {
                for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10)
                {
                    for (final double step : STEPS)
                    {
                        if (decade * step >= low && decade * step <= high)
                        {
                            ticks.add(decade * step);
                        }
                    }
                }
                return ticks;
            }
            final double step = step();
            for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step)
            {
                ticks.add(tick + 0.0); // which -0.0 is 0 with
            }
            return ticks;
        }

        private double step()
        {
            double decade = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS_MAX)));
            while (true)
            {
                for (final double step : STEPS)
                {
                    if ((high - low) / (step * decade) <= TICKS_MAX)
                    {
                        return step * decade;
                    }
                }
                decade *= 10;
            }
        }
    }
}
