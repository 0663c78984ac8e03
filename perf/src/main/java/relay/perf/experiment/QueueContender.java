package relay.perf.experiment;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A queue of free buffers: the one that was free for longest is used next.
 */
final class QueueContender extends Contender<UnsafeBuffer>
{
    private final CRC32 crc = new CRC32();
    private final Queue<UnsafeBuffer> free;

    /**
     * @param queues  makes a queue of a capacity.
     * @param length  of the longest datagram.
     * @param buffers of the pool, 0 for the default.
     */
    QueueContender(final IntFunction<Queue<UnsafeBuffer>> queues, final int length, final int buffers)
    {
        final int count = Slab.buffersOrDefault(buffers);
        final Slab slab = new Slab(length, count);
        free = queues.apply(count);
        for (int i = 0; i < count; i++)
        {
            free.add(slab.buffer(i));
        }
    }

    @Override
    UnsafeBuffer take(final int length)
    {
        return free.poll();
    }

    @Override
    void giveBack(final UnsafeBuffer buffer)
    {
        free.offer(buffer);
    }

    @Override
    void fill(final UnsafeBuffer buffer, final byte[] datagram)
    {
        buffer.putBytes(0, datagram);
    }

    @Override
    long checksum(final UnsafeBuffer buffer, final int length)
    {
        return checksum(crc, buffer, length);
    }

    static long checksum(final CRC32 crc, final UnsafeBuffer buffer, final int length)
    {
        final ByteBuffer bytes = buffer.byteBuffer();
        final int offset = buffer.wrapAdjustment();
        crc.reset();
        crc.update(bytes.limit(offset + length).position(offset));
        return crc.getValue();
    }
}
