package relay.transport;

import java.util.List;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Opens the sockets that endpoints describe. What one transport opens is used by one thread, and works with that
 * transport's receivers, senders and ready sets only.
 */
public interface UdpTransport
{
    /**
     * Opens sockets for all addresses and ports of an endpoint, or none.
     *
     * @param endpoint to listen to, not {@code udp://original}.
     * @param options  what is asked of them.
     * @return open receivers. Each address and port of {@link UdpEndpoint#expand()} is a destination of one of them, in
     * that order within it.
     * @throws TransportException if one cannot be opened; the others are closed again.
     */
    List<DatagramReceiver> openReceivers(UdpEndpoint endpoint, ReceiveOptions options);

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
     * @return whether its receivers can tell the code point of a datagram ({@link DatagramBatch#dscp}).
     */
    boolean tellsDscp();

    /**
     * @return which it is, for people.
     */
    String description();
}
