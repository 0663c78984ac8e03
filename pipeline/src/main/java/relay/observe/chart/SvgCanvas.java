package relay.observe.chart;

import java.util.Locale;

/**
 * Writes the drawing as SVG 1.1 text. Needs no fonts here: the viewer has them.
 */
public final class SvgCanvas implements Canvas
{
    private static final String FONTS =
        "'DejaVu Sans','Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif";

    private final StringBuilder svg = new StringBuilder();

    /**
     * @param width  in pixels.
     * @param height in pixels.
     * @param title  for those who cannot see it.
     */
    public SvgCanvas(final int width, final int height, final String title)
    {
        svg.append(String.format(Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" " +
            "role=\"img\" font-family=\"%3$s\">%n", width, height, FONTS));
        svg.append("<title>").append(escape(title)).append("</title>\n");
    }

    /**
     * @return the whole document.
     */
    public String document()
    {
        return svg + "</svg>\n";
    }

    @Override
    public void fill(final double x, final double y, final double width, final double height, final int rgb)
    {
        svg.append(String.format(Locale.ROOT, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"#%06x\"/>%n",
            number(x), number(y), number(width), number(height), rgb));
    }

    @Override
    public void polyline(
        final double[] xs,
        final double[] ys,
        final int rgb,
        final double thickness,
        final boolean isDashed)
    {
        svg.append("<polyline fill=\"none\" stroke-linejoin=\"round\" stroke=\"")
            .append(String.format(Locale.ROOT, "#%06x\" stroke-width=\"%s\"", rgb, number(thickness)))
            .append(isDashed ? " stroke-dasharray=\"7 4\"" : "")
            .append(" points=\"");
        for (int i = 0; i < xs.length; i++)
        {
            svg.append(0 == i ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        svg.append("\"/>\n");
    }

    @Override
    public void text(final String text, final double x, final double y, final Anchor anchor, final Style style)
    {
        svg.append(String.format(Locale.ROOT, "<text x=\"%s\" y=\"%s\" font-size=\"%d\" fill=\"#%06x\"",
            number(x), number(y), style.size(), style.rgb()))
            .append(style.isBold() ? " font-weight=\"bold\"" : "")
            .append(Anchor.START == anchor ? "" : " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"")
            .append('>').append(escape(text)).append("</text>\n");
    }

    private static String number(final double value)
    {
        final String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String escape(final String text)
    {
        final StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach((codePoint) ->
        {
            switch (codePoint)
            {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(isXml(codePoint) ? codePoint : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(final int codePoint)
    {
        // https://www.w3.org/TR/xml/#charsets
        return codePoint >= 0x20 && codePoint < 0xD800 || codePoint >= 0xE000 && codePoint < 0xFFFE ||
            codePoint >= 0x10000;
    }
}
