package relay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import picocli.CommandLine;
import relay.terminal.ExitCode;
import relay.tools.capture.CaptureCommand;
import relay.tools.hist.HistCommand;
import relay.tools.model.ModelCommand;
import relay.tools.record.RecordCommand;
import relay.tools.replay.ReplayCommand;
import relay.tools.send.SendCommand;
import relay.tools.sink.SinkCommand;
import relay.transport.TransportException;

/**
 * The command line: {@code relay VERB ...}.
 */
@CommandLine.Command(
    name = "relay",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "VERB",
    description = "Relays UDP datagrams, multicast or not, over Aeron or UDP, and accounts for every one.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:ok", "1:failed", "2:wrong usage", "77:not permitted", "78:bad configuration"},
    footerHeading = "%nTry it:%n",
    footer = {"  relay demo", "  relay run --help"},
    subcommands = {
        DemoCommand.class,
        RunCommand.class,
        CheckCommand.class,
        SendCommand.class,
        SinkCommand.class,
        StatCommand.class,
        HistCommand.class,
        ModelCommand.class,
        CaptureCommand.class,
        ReplayCommand.class,
        RecordCommand.class,
        BenchCommand.class,
        CommandLine.HelpCommand.class,
    })
public final class Main
{
    /** Wide enough for the examples' URIs. */
    private static final int HELP_WIDTH = 120;
    private static final String LOG_FORMAT_PROP_NAME = "java.util.logging.SimpleFormatter.format";
    private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

    /**
     * @param args verb, options and arguments.
     */
    public static void main(final String[] args)
    {
        if (null == System.getProperty(LOG_FORMAT_PROP_NAME))
        {
            System.setProperty(LOG_FORMAT_PROP_NAME, LOG_FORMAT);
        }
        System.exit(execute(args));
    }

    static int execute(final String... args)
    {
        final CommandLine commandLine = new CommandLine(new Main());
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setExecutionExceptionHandler(Main::onException);
        commandLine.setParameterExceptionHandler(Main::onWrongUsage);
        if (0 == args.length)
        {
            commandLine.usage(commandLine.getErr());
            return ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    private static int onWrongUsage(final CommandLine.ParameterException ex, final String[] ignore)
    {
        final CommandLine commandLine = ex.getCommandLine();
        final PrintWriter err = commandLine.getErr();
        err.println("relay: " + ex.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(ex, err))
        {
            err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    private static int onException(
        final Exception ex, final CommandLine commandLine, final CommandLine.ParseResult ignore)
    {
        final PrintWriter err = commandLine.getErr();
        if (ex instanceof final TransportException transport)
        {
            err.println("relay: " + ex.getMessage());
            return transport.isNotPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
        }
        if (ex instanceof IOException)
        {
            err.println("relay: " + ex.getMessage());
            return ex instanceof AccessDeniedException ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
        }
        err.println("relay: this is a defect, please report it:");
        ex.printStackTrace(err);
        return ExitCode.FAILED;
    }

    /**
     * The version that the jar was built with.
     */
    static final class Version implements CommandLine.IVersionProvider
    {
        @Override
        public String[] getVersion()
        {
            final String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "relay " + (null == version ? "(not from a jar)" : version),
                "java " + Runtime.version() + ", " + System.getProperty("os.name") + " " +
                System.getProperty("os.arch"),
            };
        }
    }
}
