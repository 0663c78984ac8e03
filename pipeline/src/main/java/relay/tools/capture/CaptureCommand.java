package relay.tools.capture;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import relay.observe.IoReason;
import relay.terminal.ExitCode;
import relay.transport.capture.CaptureReader;

/**
 * {@code relay capture}: prints what is in a capture.
 */
@CommandLine.Command(
    name = "capture",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Shows what is in a capture (pcap or pcapng, gzip or not): its UDP datagrams by group, their sizes, peak " +
            "rates and burst trains, and why other records are none. docs/captures.md"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:the capture is whole",
        "1:it cannot be read or is damaged (what was read is shown)",
        "2:wrong usage"},
    footerHeading = "%nExample:%n",
    footer = {"  relay capture market-open.pcapng.gz --json"})
public final class CaptureCommand implements Callable<Integer>
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE", description = "The capture.")
    private Path file;

    @CommandLine.Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean isJson;

    @Override
    public Integer call()
    {
        try (CaptureReader reader = CaptureReader.open(file))
        {
            final CaptureReport report = new CaptureReport(file, reader, CaptureSummary.read(reader));
            final PrintWriter out = spec.commandLine().getOut();
            out.println(isJson ? report.json() : report.text());
            out.flush();
            if (null == reader.error())
            {
                return ExitCode.OK;
            }
            return fail(reader.error() + (0 == reader.records() ? "; nothing could be read" :
                "; shown is what came before it"));
        }
        catch (final IOException ex)
        {
            return fail("cannot be read: " + IoReason.of(ex));
        }
    }

    private int fail(final String what)
    {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("relay capture: " + file + ": " + what);
        err.flush();
        return ExitCode.FAILED;
    }
}
