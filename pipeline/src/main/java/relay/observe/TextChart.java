package relay.observe;

import java.util.Arrays;
import java.util.List;

/**
 * Percentile curves for a terminal, 80 columns wide: an area for each tag under one another, all on the same axes.
 */
public final class TextChart
{
    /** Columns that the chart takes. */
    public static final int WIDTH = 80;

    private static final int LABEL_WIDTH = 10;
    private static final int PLOT_WIDTH = WIDTH - LABEL_WIDTH - 2;
    private static final int LEVELS = 8;
    private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII_BLOCKS = " ...::::#";

    private final List<PercentileCurve> curves;
    private final LatencyUnit unit;
    private final boolean isAscii;
    private final PercentileAxis percentileAxis;
    private final ValueAxis valueAxis;

    /**
     * @param curves  to draw, one or more.
     * @param unit    of the values on the axis.
     * @param isAscii whether to keep to ASCII.
     */
    public TextChart(final List<PercentileCurve> curves, final LatencyUnit unit, final boolean isAscii)
    {
        this.curves = curves;
        this.unit = unit;
        this.isAscii = isAscii;
        this.percentileAxis = PercentileAxis.of(curves);
        this.valueAxis = ValueAxis.of(curves);
    }

    /**
     * @return lines, each ended, none longer than {@link #WIDTH}.
     */
    public String draw()
    {
        final StringBuilder out = new StringBuilder();
        final int rows = rows();
        for (final PercentileCurve curve : curves)
        {
            final String tag = curve.tag().isEmpty() ? "(no tag)" : curve.tag();
            appendLine(out, " ".repeat(LABEL_WIDTH + 1) + tag);
            for (int row = rows - 1; row >= 0; row--)
            {
                appendLine(out, valueLabel(row, rows) + (isAscii ? '|' : '\u2502') + areaRow(curve, row, rows));
            }
        }
        appendPercentiles(out);
        return out.toString();
    }

    private int rows()
    {
        if (1 == curves.size())
        {
            return 12;
        }
        return curves.size() <= 4 ? 6 : 4;
    }

    private String areaRow(final PercentileCurve curve, final int row, final int rows)
    {
        final String blocks = isAscii ? ASCII_BLOCKS : BLOCKS;
        final StringBuilder line = new StringBuilder(PLOT_WIDTH);
        for (int column = 0; column < PLOT_WIDTH; column++)
        {
            final double nines = percentileAxis.endNines() * column / (PLOT_WIDTH - 1);
            int level = 0;
            if (nines <= curve.endNines() + 1e-9)
            {
                final double height = valueAxis.position(curve.valueNs(nines));
                level = (int)Math.max(1, Math.round(height * rows * LEVELS));
            }
            line.append(blocks.charAt(Math.clamp(level - (long)row * LEVELS, 0, LEVELS)));
        }
        return line.toString();
    }

    private String valueLabel(final int row, final int rows)
    {
        final String label;
        if (rows - 1 == row)
        {
            label = ValueAxis.label(valueAxis.highNs(), unit) + " " + (isAscii ? unit.asciiSymbol() : unit.symbol());
        }
        else if (0 == row)
        {
            label = ValueAxis.label(valueAxis.lowNs(), unit) + " " + (isAscii ? unit.asciiSymbol() : unit.symbol());
        }
        else
        {
            label = "";
        }
        return " ".repeat(Math.max(0, LABEL_WIDTH - label.length())) + label;
    }

    private void appendPercentiles(final StringBuilder out)
    {
        final char[] axis = new char[PLOT_WIDTH];
        Arrays.fill(axis, isAscii ? '-' : '\u2500');
        final char[] labels = new char[LABEL_WIDTH + 1 + PLOT_WIDTH];
        Arrays.fill(labels, ' ');
        int free = 0;
        for (final PercentileAxis.Tick tick : percentileAxis.ticks())
        {
            final int column = (int)Math.round(tick.nines() / percentileAxis.endNines() * (PLOT_WIDTH - 1));
            final int start = Math.min(LABEL_WIDTH + 1 + column - tick.label().length() / 2,
                labels.length - tick.label().length());
            if (start >= free)
            {
                axis[column] = isAscii ? '+' : '\u252C';
                tick.label().getChars(0, tick.label().length(), labels, start);
                free = start + tick.label().length() + 1;
            }
        }
        appendLine(out, " ".repeat(LABEL_WIDTH) + (isAscii ? '+' : '\u2514') + new String(axis));
        appendLine(out, new String(labels));
    }

    private static void appendLine(final StringBuilder out, final String line)
    {
        final String visible = line.stripTrailing();
        out.append(visible, 0, Math.min(WIDTH, visible.length())).append('\n');
    }
}
