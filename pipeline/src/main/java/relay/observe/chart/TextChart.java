package relay.observe.chart;

import java.util.Arrays;
import java.util.List;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;

/**
 * Percentile curves for a terminal, 80 columns wide: an area for each tag under one another, all on the same axes.
 */
public final class TextChart
{
    /** Columns that the chart takes. */
    public static final int WIDTH = 80;

    private static final int LEVELS = 8;
    private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII_BLOCKS = " ...::::#";

    private final List<PercentileCurve> curves;
    private final LatencyUnit unit;
    private final boolean isAscii;
    private final PercentileAxis percentileAxis;
    private final ValueAxis valueAxis;
    private final String[] rowLabels;
    private final int labelWidth;
    private final int plotWidth;

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
        this.rowLabels = rowLabels();
        this.labelWidth = Arrays.stream(rowLabels).mapToInt(String::length).max().orElse(0) + 1;
        this.plotWidth = WIDTH - labelWidth - 2;
    }

    /**
     * @return lines, each ended, none longer than {@link #WIDTH}.
     */
    public String draw()
    {
        final StringBuilder out = new StringBuilder();
        final int rows = rowLabels.length;
        for (final PercentileCurve curve : curves)
        {
            appendLine(out, " ".repeat(labelWidth + 1) + LatencyTable.name(curve.tag()));
            for (int row = rows - 1; row >= 0; row--)
            {
                final String label = " ".repeat(labelWidth - rowLabels[row].length()) + rowLabels[row];
                appendLine(out, label + (isAscii ? '|' : '\u2502') + areaRow(curve, row, rows));
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
        final StringBuilder line = new StringBuilder(plotWidth);
        for (int column = 0; column < plotWidth; column++)
        {
            final double nines = percentileAxis.endNines() * column / (plotWidth - 1);
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

    /**
     * @return a label for each row, from the bottom: the ends of the axis and the powers of ten between.
     */
    private String[] rowLabels()
    {
        final String[] labels = new String[rows()];
        Arrays.fill(labels, "");
        for (final double tickNs : valueAxis.ticks())
        {
            if (ValueAxis.isPowerOfTen(tickNs))
            {
                labels[(int)Math.min(labels.length - 1, valueAxis.position(tickNs) * labels.length)] =
                    ValueAxis.label(tickNs, unit);
            }
        }
        final String symbol = " " + (isAscii ? unit.asciiSymbol() : unit.symbol());
        labels[0] = ValueAxis.label(valueAxis.lowNs(), unit) + symbol;
        labels[labels.length - 1] = ValueAxis.label(valueAxis.highNs(), unit) + symbol;
        return labels;
    }

    private void appendPercentiles(final StringBuilder out)
    {
        final char[] axis = new char[plotWidth];
        Arrays.fill(axis, isAscii ? '-' : '\u2500');
        final char[] labels = new char[labelWidth + 1 + plotWidth];
        Arrays.fill(labels, ' ');
        int free = 0;
        for (final PercentileAxis.Tick tick : percentileAxis.ticks())
        {
            final int column = (int)Math.round(tick.nines() / percentileAxis.endNines() * (plotWidth - 1));
            final int start = Math.min(labelWidth + 1 + column - tick.label().length() / 2,
                labels.length - tick.label().length());
            if (start >= free)
            {
                axis[column] = isAscii ? '+' : '\u252C';
                tick.label().getChars(0, tick.label().length(), labels, start);
                free = start + tick.label().length() + 1;
            }
        }
        appendLine(out, " ".repeat(labelWidth) + (isAscii ? '+' : '\u2514') + new String(axis));
        appendLine(out, new String(labels));
    }

    private static void appendLine(final StringBuilder out, final String line)
    {
        final String visible = line.stripTrailing();
        out.append(visible, 0, Math.min(WIDTH, visible.length())).append('\n');
    }
}
