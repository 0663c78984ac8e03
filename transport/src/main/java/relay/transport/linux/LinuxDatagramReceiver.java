package relay.transport.linux;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.Interfaces;
import relay.transport.SocketText;
import relay.transport.UdpEndpoint;

/**
 * Reads one group or unicast address by recvmmsg(2). Read and closed by one thread; counters may be read by any.
 *
 * <p>The socket is bound to the group itself, so that groups which share a port do not hear each other, and hears that
 * group only where this socket joined it (IP_MULTICAST_ALL, ip(7)).
 *
 * <p>If it takes trains, a train that the kernel drops counts as one in {@link #kernelDrops()}: the kernel has not looked
 * into it yet, and tells no more (measured on Linux 6.18). Without trains, the count is exact.
 */
final class LinuxDatagramReceiver implements DatagramReceiver
{
    private final SocketCalls calls;
    private final ReceiveHeaders headers;
    private final LinuxSocket socket;
    private final InetSocketAddress destination;
    private final String description;
    private final boolean isIpv6;
    private final boolean isCoalescing;
    private volatile String lastError;
    private volatile long errors;

    LinuxDatagramReceiver(
        final SocketCalls calls,
        final ReceiveHeaders headers,
        final LinuxSocket socket,
        final InetSocketAddress destination,
        final String description,
        final boolean isCoalescing)
    {
        this.calls = calls;
        this.headers = headers;
        this.socket = socket;
        this.destination = destination;
        this.description = description;
        this.isIpv6 = !socket.isIpv4();
        this.isCoalescing = isCoalescing;
    }

    /**
     * Opens a socket; it is ready to receive when this returns.
     *
     * @param calls            of the thread that will read.
     * @param headers          of it.
     * @param endpoint         source and buffer.
     * @param destination      the group or local address and the port to listen to.
     * @param networkInterface to join the group on; null if it is no group.
     * @param isCoalescing     whether trains are welcome; a kernel before Linux 5.0 makes none.
     * @return a receiver.
     * @throws SystemCallException if it cannot be opened.
     */
    static LinuxDatagramReceiver open(
        final SocketCalls calls,
        final ReceiveHeaders headers,
        final UdpEndpoint endpoint,
        final InetSocketAddress destination,
        final NetworkInterface networkInterface,
        final boolean isCoalescing)
    {
        final String text = SocketText.ofReceiver(endpoint, destination, networkInterface);
        final LinuxSocket socket =
            new LinuxSocket("cannot listen to " + text, SocketAddress.family(destination.getAddress()));
        boolean isOpen = false;
        try
        {
            final String buffer = socket.receiveBuffer(endpoint.receiveBufferLength());
            final boolean isTrain = isCoalescing &&
                0 == socket.trySetOption(SocketNumbers.SOL_UDP, SocketNumbers.UDP_GRO, 1);
            bind(socket, endpoint, destination, networkInterface);
            isOpen = true;
            return new LinuxDatagramReceiver(calls, headers, socket, destination, text + ", " + buffer, isTrain);
        }
        finally
        {
            if (!isOpen)
            {
                socket.close();
            }
        }
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        if (0 == limit)
        {
            return 0;
        }
        final long messages = headers.prepare(batch, limit, isIpv6, isCoalescing);
        int count = calls.recvmmsg(socket.fd(), messages, limit);
        while (-Errno.EINTR == count)
        {
            count = calls.recvmmsg(socket.fd(), messages, limit);
        }
        if (count < 0)
        {
            onNothing(-count);
            return 0;
        }
        headers.onReceived(count, isIpv6);
        for (int i = 0; i < count; i++)
        {
            final int length = headers.length(i);
            headers.readSource(i, isIpv6);
            batch.onReceived(
                i, headers.landed(i, length), length, isCoalescing ? headers.segmentLength(i, length) : length);
            if (headers.isCut(i))
            {
                onError("a datagram was cut to " + length + " B");
            }
        }
        return count;
    }

    @Override
    public InetSocketAddress destination()
    {
        return destination;
    }

    @Override
    public String description()
    {
        final String error = lastError;
        return null == error ? description : description + ", last of " + errors + " errors: " + error;
    }

    @Override
    public long errors()
    {
        return errors;
    }

    @Override
    public long kernelDrops()
    {
        return socket.drops();
    }

    LinuxSocket socket()
    {
        return socket;
    }

    @Override
    public void close()
    {
        socket.close();
    }

    private static void bind(
        final LinuxSocket socket,
        final UdpEndpoint endpoint,
        final InetSocketAddress destination,
        final NetworkInterface networkInterface)
    {
        // hear nothing that other sockets have joined; before Linux 4.20, IPv6 has no such option, and does not need it
        // where the group is bound
        if (socket.isIpv4())
        {
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL");
        }
        else
        {
            socket.trySetOption(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_MULTICAST_ALL, 0);
            // as the portable twin: a wildcard hears IPv4 too
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_V6ONLY, 0, "IPV6_V6ONLY");
        }
        if (null == networkInterface)
        {
            socket.bind(destination);
            return;
        }
        // several processes may listen to one group, and each hears every datagram
        socket.option(SocketNumbers.SOL_SOCKET, SocketNumbers.SO_REUSEADDR, 1, "SO_REUSEADDR");
        socket.bind(new InetSocketAddress(
            Interfaces.scoped(destination.getAddress(), networkInterface), destination.getPort()));
        socket.join(destination.getAddress(), endpoint.source(), networkInterface.getIndex());
    }

    private void onNothing(final int errno)
    {
        if (LinuxSocket.CLOSED == socket.fd())
        {
            throw new IllegalStateException("read after close: " + description);
        }
        // what the network did to one read (interface down, no memory) must not end the thread that reads
        if (Errno.EAGAIN != errno)
        {
            onError("recvmmsg: " + Errno.name(errno) + ": " + Errno.text(errno));
        }
    }

    // only the reading thread writes, so that no increment is lost
    private void onError(final String error)
    {
        lastError = error;
        errors++;
    }
}
