package relay.transport.endpoint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Addresses written as numbers. Never asks a name server: a relay must mean the same on every start, and a group's name
 * would be an answer from the network to the question where from the network to listen.
 */
final class LiteralAddress
{
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

    private LiteralAddress()
    {
    }

    /**
     * @param part an IPv4 address, or an IPv6 address in brackets.
     * @return the address.
     */
    static InetAddress parse(final UriPart part)
    {
        final String text = part.text();
        if (text.startsWith("[") && text.endsWith("]"))
        {
            return parseIpv6(part.between(1, text.length() - 1));
        }
        final InetAddress address = IPV4.matcher(text).matches() ? ipv4(text) : null;
        if (null != address)
        {
            return address;
        }
        if (isIpv6(text))
        {
            throw part.error("IPv6 address " + part.quoted() + " needs brackets: [" + text + "]");
        }
        throw part.error("bad address " + part.quoted() +
            ": an IPv4 address such as 239.1.1.1 or an IPv6 address such as [ff15::1]; names are not looked up");
    }

    /**
     * @param text an IPv4 address, or an IPv6 address without brackets.
     * @return the address, or null if it is none.
     */
    static InetAddress parseOrNull(final String text)
    {
        if (IPV4.matcher(text).matches())
        {
            return ipv4(text);
        }
        return isIpv6(text) ? Inet6Address.ofLiteral(text) : null;
    }

    private static InetAddress parseIpv6(final UriPart part)
    {
        if (part.text().indexOf('%') >= 0)
        {
            throw part.error("zone in address " + part.quoted() + ": name the interface with ?interface=" +
                part.text().substring(part.text().indexOf('%') + 1));
        }
        if (!isIpv6(part.text()))
        {
            throw part.error("bad IPv6 address " + part.quoted() + ": between brackets, such as [ff15::1]");
        }
        final InetAddress address = Inet6Address.ofLiteral(part.text());
        if (address instanceof Inet4Address)
        {
            throw part.error("IPv4-mapped address " + part.quoted() + ": write " + address.getHostAddress());
        }
        return address;
    }

    private static boolean isIpv6(final String text)
    {
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0)
        {
            return false;
        }
        try
        {
            Inet6Address.ofLiteral(text);
            return true;
        }
        catch (final IllegalArgumentException ignore)
        {
            return false;
        }
    }

    private static InetAddress ipv4(final String text)
    {
        try
        {
            return Inet4Address.ofLiteral(text);
        }
        catch (final IllegalArgumentException ignore)
        {
            // a number above 255
            return null;
        }
    }
}
