package relay.perf.rfc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import relay.observe.chart.Chart;
import relay.observe.chart.MissingFontsException;
import relay.perf.bench.ResultJson;

/**
 * The report as files of a directory.
 *
 * @param directory for page, JSON and images.
 * @param isPng     whether images are wanted.
 */
record RfcFiles(Path directory, boolean isPng)
{
    /**
     * @param report to write.
     * @param out    told where it is, and what could not be drawn.
     * @throws IOException if it cannot be written.
     */
    void write(final RfcReport report, final PrintWriter out) throws IOException
    {
        final Path page = directory.resolve("rfc.html");
        ResultJson.write(directory.resolve("rfc.json"), report.json());
        ResultJson.write(page, report.html());
        if (isPng)
        {
            writeImages(report.charts(), out);
        }
        out.println("Report: " + page);
    }

    private void writeImages(final Map<String, Chart> charts, final PrintWriter out) throws IOException
    {
        try
        {
            for (final Map.Entry<String, Chart> chart : charts.entrySet())
            {
                Files.write(directory.resolve(chart.getKey() + ".png"), chart.getValue().png());
            }
        }
        catch (final MissingFontsException ex)
        {
            out.println("WARNING: " + ex.getMessage());
        }
    }
}
