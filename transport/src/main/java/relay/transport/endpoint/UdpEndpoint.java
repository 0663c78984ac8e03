package relay.transport.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

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
     * @param uri {@code udp://...}
     * @return the endpoint.
     * @throws EndpointException if it is not one.
     */
    public static UdpEndpoint parse(final String uri)
    {
        return require(EndpointParser.parse(uri), () -> new EndpointException(
            1, "bad endpoint " + UserText.quoted(uri) + ": udp://address:port"));
    }

    /**
     * @param endpoint of any kind.
     * @param refusal  made if it is of another kind.
     * @return the endpoint, which is UDP.
     */
    public static UdpEndpoint require(final Endpoint endpoint, final Supplier<? extends RuntimeException> refusal)
    {
        if (null == endpoint.udp())
        {
            throw refusal.get();
        }
        return endpoint.udp();
    }

    /**
     * @param wantedCount of consecutive addresses from the first one on.
     * @param wantedMax   the last port.
     * @return this with that range instead of its own.
     */
    public UdpEndpoint range(final int wantedCount, final int wantedMax)
    {
        return new UdpEndpoint(uri, source, address, wantedCount, portMin, wantedMax, networkInterface, ttl, dscp,
            isLoopback, sourceAddress, receiveBufferLength, sendBufferLength);
    }

    /**
     * @return this, to send to from this machine alone: without a source, heard here and not passed on by any router.
     */
    public UdpEndpoint onThisMachine()
    {
        return new UdpEndpoint(uri, null, address, addressCount, portMin, portMax, networkInterface, 0, dscp,
            true, sourceAddress, receiveBufferLength, sendBufferLength);
    }

    @Override
    public UdpEndpoint udp()
    {
        return this;
    }

    /** Where a datagram was first sent to stands in its envelope. */
    @Override
    public boolean isEnveloped()
    {
        return isOriginal();
    }

    @Override
    public boolean isSharedByClasses()
    {
        return true;
    }

    @Override
    public int channels()
    {
        return addressCount * (portMax - portMin + 1);
    }

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
