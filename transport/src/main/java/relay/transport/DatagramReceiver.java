package relay.transport;

import java.net.InetSocketAddress;

/**
 * Reads datagrams from one socket. Polled and closed by one thread; never blocks.
 */
public interface DatagramReceiver extends AutoCloseable
{
    /**
     * Reads what is there.
     *
     * @param handler called for each datagram.
     * @param limit   the most datagrams to read.
     * @return how many were read.
     */
    int poll(DatagramHandler handler, int limit);

    /**
     * @return the group or address and the port that this socket listens to.
     */
    InetSocketAddress destination();

    /**
     * @return what was opened, for people: group, interface, source, buffer asked for and granted.
     */
    String description();

    /**
     * @return failed reads so far; a read that fails takes no datagram, and the next poll tries again.
     */
    default long errors()
    {
        return 0;
    }

    @Override
    void close();
}
