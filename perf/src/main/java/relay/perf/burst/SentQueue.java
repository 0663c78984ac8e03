package relay.perf.burst;

import java.net.InetSocketAddress;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import relay.tools.paced.DestinationNumbers;

/**
 * Announces to the sink what the source is about to send. One thread offers, one drains; neither waits.
 *
 * <pre>
 *   | hash, 8 B | dueNs, 8 B | length, 4 B | stream, 4 B |
 * </pre>
 */
final class SentQueue
{
    private static final int SENT = 1;
    private static final int DUE_OFFSET = 8;
    private static final int LENGTH_OFFSET = 16;
    private static final int STREAM_OFFSET = 20;
    private static final int MESSAGE_LENGTH = 24;
    /** Of 65,536 datagrams. */
    private static final int CAPACITY = 2 * 1024 * 1024;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
        CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final DestinationNumbers destinations = new DestinationNumbers();
    private final MessageHandler reader = this::onMessage;
    private Handler handler;

    /** Called for each datagram, on the sink's thread. */
    @FunctionalInterface
    interface Handler
    {
        /**
         * @param stream number of its destination, from 0.
         * @param hash   of the payload.
         * @param length of the payload.
         * @param dueNs  in nanoseconds after the start.
         */
        void onSent(int stream, long hash, int length, long dueNs);
    }

    /**
     * Called from the source.
     *
     * @param destination of the datagram.
     * @param hash        of the payload.
     * @param length      of the payload.
     * @param dueNs       in nanoseconds after the start.
     * @return whether there was room for it.
     */
    boolean offer(final InetSocketAddress destination, final long hash, final int length, final long dueNs)
    {
        final int index = ring.tryClaim(SENT, MESSAGE_LENGTH);
        if (index <= 0)
        {
            return false;
        }
        final AtomicBuffer memory = ring.buffer();
        memory.putLong(index, hash);
        memory.putLong(index + DUE_OFFSET, dueNs);
        memory.putInt(index + LENGTH_OFFSET, length);
        memory.putInt(index + STREAM_OFFSET, destinations.of(destination));
        ring.commit(index);
        return true;
    }

    /**
     * Called from the sink.
     *
     * @param each given all datagrams that were offered, in order.
     * @return how many there were.
     */
    int drain(final Handler each)
    {
        handler = each;
        int total = 0;
        for (int count = ring.read(reader); count > 0; count = ring.read(reader))
        {
            total += count;
        }
        return total;
    }

    /**
     * @param stream that {@link #drain} has come to.
     * @return its destination.
     */
    InetSocketAddress destination(final int stream)
    {
        return destinations.get(stream);
    }

    private void onMessage(final int type, final DirectBuffer buffer, final int index, final int length)
    {
        handler.onSent(buffer.getInt(index + STREAM_OFFSET), buffer.getLong(index),
            buffer.getInt(index + LENGTH_OFFSET),
            buffer.getLong(index + DUE_OFFSET));
    }
}
