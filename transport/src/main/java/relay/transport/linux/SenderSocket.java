package relay.transport.linux;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.endpoint.UdpEndpoint;

/**
 * One socket of one address family to send from. Used and closed by one thread, but for {@link #multicastInterface}.
 */
final class SenderSocket implements AutoCloseable
{
    /** What became of the messages of one build. */
    private enum Flush
    {
        ALL_SENT, BUILD_AGAIN, BACK_PRESSURED
    }

    private final SocketCalls calls;
    private final SendMessages messages;
    private final LinuxSocket socket;
    private final SegmentationFallback fallback;
    private final String buffer;

    private SenderSocket(
        final SocketCalls calls,
        final SendMessages messages,
        final LinuxSocket socket,
        final SegmentationFallback fallback,
        final String buffer)
    {
        this.calls = calls;
        this.messages = messages;
        this.socket = socket;
        this.fallback = fallback;
        this.buffer = buffer;
    }

    static SenderSocket open(
        final SocketCalls calls,
        final SendMessages messages,
        final SegmentationFallback fallback,
        final UdpEndpoint endpoint,
        final int family,
        final NetworkInterface networkInterface,
        final String what)
    {
        final LinuxSocket socket = new LinuxSocket("cannot send to " + what, family);
        boolean isOpen = false;
        try
        {
            final String buffer = socket.sendBuffer(endpoint.sendBufferLength());
            if (null != networkInterface)
            {
                socket.multicastInterface(networkInterface.getIndex());
            }
            setOptions(socket, endpoint);
            final InetAddress from = endpoint.sourceAddress();
            socket.bind(new InetSocketAddress(
                null != from && SocketAddress.family(from) == family ? from : SocketAddress.wildcard(family), 0));
            isOpen = true;
            return new SenderSocket(calls, messages, socket, fallback, buffer);
        }
        finally
        {
            if (!isOpen)
            {
                socket.close();
            }
        }
    }

    int family()
    {
        return socket.family();
    }

    int localPort()
    {
        return socket.localPort();
    }

    /**
     * May be called from any thread.
     *
     * @param index of the interface that groups are sent out of from now on.
     */
    void multicastInterface(final int index)
    {
        socket.multicastInterface(index);
    }

    String buffer()
    {
        return buffer;
    }

    boolean isClosed()
    {
        return LinuxSocket.CLOSED == socket.fd();
    }

    /**
     * Sends one datagram.
     *
     * @param payload     its address.
     * @param length      of it.
     * @param destination of this family.
     * @return what became of it.
     */
    SendOutcome send(final long payload, final int length, final SendAddress destination)
    {
        int result = sendto(payload, length, destination);
        while (-Errno.EINTR == result)
        {
            result = sendto(payload, length, destination);
        }
        if (-Errno.ECONNREFUSED == result)
        {
            result = sendto(payload, length, destination);  // it told of an earlier datagram, and sent nothing
        }
        return result >= 0 ? SendOutcome.SENT : SendErrno.outcomeOf(-result);
    }

    /**
     * Sends what waits for destinations of this family.
     *
     * @param batch        of packets.
     * @param destinations of the sender.
     */
    void send(final PacketBatch batch, final SendAddressTable destinations)
    {
        boolean isComplete;
        Flush flush;
        do
        {
            isComplete = build(batch, destinations);
            flush = flush(batch);
        }
        while (Flush.BUILD_AGAIN == flush || Flush.ALL_SENT == flush && !isComplete);
    }

    @Override
    public void close()
    {
        socket.close();
    }

    /**
     * @return whether all packets found room.
     */
    private boolean build(final PacketBatch batch, final SendAddressTable destinations)
    {
        final int family = socket.family();
        messages.begin();
        boolean isComplete = true;
        for (int i = batch.first(); i < batch.size() && isComplete; i++)
        {
            if (batch.isWaiting(i))
            {
                final SendAddress destination = destinations.of(batch.destination(i));
                if (destination.family() == family)
                {
                    final Packet packet = batch.packet(i);
                    isComplete = messages.add(
                        batch, i, destination, fallback.isSegmenting(destination, packet.segmentLength()));
                }
            }
        }
        messages.conclude();
        return isComplete;
    }

    private Flush flush(final PacketBatch batch)
    {
        final int count = messages.count();
        int sent = 0;
        boolean isRetry = false;
        while (sent < count)
        {
            final int result = calls.sendmmsg(socket.fd(), messages.address(sent), count - sent);
            if (result > 0)
            {
                isRetry = false;
                for (final int end = sent + result; sent < end; sent++)
                {
                    messages.onSent(batch, sent);
                }
            }
            else if (-Errno.ECONNREFUSED == result && !isRetry)
            {
                isRetry = true;  // it told of an earlier datagram, and sent nothing
            }
            else if (-Errno.EINTR != result)
            {
                return onRefused(batch, sent, -result);
            }
        }
        return Flush.ALL_SENT;
    }

    /**
     * Deals with the message that the kernel did not take. Others of the same packet may follow it, so that what is
     * left is built anew.
     */
    private Flush onRefused(final PacketBatch batch, final int message, final int errno)
    {
        if (messages.isTrain(message) && SendErrno.isSegmentationRefused(errno))
        {
            fallback.onRefused(messages.destination(message), messages.segmentLength(message), errno);
            return Flush.BUILD_AGAIN;
        }
        final SendOutcome outcome = SendErrno.outcomeOf(errno);
        if (SendOutcome.BACK_PRESSURED == outcome)
        {
            return Flush.BACK_PRESSURED;
        }
        messages.onFailed(batch, message, outcome);
        return Flush.BUILD_AGAIN;
    }

    private int sendto(final long payload, final int length, final SendAddress destination)
    {
        return calls.sendto(
            socket.fd(), payload, length, destination.nativeAddress(), destination.nativeLength());
    }

    private static void setOptions(final LinuxSocket socket, final UdpEndpoint endpoint)
    {
        final int hops = endpoint.ttl();
        final int loop = endpoint.isLoopback() ? 1 : 0;
        final int octet = TrafficOctet.of(endpoint.dscp());
        if (socket.isIpv4())
        {
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_MULTICAST_TTL, hops, "IP_MULTICAST_TTL");
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_MULTICAST_LOOP, loop, "IP_MULTICAST_LOOP");
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_TOS, octet, "IP_TOS");
        }
        else
        {
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_MULTICAST_HOPS, hops, "IPV6_MULTICAST_HOPS");
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_MULTICAST_LOOP, loop, "IPV6_MULTICAST_LOOP");
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_TCLASS, octet, "IPV6_TCLASS");
        }
    }
}
