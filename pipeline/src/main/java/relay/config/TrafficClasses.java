package relay.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.YamlNodes;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * Reads the section classes.
 */
final class TrafficClasses
{
    static final int PRIORITY_MAX = 7;
    static final int WEIGHT_MAX = 1_000;

    /** The longest payload of a UDP datagram over IPv4. */
    private static final int DATAGRAM_LENGTH_MAX = 65_507;

    private static final List<String> KEYS = Stream.of(
        List.of("priority", "weight", "min-share", "max-rate", "deadline"), PolicingReader.KEYS, List.of("buffers"))
        .flatMap(List::stream).toList();

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private final PolicingReader policing;
    private final BuffersReader buffers;
    private long minShareSum;
    private Place minShareExcess;

    TrafficClasses(
        final YamlNodes nodes, final ConfigErrors errors, final PolicingReader policing, final BuffersReader buffers)
    {
        this.nodes = nodes;
        this.errors = errors;
        this.policing = policing;
        this.buffers = buffers;
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
        final BufferCounts counts = buffers.ofClass(keys.get("buffers"), name);
        return new TrafficClass(
            name,
            nodes.integer(keys.get("priority"), "priority of " + where, 0, PRIORITY_MAX, 0),
            nodes.integer(keys.get("weight"), "weight of " + where, 1, WEIGHT_MAX, 1),
            minShare(keys.get("min-share"), where),
            nodes.quantity(keys.get("max-rate"), "max-rate of " + where, Units.RATE,
                PolicingReader.RATE_MIN, PolicingReader.RATE_MAX, 0),
            nodes.quantity(keys.get("deadline"), "deadline of " + where, Units.DURATION, "1us", "3600s", 0),
            policing.read(keys, where, policing.longest(counts)),
            counts);
    }

    /**
     * Called once all classes were read: no destination can send more than all.
     */
    void checkShares()
    {
        if (null != minShareExcess)
        {
            errors.error(minShareExcess, "min-share of all classes is " + Units.shareText(minShareSum) +
                " together: 100% at most");
        }
    }

    /**
     * @return the longest datagram that buffers hold, in bytes.
     */
    static int longestDatagram(final BufferCounts buffers)
    {
        int longest = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            longest = buffers.of(sizeClass) > 0 ? Math.max(longest, sizeClass.payloadLength()) : longest;
        }
        return Math.min(longest, DATAGRAM_LENGTH_MAX);
    }

    private long minShare(final YamlNodes.Entry entry, final String where)
    {
        final long share = nodes.quantity(entry, "min-share of " + where, Units.SHARE, "0.1%", "100%", 0);
        minShareSum += share;
        if (minShareSum > Units.SHARE_WHOLE && null == minShareExcess)
        {
            minShareExcess = nodes.placeOf(entry.value());
        }
        return share;
    }
}
