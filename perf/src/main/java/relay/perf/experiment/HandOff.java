package relay.perf.experiment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.Queue;
import org.agrona.concurrent.UnsafeBuffer;
import org.jctools.queues.SpscArrayQueue;

/**
 * One way to hand datagrams from one thread to another: the first gets buffers, the second gives them back.
 */
abstract class HandOff
{
    static final List<String> ALL = List.of(
        Contenders.LANE_BATCHES, Contenders.LANE, Contenders.ARRAY, Contenders.NETTY_POOLED, Contenders.JCTOOLS_SPSC);

    static final int LENGTH = 1_500;
    /** Of those that hand over several at once. */
    static final int BATCH = 16;
    static final int CAPACITY = 1_024;

    /**
     * Called from the first thread.
     *
     * @return false if there is no buffer or no room now.
     */
    abstract boolean send();

    /**
     * Called from the second thread.
     *
     * @return false if nothing has come.
     */
    abstract boolean receive();

    /**
     * @param name one of {@link #ALL}.
     * @return it.
     */
    static HandOff of(final String name)
    {
        return switch (name)
        {
            case Contenders.LANE_BATCHES -> new LaneHandOff(BATCH);
            case Contenders.LANE -> new LaneHandOff(1);
            case Contenders.ARRAY -> new ArrayHandOff();
            case Contenders.NETTY_POOLED -> new NettyHandOff();
            case Contenders.JCTOOLS_SPSC -> new QueueHandOff();
            default -> throw new IllegalArgumentException("no hand-off " + name + ": " + ALL);
        };
    }

    /** New arrays through a queue. */
    private static final class ArrayHandOff extends HandOff
    {
        private final Queue<byte[]> queue = new SpscArrayQueue<>(CAPACITY);
        private byte[] waiting;
        private long received;

        @Override
        boolean send()
        {
            if (null == waiting)
            {
                waiting = new byte[LENGTH];
                waiting[0] = 1;
            }
            final boolean isSent = queue.offer(waiting);
            waiting = isSent ? null : waiting;
            return isSent;
        }

        @Override
        boolean receive()
        {
            final byte[] buffer = queue.poll();
            received += null == buffer ? 0 : buffer[0];
            return null != buffer;
        }
    }

    /** Netty's pooled buffers through a queue, released by the thread that did not take them. */
    private static final class NettyHandOff extends HandOff
    {
        private final Queue<ByteBuf> queue = new SpscArrayQueue<>(CAPACITY);
        private ByteBuf waiting;
        private long received;

        @Override
        boolean send()
        {
            if (null == waiting)
            {
                waiting = PooledByteBufAllocator.DEFAULT.directBuffer(LENGTH);
                waiting.setByte(0, 1);
            }
            final boolean isSent = queue.offer(waiting);
            waiting = isSent ? null : waiting;
            return isSent;
        }

        @Override
        boolean receive()
        {
            final ByteBuf buffer = queue.poll();
            if (null != buffer)
            {
                received += buffer.getByte(0);
                buffer.release();
            }
            return null != buffer;
        }
    }

    /** Buffers through one queue, and back through another. */
    private static final class QueueHandOff extends HandOff
    {
        private final Queue<UnsafeBuffer> queue = new SpscArrayQueue<>(CAPACITY);
        private final Queue<UnsafeBuffer> free = new SpscArrayQueue<>(CAPACITY);
        private long received;

        QueueHandOff()
        {
            final Slab slab = new Slab(LENGTH, Slab.BUFFERS_DEFAULT);
            for (int i = 0; i < Slab.BUFFERS_DEFAULT; i++)
            {
                free.add(slab.buffer(i));
            }
        }

        @Override
        boolean send()
        {
            final UnsafeBuffer buffer = free.poll();
            if (null != buffer)
            {
                buffer.putByte(0, (byte)1);
                queue.offer(buffer); // there is room for all buffers
            }
            return null != buffer;
        }

        @Override
        boolean receive()
        {
            final UnsafeBuffer buffer = queue.poll();
            if (null != buffer)
            {
                received += buffer.getByte(0);
                free.offer(buffer);
            }
            return null != buffer;
        }
    }
}
