package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Trains of datagrams (udp(7), UDP_SEGMENT and UDP_GRO) through the socket of a non-blocking {@link DatagramChannel}
 * that somebody else has opened, connected or bound, and closes. Used by one thread; allocates nothing for a call.
 *
 * <pre>
 *   memory  | mmsghdr | iovec | name | control | datagrams, 64 KiB |
 * </pre>
 */
public final class TrainSocket
{
    /** No room to send. */
    public static final int AGAIN = -Errno.EAGAIN;
    /** Nobody listened to an earlier datagram; this one was not sent. */
    public static final int REFUSED = -Errno.ECONNREFUSED;
    /** The longest train, in bytes: an IPv6 packet less its headers. */
    public static final int TRAIN_LENGTH_MAX = 65_535 - 40 - 8;

    private static final int VECTOR = MessageLayout.MESSAGE_SIZE;
    private static final int NAME = VECTOR + MessageLayout.VECTOR_SIZE;
    private static final int CONTROL = NAME + SocketAddress.STRIDE;
    private static final int CONTROL_LENGTH = 2 * MessageLayout.CONTROL_ITEM_SIZE;
    private static final int DATAGRAMS = 192;
    private static final int DATAGRAMS_LENGTH = 65_536;

    private final SocketCalls calls;
    private final int fd;
    private final MemorySegment memory = Arena.ofAuto().allocate(DATAGRAMS + DATAGRAMS_LENGTH, 64);
    private final long address = memory.address();
    private int segmentsMax = SendMessages.SEGMENTS_MAX;

    // what was received
    private final byte[] rawSource = new byte[SocketAddress.IPV6_SIZE];
    private InetSocketAddress source;
    private ByteBuffer lastBuffer;
    private MemorySegment lastBufferMemory;
    private int position;
    private int end;
    private int segmentLength;

    TrainSocket(final SocketCalls calls, final int fd)
    {
        this.calls = calls;
        this.fd = fd;
    }

    /**
     * @param channel that is open, and stays open for as long as this is used.
     * @return its socket; null where {@link LinuxTransport} can't be used, or where Java does not tell the socket's
     * number (--add-opens java.base/sun.nio.ch=ALL-UNNAMED, which the relay's jar says itself).
     */
    public static TrainSocket of(final DatagramChannel channel)
    {
        if (null != Platform.obstacle())
        {
            return null;
        }
        try
        {
            final Method getter = channel.getClass().getDeclaredMethod("getFDVal");
            getter.setAccessible(true);
            return new TrainSocket(new SocketCalls(), (int)getter.invoke(channel));
        }
        catch (final ReflectiveOperationException | RuntimeException ex)
        {
            return null; // closed to us: whoever asked goes on without trains
        }
    }

    /**
     * @return datagrams that a train may have; 1 once the device refused one.
     */
    public int segmentsMax()
    {
        return segmentsMax;
    }

    /**
     * Sends a train, or one datagram, to where the socket is connected. A train that the device refuses goes in pieces.
     *
     * @param from          address of the first byte.
     * @param length        of all datagrams.
     * @param segmentLength of each but the last, which may be shorter; {@code length} if there is only one.
     * @return not negative, {@link #AGAIN} if nothing was sent for now, or another negative error number.
     */
    public int send(final long from, final int length, final int segmentLength)
    {
        final boolean isTrain = length > segmentLength;
        final int result = sendMessage(from, length, isTrain ? segmentLength : 0);
        if (!isTrain || (-Errno.EIO != result && -Errno.EINVAL != result && -Errno.EMSGSIZE != result))
        {
            return result;
        }
        segmentsMax = 1;
        int last = 0;
        for (int offset = 0; offset < length; offset += segmentLength)
        {
            last = sendMessage(from + offset, Math.min(segmentLength, length - offset), 0);
        }
        return AGAIN == last ? 0 : last; // some have gone: what has not is lost, as on the network
    }

    /**
     * @param isWanted whether the kernel shall join datagrams into trains, which {@link #receive} takes apart again.
     * @return whether it will do as it was told.
     */
    public boolean joinReceived(final boolean isWanted)
    {
        memory.set(JAVA_INT, DATAGRAMS, isWanted ? 1 : 0);
        return 0 == calls.setsockopt(
            fd, SocketNumbers.SOL_UDP, SocketNumbers.UDP_GRO, address + DATAGRAMS, Integer.BYTES);
    }

    /**
     * Reads the next datagram: the next of the train at hand, or else of what the kernel has.
     *
     * @param buffer direct, for it, from its position on, which is moved behind the datagram.
     * @return who sent it, or null if there was nothing.
     */
    public InetSocketAddress receive(final ByteBuffer buffer)
    {
        if (position == end && !receiveTrain())
        {
            return null;
        }
        if (lastBuffer != buffer) // a reader has one, and a segment is an object
        {
            lastBuffer = buffer;
            lastBufferMemory = MemorySegment.ofBuffer(buffer.duplicate().clear());
        }
        final int length = Math.min(segmentLength, end - position);
        final int fitting = Math.min(length, buffer.remaining());
        MemorySegment.copy(memory, DATAGRAMS + position, lastBufferMemory, buffer.position(), fitting);
        buffer.position(buffer.position() + fitting);
        position += length;
        return source;
    }

    private int sendMessage(final long from, final int length, final int trainSegmentLength)
    {
        message(0, from, length, trainSegmentLength > 0 ? MessageLayout.CONTROL_ITEM_SIZE : 0);
        if (trainSegmentLength > 0)
        {
            memory.set(JAVA_LONG, CONTROL + MessageLayout.CONTROL_ITEM_LENGTH,
                MessageLayout.CONTROL_ITEM_DATA + Short.BYTES);
            memory.set(JAVA_INT, CONTROL + MessageLayout.CONTROL_ITEM_LEVEL, SocketNumbers.SOL_UDP);
            memory.set(JAVA_INT, CONTROL + MessageLayout.CONTROL_ITEM_TYPE, SocketNumbers.UDP_SEGMENT);
            memory.set(JAVA_SHORT, CONTROL + MessageLayout.CONTROL_ITEM_DATA, (short)trainSegmentLength);
        }
        return calls.sendmmsg(fd, address, 1);
    }

    private boolean receiveTrain()
    {
        message(SocketAddress.IPV6_SIZE, address + DATAGRAMS, DATAGRAMS_LENGTH, CONTROL_LENGTH);
        if (calls.recvmmsg(fd, address, 1) <= 0)
        {
            return false; // nothing, or an error that was an earlier datagram's (ECONNREFUSED)
        }
        position = 0;
        end = memory.get(JAVA_INT, MessageLayout.LENGTH);
        final boolean isTrain =
            memory.get(JAVA_LONG, MessageLayout.CONTROL_LENGTH) >= MessageLayout.CONTROL_ITEM_DATA &&
            SocketNumbers.SOL_UDP == memory.get(JAVA_INT, CONTROL + MessageLayout.CONTROL_ITEM_LEVEL) &&
            SocketNumbers.UDP_GRO == memory.get(JAVA_INT, CONTROL + MessageLayout.CONTROL_ITEM_TYPE);
        segmentLength = isTrain ? Math.max(1, memory.get(JAVA_INT, CONTROL + MessageLayout.CONTROL_ITEM_DATA)) : end;
        readSource();
        return true;
    }

    private void message(final int nameLength, final long data, final int dataLength, final int controlLength)
    {
        memory.set(JAVA_LONG, MessageLayout.NAME, 0 == nameLength ? 0 : address + NAME);
        memory.set(JAVA_INT, MessageLayout.NAME_LENGTH, nameLength);
        memory.set(JAVA_LONG, MessageLayout.VECTOR, address + VECTOR);
        memory.set(JAVA_LONG, MessageLayout.VECTOR_COUNT, 1);
        memory.set(JAVA_LONG, MessageLayout.CONTROL, 0 == controlLength ? 0 : address + CONTROL);
        memory.set(JAVA_LONG, MessageLayout.CONTROL_LENGTH, controlLength);
        memory.set(JAVA_LONG, VECTOR + MessageLayout.VECTOR_BASE, data);
        memory.set(JAVA_LONG, VECTOR + MessageLayout.VECTOR_LENGTH, dataLength);
    }

    /** A sender is seen again and again: only a new one costs an object. */
    private void readSource()
    {
        final int family = memory.get(JAVA_SHORT, NAME);
        final int length = SocketNumbers.AF_INET == family ? SocketAddress.IPV6_ADDRESS : SocketAddress.IPV6_SIZE;
        boolean isKnown = null != source;
        for (int i = 0; i < length; i++)
        {
            final byte next = memory.get(JAVA_BYTE, NAME + i);
            isKnown &= next == rawSource[i];
            rawSource[i] = next;
        }
        if (!isKnown)
        {
            source = newSource(SocketNumbers.AF_INET == family);
        }
    }

    private InetSocketAddress newSource(final boolean isIpv4)
    {
        final MemorySegment bytes = isIpv4 ?
            memory.asSlice(NAME + SocketAddress.IPV4_ADDRESS, 4) :
            memory.asSlice(NAME + SocketAddress.IPV6_ADDRESS, 16);
        try
        {
            final InetAddress host = InetAddress.getByAddress(bytes.toArray(JAVA_BYTE));
            final int scope = memory.get(JAVA_INT, NAME + SocketAddress.IPV6_SCOPE);
            return new InetSocketAddress(
                host instanceof Inet6Address && scope > 0 ?
                    Inet6Address.getByAddress(null, host.getAddress(), scope) : host,
                SocketAddress.port(memory, NAME));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex); // not for 4 or 16 bytes
        }
    }
}
