package relay.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * Reads the section classes.
 */
final class TrafficClasses
{
    static final int PRIORITY_MAX = 7;
    static final int WEIGHT_MAX = 1_000;
    static final int BUFFERS_MAX = 1_000_000;
    static final String RATE_MIN = "1kbit";
    static final String RATE_MAX = "1000Gbit";

    /** The longest payload of a UDP datagram over IPv4. */
    private static final int DATAGRAM_LENGTH_MAX = 65_507;
    private static final long BURST_DEFAULT_MIN = 65_536;
    private static final long BITS_OF_BURST_DEFAULT = 100L * Byte.SIZE;

    private static final List<String> KEYS = List.of(
        "priority", "weight", "min-share", "max-rate", "deadline", "rate", "burst", "buffers");
    private static final List<String> BUFFER_KEYS = List.of("small", "standard", "jumbo", "large");

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private long minShareSum;
    private Place minShareExcess;

    TrafficClasses(final YamlNodes nodes, final ConfigErrors errors)
    {
        this.nodes = nodes;
        this.errors = errors;
    }

    /**
     * @return the class of flows that name none, when it is not declared.
     */
    static TrafficClass byDefault()
    {
        return TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);
    }

    /**
     * @param rateBitsPerSecond policed rate.
     * @return the burst that goes with it when none is given: 10 ms at that rate, but room for any datagram.
     */
    static long defaultBurst(final long rateBitsPerSecond)
    {
        return 0 == rateBitsPerSecond ? 0 : Math.max(BURST_DEFAULT_MIN, rateBitsPerSecond / BITS_OF_BURST_DEFAULT);
    }

    TrafficClass read(final String name, final YamlNodes.Entry entry)
    {
        final String where = "class '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, KEYS);
        final BufferCounts buffers = buffers(keys.get("buffers"), name);
        final long rate = nodes.quantity(
            keys.get("rate"), "rate of " + where, Units.RATE, RATE_MIN, RATE_MAX, 0);
        return new TrafficClass(
            name,
            nodes.integer(keys.get("priority"), "priority of " + where, 0, PRIORITY_MAX, 0),
            nodes.integer(keys.get("weight"), "weight of " + where, 1, WEIGHT_MAX, 1),
            minShare(keys.get("min-share"), where),
            nodes.quantity(keys.get("max-rate"), "max-rate of " + where, Units.RATE, RATE_MIN, RATE_MAX, 0),
            nodes.quantity(keys.get("deadline"), "deadline of " + where, Units.DURATION, "1us", "3600s", 0),
            Policing.of(rate, burst(keys, where, rate, buffers)),
            buffers);
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

    private long burst(
        final Map<String, YamlNodes.Entry> keys, final String where, final long rate, final BufferCounts buffers)
    {
        final YamlNodes.Entry entry = keys.get("burst");
        final long absent = defaultBurst(rate);
        final long burst = nodes.quantity(entry, "burst of " + where, Units.SIZE, "1B", "1GiB", absent);
        if (null == entry)
        {
            return burst;
        }
        if (!keys.containsKey("rate"))
        {
            errors.error(entry.place(), "burst of " + where + " without a rate: give a rate too, or leave burst out");
        }
        final long longest = longestDatagram(buffers);
        if (burst < longest)
        {
            errors.error(nodes.placeOf(entry.value()), String.format(Locale.ROOT,
                "burst of %s is %,d B: at least %,d B, or the longest datagrams that its buffers hold would never pass",
                where, burst, longest));
        }
        return burst;
    }

    static int longestDatagram(final BufferCounts buffers)
    {
        int longest = 0;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            longest = buffers.of(sizeClass) > 0 ? Math.max(longest, sizeClass.payloadLength()) : longest;
        }
        return Math.min(longest, DATAGRAM_LENGTH_MAX);
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
        return counts;
    }
}
