package relay.perf.report;

import java.util.List;

/**
 * One page that needs nothing else: style and pictures are in it.
 */
public final class HtmlPage
{
    private static final String STYLE = """
        body { font: 15px/1.5 'DejaVu Sans', 'Segoe UI', Arial, sans-serif; color: #1f2933; margin: 2rem auto;
            max-width: 76rem; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid #dde2e8; }
        table { border-collapse: collapse; margin: 1rem 0; font-size: 13px; }
        th, td { padding: .25rem .55rem; text-align: right; border-bottom: 1px solid #eef0f3;
            font-variant-numeric: tabular-nums; }
        th { color: #5f6b7a; border-bottom: 2px solid #dde2e8; vertical-align: bottom; }
        th:first-child, td:first-child { text-align: left; }
        td { white-space: nowrap; } .words td { white-space: normal; text-align: left; }
        .warning { background: #fff4e5; border-left: 4px solid #ff9800; padding: .5rem 1rem; margin: .5rem 0; }
        .good { color: #1b7f3b; font-weight: bold; } .bad { color: #c62828; font-weight: bold; }
        svg { max-width: 100%; height: auto; margin: .5rem 0; }
        """;

    private final StringBuilder html = new StringBuilder();

    public HtmlPage(final String title)
    {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(escape(title))
            .append("</title>\n<style>\n").append(STYLE).append("</style></head><body>\n<h1>").append(escape(title))
            .append("</h1>\n");
    }

    public void heading(final String text)
    {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    public void paragraph(final String text)
    {
        html.append("<p>").append(escape(text)).append("</p>\n");
    }

    public void warning(final String text)
    {
        html.append("<p class=\"warning\">").append(escape(text)).append("</p>\n");
    }

    /**
     * @param grid of numbers, with at least one row; nothing is written otherwise.
     */
    public void grid(final Grid grid)
    {
        table(grid, "<table>\n");
    }

    /**
     * @param grid of words.
     */
    public void words(final Grid grid)
    {
        table(grid, "<table class=\"words\">\n");
    }

    /**
     * @param svg a picture.
     */
    public void picture(final String svg)
    {
        html.append(svg);
    }

    /**
     * @return the whole document.
     */
    public String document()
    {
        return html + "</body></html>\n";
    }

    private void table(final Grid grid, final String begin)
    {
        if (!grid.rows().isEmpty())
        {
            html.append(begin);
            row("th", grid.head());
            grid.rows().forEach(cells -> row("td", cells));
            html.append("</table>\n");
        }
    }

    private void row(final String tag, final List<String> cells)
    {
        html.append("<tr>");
        for (final String cell : cells)
        {
            html.append('<').append(tag).append(style(cell)).append('>').append(escape(cell)).append("</").append(tag)
                .append('>');
        }
        html.append("</tr>\n");
    }

    private static String style(final String cell)
    {
        return switch (cell)
        {
            case "holds" -> " class=\"good\"";
            case "does not hold" -> " class=\"bad\"";
            default -> "";
        };
    }

    private static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
