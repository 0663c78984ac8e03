package relay.observe.chart;

/**
 * What a {@link PercentileChart} and other charts are drawn on. Lengths are in pixels of a screen at 100 %, y grows
 * downwards, colours are 0xRRGGBB. Used by one thread.
 */
public interface Canvas
{
    /** Which end of a text stands at its x. */
    enum Anchor
    {
        START,
        MIDDLE,
        END,
    }

    /**
     * How a text looks.
     *
     * @param size   height of the font.
     * @param isBold whether it is bold.
     * @param rgb    colour.
     */
    record Style(int size, boolean isBold, int rgb)
    {
    }

    /**
     * Fills a rectangle.
     */
    void fill(double x, double y, double width, double height, int rgb);

    /**
     * Draws lines from point to point.
     *
     * @param xs        of the points.
     * @param ys        of the points, as many.
     * @param rgb       colour.
     * @param thickness of the line.
     * @param isDashed  whether it is interrupted.
     */
    void polyline(double[] xs, double[] ys, int rgb, double thickness, boolean isDashed);

    /**
     * Writes a line of text.
     *
     * @param text   to write.
     * @param x      of the anchor.
     * @param y      of the base line.
     * @param anchor which end stands at x.
     * @param style  how it looks.
     */
    void text(String text, double x, double y, Anchor anchor, Style style);
}
