package relay.perf.burst;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import relay.observe.chart.MissingFontsException;
import relay.observe.chart.PercentileChart;
import relay.perf.bench.ResultJson;
import relay.perf.report.LineChart;

/**
 * Where a session is written to. Made before it begins: a file that cannot be written is better known then.
 */
final class ReportFiles
{
    private final Path directory;
    private final Path json;
    private final boolean isPng;

    private ReportFiles(final Path directory, final Path json, final boolean isPng)
    {
        this.directory = directory;
        this.json = json;
        this.isPng = isPng;
    }

    /** Draws a picture. */
    @FunctionalInterface
    private interface Picture
    {
        byte[] png() throws MissingFontsException;
    }

    /**
     * @param directory   for page and JSON, made if it is not there; null for none.
     * @param json        file for JSON; null for none.
     * @param isPng       whether images are wanted.
     * @param commandLine that is wrong if it cannot be.
     * @return ready to write.
     */
    static ReportFiles create(
        final Path directory, final Path json, final boolean isPng, final CommandLine commandLine)
    {
        if (isPng && null == directory)
        {
            throw new CommandLine.ParameterException(commandLine, "--png needs --out, where the images go");
        }
        if (null != directory)
        {
            try
            {
                Files.createDirectories(directory);
            }
            catch (final IOException ex)
            {
                throw new CommandLine.ParameterException(
                    commandLine, "--out " + directory + ": cannot be made a directory: " + ex.getMessage(), ex);
            }
            requireWritable(commandLine, "--out " + directory, directory);
        }
        if (null != json)
        {
            requireWritable(commandLine, "--json " + json, json.toAbsolutePath().getParent());
        }
        return new ReportFiles(directory, json, isPng);
    }

    /**
     * @param session to write.
     * @param out     told where it is.
     * @throws IOException if it cannot be written.
     */
    void write(final Session session, final PrintWriter out) throws IOException
    {
        if (session.loads().isEmpty())
        {
            return; // it was stopped before there was anything
        }
        if (null != json)
        {
            ResultJson.write(json, JsonReport.text(session));
        }
        if (null != directory)
        {
            final Path page = directory.resolve("burst.html");
            ResultJson.write(page, new HtmlReport(session).html());
            ResultJson.write(directory.resolve("burst.json"), JsonReport.text(session));
            if (isPng)
            {
                writeImages(session, out);
            }
            out.println("Report: " + page);
        }
        out.flush();
    }

    private void writeImages(final Session session, final PrintWriter out) throws IOException
    {
        try
        {
            for (final Map.Entry<String, Picture> picture : pictures(session).entrySet())
            {
                Files.write(directory.resolve(picture.getKey() + ".png"), picture.getValue().png());
            }
        }
        catch (final MissingFontsException ex)
        {
            out.println("WARNING: " + ex.getMessage());
        }
    }

    private static Map<String, Picture> pictures(final Session session)
    {
        final Map<String, Picture> pictures = new LinkedHashMap<>();
        final List<RunResult> results = session.loads().stream().map(Session.Load::result).toList();
        final PercentileChart latencies = Charts.latencies(results);
        if (null != latencies)
        {
            pictures.put("latency", latencies::png);
        }
        for (final RunResult result : results)
        {
            for (final Map.Entry<String, LineChart> chart : Charts.againstTime(result).entrySet())
            {
                pictures.put(chart.getKey() + "-" + result.name().replaceAll("[^A-Za-z0-9.+]", "_"),
                    chart.getValue()::png);
            }
        }
        return pictures;
    }

    private static void requireWritable(final CommandLine commandLine, final String option, final Path where)
    {
        if (!Files.isDirectory(where) || !Files.isWritable(where))
        {
            throw new CommandLine.ParameterException(commandLine, option + ": cannot be written to");
        }
    }
}
