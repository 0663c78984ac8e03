package relay.perf.outcome;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import relay.observe.chart.Canvas;
import relay.observe.chart.Chart;

/**
 * Paints the drawing into an image, with two dots for a pixel so that it is sharp in print and on dense screens. Needs
 * no display, but a font on the system.
 */
public final class ImageCanvas implements Canvas
{
    private static final int DOTS_PER_PIXEL = 2;
    private static final float[] DASHES = {7, 4};

    static
    {
        // or Java would look for the display that DISPLAY names, and fail where there is none
        System.setProperty("java.awt.headless", "true");
    }

    private final BufferedImage image;
    private final Graphics2D graphics;

    private ImageCanvas(final int width, final int height)
    {
        image = new BufferedImage(width * DOTS_PER_PIXEL, height * DOTS_PER_PIXEL, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(DOTS_PER_PIXEL, DOTS_PER_PIXEL);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /**
     * @param chart to paint.
     * @return bytes of a PNG file.
     * @throws MissingFontsException if the system has no fonts to write with.
     */
    public static byte[] png(final Chart chart) throws MissingFontsException
    {
        final ImageCanvas canvas = new ImageCanvas(chart.width(), chart.height());
        canvas.requireFonts();
        chart.draw(canvas);
        return canvas.png();
    }

    private void requireFonts() throws MissingFontsException
    {
        try
        {
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            graphics.getFontMetrics().stringWidth("0");
        }
        // it may be any of several, depending on what is missing: fontconfig, its configuration, or the fonts
        catch (final RuntimeException | Error ex)
        {
            throw new MissingFontsException(ex);
        }
    }

    /** Nothing can be drawn afterwards. */
    private byte[] png()
    {
        graphics.dispose();
        try
        {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            // no cache files in the temporary directory
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("writing to memory failed", ex);
        }
    }

    @Override
    public void fill(final double x, final double y, final double width, final double height, final int rgb)
    {
        graphics.setColor(new Color(rgb));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void polyline(
        final double[] xs,
        final double[] ys,
        final int rgb,
        final double thickness,
        final boolean isDashed)
    {
        final Path2D path = new Path2D.Double();
        path.moveTo(xs[0], ys[0]);
        for (int i = 1; i < xs.length; i++)
        {
            path.lineTo(xs[i], ys[i]);
        }
        graphics.setColor(new Color(rgb));
        graphics.setStroke(new BasicStroke((float)thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1,
            isDashed ? DASHES : null, 0));
        graphics.draw(path);
    }

    @Override
    public void text(final String text, final double x, final double y, final Anchor anchor, final Style style)
    {
        graphics.setColor(new Color(style.rgb()));
        graphics.setFont(new Font(Font.SANS_SERIF, style.isBold() ? Font.BOLD : Font.PLAIN, style.size()));
        final double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        final double left = switch (anchor)
        {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
        };
        graphics.drawString(text, (float)left, (float)y);
    }
}
