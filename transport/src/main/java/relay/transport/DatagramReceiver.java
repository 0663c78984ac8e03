package relay.transport;

import java.net.InetSocketAddress;
import java.util.List;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Reads datagrams from one socket, which has one destination or several. Read and closed by one thread; never blocks.
 */
public interface DatagramReceiver extends GroupSocket, AutoCloseable
{
    /**
     * Reads what is there.
     *
     * @param batch filled from index 0 on.
     * @param limit the most datagrams to read, a train counted as one; no more than the batch's capacity.
     * @return how many were read; less than the limit if no more are there, or if some of them were
     * {@link #misdirected()}.
     */
    int receive(DatagramBatch batch, int limit);

    /**
     * @return the groups or the address, and the port, that this socket listens to: {@link DatagramBatch#destination}
     * of them is the one that a datagram was sent to.
     */
    List<InetSocketAddress> destinations();

    /**
     * @param destination index of one of {@link #destinations()}.
     * @return its position among all addresses and ports of the endpoint ({@link UdpEndpoint#expand()}).
     */
    int channel(int destination);

    /**
     * @return what was opened, for people: group, interface, source, buffer asked for and granted.
     */
    String description();

    /**
     * May be called from any thread.
     *
     * @return failed reads so far; a read that fails takes no datagram, and the next one tries again.
     */
    default long errors()
    {
        return 0;
    }

    /**
     * May be called from any thread.
     *
     * @return datagrams that came to this socket and were sent to none of its destinations; they are handed to no flow.
     */
    default long misdirected()
    {
        return 0;
    }

    /**
     * May be called from any thread, until the receiver is closed.
     *
     * @return datagrams that the kernel dropped because this socket was not read in time, or
     * {@link KernelDrops#UNKNOWN} if the socket itself does not tell.
     */
    default long kernelDrops()
    {
        return KernelDrops.UNKNOWN;
    }

    @Override
    void close();
}
