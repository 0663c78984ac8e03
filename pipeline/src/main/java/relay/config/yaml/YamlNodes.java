package relay.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import relay.transport.endpoint.Quantity;
import relay.transport.endpoint.UserText;

/**
 * Reads typed values from YAML nodes. What cannot be read is reported and answered by null or the value for absence, so
 * that reading goes on and finds the next error too.
 */
public final class YamlNodes
{
    public static final String NAME_ALLOWED = "1 to 64 of A-Z a-z 0-9 . _ -";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final YamlSource source;
    private final ConfigErrors errors;

    public YamlNodes(final YamlSource source, final ConfigErrors errors)
    {
        this.source = source;
        this.errors = errors;
    }

    /**
     * One key of a mapping.
     *
     * @param place of the key.
     * @param value node of its value.
     */
    public record Entry(Place place, Node value)
    {
    }

    /**
     * @param node  a mapping, or nothing at all.
     * @param where for messages: "flow 'a'".
     * @param known the keys that are allowed.
     * @return the entries by key, in order.
     */
    public Map<String, Entry> keys(final Node node, final String where, final List<String> known)
    {
        final Map<String, Entry> entries = mapping(node, where, "a mapping with the keys " + String.join(", ", known));
        entries.entrySet().removeIf(entry ->
        {
            final boolean isUnknown = !known.contains(entry.getKey());
            if (isUnknown)
            {
                error(entry.getValue().place(), "unknown key " + UserText.quoted(entry.getKey()) + " in " + where +
                    ": one of " + String.join(", ", known) + UserText.hint(entry.getKey(), known));
            }
            return isUnknown;
        });
        return entries;
    }

    /**
     * @param node  a mapping, or nothing at all.
     * @param where for messages: "section flows".
     * @return the entries by name, in order.
     */
    public Map<String, Entry> names(final Node node, final String where)
    {
        final Map<String, Entry> entries = mapping(node, where, "a mapping of names");
        entries.forEach((name, entry) -> checkName(new Placed<>(name, entry.place())));
        return entries;
    }

    public void checkName(final Placed<String> name)
    {
        if (!NAME.matcher(name.value()).matches())
        {
            error(name.place(), "bad name " + UserText.quoted(name.value()) + ": " + NAME_ALLOWED);
        }
    }

    private Map<String, Entry> mapping(final Node node, final String where, final String allowed)
    {
        final Map<String, Entry> entries = new LinkedHashMap<>();
        if (isNull(node))
        {
            return entries;
        }
        if (!(node instanceof MappingNode mapping))
        {
            error(placeOf(node), where + " is " + kind(node) + ": " + allowed);
            return entries;
        }
        checkTag(node, where);
        for (final NodeTuple tuple : mapping.getValue())
        {
            final Placed<String> key = text(tuple.getKeyNode(), "a key of " + where, "a name");
            if (null != key)
            {
                final Entry first = entries.putIfAbsent(key.value(), new Entry(key.place(), tuple.getValueNode()));
                if (null != first)
                {
                    error(key.place(), "key " + UserText.quoted(key.value()) + " is repeated in " + where +
                        ": first on line " + first.place().line());
                }
            }
        }
        return entries;
    }

    /**
     * @param node    a scalar.
     * @param what    for messages.
     * @param allowed for messages.
     * @return its text, or null if it is none.
     */
    public Placed<String> text(final Node node, final String what, final String allowed)
    {
        if (isNull(node) || !(node instanceof ScalarNode scalar) || scalar.getValue().isEmpty())
        {
            error(placeOf(node), what + " is " + kind(node) + ": " + allowed);
            return null;
        }
        checkTag(node, what);
        return new Placed<>(scalar.getValue(), placeOf(node));
    }

    /**
     * @param node    a scalar, or a list of scalars.
     * @param what    for messages.
     * @param allowed for messages.
     * @return the texts that could be read.
     */
    public List<Placed<String>> texts(final Node node, final String what, final String allowed)
    {
        final List<Placed<String>> texts = new ArrayList<>();
        for (final Node item : items(node, what, allowed))
        {
            final Placed<String> text = text(item, what, allowed);
            if (null != text)
            {
                texts.add(text);
            }
        }
        return texts;
    }

    /**
     * @param node    anything, or a list.
     * @param what    for messages.
     * @param allowed for messages.
     * @return what is in the list, or the node itself if it is none.
     */
    public List<Node> items(final Node node, final String what, final String allowed)
    {
        final List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        if (items.isEmpty())
        {
            error(placeOf(node), what + " is an empty list: " + allowed);
        }
        return items;
    }

    public int integer(final Entry entry, final String what, final int minimum, final int maximum, final int absent)
    {
        if (null == entry)
        {
            return absent;
        }
        final String allowed = String.format(Locale.ROOT, "a number from %,d to %,d", minimum, maximum);
        final Placed<String> text = text(entry.value(), what, allowed);
        if (null == text)
        {
            return absent;
        }
        if (text.value().matches("[0-9]{1,10}"))
        {
            final long value = Long.parseLong(text.value());
            if (value >= minimum && value <= maximum)
            {
                return (int)value;
            }
        }
        error(text.place(), what + " is " + UserText.quoted(text.value()) + ": " + allowed);
        return absent;
    }

    /**
     * @param entry    or null.
     * @param what     for messages.
     * @param quantity that it must be.
     * @param minimum  allowed, as a user writes it.
     * @param maximum  allowed, as a user writes it.
     * @param absent   the answer without an entry, or with a bad one.
     * @return in the quantity's smallest unit.
     */
    public long quantity(
        final Entry entry,
        final String what,
        final Quantity quantity,
        final String minimum,
        final String maximum,
        final long absent)
    {
        final Placed<String> text =
            null == entry ? null : text(entry.value(), what, "from " + minimum + " to " + maximum);
        if (null == text)
        {
            return absent;
        }
        try
        {
            final long value = quantity.parse(text.value());
            if (value >= quantity.parse(minimum) && value <= quantity.parse(maximum))
            {
                return value;
            }
            error(text.place(), what + " is " + UserText.quoted(text.value()) + ": from " + minimum + " to " + maximum);
        }
        catch (final IllegalArgumentException ex)
        {
            error(text.place(), what + ": " + ex.getMessage());
        }
        return absent;
    }

    public boolean isMapping(final Node node)
    {
        return isNull(node) || node instanceof MappingNode;
    }

    public Place placeOf(final Node node)
    {
        return source.placeOf(node.getStartMark());
    }

    /**
     * @param node  a scalar.
     * @param index of a character in its value.
     * @return where that character stands; the scalar's beginning if the value is not written as it is (escapes, folded
     * lines).
     */
    public Place placeOf(final Node node, final int index)
    {
        final ScalarNode scalar = (ScalarNode)node;
        final Optional<Mark> begin = node.getStartMark();
        final Optional<Mark> end = node.getEndMark();
        final int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
        final String value = scalar.getValue();
        final boolean isAsWritten = begin.isPresent() && end.isPresent() &&
            begin.get().getLine() == end.get().getLine() &&
            end.get().getIndex() - begin.get().getIndex() == value.codePointCount(0, value.length()) + 2 * quote;
        return isAsWritten ? placeOf(node).at(quote + value.codePointCount(0, index)) : placeOf(node);
    }

    private void checkTag(final Node node, final String what)
    {
        if (!node.getTag().getValue().startsWith(Tag.PREFIX))
        {
            error(placeOf(node), "tag " + UserText.quoted(node.getTag().getValue()) + " on " + what +
                ": leave it out");
        }
    }

    private void error(final Place place, final String message)
    {
        errors.error(place, message);
    }

    private static boolean isNull(final Node node)
    {
        return Tag.NULL.equals(node.getTag());
    }

    private static String kind(final Node node)
    {
        if (node instanceof MappingNode)
        {
            return "a mapping";
        }
        if (node instanceof SequenceNode)
        {
            return "a list";
        }
        final String value = ((ScalarNode)node).getValue();
        return isNull(node) || value.isEmpty() ? "empty" : UserText.quoted(value);
    }
}
