package relay.observe.chart;

/**
 * A picture of what was measured, for pages and for files.
 */
public interface Chart
{
    /**
     * @return an SVG document.
     */
    String svg();

    /**
     * @return bytes of a PNG file.
     * @throws MissingFontsException if the system has no fonts to write with.
     */
    byte[] png() throws MissingFontsException;
}
