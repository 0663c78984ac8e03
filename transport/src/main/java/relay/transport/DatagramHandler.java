package relay.transport;

import org.agrona.DirectBuffer;
import relay.transport.endpoint.HostPort;

/**
 * Called for each datagram, on the thread that polls the receiver.
 */
@FunctionalInterface
public interface DatagramHandler
{
    /**
     * @param buffer      that holds the payload; valid during the call only.
     * @param offset      of the payload.
     * @param length      of the payload in bytes, 0..65,507.
     * @param source      who sent it; valid during the call only.
     * @param destination index among the receiver's destinations of the one that it was sent to.
     */
    void onDatagram(DirectBuffer buffer, int offset, int length, HostPort source, int destination);
}
