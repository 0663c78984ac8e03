package relay.observe.chart;

/**
 * A picture of measurements, for pages and for files.
 */
public interface Chart
{
    /**
     * @return text above the picture.
     */
    String title();

    /**
     * @return width in pixels.
     */
    int width();

    /**
     * @return height in pixels.
     */
    int height();

    /**
     * Draws all of it.
     *
     * @param canvas of this width and height.
     */
    void draw(Canvas canvas);

    /**
     * @return an SVG document.
     */
    default String svg()
    {
        final SvgCanvas canvas = new SvgCanvas(width(), height(), title());
        draw(canvas);
        return canvas.document();
    }
}
