package relay.transport.endpoint;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code udp://[source@]address[/prefix]:port[-port]?key=value&...}.
 */
final class UdpUriParser
{
    static final String SCHEME = "udp://";
    static final String ORIGINAL = "original";
    static final List<String> KEYS = List.of("interface", "ttl", "dscp", "loopback", "source-address",
        "receive-buffer", "send-buffer");

    /** Each pair costs a group membership, a file descriptor or a look-up entry; more is taken for a typing error. */
    static final int PAIRS_MAX = 4_096;
    private static final int BUFFER_LENGTH_MIN = 1 << 10;
    private static final int BUFFER_LENGTH_MAX = 1 << 30;
    private static final int PORT_MAX = 65_535;

    private final String uri;
    private final UriPart original;
    private final UriPart source;
    private final UriPart host;
    private final UriPart prefix;
    private final UriPart ports;
    private final UriKeys keys;

    UdpUriParser(final UriPart whole)
    {
        uri = whole.text();
        final int question = uri.indexOf('?');
        final UriPart authority = whole.between(SCHEME.length(), question < 0 ? uri.length() : question);
        keys = new UriKeys(whole, '&', '|', KEYS);
        original = authority.text().equals(ORIGINAL) ? authority : null;
        final int at = authority.text().indexOf('@');
        source = at < 0 ? null : authority.to(at);
        final UriPart target = authority.from(at + 1);
        final int colon = null == original ? colon(target) : target.text().length() - 1;
        final UriPart network = target.to(colon);
        final int slash = network.text().indexOf('/');
        host = slash < 0 ? network : network.to(slash);
        prefix = slash < 0 ? null : network.from(slash + 1);
        ports = target.from(colon + 1);
    }

    UdpEndpoint parse()
    {
        if (null != original)
        {
            return endpoint(null, null, 1, 0, 0);
        }
        final InetAddress address = address();
        final int count = count(address);
        final int dash = ports.text().indexOf('-');
        final int portMin = port(dash < 0 ? ports : ports.to(dash));
        final int portMax = dash < 0 ? portMin : port(ports.from(dash + 1));
        if (portMax < portMin)
        {
            throw ports.error("reversed port range " + ports.quoted() + ": write " + portMax + "-" + portMin);
        }
        final long pairs = (long)count * (portMax - portMin + 1);
        if (pairs > PAIRS_MAX)
        {
            throw host.error(String.format(Locale.ROOT, "%s stands for %,d pairs of address and port: %,d at most",
                UserText.quoted(uri), pairs, PAIRS_MAX));
        }
        return endpoint(null == source ? null : source(address), address, count, portMin, portMax);
    }

    private UdpEndpoint endpoint(
        final InetAddress from, final InetAddress address, final int count, final int portMin, final int portMax)
    {
        return new UdpEndpoint(uri, from, address, count, portMin, portMax,
            keys.get("interface", null, UriPart::text),
            keys.get("ttl", UdpEndpoint.TTL_DEFAULT, value -> value.number("ttl", 0, 255)),
            keys.get("dscp", 0, UdpUriParser::dscp),
            keys.get("loopback", false, value -> value.bool("loopback")),
            keys.get("source-address", null, value -> sourceAddress(value, address)),
            bufferLength("receive-buffer"),
            bufferLength("send-buffer"));
    }

    private int colon(final UriPart target)
    {
        final String text = target.text();
        if (text.startsWith("["))
        {
            final int bracket = text.indexOf(']');
            if (bracket < 0)
            {
                throw target.error("no ']' after " + target.quoted() + ": an IPv6 address is written [ff15::1]");
            }
            return requireColon(target, text.indexOf(':', bracket));
        }
        final int colon = text.indexOf(':');
        if (colon != text.lastIndexOf(':'))
        {
            throw target.error("an IPv6 address needs brackets in " + target.quoted() + ": udp://[ff15::1]:5000");
        }
        return requireColon(target, colon);
    }

    private int requireColon(final UriPart target, final int colon)
    {
        if (colon <= 0 || colon == target.text().length() - 1)
        {
            throw target.error(target.isEmpty() || 0 == colon ? "no address in " + UserText.quoted(uri) +
                ": udp://address:port, such as udp://239.1.1.1:5000" :
                target.quoted() + " has no port: udp://address:port, such as udp://239.1.1.1:5000" +
                    UserText.hint(target.text(), List.of(ORIGINAL)));
        }
        return colon;
    }

    private InetAddress address()
    {
        final InetAddress address = LiteralAddress.parse(host.text().equals("*") ?
            new UriPart("0.0.0.0", host.column()) : host);
        if (address.getHostAddress().equals("255.255.255.255"))
        {
            throw host.error("broadcast address " + host.quoted() +
                ": sending to it is not supported, and udp://*:port receives what is sent to it");
        }
        return address;
    }

    private int count(final InetAddress address)
    {
        if (null == prefix)
        {
            return 1;
        }
        final int bits = address.getAddress().length * Byte.SIZE;
        final int length = prefix.number("prefix", 0, bits);
        if (!address.isMulticastAddress())
        {
            throw prefix.error("prefix /" + length + " on the unicast address " + host.quoted() +
                ": a prefix is for multicast groups");
        }
        final int hostBits = bits - length;
        if (hostBits >= Integer.SIZE - 1)
        {
            throw prefix.error(String.format(Locale.ROOT,
                "prefix /%d stands for more than %,d addresses: /%d or longer", length, PAIRS_MAX, bits - 12));
        }
        final BigInteger number = new BigInteger(1, address.getAddress());
        final BigInteger first = number.shiftRight(hostBits).shiftLeft(hostBits);
        if (!first.equals(number))
        {
            throw host.error("address " + host.quoted() + " is not the first of its /" + length + ": write " +
                EndpointParser.display(EndpointParser.address(first, bits / Byte.SIZE)) + "/" + length);
        }
        return 1 << hostBits;
    }

    private static int port(final UriPart part)
    {
        return part.number("port", 1, PORT_MAX);
    }

    private InetAddress source(final InetAddress group)
    {
        final InetAddress address = LiteralAddress.parse(source);
        if (!group.isMulticastAddress())
        {
            throw source.error("source " + source.quoted() + " for the unicast address " + host.quoted() +
                ": a source is for multicast groups");
        }
        requireLocalKind(source, "source", address, group);
        return address;
    }

    private static InetAddress sourceAddress(final UriPart value, final InetAddress target)
    {
        // In a query nothing but the value can hold colons, so brackets are not needed.
        final InetAddress bare = LiteralAddress.parseOrNull(value.text());
        final InetAddress address = null == bare ? LiteralAddress.parse(value) : bare;
        requireLocalKind(value, "source-address", address, target);
        return address;
    }

    private static void requireLocalKind(
        final UriPart part, final String what, final InetAddress address, final InetAddress target)
    {
        if (address.isMulticastAddress() || address.isAnyLocalAddress())
        {
            throw part.error(what + " " + part.quoted() + " is not the address of one host: a unicast address");
        }
        if (null != target && address.getAddress().length != target.getAddress().length)
        {
            throw part.error(what + " " + part.quoted() + " and address " +
                UserText.quoted(EndpointParser.display(target)) + " are not of one family: both IPv4 or both IPv6");
        }
    }

    private static int dscp(final UriPart value)
    {
        final int dscp = Dscp.parse(value.text());
        if (Dscp.NONE == dscp)
        {
            throw value.error("bad dscp " + value.quoted() + ": " + Dscp.ALLOWED);
        }
        return dscp;
    }

    private int bufferLength(final String key)
    {
        return keys.get(key, UdpEndpoint.SOCKET_BUFFER_LENGTH_DEFAULT, value -> bufferLength(key, value));
    }

    private static int bufferLength(final String key, final UriPart value)
    {
        final long length;
        try
        {
            length = Quantity.SIZE.parse(value.text().matches("[0-9]+") ? value.text() + "B" : value.text());
        }
        catch (final IllegalArgumentException ex)
        {
            throw value.error(ex.getMessage());
        }
        if (length < BUFFER_LENGTH_MIN || length > BUFFER_LENGTH_MAX)
        {
            throw value.error(key + " " + value.quoted() + " is out of range: 1KiB to 1GiB");
        }
        return (int)length;
    }
}
