package relay.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.transport.endpoint.UserText;

/**
 * Reads the section feeds.
 */
final class Feeds
{
    private static final List<String> KEYS = List.of("legs", "key", "window");
    private static final List<String> FIELD_KEYS = List.of("offset", "width", "order");
    private static final List<String> ORDERS = List.of("big", "little");
    private static final List<Integer> WIDTHS = List.of(1, 2, 4, 8);
    private static final int OFFSET_MAX = 65_527 - Long.BYTES;
    private static final Map<String, FeedKey> NAMED = Map.of(
        "rtp", FeedKey.RTP, "moldudp64", FeedKey.MOLDUDP64, "cme", FeedKey.CME, "hash", FeedKey.HASH);
    private static final List<String> NAMES = List.of("rtp", "moldudp64", "cme", "hash");
    private static final String KEY_ALLOWED = "one of " + String.join(", ", NAMES) +
        ", or a mapping with the keys " + String.join(", ", FIELD_KEYS);
    private static final String LEGS_ALLOWED = "the name of a flow or a list of them";

    private final YamlNodes nodes;
    private final ConfigErrors errors;

    Feeds(final YamlNodes nodes, final ConfigErrors errors)
    {
        this.nodes = nodes;
        this.errors = errors;
    }

    ConfigDraft.Feed read(final String name, final YamlNodes.Entry entry)
    {
        final String where = "feed '" + name + "'";
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, KEYS);
        final List<Placed<String>> legs = legs(keys.get("legs"), where, entry.place());
        final FeedKey key = key(keys.get("key"), where, entry.place());
        final FeedConfig config = null == key ? null : window(
            FeedConfig.of(name, legs.stream().map(Placed::value).toList(), key), keys.get("window"), where);
        return new ConfigDraft.Feed(name, entry.place(), legs, config);
    }

    private List<Placed<String>> legs(final YamlNodes.Entry entry, final String where, final Place place)
    {
        if (null == entry)
        {
            errors.error(place, where + " has no 'legs': " + LEGS_ALLOWED);
            return List.of();
        }
        final List<Placed<String>> legs = new ArrayList<>();
        final Set<String> seen = new HashSet<>();
        for (final Placed<String> leg : nodes.texts(entry.value(), "legs of " + where, LEGS_ALLOWED))
        {
            if (seen.add(leg.value()))
            {
                legs.add(leg);
            }
            else
            {
                errors.error(leg.place(), "flow " + UserText.quoted(leg.value()) + " is repeated in legs of " + where +
                    ": once is enough");
            }
        }
        if (legs.size() > FeedConfig.LEGS_MAX)
        {
            errors.error(legs.get(FeedConfig.LEGS_MAX).place(),
                where + " has " + legs.size() + " legs: " + FeedConfig.LEGS_MAX + " at most");
        }
        return legs;
    }

    private FeedKey key(final YamlNodes.Entry entry, final String where, final Place place)
    {
        if (null == entry)
        {
            errors.error(place, where + " has no 'key': " + KEY_ALLOWED);
            return null;
        }
        if (nodes.isMapping(entry.value()))
        {
            return field(entry, "key of " + where);
        }
        final Placed<String> text = nodes.text(entry.value(), "key of " + where, KEY_ALLOWED);
        final FeedKey key = null == text ? null : NAMED.get(text.value());
        if (null != text && null == key)
        {
            errors.error(text.place(), "key of " + where + " is " + UserText.quoted(text.value()) + ": " +
                KEY_ALLOWED + UserText.hint(text.value(), NAMES));
        }
        return key;
    }

    private FeedKey field(final YamlNodes.Entry entry, final String where)
    {
        final Map<String, YamlNodes.Entry> keys = nodes.keys(entry.value(), where, FIELD_KEYS);
        for (final String required : FIELD_KEYS)
        {
            if (!keys.containsKey(required))
            {
                errors.error(nodes.placeOf(entry.value()), where + " has no '" + required + "'");
                return null;
            }
        }
        final int offset = nodes.integer(keys.get("offset"), "offset in " + where, 0, OFFSET_MAX, -1);
        final int width = nodes.integer(keys.get("width"), "width in " + where, 1, Long.BYTES, 0);
        final Placed<String> order = nodes.text(keys.get("order").value(), "order in " + where, "big or little");
        if (width > 0 && !WIDTHS.contains(width))
        {
            errors.error(nodes.placeOf(keys.get("width").value()), "width in " + where + " is '" + width +
                "': 1, 2, 4 or 8 bytes");
            return null;
        }
        if (null != order && !ORDERS.contains(order.value()))
        {
            errors.error(order.place(), "unknown order " + UserText.quoted(order.value()) + " in " + where +
                ": big or little" + UserText.hint(order.value(), ORDERS));
            return null;
        }
        return offset < 0 || 0 == width || null == order ? null :
            FeedKey.field(offset, width, order.value().equals("little"));
    }

    private FeedConfig window(final FeedConfig feed, final YamlNodes.Entry entry, final String where)
    {
        if (null == entry)
        {
            return feed;
        }
        if (FeedKey.Kind.HASH == feed.key().kind())
        {
            return feed.windowNs(nodes.quantity(
                entry, "window of " + where, Units.DURATION, "1us", "10s", feed.windowNs()));
        }
        final int maximum = FeedConfig.windowLengthMax(feed.key());
        final int window = nodes.integer(
            entry, "window of " + where, FeedConfig.WINDOW_LENGTH_MIN, maximum, feed.windowLength());
        if (1 != Integer.bitCount(window))
        {
            errors.error(nodes.placeOf(entry.value()), String.format(Locale.ROOT,
                "window of %s is '%d': a power of two, such as %d", where, window, Integer.highestOneBit(window)));
        }
        return feed.windowLength(window);
    }
}
