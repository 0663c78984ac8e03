package relay.transport.nio;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.Interfaces;
import relay.transport.OpenFailure;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.SocketText;
import relay.transport.TransportException;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Sends to the addresses of one endpoint. Used and closed by one thread; any may move it to another interface.
 *
 * <p>Sending from direct memory that it has seen before allocates nothing and copies nothing.
 */
public final class NioDatagramSender implements DatagramSender
{
    /** The longest UDP payload, over IPv6; IPv4 takes 20 B less and the system says so. */
    private static final int PAYLOAD_MAX = 65_527;

    private final BufferViews views = new BufferViews();
    private final SenderChannel ipv4;
    private final SenderChannel ipv6;
    private final String description;
    private volatile NetworkInterface groupInterface;
    private ByteBuffer copy;

    private NioDatagramSender(
        final SenderChannel ipv4,
        final SenderChannel ipv6,
        final NetworkInterface groupInterface,
        final String description)
    {
        this.groupInterface = groupInterface;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.description = description + ", " + (null != ipv4 ? ipv4 : ipv6).buffer();
    }

    /**
     * Opens a socket, or one of each address family for {@code udp://original}, whose addresses are not known yet.
     *
     * @param endpoint to send to.
     * @return a sender.
     * @throws TransportException if it cannot be opened.
     */
    static NioDatagramSender open(final UdpEndpoint endpoint)
    {
        final NetworkInterface networkInterface = Interfaces.ofSender(endpoint);
        final String what = SocketText.ofSender(endpoint, networkInterface);
        SenderChannel ipv4 = null;
        SenderChannel ipv6 = null;
        try
        {
            if (endpoint.isOriginal() || endpoint.address() instanceof Inet4Address)
            {
                ipv4 = SenderChannel.open(endpoint, StandardProtocolFamily.INET, networkInterface);
            }
            if (endpoint.isOriginal())
            {
                ipv6 = openIfAvailable(endpoint, networkInterface);
            }
            else if (null == ipv4)
            {
                ipv6 = SenderChannel.open(endpoint, StandardProtocolFamily.INET6, networkInterface);
            }
            return new NioDatagramSender(ipv4, ipv6, networkInterface, what);
        }
        catch (final IOException | IllegalArgumentException | UnsupportedOperationException ex)
        {
            CloseHelper.quietCloseAll(ipv4, ipv6);
            throw OpenFailure.of("cannot send to " + what, ex);
        }
    }

    @Override
    public SendOutcome send(
        final DirectBuffer buffer, final int offset, final int length, final InetSocketAddress destination)
    {
        return send(buffer, offset, length, destination, PacketBatch.DSCP_OF_ENDPOINT);
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i) && !trySend(batch, i))
            {
                return;
            }
        }
    }

    @Override
    public int[] localPorts()
    {
        return Stream.of(ipv4, ipv6).filter(Objects::nonNull).mapToInt(SenderChannel::localPort).toArray();
    }

    @Override
    public NetworkInterface groupInterface()
    {
        return groupInterface;
    }

    @Override
    public void moveTo(final NetworkInterface other)
    {
        try
        {
            for (final SenderChannel channel : Stream.of(ipv4, ipv6).filter(Objects::nonNull).toList())
            {
                channel.multicastInterface(other);
            }
            groupInterface = other;
        }
        catch (final IOException ex)
        {
            throw OpenFailure.of("cannot go on sending to " + description, ex);
        }
    }

    @Override
    public String description()
    {
        return description;
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(ipv4, ipv6);
    }

    private SendOutcome send(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final InetSocketAddress destination,
        final int dscp)
    {
        if (length > PAYLOAD_MAX)
        {
            return SendOutcome.TOO_LONG;
        }
        final SenderChannel channel = destination.getAddress() instanceof Inet4Address ? ipv4 : ipv6;
        if (null == channel)
        {
            return SendOutcome.UNREACHABLE;
        }
        try
        {
            return channel.send(payload(buffer, offset, length), destination, dscp);
        }
        catch (final ClosedChannelException ex)
        {
            throw new IllegalStateException("used after close: " + description, ex);
        }
        catch (final IOException ex)
        {
            return SendErrors.outcomeOf(ex);
        }
    }

    /**
     * @return false if the packet, or the rest of its train, must wait.
     */
    private boolean trySend(final PacketBatch batch, final int index)
    {
        final Packet packet = batch.packet(index);
        final int segmentLength = packet.segmentLength();
        SendOutcome outcome = SendOutcome.SENT;
        for (int segment = batch.segmentsSent(index); segment < packet.segmentCount(); segment++)
        {
            final int offset = segment * segmentLength;
            outcome = send(
                packet.buffer(),
                packet.payloadOffset() + offset,
                Math.min(segmentLength, packet.length() - offset),
                batch.destination(index),
                batch.dscp(index));
            if (SendOutcome.SENT != outcome)
            {
                break;
            }
            batch.segmentsSent(index, segment + 1);
        }
        if (SendOutcome.BACK_PRESSURED == outcome)
        {
            return false;
        }
        batch.outcome(index, outcome);
        return true;
    }

    private ByteBuffer payload(final DirectBuffer buffer, final int offset, final int length)
    {
        final ByteBuffer original = buffer.byteBuffer();
        if (null != original && original.isDirect())
        {
            return views.view(original, buffer.wrapAdjustment() + offset, length);
        }
        // an array, or memory known by address only
        if (null == copy)
        {
            copy = ByteBuffer.allocateDirect(PAYLOAD_MAX);
        }
        copy.clear().limit(length);
        buffer.getBytes(offset, copy, 0, length);
        return copy;
    }

    private static SenderChannel openIfAvailable(final UdpEndpoint endpoint, final NetworkInterface networkInterface)
    {
        try
        {
            return SenderChannel.open(endpoint, StandardProtocolFamily.INET6, networkInterface);
        }
        catch (final IOException | IllegalArgumentException | UnsupportedOperationException ignore)
        {
            return null;  // a machine without IPv6: what was first sent over IPv6 is unreachable from here
        }
    }
}
