package relay.transport.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.agrona.CloseHelper;
import relay.transport.Interfaces;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.endpoint.UdpEndpoint;

/**
 * One socket of one address family to send from.
 */
final class SenderChannel implements AutoCloseable
{
    /** DSCP is the upper six bits of the octet (RFC 2474). */
    private static final int DSCP_SHIFT = 2;

    private final DatagramChannel channel;
    private final String buffer;
    private final int dscpOfEndpoint;
    private int dscp;
    private Selector writable;

    private SenderChannel(final DatagramChannel channel, final String buffer, final int dscpOfEndpoint)
    {
        this.channel = channel;
        this.buffer = buffer;
        this.dscpOfEndpoint = dscpOfEndpoint;
        dscp = dscpOfEndpoint;
    }

    static SenderChannel open(
        final UdpEndpoint endpoint, final StandardProtocolFamily family, final NetworkInterface networkInterface)
        throws IOException
    {
        final DatagramChannel channel = DatagramChannel.open(family);
        boolean isOpen = false;
        try
        {
            channel.configureBlocking(false);
            final String buffer = RequestedBuffers.apply(
                channel, StandardSocketOptions.SO_SNDBUF, endpoint.sendBufferLength(), "net.core.wmem_max");
            if (null != networkInterface)
            {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
            }
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, endpoint.ttl());
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, endpoint.isLoopback());
            channel.setOption(StandardSocketOptions.IP_TOS, endpoint.dscp() << DSCP_SHIFT);
            final InetAddress from = endpoint.sourceAddress();
            channel.bind(null != from && Interfaces.family(from) == family ? new InetSocketAddress(from, 0) : null);
            isOpen = true;
            return new SenderChannel(channel, buffer, endpoint.dscp());
        }
        finally
        {
            if (!isOpen)
            {
                CloseHelper.quietClose(channel);
            }
        }
    }

    /**
     * @param payload     of the datagram.
     * @param destination where to.
     * @param codePoint   to carry, or {@link PacketBatch#DSCP_OF_ENDPOINT}; another than the last one's costs a system
     *                    call.
     * @return what became of it.
     */
    SendOutcome send(final ByteBuffer payload, final SocketAddress destination, final int codePoint) throws IOException
    {
        mark(PacketBatch.DSCP_OF_ENDPOINT == codePoint ? dscpOfEndpoint : codePoint);
        if (payload.hasRemaining())
        {
            return channel.send(payload, destination) > 0 ? SendOutcome.SENT : SendOutcome.BACK_PRESSURED;
        }
        // send() answers 0 for an empty datagram that went and for one that did not: ask before whether it would
        if (!isWritable())
        {
            return SendOutcome.BACK_PRESSURED;
        }
        channel.send(payload, destination);
        return SendOutcome.SENT;
    }

    /**
     * May be called from any thread.
     *
     * @param other that groups are sent out of from now on.
     */
    void multicastInterface(final NetworkInterface other) throws IOException
    {
        if (channel.isOpen())
        {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, other);
        }
    }

    int localPort()
    {
        try
        {
            return ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException("closed", ex);
        }
    }

    String buffer()
    {
        return buffer;
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(channel);
        CloseHelper.quietClose(writable);
    }

    private void mark(final int wanted) throws IOException
    {
        if (wanted != dscp)
        {
            channel.setOption(StandardSocketOptions.IP_TOS, wanted << DSCP_SHIFT);
            dscp = wanted;
        }
    }

    private boolean isWritable() throws IOException
    {
        if (null == writable)
        {
            writable = Selector.open();
            channel.register(writable, SelectionKey.OP_WRITE);
        }
        return writable.selectNow(SenderChannel::onWritable) > 0;
    }

    private static void onWritable(final SelectionKey key)
    {
        // only the count matters
    }
}
