package relay.perf.outcome;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import relay.observe.chart.Chart;

/**
 * The files of an outcome: a page, JSON and images.
 *
 * @param directory for page, JSON and images; null for none.
 * @param json      one more file for the JSON; null for none.
 * @param isPng     whether to write the charts as images.
 */
public record OutcomeFiles(Path directory, Path json, boolean isPng)
{
    /**
     * Makes the directory. Call it before measuring: a file that cannot be written is better known then.
     *
     * @throws IllegalArgumentException with a message of one line, if a file cannot be written.
     */
    public void prepare()
    {
        if (isPng && null == directory)
        {
            throw new IllegalArgumentException("--png needs --out, where the images go");
        }
        if (null != directory)
        {
            create();
            requireWritable("--out " + directory, directory);
        }
        if (null != json)
        {
            requireWritable("--json " + json, json.toAbsolutePath().getParent());
            require(!Files.isDirectory(json), "--json " + json + ": is a directory; name a file in it");
        }
    }

    /**
     * @param name    of page and JSON, without an extension.
     * @param outcome for the page.
     * @param values  for the JSON.
     * @param out     to print the page's place and what could not be drawn to.
     * @throws IOException if a file cannot be written.
     */
    public void write(final String name, final Outcome outcome, final Object values, final PrintWriter out)
        throws IOException
    {
        if (null != json)
        {
            Json.write(json, values);
        }
        if (null != directory)
        {
            final Path page = directory.resolve(name + ".html");
            Json.write(directory.resolve(name + ".json"), values);
            Json.replace(page, HtmlWriter.document(outcome));
            if (isPng)
            {
                writeImages(outcome, out);
            }
            out.println("Report: " + page);
        }
        out.flush();
    }

    private void writeImages(final Outcome outcome, final PrintWriter out) throws IOException
    {
        try
        {
            for (final Map.Entry<String, Chart> chart : outcome.charts().entrySet())
            {
                Files.write(directory.resolve(chart.getKey() + ".png"), ImageCanvas.png(chart.getValue()));
            }
        }
        catch (final MissingFontsException ex)
        {
            out.println("WARNING: " + ex.getMessage());
        }
    }

    private void create()
    {
        try
        {
            Files.createDirectories(directory);
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException(
                "--out " + directory + ": cannot be made a directory: " + ex.getMessage(), ex);
        }
    }

    private static void requireWritable(final String option, final Path where)
    {
        require(Files.isDirectory(where) && Files.isWritable(where), option + ": cannot be written to");
    }

    private static void require(final boolean isGood, final String message)
    {
        if (!isGood)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
