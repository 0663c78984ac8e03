package relay.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.DatagramSender;
import relay.transport.Interfaces;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.SocketText;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Sends to the addresses of one endpoint by sendmmsg(2), in trains where it can. Used and closed by one thread; the
 * description may be read by any, which may move it to another interface too.
 *
 * <p>Sending from direct memory to addresses that it has seen before allocates nothing and copies nothing.
 */
public final class LinuxDatagramSender implements DatagramSender
{
    /** The longest UDP payload, over IPv6; IPv4 takes 20 B less and the system says so. */
    private static final int PAYLOAD_MAX = 65_527;

    private final SendAddressTable destinations = new SendAddressTable();
    private final SenderSocket ipv4;
    private final SenderSocket ipv6;
    private final SegmentationFallback fallback;
    private final String description;
    private volatile NetworkInterface groupInterface;
    private UnsafeBuffer copy;

    private LinuxDatagramSender(
        final SenderSocket ipv4,
        final SenderSocket ipv6,
        final SegmentationFallback fallback,
        final NetworkInterface groupInterface,
        final String description)
    {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.fallback = fallback;
        this.groupInterface = groupInterface;
        this.description = description + ", " + (null != ipv4 ? ipv4 : ipv6).buffer();
    }

    /**
     * Opens a socket, or one of each address family for {@code udp://original}, whose addresses are not known yet.
     *
     * @param calls    of the thread that will send.
     * @param messages of it.
     * @param endpoint to send to.
     * @return a sender.
     * @throws SystemCallException if it cannot be opened.
     */
    static LinuxDatagramSender open(
        final SocketCalls calls, final SendMessages messages, final UdpEndpoint endpoint)
    {
        final NetworkInterface networkInterface = Interfaces.ofSender(endpoint);
        final String what = SocketText.ofSender(endpoint, networkInterface);
        final SegmentationFallback fallback = new SegmentationFallback(what);
        SenderSocket ipv4 = null;
        SenderSocket ipv6 = null;
        if (endpoint.isOriginal() || endpoint.address() instanceof Inet4Address)
        {
            ipv4 = SenderSocket.open(
                calls, messages, fallback, endpoint, SocketNumbers.AF_INET, networkInterface, what);
        }
        try
        {
            if (null == ipv4 || endpoint.isOriginal())
            {
                ipv6 = SenderSocket.open(
                    calls, messages, fallback, endpoint, SocketNumbers.AF_INET6, networkInterface, what);
            }
        }
        catch (final SystemCallException ex)
        {
            if (null == ipv4)
            {
                throw ex;
            }
            // a machine without IPv6: what was first sent over IPv6 is unreachable from here
        }
        return new LinuxDatagramSender(ipv4, ipv6, fallback, networkInterface, what);
    }

    @Override
    public SendOutcome send(
        final DirectBuffer buffer, final int offset, final int length, final InetSocketAddress destination)
    {
        if (length > PAYLOAD_MAX)
        {
            return SendOutcome.TOO_LONG;
        }
        final SendAddress to = destinations.of(destination);
        final SenderSocket socket = SocketNumbers.AF_INET == to.family() ? ipv4 : ipv6;
        if (null == socket)
        {
            return SendOutcome.UNREACHABLE;
        }
        final SendOutcome outcome = socket.send(payload(buffer, offset, length), length, to);
        if (SendOutcome.FAILED == outcome)
        {
            checkOpen(socket);
        }
        return outcome;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        if (null == ipv4 || null == ipv6)
        {
            refuseOtherFamily(batch, null == ipv4 ? SocketNumbers.AF_INET : SocketNumbers.AF_INET6);
        }
        send(ipv4, batch);
        send(ipv6, batch);
    }

    @Override
    public int[] localPorts()
    {
        return Stream.of(ipv4, ipv6).filter(Objects::nonNull).mapToInt(SenderSocket::localPort).toArray();
    }

    @Override
    public long refusedTrains()
    {
        return fallback.count();
    }

    @Override
    public NetworkInterface groupInterface()
    {
        return groupInterface;
    }

    @Override
    public void moveTo(final NetworkInterface other)
    {
        Stream.of(ipv4, ipv6).filter(Objects::nonNull).forEach(socket -> socket.multicastInterface(other.getIndex()));
        groupInterface = other;
    }

    @Override
    public String description()
    {
        return description + fallback.description();
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(ipv4, ipv6);
    }

    private void send(final SenderSocket socket, final PacketBatch batch)
    {
        if (null != socket)
        {
            checkOpen(socket);
            socket.send(batch, destinations);
        }
    }

    private void refuseOtherFamily(final PacketBatch batch, final int family)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i) && destinations.of(batch.destination(i)).family() == family)
            {
                batch.outcome(i, SendOutcome.UNREACHABLE);
            }
        }
    }

    private long payload(final DirectBuffer buffer, final int offset, final int length)
    {
        buffer.boundsCheck(offset, length);
        if (null == buffer.byteArray())
        {
            return buffer.addressOffset() + offset;
        }
        if (null == copy)
        {
            final MemorySegment memory = Arena.ofAuto().allocate(PAYLOAD_MAX, Long.BYTES);
            copy = new UnsafeBuffer(memory.asByteBuffer());
        }
        copy.putBytes(0, buffer, offset, length);
        return copy.addressOffset();
    }

    private void checkOpen(final SenderSocket socket)
    {
        if (socket.isClosed())
        {
            throw new IllegalStateException("used after close: " + description);
        }
    }
}
