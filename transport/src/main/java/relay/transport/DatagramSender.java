package relay.transport;

import java.net.InetSocketAddress;
import org.agrona.DirectBuffer;

/**
 * Writes datagrams to one socket. Used and closed by one thread; never blocks, never throws for what the network does.
 */
public interface DatagramSender extends GroupSocket, AutoCloseable
{
    /**
     * Sends one datagram.
     *
     * @param buffer      a buffer over direct memory.
     * @param offset      of the payload.
     * @param length      of the payload in bytes; 0 is a datagram too.
     * @param destination where to.
     * @return what became of it.
     */
    SendOutcome send(DirectBuffer buffer, int offset, int length, InetSocketAddress destination);

    /**
     * Sends the payload of every packet that waits to the destination that the batch has for it, in as few system calls
     * as the system allows, with the code point that the batch has for it; in order for each destination. What the
     * system refuses for now goes on waiting.
     *
     * @param batch of packets; each gets its outcome, unless it waits still.
     */
    void send(PacketBatch batch);

    /**
     * @return the local ports that it sends from: one, or one for each address family.
     */
    int[] localPorts();

    /**
     * May be called from any thread.
     *
     * @return how often the system refused a train, so that its datagrams went one by one; such lengths, or that
     * device, are not tried again.
     */
    default long refusedTrains()
    {
        return 0;
    }

    /**
     * @return what was opened, for people: interface, time to live, buffer asked for and granted.
     */
    String description();

    @Override
    void close();
}
