package relay.tools.hist;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import relay.observe.IoReason;
import relay.observe.LatencySummary;
import relay.observe.LogTotals;
import relay.observe.chart.PercentileChart;
import relay.observe.chart.PercentileCurve;
import relay.observe.chart.TextChart;
import relay.observe.text.JsonText;
import relay.observe.text.LatencyTable;
import relay.observe.text.LatencyUnit;

/**
 * {@code relay hist}: reads a histogram log and shows percentiles as a table, as a drawing in the terminal, as SVG or
 * JSON.
 */
@CommandLine.Command(
    name = "hist",
    sortOptions = false,
    description = "Shows the percentiles of a histogram log, written by relay run --histogram-log FILE.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:ok",
        "1:the log cannot be read or is damaged (what was read is shown), or a file cannot be written",
        "2:wrong usage"},
    footerHeading = "%nExample: the second minute of market data, also as a picture%n",
    footer = {"  relay hist relay.hlog --tag '*.market-data.*' --from 60 --to 120 --svg a.svg"})
public final class HistCommand implements Callable<Integer>
{
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE", description = "Histogram log in HdrHistogram's format, plain or gzip.")
    private Path file;

    @CommandLine.Option(names = "--tag", paramLabel = "TAG",
        description = "Only this tag; * stands for any characters. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @CommandLine.Option(names = "--from", paramLabel = "SECONDS", defaultValue = "0",
        description = "Leave out what came earlier, in seconds since the log's start.")
    private double fromSec;

    @CommandLine.Option(names = "--to", paramLabel = "SECONDS", defaultValue = "Infinity",
        showDefaultValue = CommandLine.Help.Visibility.NEVER,
        description = "Leave out what came then or later.")
    private double toSec;

    @CommandLine.Option(names = "--scale", paramLabel = "UNIT", converter = UnitConverter.class,
        description = "Unit of all times: ns, us or ms; without it, one that reads well (JSON: ns).")
    private LatencyUnit scale;

    @CommandLine.Option(names = "--svg", paramLabel = "FILE",
        description = "Also draw the percentile curves into this file.")
    private Path svgFile;

    @CommandLine.Option(names = "--png", paramLabel = "FILE", hidden = true)
    private Path pngFile;

    @CommandLine.Option(names = "--json", description = "Print one JSON object instead of table and drawing.")
    private boolean isJson;

    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean isHelp;

    private final Charset charset;

    /**
     * For a terminal of the system's encoding.
     */
    public HistCommand()
    {
        this(System.out.charset());
    }

    HistCommand(final Charset charset)
    {
        this.charset = charset;
    }

    @Override
    public Integer call()
    {
        if (!(fromSec < toSec))
        {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--from " + fromSec + " --to " + toSec + ": the first must be less than the second");
        }
        if (null != pngFile)
        {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--png " + pngFile + ": 'relay hist' draws SVG only: --svg FILE.svg");
        }
        final LogTotals totals;
        try
        {
            totals = LogTotals.read(file, this::isWanted, fromSec, toSec);
        }
        catch (final IOException ex)
        {
            return fail(file + ": cannot be read: " + IoReason.of(ex));
        }
        final String problem = show(totals);
        if (null != totals.damage())
        {
            final String rest = totals.byTag().isEmpty() ? "nothing could be read" : "shown is what came before it";
            return fail(file + ": " + totals.damage() + "; " + rest);
        }
        return null == problem ? CommandLine.ExitCode.OK : fail(problem);
    }

    /**
     * @return what went wrong, or null.
     */
    private String show(final LogTotals totals)
    {
        if (totals.byTag().isEmpty())
        {
            return nothingFound(totals);
        }
        final Map<String, LatencySummary> summaries = new LinkedHashMap<>();
        final List<PercentileCurve> curves = new ArrayList<>();
        totals.byTag().forEach((tag, histogram) ->
        {
            summaries.put(tag, LatencySummary.of(histogram));
            if (histogram.getTotalCount() > 0)
            {
                curves.add(PercentileCurve.of(tag, histogram, PercentileChart.SAMPLE_COUNT));
            }
        });
        final LatencyUnit unit = unit(curves);
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson)
        {
            out.println(JsonText.pretty(
                HistJson.of(file, totals, summaries, null == scale ? LatencyUnit.NS : scale)));
        }
        else
        {
            printText(out, totals, summaries, curves, unit);
        }
        out.flush();
        return null == svgFile ? null : drawSvg(totals, curves, unit);
    }

    private String nothingFound(final LogTotals totals)
    {
        if (totals.tagsSeen().isEmpty())
        {
            return file + ": holds no intervals";
        }
        return file + ": no interval matches --tag, --from and --to; it has the tags " +
            String.join(", ", totals.tagsSeen());
    }

    private void printText(
        final PrintWriter out,
        final LogTotals totals,
        final Map<String, LatencySummary> summaries,
        final List<PercentileCurve> curves,
        final LatencyUnit unit)
    {
        final boolean isAscii = !StandardCharsets.UTF_8.equals(charset);
        out.println(file + ": " + span(totals));
        out.println();
        out.print(LatencyTable.format(summaries, unit));
        if (!curves.isEmpty())
        {
            out.println();
            out.print(new TextChart(curves, unit, isAscii).draw());
        }
    }

    private String drawSvg(final LogTotals totals, final List<PercentileCurve> curves, final LatencyUnit unit)
    {
        if (curves.isEmpty())
        {
            return file + ": nothing to draw, no value was recorded";
        }
        final PercentileChart chart =
            new PercentileChart("Latency percentiles: " + file.getFileName(), span(totals), curves, unit);
        return write(svgFile, chart.svg());
    }

    private static String write(final Path target, final String text)
    {
        try
        {
            Files.writeString(target, text);
            return null;
        }
        catch (final IOException ex)
        {
            return target + ": cannot be written: " + IoReason.of(ex);
        }
    }

    private LatencyUnit unit(final List<PercentileCurve> curves)
    {
        return null != scale ? scale : LatencyUnit.forMedian(
            curves.stream().mapToLong((curve) -> curve.summary().p50Ns()).min().orElse(0));
    }

    private static String span(final LogTotals totals)
    {
        final long startMs = Math.round(totals.startSec() * 1_000);
        return String.format(Locale.ROOT, "%s, %.1f s, %d intervals",
            TIME.format(Instant.ofEpochMilli(startMs)), totals.lengthSec(), totals.intervalCount());
    }

    private boolean isWanted(final String tag)
    {
        return tags.isEmpty() || tags.stream().anyMatch((pattern) -> matches(pattern, tag));
    }

    private static boolean matches(final String pattern, final String tag)
    {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), tag);
    }

    private int fail(final String message)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("relay hist: " + message);
        err.flush();
        return FAILED;
    }

    private static final class UnitConverter implements CommandLine.ITypeConverter<LatencyUnit>
    {
        @Override
        public LatencyUnit convert(final String text)
        {
            for (final LatencyUnit unit : LatencyUnit.values())
            {
                if (unit.asciiSymbol().equals(text))
                {
                    return unit;
                }
            }
            throw new CommandLine.TypeConversionException("'" + text + "' is not a unit: use ns, us or ms");
        }
    }
}
