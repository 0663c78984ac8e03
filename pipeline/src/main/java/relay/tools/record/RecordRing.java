package relay.tools.record;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import relay.transport.endpoint.HostPort;

/**
 * Datagrams on their way from the thread that receives to the one that writes: of one producer and one consumer, in
 * memory that is allocated at the start. Neither ever waits for the other.
 *
 * <pre>
 *   | epochNs, 8 B | source: high, low, 8 B each | port, 4 B | channel, 4 B | payload |
 * </pre>
 */
public final class RecordRing
{
    /** Of which the longest datagram is less than an eighth. */
    public static final int CAPACITY_MIN = 1024 * 1024;
    /** What an index can count. */
    public static final int CAPACITY_MAX = 1024 * 1024 * 1024;

    private static final int DATAGRAM = 1;
    private static final int HIGH_OFFSET = 8;
    private static final int LOW_OFFSET = 16;
    private static final int PORT_OFFSET = 24;
    private static final int CHANNEL_OFFSET = 28;
    private static final int HEADER_LENGTH = 32;

    private final OneToOneRingBuffer ring;
    private final MessageHandler handler = this::onMessage;
    private final HostPort source = new HostPort();
    private Handler reader;

    /** Called for each datagram, on the thread that reads. */
    @FunctionalInterface
    interface Handler
    {
        /**
         * @param epochNs when it came.
         * @param source  who sent it; valid during the call.
         * @param channel which of the destinations it was sent to.
         * @param buffer  that holds the payload; valid during the call.
         * @param offset  of the payload.
         * @param length  of the payload.
         */
        void onDatagram(long epochNs, HostPort source, int channel, DirectBuffer buffer, int offset, int length);
    }

    /**
     * @param capacity in bytes, {@link #CAPACITY_MIN} to {@link #CAPACITY_MAX}; the next power of two is taken.
     */
    public RecordRing(final int capacity)
    {
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(
            BitUtil.findNextPositivePowerOfTwo(capacity) + RingBufferDescriptor.TRAILER_LENGTH,
            BitUtil.CACHE_LINE_LENGTH);
        ring = new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /**
     * Called from the thread that receives.
     *
     * @param epochNs when it came.
     * @param source  who sent it.
     * @param channel which of the destinations it was sent to.
     * @param buffer  that holds the payload.
     * @param offset  of the payload.
     * @param length  of the payload.
     * @return false if there is no room for it.
     */
    boolean offer(
        final long epochNs,
        final HostPort source,
        final int channel,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        final int index = ring.tryClaim(DATAGRAM, HEADER_LENGTH + length);
        if (index <= 0)
        {
            return false;
        }
        final AtomicBuffer memory = ring.buffer();
        memory.putLong(index, epochNs);
        memory.putLong(index + HIGH_OFFSET, source.high());
        memory.putLong(index + LOW_OFFSET, source.low());
        memory.putInt(index + PORT_OFFSET, source.port());
        memory.putInt(index + CHANNEL_OFFSET, channel);
        memory.putBytes(index + HEADER_LENGTH, buffer, offset, length);
        ring.commit(index);
        return true;
    }

    /**
     * Called from the thread that writes.
     *
     * @param reader given each datagram, in order.
     * @param limit  the most to read.
     * @return how many were read.
     */
    int read(final Handler reader, final int limit)
    {
        this.reader = reader;
        return ring.read(handler, limit);
    }

    private void onMessage(final int type, final DirectBuffer buffer, final int index, final int length)
    {
        source.set(buffer.getLong(index + HIGH_OFFSET), buffer.getLong(index + LOW_OFFSET),
            buffer.getInt(index + PORT_OFFSET));
        reader.onDatagram(buffer.getLong(index), source, buffer.getInt(index + CHANNEL_OFFSET), buffer,
            index + HEADER_LENGTH, length - HEADER_LENGTH);
    }
}
