package relay.transport.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A UDP endpoint: {@code udp://[source@]address[/prefix]:port[-port]?interface=eth0&ttl=4...}.
 *
 * @param uri                 the text that the user wrote.
 * @param source              the only sender that is heard (source-specific multicast, RFC 4607), or null for any.
 * @param address             the first group or unicast address; null for {@code udp://original}, which sends each
 *                            datagram to the group and port it was first sent to.
 * @param addressCount        how many consecutive addresses, 1 unless a prefix was given.
 * @param portMin             the first port, 1..65535; 0 for {@code udp://original}.
 * @param portMax             the last port, inclusive.
 * @param networkInterface    interface name, address or CIDR as written, or null for the system's choice.
 * @param ttl                 multicast time to live (hop limit), 0..255.
 * @param dscp                differentiated services code point (RFC 2474), 0..63.
 * @param isLoopback          whether multicast sent here is heard on this machine.
 * @param sourceAddress       the local address to send from, or null for the system's choice.
 * @param receiveBufferLength SO_RCVBUF to ask for, in bytes.
 * @param sendBufferLength    SO_SNDBUF to ask for, in bytes.
 */
public record UdpEndpoint(
    String uri,
    InetAddress source,
    InetAddress address,
    int addressCount,
    int portMin,
    int portMax,
    String networkInterface,
    int ttl,
    int dscp,
    boolean isLoopback,
    InetAddress sourceAddress,
    int receiveBufferLength,
    int sendBufferLength) implements Endpoint
{
    public static final int TTL_DEFAULT = 1;
    public static final int SOCKET_BUFFER_LENGTH_DEFAULT = 4 * 1024 * 1024;

    /**
     * @return whether datagrams go to the group and port they were first sent to.
     */
    public boolean isOriginal()
    {
        return null == address;
    }

    public boolean isMulticast()
    {
        return null != address && address.isMulticastAddress();
    }

    /**
     * @param all that are listened to, this one among them.
     * @return how to listen to this one: it shares no socket if another is an address of this machine at one of its
     * ports.
     */
    public ReceiveOptions receiveOptions(final List<UdpEndpoint> all)
    {
        return ReceiveOptions.DEFAULT.sharing(all.stream().noneMatch(
            other -> !other.isMulticast() && portMin <= other.portMax && other.portMin <= portMax));
    }

    /**
     * @return every address and port that this endpoint stands for, in order.
     */
    public List<InetSocketAddress> expand()
    {
        return EndpointParser.expand(this);
    }
}
