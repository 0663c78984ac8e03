package relay.tools.replay;

import java.util.regex.Pattern;
import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.UserText;

/**
 * Moves the destinations of one network to another of the same length. Immutable, any thread.
 */
public final class AddressMap
{
    private static final int PORT_MAX = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final AddressPrefix from;
    private final AddressPrefix to;
    private final int port;

    private AddressMap(final AddressPrefix from, final AddressPrefix to, final int port)
    {
        this.from = from;
        this.to = to;
        this.port = port;
    }

    /**
     * @param text such as {@code 233.54.12.0/24=239.1.1.0/24}; a port may follow: {@code 239.1.1.0/24:6000},
     *             {@code [ff15::/64]:6000}.
     * @return the map.
     * @throws IllegalArgumentException with a message of one line, if it is none.
     */
    public static AddressMap parse(final String text)
    {
        final int equals = text.indexOf('=');
        if (equals < 0)
        {
            throw error(text, "NETWORK=NETWORK[:PORT], such as 233.54.12.0/24=239.1.1.0/24");
        }
        return parse(text, text.substring(0, equals), text.substring(equals + 1));
    }

    /**
     * @param address of a datagram.
     * @param isIpv6  whether it came by IPv6.
     * @return whether this map moves it.
     */
    boolean matches(final HostPort address, final boolean isIpv6)
    {
        return from.isIpv4() != isIpv6 && from.contains(address);
    }

    /**
     * @param address that matches.
     * @param moved   takes where it is moved to.
     */
    void move(final HostPort address, final HostPort moved)
    {
        from.move(address, to, 0 == port ? address.port() : port, moved);
    }

    private static AddressMap parse(final String text, final String left, final String right)
    {
        final int colon = portColon(right);
        final String network = right.substring(0, colon);
        final AddressPrefix from = prefix(text, left);
        final AddressPrefix to = prefix(text, network.startsWith("[") && network.endsWith("]") ?
            network.substring(1, network.length() - 1) : network);
        if (from.isIpv4() != to.isIpv4() || from.length() != to.length())
        {
            throw error(text, "both networks must be of one length and of one family");
        }
        return new AddressMap(from, to, colon == right.length() ? 0 : port(text, right.substring(colon + 1)));
    }

    /**
     * @return where the colon before a port is, or where it would be.
     */
    private static int portColon(final String right)
    {
        final int colon = right.lastIndexOf(':');
        final boolean isBeforePort = colon > 0 && (colon == right.indexOf(':') || ']' == right.charAt(colon - 1));
        return isBeforePort ? colon : right.length();
    }

    private static int port(final String text, final String port)
    {
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) < 1 || Integer.parseInt(port) > PORT_MAX)
        {
            throw error(text, "port " + UserText.quoted(port) + ": 1 to " + PORT_MAX);
        }
        return Integer.parseInt(port);
    }

    private static AddressPrefix prefix(final String text, final String network)
    {
        try
        {
            return AddressPrefix.parse(network);
        }
        catch (final IllegalArgumentException ex)
        {
            throw error(text, ex.getMessage());
        }
    }

    private static IllegalArgumentException error(final String text, final String what)
    {
        return new IllegalArgumentException("bad map " + UserText.quoted(text) + ": " + what);
    }
}
