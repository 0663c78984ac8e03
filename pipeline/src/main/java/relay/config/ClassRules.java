package relay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.config.yaml.YamlNodes;
import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.Dscp;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.endpoint.UserText;

/**
 * Reads the key override of a flow: rules that give some of its datagrams another class.
 */
final class ClassRules
{
    /** Each datagram is compared with one rule after the other. */
    static final int RULES_MAX = 64;

    private static final List<String> CONDITIONS = List.of("source", "port", "dscp", "length");
    private static final List<String> KEYS = List.of("source", "port", "dscp", "length", "class");
    private static final int PORT_MAX = 65_535;
    private static final int LENGTH_MAX = 65_535;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    private final YamlNodes nodes;
    private final ConfigErrors errors;

    ClassRules(final YamlNodes nodes, final ConfigErrors errors)
    {
        this.nodes = nodes;
        this.errors = errors;
    }

    /**
     * @param entry one rule or a list of them; null for none.
     * @param flow  for messages: "flow 'a'".
     * @param input that the flow listens to; null if it could not be read.
     * @return the rules in order, those that could be read.
     */
    List<ConfigDraft.Rule> read(final YamlNodes.Entry entry, final String flow, final UdpEndpoint input)
    {
        final List<ConfigDraft.Rule> rules = new ArrayList<>();
        if (null != entry)
        {
            final List<Node> items = nodes.items(entry.value(), "override of " + flow, "a list of rules");
            if (items.size() > RULES_MAX)
            {
                errors.error(nodes.placeOf(items.get(RULES_MAX)),
                    items.size() + " rules in override of " + flow + ": " + RULES_MAX + " at most");
                return List.of();
            }
            for (int i = 0; i < items.size(); i++)
            {
                final ConfigDraft.Rule rule = rule(items.get(i), "rule " + (1 + i) + " of " + flow, input);
                if (null != rule)
                {
                    rules.add(rule);
                }
            }
        }
        return rules;
    }

    private ConfigDraft.Rule rule(final Node node, final String where, final UdpEndpoint input)
    {
        final Map<String, YamlNodes.Entry> keys = nodes.keys(node, where, KEYS);
        if (!nodes.isMapping(node))
        {
            return null;
        }
        if (CONDITIONS.stream().noneMatch(keys::containsKey))
        {
            errors.error(nodes.placeOf(node), where + " has no condition: at least one of " +
                String.join(", ", CONDITIONS));
        }
        final ClassRule.Range port = range(keys.get("port"), "port of " + where, 1, PORT_MAX);
        if (null != port && null != input && (port.last() < input.portMin() || port.first() > input.portMax()))
        {
            errors.warning(keys.get("port").place(), "port of " + where + " is none that the flow receives: " +
                "the rule has no effect");
        }
        final Placed<String> trafficClass = trafficClass(keys.get("class"), where, nodes.placeOf(node));
        final ClassRule.Range length = range(keys.get("length"), "length of " + where, 0, LENGTH_MAX);
        final int dscp = dscp(keys.get("dscp"), "dscp of " + where);
        final AddressPrefix source = source(keys.get("source"), "source of " + where);
        return null == trafficClass ? null : new ConfigDraft.Rule(
            new ClassRule(trafficClass.value(), source, port, dscp, length), trafficClass.place(),
            keys.containsKey("dscp") ? keys.get("dscp").place() : null);
    }

    private Placed<String> trafficClass(final YamlNodes.Entry entry, final String where, final Place place)
    {
        if (null == entry)
        {
            errors.error(place, where + " has no 'class': the name of a class");
            return null;
        }
        return nodes.text(entry.value(), "class of " + where, "the name of a class");
    }

    private AddressPrefix source(final YamlNodes.Entry entry, final String what)
    {
        final Placed<String> text =
            null == entry ? null : nodes.text(entry.value(), what, "an address, or a network such as 10.1.0.0/16");
        if (null == text)
        {
            return null;
        }
        try
        {
            return AddressPrefix.parse(text.value());
        }
        catch (final IllegalArgumentException ex)
        {
            errors.error(text.place(), what + ": " + ex.getMessage());
            return null;
        }
    }

    private int dscp(final YamlNodes.Entry entry, final String what)
    {
        final Placed<String> text = null == entry ? null : nodes.text(entry.value(), what, Dscp.ALLOWED);
        if (null == text)
        {
            return ClassRule.DSCP_ANY;
        }
        final int dscp = Dscp.parse(text.value());
        if (Dscp.NONE == dscp)
        {
            errors.error(text.place(), what + " is " + UserText.quoted(text.value()) + ": " + Dscp.ALLOWED);
            return ClassRule.DSCP_ANY;
        }
        return dscp;
    }

    private ClassRule.Range range(final YamlNodes.Entry entry, final String what, final int minimum, final int maximum)
    {
        final String allowed =
            String.format(Locale.ROOT, "a number from %,d to %,d, or two of them: 5000-5003", minimum, maximum);
        final Placed<String> text = null == entry ? null : nodes.text(entry.value(), what, allowed);
        if (null == text)
        {
            return null;
        }
        final Matcher matcher = RANGE.matcher(text.value());
        if (matcher.matches())
        {
            final int first = Integer.parseInt(matcher.group(1));
            final int last = null == matcher.group(2) ? first : Integer.parseInt(matcher.group(2));
            if (first > last)
            {
                errors.error(text.place(),
                    what + " is " + UserText.quoted(text.value()) + ", a reversed range: write " + last + "-" + first);
                return null;
            }
            if (first >= minimum && last <= maximum)
            {
                return new ClassRule.Range(first, last);
            }
        }
        errors.error(text.place(), what + " is " + UserText.quoted(text.value()) + ": " + allowed);
        return null;
    }
}
