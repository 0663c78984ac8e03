package relay.perf.report;

import java.util.ArrayList;
import java.util.List;
import relay.observe.chart.Canvas;
import relay.observe.chart.Chart;

/**
 * Lines over an axis each, linear or logarithmic, with a legend below. Parts of the horizontal axis may be shaded.
 */
public final class LineChart implements Chart
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

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines;
    private final String shadeName;
    private final List<Shade> shades;

    /**
     * Nothing is shaded.
     *
     * @param title first line.
     * @param x     name of the horizontal axis.
     * @param y     name of the vertical axis, which begins at 0 where it is linear.
     * @param isLog whether the horizontal axis is logarithmic; the vertical is if {@code isLogY}.
     * @param isLogY whether the vertical axis is logarithmic.
     * @param lines to draw, one with a point at least.
     */
    public LineChart(
        final String title, final String x, final String y, final boolean isLog, final boolean isLogY,
        final List<Line> lines)
    {
        this(title, x, y, isLog, isLogY, lines, "", List.of());
    }

    /**
     * @param title     first line.
     * @param x         name of the horizontal axis.
     * @param y         name of the vertical axis, which begins at 0 where it is linear.
     * @param isLog     whether the horizontal axis is logarithmic.
     * @param isLogY    whether the vertical axis is logarithmic.
     * @param lines     to draw, one with a point at least.
     * @param shadeName what the shades are, for the legend.
     * @param shades    parts of the horizontal axis; none for none.
     */
    public LineChart(
        final String title, final String x, final String y, final boolean isLog, final boolean isLogY,
        final List<Line> lines, final String shadeName, final List<Shade> shades)
    {
        this.title = title;
        this.lines = lines;
        this.shadeName = shadeName;
        this.shades = shades;
        this.x = Axis.of(x, isLog, false, lines.stream().map(Line::xs).toList());
        this.y = Axis.of(y, isLogY, true, lines.stream().map(Line::ys).toList());
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
    public String title()
    {
        return title;
    }

    @Override
    public void draw(final Canvas canvas)
    {
        canvas.fill(0, 0, WIDTH, height(), WHITE);
        canvas.text(title, LEFT, TOP - 32, Canvas.Anchor.START, TITLE);
        shades.forEach(shade -> draw(canvas, shade));
        drawAxes(canvas);
        for (int i = 0; i < lines.size(); i++)
        {
            draw(canvas, lines.get(i), i);
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

    private void draw(final Canvas canvas, final Shade shade)
    {
        final double left = Math.max(LEFT, placeX(shade.from()));
        final double right = Math.min(RIGHT, Math.max(left + SHADE_WIDTH_MIN, placeX(shade.to())));
        if (right > left)
        {
            canvas.fill(left, TOP, right - left, BOTTOM - TOP, SHADE);
        }
    }

    private void drawAxes(final Canvas canvas)
    {
        for (final double tick : x.ticks())
        {
            line(canvas, placeX(tick), TOP, placeX(tick), BOTTOM, GRID);
            canvas.text(Numbers.text(tick), placeX(tick), BOTTOM + 18, Canvas.Anchor.MIDDLE, AXIS);
        }
        for (final double tick : y.ticks())
        {
            line(canvas, LEFT, placeY(tick), RIGHT, placeY(tick), GRID);
            canvas.text(Numbers.text(tick), LEFT - 8, placeY(tick) + 4, Canvas.Anchor.END, AXIS);
        }
        line(canvas, LEFT, TOP, LEFT, BOTTOM, GREY);
        line(canvas, LEFT, BOTTOM, RIGHT, BOTTOM, GREY);
        canvas.text(x.name(), (LEFT + RIGHT) / 2.0, BOTTOM + 38, Canvas.Anchor.MIDDLE, NAME);
        canvas.text(y.name(), LEFT, TOP - 12, Canvas.Anchor.START, NAME);
    }

    private void draw(final Canvas canvas, final Line line, final int index)
    {
        final int points = line.xs().length;
        final double[] xs = new double[points];
        final double[] ys = new double[points];
        for (int i = 0; i < points; i++)
        {
            xs[i] = placeX(line.xs()[i]);
            ys[i] = placeY(line.ys()[i]);
        }
        final int rgb = COLOURS[line.colour() % COLOURS.length];
        canvas.polyline(xs, ys, rgb, 2, line.isDashed());
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

    private double placeX(final double value)
    {
        return LEFT + (RIGHT - LEFT) * x.position(value);
    }

    private double placeY(final double value)
    {
        return BOTTOM - (BOTTOM - TOP) * y.position(value);
    }

    /** One of the two axes. */
    private record Axis(String name, boolean isLog, double low, double high)
    {
        static Axis of(final String name, final boolean isLog, final boolean isFromZero, final List<double[]> values)
        {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (final double[] some : values)
            {
                for (final double value : some)
                {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (isLog)
            {
                return new Axis(name, true, Math.max(low, Double.MIN_NORMAL), Math.max(high, low * 2));
            }
            final double from = isFromZero ? Math.min(0, low) : low;
            return new Axis(name, false, from, high > from ? high : from + 1);
        }

        double position(final double value)
        {
            return isLog ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        }

        List<Double> ticks()
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
