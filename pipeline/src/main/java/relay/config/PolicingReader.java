package relay.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.pool.BufferCounts;
import relay.transport.endpoint.Dscp;
import relay.transport.endpoint.UserText;
import relay.transport.wire.Envelope;

/**
 * Reads the keys that say what is policed, of a class or of a flow.
 */
final class PolicingReader
{
    static final List<String> KEYS =
        List.of("rate", "burst", "excess-burst", "peak-rate", "peak-burst", "yellow", "red");

    static final String RATE_MIN = "1kbit";
    static final String RATE_MAX = "1000Gbit";

    private static final String BURST_MAX = "1GiB";
    private static final long BURST_DEFAULT_MIN = 65_536;
    private static final long BITS_OF_BURST_DEFAULT = 100L * Byte.SIZE;
    private static final String ACTION_FORWARD = "forward";
    private static final String ACTION_DROP = "drop";
    private static final List<String> ACTIONS = List.of(ACTION_FORWARD, ACTION_DROP);

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private final int overheadBytes;

    /**
     * @param overheadBytes of each datagram.
     */
    PolicingReader(final YamlNodes nodes, final ConfigErrors errors, final int overheadBytes)
    {
        this.nodes = nodes;
        this.errors = errors;
        this.overheadBytes = overheadBytes;
    }

    /**
     * @param buffers of a class.
     * @return bytes of the longest that can be in them, counted as policers count: a train has the overhead of each of
     * its datagrams.
     */
    long longest(final BufferCounts buffers)
    {
        return TrafficClasses.longestDatagram(buffers) + (long)Envelope.SEGMENT_COUNT_MAX * overheadBytes;
    }

    /**
     * @param keys    of a class or a flow, the others too.
     * @param where   for messages: "class 'a'".
     * @param longest bytes that must be able to pass at once.
     * @return what they say.
     */
    Policing read(final Map<String, YamlNodes.Entry> keys, final String where, final long longest)
    {
        final long rate = rate(keys, "rate", where);
        final long burst = burst(keys, "burst", where, defaultBurst(rate, longest));
        final long excessBurst = burst(keys, "excess-burst", where, 0);
        final long peakRate = rate(keys, "peak-rate", where);
        final long peakBurst = burst(keys, "peak-burst", where, defaultBurst(peakRate, longest));
        requireEnough(keys, "burst", where, burst, longest, "pass");
        requireEnough(keys, "excess-burst", where, excessBurst, longest, "be yellow");
        requireEnough(keys, "peak-burst", where, peakBurst, longest, "pass");
        final int yellow = action(keys, "yellow", where, Policing.FORWARD);
        final int red = action(keys, "red", where, Policing.DROP);
        if (areOfUse(keys, where))
        {
            checkMarker(keys, where, rate, burst, excessBurst, peakRate);
        }
        return 0 == rate ? Policing.NONE :
            new Policing(rate, burst, excessBurst, peakRate, peakBurst, yellow, red, overheadBytes);
    }

    /** The burst that goes with a rate when none is given: 10 ms at that rate, but room for any datagram. */
    private static long defaultBurst(final long rateBitsPerSecond, final long longest)
    {
        return 0 == rateBitsPerSecond ? 0 :
            Math.max(Math.max(BURST_DEFAULT_MIN, longest), rateBitsPerSecond / BITS_OF_BURST_DEFAULT);
    }

    private long rate(final Map<String, YamlNodes.Entry> keys, final String key, final String where)
    {
        return nodes.quantity(keys.get(key), key + " of " + where, Units.RATE, RATE_MIN, RATE_MAX, 0);
    }

    private long burst(
        final Map<String, YamlNodes.Entry> keys, final String key, final String where, final long absent)
    {
        return nodes.quantity(keys.get(key), key + " of " + where, Units.SIZE, "1B", BURST_MAX, absent);
    }

    private void requireEnough(
        final Map<String, YamlNodes.Entry> keys,
        final String key,
        final String where,
        final long bytes,
        final long longest,
        final String verb)
    {
        if (keys.containsKey(key) && bytes > 0 && bytes < longest)
        {
            errors.error(nodes.placeOf(keys.get(key).value()), String.format(Locale.ROOT,
                "%s of %s is %,d B: at least %,d B, or the longest %s that its buffers hold would never %s",
                key, where, bytes, longest, 0 == overheadBytes ? "datagrams" : "trains of datagrams", verb));
        }
    }

    private int action(
        final Map<String, YamlNodes.Entry> keys, final String key, final String where, final int absent)
    {
        final String allowed = ACTION_FORWARD + ", " + ACTION_DROP + ", or a DSCP, " + Dscp.ALLOWED;
        final Placed<String> text =
            keys.containsKey(key) ? nodes.text(keys.get(key).value(), key + " of " + where, allowed) : null;
        if (null == text)
        {
            return absent;
        }
        final int dscp = Dscp.parse(text.value());
        if (Dscp.NONE == dscp && !ACTIONS.contains(text.value()))
        {
            errors.error(text.place(), key + " of " + where + " is " + UserText.quoted(text.value()) + ": " + allowed +
                UserText.hint(text.value(), ACTIONS));
        }
        return Dscp.NONE != dscp ? dscp : text.value().equals(ACTION_DROP) ? Policing.DROP : Policing.FORWARD;
    }

    private boolean areOfUse(final Map<String, YamlNodes.Entry> keys, final String where)
    {
        if (!keys.containsKey("rate"))
        {
            KEYS.forEach(key -> requireOther(keys, key, where, "a rate", false));
            return false;
        }
        requireOther(keys, "peak-burst", where, "a peak-rate", keys.containsKey("peak-rate"));
        requireOther(keys, "yellow", where, "an excess-burst or a peak-rate",
            keys.containsKey("excess-burst") || keys.containsKey("peak-rate"));
        return true;
    }

    private void requireOther(
        final Map<String, YamlNodes.Entry> keys,
        final String key,
        final String where,
        final String other,
        final boolean hasOther)
    {
        if (keys.containsKey(key) && !hasOther)
        {
            errors.error(keys.get(key).place(),
                key + " of " + where + " without " + other + ": give " + other + " too, or leave " + key + " out");
        }
    }

    private void checkMarker(
        final Map<String, YamlNodes.Entry> keys,
        final String where,
        final long rate,
        final long burst,
        final long excessBurst,
        final long peakRate)
    {
        if (keys.containsKey("excess-burst") && keys.containsKey("peak-rate"))
        {
            errors.error(keys.get("excess-burst").place(), "excess-burst of " + where +
                " beside a peak-rate: one of them, for a marker has either one rate or two");
        }
        if (burst + excessBurst > Units.SIZE.parse(BURST_MAX))
        {
            errors.error(keys.get("excess-burst").place(), "burst and excess-burst of " + where + " are more than " +
                BURST_MAX + " together: at most that");
        }
        if (peakRate > 0 && peakRate < rate)
        {
            errors.error(nodes.placeOf(keys.get("peak-rate").value()),
                "peak-rate of " + where + " is less than its rate: at least as much");
        }
    }
}
