package relay.transport;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Sockets in words, for people: the same ones whichever transport opened them.
 */
public final class SocketText
{
    private SocketText()
    {
    }

    /**
     * @param endpoint         that a socket listens for.
     * @param destination      the group or local address and the port of it.
     * @param networkInterface that the group is joined on; null if it is no group.
     * @return "239.1.1.1:5000 from 10.0.0.1 on eth0".
     */
    public static String ofReceiver(
        final UdpEndpoint endpoint, final InetSocketAddress destination, final NetworkInterface networkInterface)
    {
        return ofReceiver(endpoint, List.of(destination), networkInterface);
    }

    /**
     * @param endpoint         that a socket listens for.
     * @param destinations     the groups of one port that share it.
     * @param networkInterface that the groups are joined on.
     * @return "239.1.1.0:5000 and 19 more from 10.0.0.1 on eth0".
     */
    public static String ofReceiver(
        final UdpEndpoint endpoint,
        final List<InetSocketAddress> destinations,
        final NetworkInterface networkInterface)
    {
        final InetSocketAddress first = destinations.getFirst();
        return EndpointParser.display(first.getAddress()) + ":" + first.getPort() +
            (destinations.size() > 1 ? " and " + (destinations.size() - 1) + " more" : "") +
            (null == endpoint.source() ? "" : " from " + EndpointParser.display(endpoint.source())) +
            (null == networkInterface ? "" : " on " + networkInterface.getName());
    }

    /**
     * @param endpoint         that a socket sends to.
     * @param networkInterface that groups are sent out of; null if there are none.
     * @return "239.1.1.1:5000 on eth0 ttl 1".
     */
    public static String ofSender(final UdpEndpoint endpoint, final NetworkInterface networkInterface)
    {
        return (endpoint.isOriginal() ? "original addresses" : EndpointParser.display(endpoint.address()) +
            (endpoint.addressCount() > 1 ? " and " + (endpoint.addressCount() - 1) + " more, ports " : ":") +
            endpoint.portMin() + (endpoint.portMax() > endpoint.portMin() ? "-" + endpoint.portMax() : "")) +
            (null == endpoint.sourceAddress() ? "" : " as " + EndpointParser.display(endpoint.sourceAddress())) +
            (null == networkInterface ? "" : " on " + networkInterface.getName()) +
            (endpoint.isOriginal() || endpoint.isMulticast() ? " ttl " + endpoint.ttl() : "") +
            (null == networkInterface && null != endpoint.networkInterface() ?
                " (by the routing table: interface= is for groups)" : "") +
            (0 == endpoint.dscp() ? "" : " dscp " + endpoint.dscp());
    }

    /**
     * @param granted bytes of a socket buffer.
     * @param asked   bytes, 0 for the system's default.
     * @param setting the kernel setting that limits it, "net.core.rmem_max" or "net.core.wmem_max".
     * @return what was asked for and granted.
     */
    public static String ofBuffer(final int granted, final int asked, final String setting)
    {
        if (0 == asked)
        {
            return "buffer " + granted + " B (system default)";
        }
        return "buffer " + granted + " B" + (granted >= asked ? "" : " of " + asked + " B asked for (limited by " +
            setting + OpenFailure.setting("/proc/sys/" + setting.replace('.', '/')) + ")");
    }
}
