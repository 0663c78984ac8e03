package relay.transport;

import java.util.List;

/**
 * Opens the sockets that endpoints describe. What one transport opens is used by one thread, and works with that
 * transport's receivers, senders and ready sets only.
 */
public interface UdpTransport
{
    /**
     * Opens one socket for each address and port of an endpoint, all or none.
     *
     * @param endpoint     to listen to, not {@code udp://original}.
     * @param isCoalescing whether the kernel may join datagrams to trains, if it can; those that it drops may count as
     *                     one each.
     * @return open receivers, in the order of {@link UdpEndpoint#expand()}.
     * @throws TransportException if one cannot be opened; the others are closed again.
     */
    List<DatagramReceiver> openReceivers(UdpEndpoint endpoint, boolean isCoalescing);

    /**
     * Opens the one socket that sends to all addresses of an endpoint, or one for each address family.
     *
     * @param endpoint to send to.
     * @return an open sender.
     * @throws TransportException if it cannot be opened.
     */
    DatagramSender openSender(UdpEndpoint endpoint);

    /**
     * @return an empty set, to be closed by the caller.
     */
    ReadySet newReadySet();

    /**
     * @return which it is, for people.
     */
    String description();
}
