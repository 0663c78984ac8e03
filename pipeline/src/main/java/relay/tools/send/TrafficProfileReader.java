package relay.tools.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.nodes.Node;
import relay.config.Units;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.config.yaml.YamlSource;

/**
 * Reads a profile of traffic, a shipped one or a file of the same form: all of it, or all that is wrong with it. One
 * reading an instance; any thread.
 */
public final class TrafficProfileReader
{
    /** Those that are shipped. */
    public static final List<String> SHIPPED =
        List.of("market-open", "video-1080p50", "video-1080p50-st2110", "sensor");

    private static final List<String> KEYS = List.of("about", "flows", "phases", "surges", "figures");
    private static final List<String> STEP_KEYS = List.of("for", "factor", "to");
    private static final List<String> SURGE_KEYS = List.of("every", "steps");
    private static final List<String> FIGURE_KEYS =
        List.of("mean", "peak-1ms", "peak-10ms", "train-mean", "train-longest", "over", "tolerance");
    private static final String STEP_ALLOWED = "a list of { for: TIME, factor: 1.5x } or { for:, factor:, to: }";
    private static final String DIRECTORY = "profiles/";
    private static final long OVER_DEFAULT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long TOLERANCE_DEFAULT = Units.SHARE_WHOLE / 10;
    private static final int STEPS_MAX = 1_000;
    private static final int FIGURE_MAX = 1_000_000_000;

    private final ConfigErrors errors = new ConfigErrors();
    private final String name;
    private final YamlSource source;
    private final YamlNodes nodes;

    private TrafficProfileReader(final String name, final String label)
    {
        this.name = name;
        source = new YamlSource(label, "the section flows", errors);
        nodes = new YamlNodes(source, errors);
    }

    /**
     * Reads a file.
     *
     * @param file in YAML.
     * @return a profile, or what is wrong; also when the file cannot be read.
     */
    public static TrafficProfileResult read(final Path file)
    {
        final TrafficProfileReader reader = new TrafficProfileReader(file.getFileName().toString(), file.toString());
        try (InputStream input = Files.newInputStream(file))
        {
            return reader.read(input.readNBytes(YamlSource.LENGTH_MAX + 1));
        }
        catch (final NoSuchFileException ex)
        {
            return reader.unreadable("no such file");
        }
        catch (final IOException ex)
        {
            return reader.unreadable("cannot be read: " + ex.getMessage());
        }
    }

    /**
     * @param name one of {@link #SHIPPED}.
     * @return the profile.
     */
    public static TrafficProfile shipped(final String name)
    {
        final TrafficProfileResult result = new TrafficProfileReader(name, name).read(shippedBytes(name));
        if (null == result.profile())
        {
            throw new IllegalStateException(result.errors().toString());
        }
        return result.profile();
    }

    /**
     * @param name one of {@link #SHIPPED}.
     * @return the file, in UTF-8.
     */
    public static byte[] shippedBytes(final String name)
    {
        try (InputStream input = TrafficProfileReader.class.getResourceAsStream(DIRECTORY + name + ".yaml"))
        {
            return input.readAllBytes();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private TrafficProfileResult unreadable(final String message)
    {
        errors.error(new Place(source.name(), 0, 0), message);
        return result(null);
    }

    private TrafficProfileResult result(final TrafficProfile profile)
    {
        return new TrafficProfileResult(errors.isEmpty() ? profile : null, errors.errors());
    }

    private TrafficProfileResult read(final byte[] bytes)
    {
        if (bytes.length > YamlSource.LENGTH_MAX)
        {
            return unreadable("larger than 1 MiB: not a profile");
        }
        final Node root = source.read(bytes);
        if (null == root)
        {
            return result(null);
        }
        final Map<String, YamlNodes.Entry> keys = nodes.keys(root, "the profile", KEYS);
        final List<TrafficProfile.Flow> flows = flows(keys.get("flows"), nodes.placeOf(root));
        final List<TrafficProfile.Step> phases = phases(keys.get("phases"));
        final TrafficProfile.Surges surges = surges(keys.get("surges"));
        return result(new TrafficProfile(name, about(keys.get("about")), flows, phases, surges,
            figures(keys.get("figures"))));
    }

    private String about(final YamlNodes.Entry entry)
    {
        final Placed<String> text = null == entry ? null : nodes.text(entry.value(), "about", "one line of text");
        return null == text ? "" : text.value();
    }

    private List<TrafficProfile.Flow> flows(final YamlNodes.Entry section, final Place place)
    {
        final List<TrafficProfile.Flow> flows = new ArrayList<>();
        if (null != section)
        {
            final ProfileFlowReader reader = new ProfileFlowReader(nodes, errors);
            nodes.names(section.value(), "section flows").forEach((flow, entry) -> flows.add(reader.read(flow, entry)));
            reader.checkTotals(section.place());
        }
        if (flows.isEmpty() && errors.isEmpty())
        {
            errors.error(null == section ? place : section.place(), "no flows: at least one is needed");
        }
        return flows;
    }

    private List<TrafficProfile.Step> phases(final YamlNodes.Entry entry)
    {
        final List<TrafficProfile.Step> phases = steps(entry, "phases");
        if (!phases.isEmpty() && phases.stream().allMatch(step -> 0 == step.from() && 0 == step.to()))
        {
            errors.error(entry.place(), "phases are all 0x: nothing would ever be sent");
        }
        return phases;
    }

    private List<TrafficProfile.Step> steps(final YamlNodes.Entry entry, final String what)
    {
        final List<TrafficProfile.Step> steps = new ArrayList<>();
        if (null == entry)
        {
            return steps;
        }
        for (final Node item : nodes.items(entry.value(), what, STEP_ALLOWED))
        {
            steps.add(step(nodes.keys(item, "a step of " + what, STEP_KEYS), nodes.placeOf(item), what));
        }
        if (steps.size() > STEPS_MAX)
        {
            errors.error(entry.place(), steps.size() + " steps of " + what + ": at most " + STEPS_MAX);
        }
        return steps;
    }

    private TrafficProfile.Step step(
        final Map<String, YamlNodes.Entry> keys, final Place place, final String what)
    {
        if (!keys.containsKey("for") || !keys.containsKey("factor"))
        {
            errors.error(place, "a step of " + what + " without 'for' or 'factor': " + STEP_ALLOWED);
        }
        final double from = factor(keys.get("factor"), "factor", 1);
        return new TrafficProfile.Step(
            nodes.quantity(keys.get("for"), "for of a step of " + what, Units.DURATION, "1us", "3600s", 0),
            from, factor(keys.get("to"), "to", from));
    }

    private double factor(final YamlNodes.Entry entry, final String what, final double absent)
    {
        return nodes.quantity(entry, what + " of a step", Units.FACTOR, "0x", "10000x",
            Math.round(absent * Units.SHARE_WHOLE)) / (double)Units.SHARE_WHOLE;
    }

    private TrafficProfile.Surges surges(final YamlNodes.Entry entry)
    {
        if (null == entry)
        {
            return null;
        }
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), "surges", SURGE_KEYS);
        if (!keys.containsKey("every") || !keys.containsKey("steps"))
        {
            errors.error(entry.place(), "surges without 'every' or 'steps': { every: 1s, steps: [...] }");
        }
        final TrafficProfile.Surges surges = new TrafficProfile.Surges(
            nodes.quantity(keys.get("every"), "every of surges", Units.DURATION, "1ms", "3600s", 0),
            steps(keys.get("steps"), "surges"));
        if (errors.isEmpty() && surges.lengthNs() > surges.everyNs())
        {
            errors.error(entry.place(), "the steps of surges take " + surges.lengthNs() + " ns, which is longer than " +
                "'every', " + surges.everyNs() + " ns: lengthen that");
        }
        // a pause that is short enough cannot hide all that the phases let through
        if (errors.isEmpty() && surges.steps().stream().anyMatch(step -> 0 == step.from() || 0 == step.to()) &&
            surges.lengthNs() > surges.everyNs() / 2)
        {
            errors.error(entry.place(), "surges with a factor of 0x take " + surges.lengthNs() + " ns of 'every', " +
                surges.everyNs() + " ns: half of it at most, or nothing might ever be sent");
        }
        return surges;
    }

    private TrafficProfile.Figures figures(final YamlNodes.Entry entry)
    {
        final Map<String, YamlNodes.Entry> keys =
            null == entry ? Map.of() : nodes.keys(entry.value(), "figures", FIGURE_KEYS);
        return new TrafficProfile.Figures(
            figure(keys, "mean"), figure(keys, "peak-1ms"), figure(keys, "peak-10ms"), figure(keys, "train-mean"),
            figure(keys, "train-longest"),
            nodes.quantity(keys.get("over"), "over of figures", Units.DURATION, "10ms", "3600s", OVER_DEFAULT_NS),
            nodes.quantity(keys.get("tolerance"), "tolerance of figures", Units.SHARE, "0.1%", "100%",
                TOLERANCE_DEFAULT) / (double)Units.SHARE_WHOLE);
    }

    private double figure(final Map<String, YamlNodes.Entry> keys, final String key)
    {
        return nodes.integer(keys.get(key), key + " of figures", 1, FIGURE_MAX, 0);
    }
}
