package relay.perf.experiment;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.util.zip.CRC32;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The design that was not taken: every slot of a Disruptor ring owns its buffer, so that they are used in turn.
 */
final class RingContender extends Contender<UnsafeBuffer>
{
    private final CRC32 crc = new CRC32();
    private final Sequence released = new Sequence(-1);
    private final RingBuffer<UnsafeBuffer> ring;
    private long claimed = -1;

    /**
     * @param length  of the longest datagram.
     * @param buffers of the ring, rounded up to a power of two; 0 for the default.
     */
    RingContender(final int length, final int buffers)
    {
        final int count = BitUtil.findNextPositivePowerOfTwo(Slab.buffersOrDefault(buffers));
        final Slab slab = new Slab(length, count);
        final int[] next = new int[1];
        ring = RingBuffer.createSingleProducer(() -> slab.buffer(next[0]++), count, new BusySpinWaitStrategy());
        ring.addGatingSequences(released);
    }

    @Override
    UnsafeBuffer take(final int length)
    {
        claimed = ring.next();
        return ring.get(claimed);
    }

    @Override
    void giveBack(final UnsafeBuffer buffer)
    {
        ring.publish(claimed);
        released.set(ring.getCursor());
    }

    @Override
    void giveBackAll(final Object[] buffers, final int count)
    {
        giveBack(null);
    }

    @Override
    void fill(final UnsafeBuffer buffer, final byte[] datagram)
    {
        buffer.putBytes(0, datagram);
    }

    @Override
    long checksum(final UnsafeBuffer buffer, final int length)
    {
        return QueueContender.checksum(crc, buffer, length);
    }
}
