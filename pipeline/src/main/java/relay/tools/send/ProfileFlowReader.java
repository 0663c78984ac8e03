package relay.tools.send;

import java.util.List;
import java.util.Map;
import relay.config.Units;
import relay.config.yaml.Choice;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;

/**
 * Reads the flows of a profile of traffic.
 */
final class ProfileFlowReader
{
    private static final List<String> KEYS = List.of(
        "groups", "sources", "rate", "every", "start", "jitter", "train", "spacing", "length", "key");
    private static final List<String> KEY_KEYS = List.of("every", "train");
    private static final int TRAIN_MAX = 1_000_000;
    private static final int GROUPS_MAX = 4_096;
    private static final int SOURCES_MAX = 16_384;
    private static final int RATE_MAX = 100_000_000;
    private static final WeightedRanges ONE = WeightedRanges.parse("1", 1, 1);

    private final YamlNodes nodes;
    private final ConfigErrors errors;
    private int groups;
    private int sources;

    /** How the sources of a periodic flow begin. */
    private enum Start
    {
        /** Each at a random time of its period. */
        RANDOM,
        /** All at once. */
        TOGETHER,
    }

    ProfileFlowReader(final YamlNodes nodes, final ConfigErrors errors)
    {
        this.nodes = nodes;
        this.errors = errors;
    }

    TrafficProfile.Flow read(final String name, final YamlNodes.Entry entry)
    {
        final String where = "flow '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, KEYS);
        final boolean isPeriodic = keys.containsKey("every");
        if (isPeriodic == keys.containsKey("rate"))
        {
            errors.error(entry.place(), where + " has " + (isPeriodic ? "both" : "neither") +
                " 'rate' " + (isPeriodic ? "and" : "nor") + " 'every': datagrams a second at random, " +
                "or the time from train to train");
        }
        if (!keys.containsKey("length"))
        {
            errors.error(entry.place(), where + " has no 'length': bytes, such as 1316 or 40-100:70,1400:30");
        }
        final int groupCount = nodes.integer(keys.get("groups"), "groups of " + where, 1, GROUPS_MAX, 1);
        final int sourceCount =
            nodes.integer(keys.get("sources"), "sources of " + where, groupCount, SOURCES_MAX, groupCount);
        groups += groupCount;
        sources += sourceCount;
        final WeightedRanges train = ranges(keys.get("train"), "train of " + where, 1, TRAIN_MAX, ONE);
        final Map<String, YamlNodes.Entry> key = keys(keys.get("key"), where, entry.place());
        return new TrafficProfile.Flow(
            name, groupCount, sourceCount,
            nodes.integer(keys.get("rate"), "rate of " + where, 1, RATE_MAX, 0),
            time(keys, "every", where, "1us"),
            isTogether(keys.get("start"), where, isPeriodic),
            periodicOnly(keys, "jitter", where, isPeriodic),
            train,
            time(keys, "spacing", where, "0ns"),
            ranges(keys.get("length"), "length of " + where, Probe.HEADER_LENGTH, Probe.LENGTH_MAX, ONE),
            nodes.integer(key.get("every"), "every of key of " + where, 2, TRAIN_MAX, 0),
            ranges(key.get("train"), "train of key of " + where, 1, TRAIN_MAX, null));
    }

    /** When all are read. */
    void checkTotals(final Place place)
    {
        if (groups > GROUPS_MAX || sources > SOURCES_MAX)
        {
            errors.error(place, "the flows have " + groups + " groups and " + sources + " sources: at most " +
                GROUPS_MAX + " and " + SOURCES_MAX);
        }
    }

    private Map<String, YamlNodes.Entry> keys(final YamlNodes.Entry entry, final String where, final Place place)
    {
        final Map<String, YamlNodes.Entry> keys =
            null == entry ? Map.of() : nodes.keys(entry.value(), "key of " + where, KEY_KEYS);
        if (null != entry && keys.size() < KEY_KEYS.size())
        {
            errors.error(place, "key of " + where + " needs 'every' and 'train': { every: 50, train: 200 }");
        }
        return keys;
    }

    private long time(
        final Map<String, YamlNodes.Entry> keys, final String key, final String where, final String minimum)
    {
        return nodes.quantity(keys.get(key), key + " of " + where, Units.DURATION, minimum, "3600s", 0);
    }

    private long periodicOnly(
        final Map<String, YamlNodes.Entry> keys, final String key, final String where, final boolean isPeriodic)
    {
        checkPeriodic(keys.get(key), key, where, isPeriodic);
        return time(keys, key, where, "0ns");
    }

    private boolean isTogether(final YamlNodes.Entry entry, final String where, final boolean isPeriodic)
    {
        checkPeriodic(entry, "start", where, isPeriodic);
        final Choice<Start> choice = new Choice<>("start", Start.values());
        final Placed<String> text =
            null == entry ? null : nodes.text(entry.value(), "start of " + where, choice.allowed());
        return Start.TOGETHER == choice.read(text, Start.RANDOM, errors);
    }

    private void checkPeriodic(
        final YamlNodes.Entry entry, final String key, final String where, final boolean isPeriodic)
    {
        if (null != entry && !isPeriodic)
        {
            errors.error(entry.place(), key + " of " + where + ", which is random anyway: leave it out, or give " +
                "'every' for 'rate'");
        }
    }

    private WeightedRanges ranges(
        final YamlNodes.Entry entry, final String what, final int min, final int max, final WeightedRanges absent)
    {
        final Placed<String> text =
            null == entry ? null : nodes.text(entry.value(), what, "a number, a range or a mix of them");
        if (null == text)
        {
            return absent;
        }
        try
        {
            return WeightedRanges.parse(text.value(), min, max);
        }
        catch (final IllegalArgumentException ex)
        {
            errors.error(text.place(), what + ": " + ex.getMessage());
            return absent;
        }
    }
}
