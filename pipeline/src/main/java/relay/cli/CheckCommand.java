package relay.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.config.DestinationConfig;
import relay.config.FeedConfig;
import relay.config.FlowConfig;
import relay.config.Policing;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.config.Units;
import relay.config.WhenSlow;
import relay.config.WorkerAssignment;
import relay.pool.Footprint;
import relay.terminal.ExitCode;
import relay.transport.wire.Envelope;

/**
 * {@code relay check}: reads a configuration as {@code relay run} would, and opens nothing.
 */
@CommandLine.Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Tells all that is wrong in a configuration, or how it was understood. Opens nothing.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:relay run would accept it", "2:wrong usage", "78:bad configuration"},
    footerHeading = "%nExample:%n",
    footer = {"  relay check site-a.yaml"})
public final class CheckCommand implements Callable<Integer>
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "CONFIG.yaml", description = "The file to check.")
    private Path file;

    @Override
    public Integer call()
    {
        final ConfigResult result = ConfigReader.read(file);
        ConfigOutput.print(spec, result);
        if (!result.isValid())
        {
            return ExitCode.BAD_CONFIGURATION;
        }
        print(result.config(), spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private static void print(final RelayConfig config, final PrintWriter out)
    {
        out.println("relay " + config.name() + ": " + config.execution());
        final long reserveBytes = Footprint.ofReserve(config.reserve(), Envelope.LENGTH).bufferBytes();
        long bytes = reserveBytes;
        for (final TrafficClass trafficClass : config.classes())
        {
            bytes += Footprint.ofLane(trafficClass.buffers(), Envelope.LENGTH).bufferBytes();
            out.println("class " + trafficClass.name() + ": priority " + trafficClass.priority() + ", weight " +
                trafficClass.weight() +
                (0 == trafficClass.minShare() ? "" : ", at least " + Units.shareText(trafficClass.minShare())) +
                (0 == trafficClass.maxBitsPerSecond() ? "" :
                    ", at most " + trafficClass.maxBitsPerSecond() + " bit/s a destination") + ", deadline " +
                (0 == trafficClass.deadlineNs() ? "none" : trafficClass.deadlineNs() + " ns") + ", rate " +
                text(trafficClass.policing()) + ", " + trafficClass.buffers());
        }
        if (config.reserve().total() > 0)
        {
            out.println("reserve: " + config.reserve() + ", " + reserveBytes + " B");
        }
        out.println("memory for buffers: " + bytes + " B in each worker that has all classes");
        for (final FlowConfig flow : config.flows())
        {
            out.println("flow " + flow.name() + ": from " + flow.from().uri() +
                ", class " + String.join(" or ", flow.trafficClasses()) +
                ", to " + String.join(", ", flow.to()) +
                (flow.policing().isLimited() ? ", rate " + text(flow.policing()) : ""));
        }
        for (final FeedConfig feed : config.feeds())
        {
            out.println("feed " + feed.name() + ": legs " + String.join(", ", feed.legs()) + ", key " + feed.key() +
                ", window " + (feed.windowNs() > 0 ? feed.windowNs() + " ns" : feed.windowLength()));
        }
        for (final DestinationConfig destination : config.destinations())
        {
            out.println("destination " + destination.name() + ": " + destination.to().uri() +
                (0 == destination.maxLag() ? "" :
                    ", max-lag " + Units.shareText(Math.round(destination.maxLag() * Units.SHARE_WHOLE))) +
                (WhenSlow.SKIP_OLDEST == destination.whenSlow() ? "" :
                    ", when-slow " + destination.whenSlow()) +
                (0 == destination.rateBitsPerSecond() ? "" : ", " + destination.rateBitsPerSecond() +
                    " bit/s with bursts of " + destination.burstBytes() + " B"));
        }
        if (null != config.flight())
        {
            out.println("flight recorder: " + config.flight() + ", " + 2 * config.flight().ringBytes() +
                " B for each of the classes " + String.join(", ", config.flight().classes()) + " in each worker");
        }
        if (config.execution().workers() > 1)
        {
            printSpread(config, out);
        }
        out.flush();
    }

    private static String text(final Policing policing)
    {
        if (!policing.isLimited())
        {
            return "unlimited";
        }
        return policing.rateBitsPerSecond() + " bit/s with bursts of " + policing.burstBytes() + " B" +
            (0 == policing.excessBurstBytes() ? "" : " and " + policing.excessBurstBytes() + " B of excess") +
            (0 == policing.peakRateBitsPerSecond() ? "" : ", peak " + policing.peakRateBitsPerSecond() +
                " bit/s with bursts of " + policing.peakBurstBytes() + " B") +
            (0 == policing.overheadBytes() ? "" : ", " + policing.overheadBytes() + " B of overhead a datagram");
    }

    private static void printSpread(final RelayConfig config, final PrintWriter out)
    {
        int number = 1;
        for (final List<FlowConfig> flows : WorkerAssignment.of(config))
        {
            out.println("worker " + number++ + ": " +
                flows.stream().map(FlowConfig::name).collect(Collectors.joining(", ")));
        }
    }
}
