package relay.tools.send;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import relay.config.Units;
import relay.config.yaml.ConfigError;
import relay.observe.text.JsonText;
import relay.terminal.Converters;
import relay.terminal.TrafficCommand;
import relay.transport.endpoint.UserText;

/**
 * Which profile of traffic {@code relay send} sends, and what else one can do with it.
 */
final class ProfileOptions
{
    private static final long SCALE_MAX = 10_000 * Units.SHARE_WHOLE;

    @Option(names = "--profile", required = true, paramLabel = "NAME|FILE",
        description = "Bursts of a kind: market-open, video-1080p50, video-1080p50-st2110, sensor, or a YAML file.")
    private String profile;

    @Option(names = "--scale", paramLabel = "FACTOR", converter = Converters.Scale.class,
        description = "How much more than the profile says, such as 2x or 0.1x; phases and surges stay as long.")
    private Long scale;

    @Option(names = "--show-profile", description = "Print the profile, as a file to begin with, and end.")
    private boolean isShown;

    @Option(names = "--dry-run", description = "Print rates, peaks and trains of the profile, send nothing, and end.")
    private boolean isDry;

    /** Tells all that is wrong with a file. */
    static final class BadProfileException extends RuntimeException
    {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient List<ConfigError> errors;

        BadProfileException(final List<ConfigError> errors)
        {
            super(errors.toString());
            this.errors = errors;
        }

        List<ConfigError> errors()
        {
            return errors;
        }
    }

    boolean isGiven()
    {
        return null != profile;
    }

    /** Whether nothing is to be sent. */
    boolean isOnlyAbout()
    {
        return isShown || isDry;
    }

    double scale()
    {
        return null == scale ? 1 : scale / (double)Units.SHARE_WHOLE;
    }

    /**
     * @param command that has these options.
     * @return the profile, or null if none is wanted.
     */
    TrafficProfile read(final TrafficCommand command)
    {
        if (null != scale && (scale < 1 || scale > SCALE_MAX))
        {
            throw command.usage("--scale: more than 0x, 10000x at most");
        }
        if (null == profile)
        {
            return null;
        }
        if (TrafficProfileReader.SHIPPED.contains(profile))
        {
            return TrafficProfileReader.shipped(profile);
        }
        final Path file = Path.of(profile);
        if (!Files.exists(file))
        {
            throw command.usage("--profile " + profile + ": no such file, and none of " +
                String.join(", ", TrafficProfileReader.SHIPPED) + UserText.hint(profile, TrafficProfileReader.SHIPPED));
        }
        final TrafficProfileResult result = TrafficProfileReader.read(file);
        if (null == result.profile())
        {
            throw new BadProfileException(result.errors());
        }
        return result.profile();
    }

    /**
     * Prints what it is about.
     *
     * @param read   what {@link #read} read.
     * @param seed   of its traffic.
     * @param overNs how much of it to measure, or null for as much as it says.
     * @param isJson whether to print a JSON object.
     * @param out    to print to.
     */
    void tell(
        final TrafficProfile read, final long seed, final Long overNs, final boolean isJson, final PrintWriter out)
    {
        if (isShown)
        {
            out.print(text());
        }
        else
        {
            final ProfileReport report =
                new ProfileReport(read, scale(), seed, null == overNs ? read.figures().overNs() : overNs);
            out.println(isJson ? JsonText.line(report.json()) : report.text());
        }
        out.flush();
    }

    private String text()
    {
        if (TrafficProfileReader.SHIPPED.contains(profile))
        {
            return new String(TrafficProfileReader.shippedBytes(profile), StandardCharsets.UTF_8);
        }
        try
        {
            return Files.readString(Path.of(profile));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
