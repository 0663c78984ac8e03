package relay.transport.nio;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import relay.transport.EndpointParser;
import relay.transport.InterfaceSelector;
import relay.transport.TransportException;
import relay.transport.UdpEndpoint;

/**
 * Finds the interface of an endpoint.
 */
final class Interfaces
{
    private static final int DISCARD_PORT = 9;

    private Interfaces()
    {
    }

    /**
     * @param endpoint whose interface is wanted.
     * @param group    for which, in case the system chooses; null if the groups are not known yet.
     * @return the interface that the user named, or the one that the system's multicast route leads to; null only if
     * none was named and there is no group.
     */
    static NetworkInterface select(final UdpEndpoint endpoint, final InetAddress group)
    {
        if (null != endpoint.networkInterface())
        {
            try
            {
                return new InterfaceSelector().select(endpoint.networkInterface());
            }
            catch (final IllegalArgumentException ex)
            {
                throw new TransportException("cannot open " + endpoint.uri() + ": " + ex.getMessage(), ex);
            }
        }
        return null == group ? null : byRoute(endpoint, group);
    }

    /**
     * @param endpoint that names an interface.
     * @return that interface's first address of the endpoint's family.
     */
    static InetAddress addressOf(final UdpEndpoint endpoint)
    {
        final StandardProtocolFamily family = family(endpoint.address());
        return select(endpoint, null).inetAddresses().filter(address -> family(address) == family).findFirst()
            .orElseThrow(() -> new TransportException("cannot open " + endpoint.uri() + ": the interface has no " +
                (StandardProtocolFamily.INET == family ? "IPv4" : "IPv6") + " address: give it one", null));
    }

    static StandardProtocolFamily family(final InetAddress address)
    {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /**
     * @param address          an IPv6 group of link or interface scope (RFC 4291, 2.7), or any other.
     * @param networkInterface that the group is meant on.
     * @return the address as the system wants it: with the interface's index if one address is in use on all links.
     */
    static InetAddress scoped(final InetAddress address, final NetworkInterface networkInterface) throws IOException
    {
        final boolean needsScope = address instanceof Inet6Address ipv6 && 0 == ipv6.getScopeId() &&
            (ipv6.isMCLinkLocal() || ipv6.isMCNodeLocal());
        return !needsScope ? address :
            Inet6Address.getByAddress(null, address.getAddress(), networkInterface.getIndex());
    }

    private static NetworkInterface byRoute(final UdpEndpoint endpoint, final InetAddress group)
    {
        // connecting a UDP socket sends nothing, it only looks up the route and takes its source address
        try (DatagramChannel channel = DatagramChannel.open(family(group)))
        {
            channel.connect(new InetSocketAddress(group, DISCARD_PORT));
            final InetAddress local = ((InetSocketAddress)channel.getLocalAddress()).getAddress();
            final NetworkInterface found = NetworkInterface.getByInetAddress(local);
            if (null != found)
            {
                return found;
            }
            throw new IOException("Network is unreachable");
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            throw OpenFailure.of(
                "cannot open " + endpoint.uri() + ": no interface for " + EndpointParser.display(group), ex);
        }
    }
}
