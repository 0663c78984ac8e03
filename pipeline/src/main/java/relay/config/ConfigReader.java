package relay.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import relay.config.yaml.Choice;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.config.yaml.YamlSource;
import relay.pool.BufferCounts;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UserText;

/**
 * Reads a configuration file: all of it, or all that is wrong with it. One reading an instance; any thread.
 */
public final class ConfigReader
{
    private static final List<String> SECTIONS = List.of("relay", "classes", "flows", "destinations", "feeds");
    private static final List<String> RELAY_KEYS =
        Stream.of(List.of("name"), ExecutionReader.KEYS, List.of("overhead", "reserve", "flight-recorder"))
            .flatMap(List::stream).toList();
    private static final List<String> FLOW_KEYS =
        Stream.of(List.of("from", "class", "override", "to"), PolicingReader.KEYS).flatMap(List::stream).toList();
    private static final List<String> DESTINATION_KEYS =
        List.of("to", "max-lag", "when-slow", "rate", "burst", "overhead");
    private static final String URI_ALLOWED =
        "udp://address:port, aeron:udp?endpoint=host:port or aeron:ipc";

    private final ConfigErrors errors = new ConfigErrors();
    private final String label;
    private final Map<String, List<Placed<String>>> overrides;
    private final YamlSource source;
    private final YamlNodes nodes;
    private final InterfaceSelector interfaces;
    private final EndpointReader endpoints;

    private ConfigReader(final String label, final Map<String, String> options)
    {
        this.label = label;
        overrides = ExecutionReader.placed(options);
        interfaces = new InterfaceSelector();
        source = new YamlSource(label, "the sections flows and destinations", errors);
        nodes = new YamlNodes(source, errors);
        endpoints = new EndpointReader(interfaces, errors);
    }

    /**
     * Reads a file.
     *
     * @param file in YAML.
     * @return a configuration, or what is wrong; also when the file cannot be read.
     */
    public static ConfigResult read(final Path file)
    {
        return read(file, Map.of());
    }

    /**
     * Reads a file, with options that count in the place of what it says.
     *
     * @param file    in YAML.
     * @param options values by key of section relay, such as {@code layout}; a complaint about one names the option.
     * @return a configuration, or what is wrong; also when the file cannot be read.
     */
    public static ConfigResult read(final Path file, final Map<String, String> options)
    {
        final ConfigReader reader = new ConfigReader(file.toString(), options);
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
     * Reads what was read from somewhere else.
     *
     * @param label in the place of a file name.
     * @param bytes YAML in UTF-8.
     * @return a configuration, or what is wrong.
     */
    public static ConfigResult read(final String label, final byte[] bytes)
    {
        return new ConfigReader(label, Map.of()).read(bytes);
    }

    private ConfigResult unreadable(final String message)
    {
        errors.error(new Place(label, 0, 0), message);
        return ConfigResult.of(null, errors);
    }

    private ConfigResult read(final byte[] bytes)
    {
        if (bytes.length > YamlSource.LENGTH_MAX)
        {
            return unreadable("larger than 1 MiB: not a configuration");
        }
        final Node root = source.read(bytes);
        if (null == root)
        {
            return ConfigResult.of(null, errors);
        }
        final Map<String, YamlNodes.Entry> sections = nodes.keys(root, "the file", SECTIONS);
        if (!nodes.isMapping(root))
        {
            return ConfigResult.of(null, errors);
        }
        final Map<String, YamlNodes.Entry> relay = keysOf(sections.get("relay"), "section relay", RELAY_KEYS);
        final int overheadBytes = overhead(relay.get("overhead"), "overhead of the relay", 0);
        final PolicingReader policing = new PolicingReader(nodes, errors, overheadBytes);
        final BuffersReader buffers = new BuffersReader(nodes, errors);
        final List<Placed<TrafficClass>> classes = classes(sections.get("classes"), policing, buffers);
        final ConfigDraft draft = new ConfigDraft(
            name(relay.get("name")), execution(relay),
            classes,
            flows(sections.get("flows"), classes, policing),
            destinations(sections.get("destinations"), overheadBytes),
            feeds(sections.get("feeds")),
            buffers.ofReserve(relay.get("reserve"), Stream.concat(Stream.of(BufferCounts.DEFAULT),
                classes.stream().map(each -> each.value().buffers())).toList()),
            new FlightReader(nodes, errors, classNames(classes)).read(relay.get("flight-recorder")));
        return ConfigResult.of(new ConfigValidator(draft, interfaces, errors).validate(), errors);
    }

    /** The last is there without being declared. */
    private static List<String> classNames(final List<Placed<TrafficClass>> classes)
    {
        return Stream.concat(classes.stream().map(each -> each.value().name()), Stream.of(TrafficClass.DEFAULT_NAME))
            .distinct().toList();
    }

    private Map<String, YamlNodes.Entry> keysOf(
        final YamlNodes.Entry entry, final String where, final List<String> known)
    {
        return null == entry ? Map.of() : nodes.keys(entry.value(), where, known);
    }

    private String name(final YamlNodes.Entry entry)
    {
        final Placed<String> name = null == entry ? null :
            nodes.text(entry.value(), "name of the relay", YamlNodes.NAME_ALLOWED);
        if (null == name)
        {
            return RelayNames.random();
        }
        nodes.checkName(name);
        return name.value();
    }

    private int overhead(final YamlNodes.Entry entry, final String what, final int absent)
    {
        return (int)nodes.quantity(entry, what, Units.SIZE, "0B", "256B", absent);
    }

    private Execution execution(final Map<String, YamlNodes.Entry> relay)
    {
        final Map<String, List<Placed<String>>> texts = new HashMap<>(overrides);
        for (final String key : ExecutionReader.KEYS)
        {
            final YamlNodes.Entry entry = relay.get(key);
            if (null != entry && !overrides.containsKey(key))
            {
                texts.put(key, texts(key, entry.value()));
            }
        }
        return new ExecutionReader(AllowedCores.ofThisProcess(), errors).read(texts);
    }

    private List<Placed<String>> texts(final String key, final Node node)
    {
        if (ExecutionReader.isList(key))
        {
            return nodes.texts(node, key, ExecutionReader.allowed(key));
        }
        final Placed<String> text = nodes.text(node, key, ExecutionReader.allowed(key));
        return null == text ? List.of() : List.of(text);
    }

    private List<Placed<TrafficClass>> classes(
        final YamlNodes.Entry section, final PolicingReader policing, final BuffersReader buffers)
    {
        final List<Placed<TrafficClass>> classes = new ArrayList<>();
        if (null != section)
        {
            final TrafficClasses reader = new TrafficClasses(nodes, errors, policing, buffers);
            nodes.names(section.value(), "section classes").forEach((name, entry) ->
                classes.add(new Placed<>(reader.read(name, entry), entry.place())));
            reader.checkShares();
        }
        return classes;
    }

    private List<ConfigDraft.Feed> feeds(final YamlNodes.Entry section)
    {
        final List<ConfigDraft.Feed> feeds = new ArrayList<>();
        if (null != section)
        {
            final Feeds reader = new Feeds(nodes, errors);
            nodes.names(section.value(), "section feeds").forEach((name, entry) -> feeds.add(reader.read(name, entry)));
        }
        return feeds;
    }

    private List<ConfigDraft.Flow> flows(
        final YamlNodes.Entry section, final List<Placed<TrafficClass>> classes, final PolicingReader policing)
    {
        final Map<String, BufferCounts> buffers = new HashMap<>();
        buffers.put(TrafficClass.DEFAULT_NAME, BufferCounts.DEFAULT);
        classes.forEach(each -> buffers.put(each.value().name(), each.value().buffers()));
        final List<ConfigDraft.Flow> flows = new ArrayList<>();
        named(section, "flows").forEach((name, entry) -> flows.add(flow(name, entry, buffers, policing)));
        return flows;
    }

    private ConfigDraft.Flow flow(
        final String name,
        final YamlNodes.Entry entry,
        final Map<String, BufferCounts> buffers,
        final PolicingReader policing)
    {
        final String where = "flow '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, FLOW_KEYS);
        final YamlNodes.Entry trafficClass = keys.get("class");
        final Placed<Endpoint> from = endpoint(keys.get("from"), "from", where, entry.place(), true);
        final ConfigDraft.Flow flow = new ConfigDraft.Flow(
            name,
            entry.place(),
            from,
            null == trafficClass ? null :
                nodes.text(trafficClass.value(), "class of " + where, "the name of a class"),
            to(keys.get("to"), where, entry.place()),
            Policing.NONE,
            rules(keys.get("override"), where, from));
        // a class that is not defined is complained about elsewhere
        return flow.policed(policing.read(keys, where, flow.classNames().filter(buffers::containsKey)
            .mapToLong(each -> policing.longest(buffers.get(each))).max().orElse(0)));
    }

    private List<ConfigDraft.Rule> rules(final YamlNodes.Entry entry, final String where, final Placed<Endpoint> from)
    {
        if (null != entry && null != from && from.value().isEnveloped())
        {
            errors.error(entry.place(), "override of " + where +
                ", which comes over Aeron: what class a datagram has is decided where it arrives by UDP");
        }
        return new ClassRules(nodes, errors).read(entry, where, EndpointRelations.udp(from));
    }

    private List<Placed<String>> to(final YamlNodes.Entry entry, final String where, final Place place)
    {
        final String allowed = "the name of a destination or a list of them";
        if (null == entry)
        {
            errors.error(place, where + " has no 'to': " + allowed);
            return List.of();
        }
        final List<Placed<String>> names = nodes.texts(entry.value(), "to of " + where, allowed);
        final Set<String> seen = new HashSet<>();
        names.removeIf(name ->
        {
            final boolean isRepeated = !seen.add(name.value());
            if (isRepeated)
            {
                errors.error(name.place(), "destination " + UserText.quoted(name.value()) + " is repeated in to of " +
                    where + ": once is enough");
            }
            return isRepeated;
        });
        return names;
    }

    private List<ConfigDraft.Destination> destinations(final YamlNodes.Entry section, final int overheadBytes)
    {
        final List<ConfigDraft.Destination> destinations = new ArrayList<>();
        named(section, "destinations").forEach((name, entry) ->
            destinations.add(destination(name, entry, overheadBytes)));
        return destinations;
    }

    private ConfigDraft.Destination destination(
        final String name, final YamlNodes.Entry entry, final int overheadBytes)
    {
        final String where = "destination '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, DESTINATION_KEYS);
        final long maxLag = nodes.quantity(
            keys.get("max-lag"), "max-lag of " + where, Units.SHARE, "0.1%", "100%", 0);
        return new ConfigDraft.Destination(
            name,
            entry.place(),
            endpoint(keys.get("to"), "to", where, entry.place(), false),
            maxLag / (double)Units.SHARE_WHOLE,
            whenSlow(keys.get("when-slow"), where),
            nodes.quantity(keys.get("rate"), "rate of " + where, Units.RATE,
                PolicingReader.RATE_MIN, PolicingReader.RATE_MAX, 0),
            burst(keys, where),
            overhead(keys.get("overhead"), "overhead of " + where, overheadBytes));
    }

    private WhenSlow whenSlow(final YamlNodes.Entry entry, final String where)
    {
        final Choice<WhenSlow> choice = new Choice<>("when-slow", WhenSlow.values());
        final Placed<String> text =
            null == entry ? null : nodes.text(entry.value(), "when-slow of " + where, choice.allowed());
        return choice.read(text, WhenSlow.SKIP_OLDEST, errors);
    }

    private Placed<Long> burst(final Map<String, YamlNodes.Entry> keys, final String where)
    {
        final YamlNodes.Entry entry = keys.get("burst");
        if (null == entry)
        {
            return null;
        }
        if (!keys.containsKey("rate"))
        {
            errors.error(entry.place(), "burst of " + where + " without a rate: give a rate too, or leave burst out");
        }
        return new Placed<>(nodes.quantity(entry, "burst of " + where, Units.SIZE, "1B", "1GiB",
            DestinationConfig.BURST_DEFAULT_BYTES), nodes.placeOf(entry.value()));
    }

    private Map<String, YamlNodes.Entry> named(final YamlNodes.Entry section, final String name)
    {
        final Map<String, YamlNodes.Entry> entries =
            null == section ? Map.of() : nodes.names(section.value(), "section " + name);
        if (entries.isEmpty() && (null == section || nodes.isMapping(section.value())))
        {
            errors.error(null == section ? new Place(label, 1, 1) : section.place(),
                (null == section ? "no section " : "nothing in section ") + name + ": at least one is needed");
        }
        return entries;
    }

    private Placed<Endpoint> endpoint(
        final YamlNodes.Entry entry, final String key, final String where, final Place place, final boolean isInput)
    {
        if (null == entry)
        {
            errors.error(place, where + " has no '" + key + "': " + URI_ALLOWED);
            return null;
        }
        final Placed<String> uri = nodes.text(entry.value(), key + " of " + where, URI_ALLOWED);
        return null == uri ? null :
            endpoints.read(uri.value(), index -> nodes.placeOf(entry.value(), index), isInput);
    }
}
