package relay.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Finds the interface of an endpoint.
 */
public final class Interfaces
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
    public static NetworkInterface select(final UdpEndpoint endpoint, final InetAddress group)
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
     * @param endpoint to listen to.
     * @return the interface that its groups are joined on; null for unicast.
     */
    public static NetworkInterface ofReceiver(final UdpEndpoint endpoint)
    {
        return endpoint.isMulticast() ? select(endpoint, endpoint.address()) : null;
    }

    /**
     * @param endpoint to send to.
     * @return the interface that its groups are sent out of; null for unicast, and where the system chooses.
     */
    public static NetworkInterface ofSender(final UdpEndpoint endpoint)
    {
        if (!endpoint.isOriginal() && !endpoint.isMulticast())
        {
            return null;
        }
        return null == endpoint.networkInterface() && null != endpoint.sourceAddress() ?
            ownerOf(endpoint.sourceAddress()) : select(endpoint, endpoint.address());
    }

    /**
     * @param endpoint    to listen to.
     * @param destination one of its addresses and ports.
     * @return the address to bind to: the wildcard on one interface is that interface's address.
     */
    public static InetSocketAddress local(final UdpEndpoint endpoint, final InetSocketAddress destination)
    {
        return null == endpoint.networkInterface() || !destination.getAddress().isAnyLocalAddress() ? destination :
            new InetSocketAddress(addressOf(endpoint), destination.getPort());
    }

    /**
     * @param index of an interface that has an address.
     * @return whether this machine has it still, with an address.
     */
    public static boolean isThere(final int index)
    {
        try
        {
            return null != NetworkInterface.getByIndex(index);
        }
        catch (final SocketException ex)
        {
            return true;  // not known to have gone
        }
    }

    private static NetworkInterface ownerOf(final InetAddress address)
    {
        try
        {
            return NetworkInterface.getByInetAddress(address);
        }
        catch (final SocketException ignore)
        {
            return null;  // the system's choice, and bind reports an address that is not there
        }
    }

    /**
     * @param endpoint that names an interface.
     * @return that interface's first address of the endpoint's family.
     */
    private static InetAddress addressOf(final UdpEndpoint endpoint)
    {
        final StandardProtocolFamily family = family(endpoint.address());
        return select(endpoint, null).inetAddresses().filter(address -> family(address) == family).findFirst()
            .orElseThrow(() -> new TransportException("cannot open " + endpoint.uri() + ": the interface has no " +
                (StandardProtocolFamily.INET == family ? "IPv4" : "IPv6") + " address: give it one", null));
    }

    /**
     * @param address of either family.
     * @return which it is.
     */
    public static StandardProtocolFamily family(final InetAddress address)
    {
        return address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /**
     * @param address          an IPv6 group of link or interface scope (RFC 4291, 2.7), or any other.
     * @param networkInterface that the group is meant on.
     * @return the address as the system wants it: with the interface's index if one address is in use on all links.
     */
    public static InetAddress scoped(final InetAddress address, final NetworkInterface networkInterface)
    {
        final boolean needsScope = address instanceof Inet6Address ipv6 && 0 == ipv6.getScopeId() &&
            (ipv6.isMCLinkLocal() || ipv6.isMCNodeLocal());
        try
        {
            return !needsScope ? address :
                Inet6Address.getByAddress(null, address.getAddress(), networkInterface.getIndex());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);  // not for the bytes of an address
        }
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
