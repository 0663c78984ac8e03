package relay.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.transport.wire.Envelope;

/**
 * Reads the section classes.
 */
final class TrafficClasses
{
    static final int PRIORITY_MAX = 7;
    static final int WEIGHT_MAX = 1_000;
    static final int BUFFERS_MAX = 1_000_000;

    private static final List<String> KEYS =
        Stream.of(List.of("priority", "weight", "deadline"), PolicingReader.KEYS, List.of("buffers"))
            .flatMap(List::stream).toList();
    private static final List<String> BUFFER_KEYS = List.of("small", "standard", "jumbo", "large");

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private final PolicingReader policing;

    TrafficClasses(final YamlNodes nodes, final ConfigErrors errors, final PolicingReader policing)
    {
        this.nodes = nodes;
        this.errors = errors;
        this.policing = policing;
    }

    /**
     * @return the class of flows that name none, when it is not declared.
     */
    static TrafficClass byDefault()
    {
        return TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);
    }

    TrafficClass read(final String name, final YamlNodes.Entry entry)
    {
        final String where = "class '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, KEYS);
        final BufferCounts buffers = buffers(keys.get("buffers"), name);
        return new TrafficClass(
            name,
            nodes.integer(keys.get("priority"), "priority of " + where, 0, PRIORITY_MAX, 0),
            nodes.integer(keys.get("weight"), "weight of " + where, 1, WEIGHT_MAX, 1),
            nodes.quantity(keys.get("deadline"), "deadline of " + where, Units.DURATION, "1us", "3600s", 0),
            policing.read(keys, where, policing.longest(buffers)),
            buffers);
    }

    private BufferCounts buffers(final YamlNodes.Entry entry, final String className)
    {
        final BufferCounts absent = BufferCounts.DEFAULT;
        if (null == entry)
        {
            return absent;
        }
        final String where = "buffers of class '" + className + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, BUFFER_KEYS);
        final BufferCounts counts = new BufferCounts(
            nodes.integer(keys.get("small"), "small " + where, 0, BUFFERS_MAX, absent.small()),
            nodes.integer(keys.get("standard"), "standard " + where, 0, BUFFERS_MAX, absent.standard()),
            nodes.integer(keys.get("jumbo"), "jumbo " + where, 0, BUFFERS_MAX, absent.jumbo()),
            nodes.integer(keys.get("large"), "large " + where, 0, BUFFERS_MAX, absent.large()));
        if (0 == counts.total())
        {
            errors.error(nodes.placeOf(entry.value()), where + " are all 0: at least one");
            return absent;
        }
        final long bytes = Lane.footprint(counts, Envelope.LENGTH).bufferBytes();
        if (bytes > Lane.BUFFER_BYTES_MAX)
        {
            errors.error(nodes.placeOf(entry.value()), String.format(Locale.ROOT,
                "%s take %,d B with their headers: %,d B at most", where, bytes, Lane.BUFFER_BYTES_MAX));
            return absent;
        }
        return counts;
    }
}
