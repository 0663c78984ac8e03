package relay.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.YamlNodes;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.wire.Envelope;

/**
 * Reads how many buffers a class, or the reserve, has of each size.
 */
final class BuffersReader
{
    private static final int BUFFERS_MAX = 1_000_000;

    private static final List<String> KEYS = List.of("small", "standard", "jumbo", "large");

    private final YamlNodes nodes;
    private final ConfigErrors errors;

    BuffersReader(final YamlNodes nodes, final ConfigErrors errors)
    {
        this.nodes = nodes;
        this.errors = errors;
    }

    /**
     * @param entry     or null.
     * @param className of the class.
     * @return its buffers, at least one.
     */
    BufferCounts ofClass(final YamlNodes.Entry entry, final String className)
    {
        final String where = "buffers of class '" + className + "'";
        final BufferCounts counts = read(entry, where, BufferCounts.DEFAULT);
        if (0 == counts.total())
        {
            errors.error(nodes.placeOf(entry.value()), where + " are all 0: at least one");
            return BufferCounts.DEFAULT;
        }
        return counts;
    }

    /**
     * @param entry   or null.
     * @param classes buffers of each class that may borrow.
     * @return buffers of the reserve, none by default.
     */
    BufferCounts ofReserve(final YamlNodes.Entry entry, final List<BufferCounts> classes)
    {
        final BufferCounts counts = read(entry, "buffers of the reserve", BufferCounts.NONE);
        if (counts.total() > 0)
        {
            check(entry, counts, classes);
        }
        return counts;
    }

    private void check(final YamlNodes.Entry entry, final BufferCounts reserve, final List<BufferCounts> classes)
    {
        // a destination that keeps its oldest may get as many buffers of its own as a class has and may borrow
        final long bytes = classes.stream().mapToLong(each -> bytes(each.with(reserve))).max().orElse(0);
        if (bytes > Lane.BUFFER_BYTES_MAX)
        {
            tooMuch(entry, "buffers of the reserve and those of a class", bytes);
        }
        for (final SizeClass sizeClass : SizeClass.values())
        {
            if (reserve.of(sizeClass) > 0 && classes.stream().allMatch(each -> 0 == each.of(sizeClass)))
            {
                errors.warning(nodes.placeOf(entry.value()), KEYS.get(sizeClass.ordinal()) +
                    " buffers of the reserve are not used: a class borrows what it has some of, and none has these");
            }
        }
    }

    private BufferCounts read(final YamlNodes.Entry entry, final String where, final BufferCounts absent)
    {
        if (null == entry)
        {
            return absent;
        }
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, KEYS);
        final BufferCounts counts = new BufferCounts(
            nodes.integer(keys.get("small"), "small " + where, 0, BUFFERS_MAX, absent.small()),
            nodes.integer(keys.get("standard"), "standard " + where, 0, BUFFERS_MAX, absent.standard()),
            nodes.integer(keys.get("jumbo"), "jumbo " + where, 0, BUFFERS_MAX, absent.jumbo()),
            nodes.integer(keys.get("large"), "large " + where, 0, BUFFERS_MAX, absent.large()));
        final long bytes = bytes(counts);
        if (bytes > Lane.BUFFER_BYTES_MAX)
        {
            tooMuch(entry, where, bytes);
            return absent;
        }
        return counts;
    }

    private void tooMuch(final YamlNodes.Entry entry, final String what, final long bytes)
    {
        errors.error(nodes.placeOf(entry.value()), String.format(Locale.ROOT,
            "%s take %,d B with their headers: %,d B at most", what, bytes, Lane.BUFFER_BYTES_MAX));
    }

    private static long bytes(final BufferCounts counts)
    {
        return Footprint.ofLane(counts, Envelope.LENGTH).bufferBytes();
    }
}
