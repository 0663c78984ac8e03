package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends as the kernel does, unless a test has an error in mind.
 */
class FaultyCalls extends SocketCalls
{
    /** Take a message as it is. */
    static final int NO_ERROR = 0;

    /** What becomes of the first message of a call. */
    interface Fault
    {
        /**
         * @param isTrain    whether the message is more than one datagram.
         * @param dataLength of it.
         * @return an error number, or {@link #NO_ERROR}.
         */
        int errno(boolean isTrain, int dataLength);
    }

    /** Datagrams or trains that the kernel took, one text each: "3 x 100" or "100". */
    final List<String> sent = new ArrayList<>();
    private Fault fault = (isTrain, dataLength) -> NO_ERROR;
    private int countMax = Integer.MAX_VALUE;

    void fault(final Fault fault)
    {
        this.fault = fault;
    }

    /**
     * @param countMax the most messages that one call takes.
     */
    void countMax(final int countMax)
    {
        this.countMax = countMax;
    }

    @Override
    int sendmmsg(final int fd, final long messages, final int count)
    {
        int good = 0;
        int errno = NO_ERROR;
        while (good < Math.min(count, countMax) && NO_ERROR == errno)
        {
            final MemorySegment message = message(messages, good);
            errno = fault.errno(isTrain(message), dataLength(message));
            good += NO_ERROR == errno ? 1 : 0;
        }
        if (0 == good)
        {
            return -errno;
        }
        final int result = super.sendmmsg(fd, messages, good);
        for (int i = 0; i < result; i++)
        {
            final MemorySegment message = message(messages, i);
            sent.add(isTrain(message) ?
                message.get(JAVA_LONG, MessageLayout.VECTOR_COUNT) + " in a train of " + dataLength(message) :
                String.valueOf(dataLength(message)));
        }
        return result;
    }

    private static boolean isTrain(final MemorySegment message)
    {
        final long length = message.get(JAVA_LONG, MessageLayout.CONTROL_LENGTH);
        return length > 0 && SocketNumbers.UDP_SEGMENT == memory(message.get(JAVA_LONG, MessageLayout.CONTROL), length)
            .get(JAVA_INT, MessageLayout.CONTROL_ITEM_TYPE);
    }

    private static int dataLength(final MemorySegment message)
    {
        final long count = message.get(JAVA_LONG, MessageLayout.VECTOR_COUNT);
        final MemorySegment vectors = memory(
            message.get(JAVA_LONG, MessageLayout.VECTOR), count * MessageLayout.VECTOR_SIZE);
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            length += (int)vectors.get(
                JAVA_LONG, (long)i * MessageLayout.VECTOR_SIZE + MessageLayout.VECTOR_LENGTH);
        }
        return length;
    }

    private static MemorySegment message(final long messages, final int index)
    {
        return memory(messages + (long)index * MessageLayout.MESSAGE_SIZE, MessageLayout.MESSAGE_SIZE);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment memory(final long address, final long length)
    {
        return MemorySegment.ofAddress(address).reinterpret(length);
    }
}
