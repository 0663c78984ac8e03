package relay.perf.outcome;

import java.util.List;

/**
 * An outcome as one HTML page that needs nothing else: style and charts are in it.
 */
public final class HtmlWriter
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

    private HtmlWriter()
    {
    }

    /**
     * @param outcome to write.
     * @return the whole document.
     */
    public static String document(final Outcome outcome)
    {
        final HtmlWriter writer = new HtmlWriter();
        final String title = escape(outcome.title());
        writer.html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").append(title)
            .append("</title>\n<style>\n").append(STYLE).append("</style></head><body>\n<h1>").append(title)
            .append("</h1>\n");
        outcome.blocks().forEach(writer::write);
        return writer.html + "</body></html>\n";
    }

    private void write(final Outcome.Block block)
    {
        switch (block)
        {
            case Outcome.Heading heading -> element("h2", "", heading.text());
            case Outcome.Paragraph paragraph -> element("p", "", paragraph.text());
            case Outcome.Warning warning -> element("p", "warning", warning.text());
            case Outcome.Grid grid -> table(grid.table(), grid.isWords() ? "words" : "");
            case Outcome.Judged judged -> table(Table.of(judged.verdicts()), "");
            case Outcome.Picture picture -> html.append(picture.chart().svg());
        }
    }

    private void element(final String tag, final String style, final String text)
    {
        open(tag, style);
        html.append(escape(text)).append("</").append(tag).append(">\n");
    }

    private void open(final String tag, final String style)
    {
        html.append('<').append(tag).append(style.isEmpty() ? "" : " class=\"" + style + "\"").append('>');
    }

    private void table(final Table table, final String style)
    {
        open("table", style);
        row("th", table.head());
        table.rows().forEach(cells -> row("td", cells));
        html.append("</table>\n");
    }

    private void row(final String tag, final List<String> cells)
    {
        html.append("<tr>");
        cells.forEach(cell -> element(tag, style(cell), cell));
        html.append("</tr>\n");
    }

    private static String style(final String cell)
    {
        return cell.equals(Verdict.State.HOLDS.toString()) ? "good" :
            cell.equals(Verdict.State.FAILS.toString()) ? "bad" : "";
    }

    private static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
