package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import relay.transport.PacketBatch;

/**
 * Headers, control items and vectors of the messages that one sendmmsg(2) call takes, in the kernel's layout. Used by
 * one thread; allocates nothing once made.
 *
 * <pre>
 *   | header x capacity | UDP_SEGMENT, code point x capacity | vector x vector capacity |
 * </pre>
 */
final class MessageHeaders
{
    // a train's segment length, then a code point; each is left out where there is none
    private static final int CONTROL_SIZE = 2 * MessageLayout.CONTROL_ITEM_SIZE;

    private final MemorySegment memory;
    private final long address;
    private final long controls;
    private final long vectors;
    private long firstVector;
    private long nextVector;

    /**
     * @param capacity       the most messages.
     * @param vectorCapacity the most vectors of all messages.
     */
    MessageHeaders(final int capacity, final int vectorCapacity)
    {
        memory = Arena.ofAuto().allocate((long)capacity * (MessageLayout.MESSAGE_SIZE + CONTROL_SIZE) +
            (long)vectorCapacity * MessageLayout.VECTOR_SIZE, MessageLayout.MESSAGE_SIZE);
        address = memory.address();
        controls = (long)capacity * MessageLayout.MESSAGE_SIZE;
        vectors = controls + (long)capacity * CONTROL_SIZE;
        for (int i = 0; i < capacity; i++)
        {
            final long control = control(i);
            memory.set(JAVA_LONG, control + MessageLayout.CONTROL_ITEM_LENGTH,
                MessageLayout.CONTROL_ITEM_DATA + Short.BYTES);
            memory.set(JAVA_INT, control + MessageLayout.CONTROL_ITEM_LEVEL, SocketNumbers.SOL_UDP);
            memory.set(JAVA_INT, control + MessageLayout.CONTROL_ITEM_TYPE, SocketNumbers.UDP_SEGMENT);
        }
    }

    /** Forgets all messages. */
    void begin()
    {
        firstVector = vectors;
        nextVector = vectors;
    }

    /**
     * Adds a vector to the message that is written next.
     *
     * @param base   native address of its bytes.
     * @param length in bytes.
     */
    void addVector(final long base, final int length)
    {
        memory.set(JAVA_LONG, nextVector + MessageLayout.VECTOR_BASE, base);
        memory.set(JAVA_LONG, nextVector + MessageLayout.VECTOR_LENGTH, length);
        nextVector += MessageLayout.VECTOR_SIZE;
    }

    /**
     * Writes the header of a message, which has the vectors added since the one before.
     *
     * @param message       number of it.
     * @param to            where it goes.
     * @param isTrain       whether the kernel is to cut it.
     * @param segmentLength of each datagram of a train but the last.
     * @param dscp          code point, or that of the endpoint.
     */
    void write(
        final int message, final SendAddress to, final boolean isTrain, final int segmentLength, final int dscp)
    {
        final long header = message(message);
        memory.set(JAVA_LONG, header + MessageLayout.NAME, to.nativeAddress());
        memory.set(JAVA_INT, header + MessageLayout.NAME_LENGTH, to.nativeLength());
        memory.set(JAVA_LONG, header + MessageLayout.VECTOR, address + firstVector);
        memory.set(JAVA_LONG, header + MessageLayout.VECTOR_COUNT,
            (nextVector - firstVector) / MessageLayout.VECTOR_SIZE);
        firstVector = nextVector;
        long begin = control(message) + MessageLayout.CONTROL_ITEM_SIZE;
        long end = begin;
        if (isTrain)
        {
            begin = control(message);
            memory.set(JAVA_SHORT, begin + MessageLayout.CONTROL_ITEM_DATA, (short)segmentLength);
        }
        if (PacketBatch.DSCP_OF_ENDPOINT != dscp)
        {
            writeDscp(end, to, dscp);
            end += MessageLayout.CONTROL_ITEM_SIZE;
        }
        memory.set(JAVA_LONG, header + MessageLayout.CONTROL, address + begin);
        memory.set(JAVA_LONG, header + MessageLayout.CONTROL_LENGTH, end - begin);
    }

    private void writeDscp(final long item, final SendAddress to, final int dscp)
    {
        final boolean isIpv4 = SocketNumbers.AF_INET == to.family();
        memory.set(JAVA_LONG, item + MessageLayout.CONTROL_ITEM_LENGTH,
            MessageLayout.CONTROL_ITEM_DATA + Integer.BYTES);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_LEVEL,
            isIpv4 ? SocketNumbers.SOL_IP : SocketNumbers.SOL_IPV6);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_TYPE,
            isIpv4 ? SocketNumbers.IP_TOS : SocketNumbers.IPV6_TCLASS);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_DATA, TrafficOctet.of(dscp));
    }

    /**
     * @return native address of the headers of a message and of those after it.
     */
    long address(final int message)
    {
        return address + message(message);
    }

    private long control(final int index)
    {
        return controls + (long)index * CONTROL_SIZE;
    }

    private static long message(final int index)
    {
        return (long)index * MessageLayout.MESSAGE_SIZE;
    }
}
