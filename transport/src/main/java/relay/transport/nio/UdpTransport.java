package relay.transport.nio;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.UdpEndpoint;

/**
 * Opens the sockets that an endpoint describes.
 */
public final class UdpTransport
{
    private UdpTransport()
    {
    }

    /**
     * Opens one socket for each address and port of an endpoint, all or none.
     *
     * @param endpoint to listen to, not {@code udp://original}.
     * @return open receivers, in the order of {@link UdpEndpoint#expand()}.
     * @throws relay.transport.TransportException if one cannot be opened; the others are closed again.
     */
    public static List<DatagramReceiver> openReceivers(final UdpEndpoint endpoint)
    {
        final NetworkInterface networkInterface =
            endpoint.isMulticast() ? Interfaces.select(endpoint, endpoint.address()) : null;
        final List<DatagramReceiver> receivers = new ArrayList<>();
        boolean isComplete = false;
        try
        {
            for (final InetSocketAddress destination : endpoint.expand())
            {
                receivers.add(
                    NioDatagramReceiver.open(endpoint, local(endpoint, destination), networkInterface));
            }
            isComplete = true;
            return receivers;
        }
        finally
        {
            if (!isComplete)
            {
                receivers.forEach(DatagramReceiver::close);
            }
        }
    }

    /**
     * Opens the one socket that sends to all addresses of an endpoint.
     *
     * @param endpoint to send to.
     * @return an open sender.
     * @throws relay.transport.TransportException if it cannot be opened.
     */
    public static DatagramSender openSender(final UdpEndpoint endpoint)
    {
        return NioDatagramSender.open(endpoint);
    }

    /**
     * @return the address to bind to: the wildcard on one interface is that interface's address.
     */
    private static InetSocketAddress local(final UdpEndpoint endpoint, final InetSocketAddress destination)
    {
        return null == endpoint.networkInterface() || !destination.getAddress().isAnyLocalAddress() ? destination :
            new InetSocketAddress(Interfaces.addressOf(endpoint), destination.getPort());
    }
}
