package relay.tools.model;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.UdpEndpoint;

/**
 * A traffic class as {@code relay model} is asked about it.
 *
 * @param name   as the configuration has it.
 * @param weight share of the rate among those of all classes.
 * @param from   where its datagrams of a capture were sent to; empty for all of them.
 */
record ModelClass(String name, double weight, List<InetSocketAddress> from)
{
    /** Addresses of one class; a range of more is not a flow. */
    private static final int ADDRESSES_MAX = 100_000;

    static ModelClass of(final String name)
    {
        return new ModelClass(name, 1, List.of());
    }

    /**
     * @param texts {@code NAME}, {@code NAME=WEIGHT} or {@code NAME=URI}; one name may have several URIs.
     * @return the classes, in the order of their first mention.
     * @throws IllegalArgumentException with a message for the user.
     */
    static List<ModelClass> parse(final List<String> texts)
    {
        final Map<String, ModelClass> classes = new LinkedHashMap<>();
        for (final String text : texts)
        {
            final ModelClass next = parse(text);
            final ModelClass before = classes.get(next.name());
            if (null != before && (before.from().isEmpty() || next.from().isEmpty()))
            {
                throw new IllegalArgumentException("--class " + text + ": '" + next.name() + "' was named before");
            }
            classes.put(next.name(), null == before ? next : before.with(next.from()));
        }
        return List.copyOf(classes.values());
    }

    private ModelClass with(final List<InetSocketAddress> more)
    {
        final List<InetSocketAddress> all = new ArrayList<>(from);
        all.addAll(more);
        return new ModelClass(name, weight, all);
    }

    private static ModelClass parse(final String text)
    {
        final int equals = text.indexOf('=');
        final String name = equals < 0 ? text : text.substring(0, equals);
        final String value = equals < 0 ? "1" : text.substring(equals + 1);
        if (!name.matches("[^\\s,=]+"))
        {
            throw bad(text, "a name, such as market-data, may not be empty nor hold blanks or commas");
        }
        if (value.startsWith("udp:"))
        {
            return new ModelClass(name, 1, addresses(text, value));
        }
        if (!value.matches("[1-9][0-9]{0,5}"))
        {
            throw bad(text, "a name, and a weight from 1 to 999999 or, with --capture, a URI such as " +
                "udp://239.1.1.0/28:5000");
        }
        return new ModelClass(name, Integer.parseInt(value), List.of());
    }

    private static List<InetSocketAddress> addresses(final String text, final String uri)
    {
        try
        {
            final UdpEndpoint endpoint = UdpEndpoint.parse(uri);
            if (endpoint.isOriginal() || null != endpoint.source() || endpoint.channels() > ADDRESSES_MAX)
            {
                throw bad(text, "a group or host and a port, or a range of up to " + ADDRESSES_MAX +
                    ", without a source");
            }
            return endpoint.expand();
        }
        catch (final EndpointException ex)
        {
            throw bad(text, ex.getMessage());
        }
    }

    private static IllegalArgumentException bad(final String text, final String why)
    {
        return new IllegalArgumentException("--class " + text + ": " + why);
    }
}
