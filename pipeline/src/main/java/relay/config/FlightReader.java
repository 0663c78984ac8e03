package relay.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import relay.config.yaml.Choice;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.transport.endpoint.UserText;

/**
 * Reads the flight recorder of a section relay.
 */
final class FlightReader
{
    private static final List<String> KEYS = List.of(
        "directory", "packets", "snap-length", "triggers", "after", "at-most-every", "keep", "classes");
    private static final String WHERE = "flight-recorder";
    private static final int PACKETS_DEFAULT = 1_000;
    private static final int PACKETS_MAX = 1_000_000;
    private static final int SNAP_LENGTH_DEFAULT = 1_500;
    private static final int KEEP_DEFAULT = 10;
    private static final int KEEP_MAX = 10_000;
    private static final long AFTER_DEFAULT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long AT_MOST_EVERY_DEFAULT_NS = TimeUnit.SECONDS.toNanos(10);

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private final List<String> classes;

    /**
     * @param nodes   to read.
     * @param errors  told of what is wrong.
     * @param classes names of those that there are.
     */
    FlightReader(final YamlNodes nodes, final ConfigErrors errors, final List<String> classes)
    {
        this.nodes = nodes;
        this.errors = errors;
        this.classes = classes;
    }

    /**
     * @param entry of the key, or null.
     * @return what it says; null if there is none, or it cannot be read.
     */
    FlightConfig read(final YamlNodes.Entry entry)
    {
        if (null == entry)
        {
            return null;
        }
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), WHERE, KEYS);
        final FlightConfig config = new FlightConfig(
            directory(keys.get("directory"), entry.place()),
            nodes.integer(keys.get("packets"), "packets of " + WHERE, 1, PACKETS_MAX, PACKETS_DEFAULT),
            (int)nodes.quantity(keys.get("snap-length"), "snap-length of " + WHERE, Units.SIZE, "0B", "64KiB",
                SNAP_LENGTH_DEFAULT),
            triggers(keys.get("triggers")),
            nodes.quantity(keys.get("after"), "after of " + WHERE, Units.DURATION, "0s", "60s", AFTER_DEFAULT_NS),
            nodes.quantity(keys.get("at-most-every"), "at-most-every of " + WHERE, Units.DURATION, "0s", "86400s",
                AT_MOST_EVERY_DEFAULT_NS),
            nodes.integer(keys.get("keep"), "keep of " + WHERE, 1, KEEP_MAX, KEEP_DEFAULT),
            classes(keys.get("classes")));
        if (config.ringBytes() > FlightConfig.RING_BYTES_MAX)
        {
            errors.error(entry.place(), WHERE + " remembers " + config.ringBytes() + " B of each class, more than " +
                FlightConfig.RING_BYTES_MAX + ": fewer packets, or a shorter snap-length");
        }
        return config;
    }

    private Path directory(final YamlNodes.Entry entry, final Place place)
    {
        final String allowed = "where to write, such as /var/tmp";
        if (null == entry)
        {
            errors.error(place, WHERE + " has no 'directory': " + allowed);
            return null;
        }
        final Placed<String> text = nodes.text(entry.value(), "directory of " + WHERE, allowed);
        try
        {
            return null == text ? null : Path.of(text.value());
        }
        catch (final InvalidPathException ex)
        {
            errors.error(text.place(), "directory of " + WHERE + " is " + UserText.quoted(text.value()) + ": " +
                allowed);
            return null;
        }
    }

    private List<FlightTrigger> triggers(final YamlNodes.Entry entry)
    {
        if (null == entry)
        {
            return FlightTrigger.CONFIGURABLE;
        }
        final Choice<FlightTrigger> choice =
            new Choice<>("trigger", FlightTrigger.CONFIGURABLE.toArray(new FlightTrigger[0]));
        final Set<FlightTrigger> triggers = new LinkedHashSet<>();
        for (final Placed<String> text : nodes.texts(entry.value(), "triggers of " + WHERE, choice.allowed()))
        {
            final FlightTrigger trigger = choice.read(text, null, errors);
            if (null != trigger && !triggers.add(trigger))
            {
                errors.error(text.place(), "trigger " + trigger.label() + " is repeated: once is enough");
            }
        }
        return List.copyOf(triggers);
    }

    private List<String> classes(final YamlNodes.Entry entry)
    {
        if (null == entry)
        {
            return classes;
        }
        final List<String> named = new ArrayList<>();
        for (final Placed<String> text : nodes.texts(entry.value(), "classes of " + WHERE, "names of classes"))
        {
            if (!classes.contains(text.value()))
            {
                errors.error(text.place(), "no class " + UserText.quoted(text.value()) + " for " + WHERE + ": one of " +
                    String.join(", ", classes) + UserText.hint(text.value(), classes));
            }
            else if (named.contains(text.value()))
            {
                errors.error(text.place(), "class " + UserText.quoted(text.value()) + " is repeated in classes of " +
                    WHERE + ": once is enough");
            }
            named.add(text.value());
        }
        return named;
    }
}
