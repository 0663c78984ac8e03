package relay.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Endpoints for tests: on the loopback interface unless another is named, time to live 0, loopback on.
 */
public final class UdpEndpointBuilder
{
    private final InetAddress address;
    private final int port;
    private InetAddress source;
    private InetAddress sourceAddress;
    private String networkInterface = "lo";
    private int addressCount = 1;
    private int dscp;
    private int receiveBufferLength = 1 << 20;
    private int sendBufferLength = 1 << 20;

    public UdpEndpointBuilder(final String address, final int port) throws UnknownHostException
    {
        this.address = InetAddress.getByName(address);
        this.port = port;
    }

    public UdpEndpointBuilder on(final String name)
    {
        networkInterface = name;
        return this;
    }

    public UdpEndpointBuilder addresses(final int count)
    {
        addressCount = count;
        return this;
    }

    public UdpEndpointBuilder dscp(final int codePoint)
    {
        dscp = codePoint;
        return this;
    }

    public UdpEndpointBuilder source(final String host) throws UnknownHostException
    {
        source = InetAddress.getByName(host);
        return this;
    }

    public UdpEndpointBuilder sourceAddress(final String host) throws UnknownHostException
    {
        sourceAddress = InetAddress.getByName(host);
        return this;
    }

    public UdpEndpointBuilder receiveBuffer(final int length)
    {
        receiveBufferLength = length;
        return this;
    }

    public UdpEndpointBuilder sendBuffer(final int length)
    {
        sendBufferLength = length;
        return this;
    }

    public UdpEndpoint build()
    {
        final String uri = "udp://" + address.getHostAddress() + ":" + port + "?interface=" + networkInterface;
        return new UdpEndpoint(uri, source, address, addressCount, port, port, networkInterface, 0, dscp, true,
            sourceAddress, receiveBufferLength, sendBufferLength);
    }
}
