package relay.transport.endpoint;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Reads endpoints as users write them. Touches neither the network nor the machine's interfaces, so that a
 * configuration can be read elsewhere. Stateless, any thread.
 *
 * @see InterfaceSelector
 */
public final class EndpointParser
{
    static final int URI_LENGTH_MAX = 2_048;
    private static final List<EndpointScheme> OTHERS =
        ServiceLoader.load(EndpointScheme.class).stream().map(ServiceLoader.Provider::get).toList();

    private EndpointParser()
    {
    }

    /**
     * @param uri {@code udp://...} or {@code aeron:...}.
     * @return the endpoint.
     * @throws EndpointException if it is not one.
     */
    public static Endpoint parse(final String uri)
    {
        final UriPart whole = new UriPart(uri, 1);
        if (uri.length() > URI_LENGTH_MAX)
        {
            throw whole.error(String.format(Locale.ROOT, "%s has %,d characters: %,d at most",
                whole.quoted(), uri.length(), URI_LENGTH_MAX));
        }
        if (uri.startsWith(UdpUriParser.SCHEME))
        {
            return new UdpUriParser(whole).parse();
        }
        if (uri.startsWith(AeronUriParser.SCHEME))
        {
            return AeronUriParser.parse(whole);
        }
        return OTHERS.stream().filter(scheme -> uri.startsWith(scheme.prefix())).findFirst()
            .orElseThrow(() -> whole.error("bad endpoint " + whole.quoted() +
                ": udp://address:port, aeron:udp?endpoint=host:port or aeron:ipc"))
            .parse(uri);
    }

    /**
     * @param uri of something that datagrams come from.
     * @return the endpoint.
     * @throws EndpointException if it is not one, or is one that can only be sent to.
     */
    public static Endpoint parseInput(final String uri)
    {
        final Endpoint endpoint = parse(uri);
        final UdpEndpoint udp = endpoint.udp();
        if (null != udp && udp.isOriginal())
        {
            throw target(uri).error("'original' is for destinations: an input needs an address and a port");
        }
        return endpoint;
    }

    /**
     * @param uri of something that datagrams go to.
     * @return the endpoint.
     * @throws EndpointException if it is not one, or is not one place to send to.
     */
    public static Endpoint parseOutput(final String uri)
    {
        final Endpoint endpoint = parse(uri);
        final UdpEndpoint udp = endpoint.udp();
        if (null != udp && !udp.isOriginal())
        {
            if (null != udp.source())
            {
                throw target(uri).error("source " + UserText.quoted(display(udp.source())) +
                    " in a destination: to choose the address that it sends from, use ?source-address=");
            }
            if (udp.address().isAnyLocalAddress())
            {
                throw target(uri).error("destination " + UserText.quoted(uri) +
                    " names no host: a group or the address of one host");
            }
            if (udp.addressCount() > 1 || udp.portMin() != udp.portMax())
            {
                throw target(uri).error("destination " + UserText.quoted(uri) + " is a range: one address and port," +
                    " or udp://original to send each datagram where it was first sent to");
            }
        }
        return endpoint;
    }

    /**
     * @param address any.
     * @return as it is written in a URI: IPv6 in brackets and shortened (RFC 5952).
     */
    public static String display(final InetAddress address)
    {
        return address instanceof Inet6Address ? "[" + Ipv6Text.of(address.getAddress()) + "]" :
            address.getHostAddress();
    }

    static List<InetSocketAddress> expand(final UdpEndpoint endpoint)
    {
        if (endpoint.isOriginal())
        {
            return List.of();
        }
        final List<InetSocketAddress> pairs = new ArrayList<>();
        final byte[] bytes = endpoint.address().getAddress();
        final BigInteger first = new BigInteger(1, bytes);
        for (int i = 0; i < endpoint.addressCount(); i++)
        {
            final InetAddress address = address(first.add(BigInteger.valueOf(i)), bytes.length);
            for (int port = endpoint.portMin(); port <= endpoint.portMax(); port++)
            {
                pairs.add(new InetSocketAddress(address, port));
            }
        }
        return List.copyOf(pairs);
    }

    static InetAddress address(final BigInteger number, final int length)
    {
        final byte[] digits = number.toByteArray();
        final byte[] bytes = new byte[length];
        final int count = Math.min(length, digits.length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        try
        {
            return InetAddress.getByAddress(bytes);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("address of " + length + " bytes: 4 or 16", ex);
        }
    }

    private static UriPart target(final String uri)
    {
        return new UriPart(uri, 1).from(UdpUriParser.SCHEME.length());
    }
}
