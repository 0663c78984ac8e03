package relay.pool.jmh;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.jctools.queues.SpscArrayQueue;
import relay.pool.SizeClass;

/**
 * All ways to get a buffer, by name.
 */
public final class Candidates
{
    public static final String LANE = "lane";
    public static final String LANE_ZEROED = "lane-zeroed";
    /** A hand-off by a lane that publishes several datagrams together, as a relay does. */
    public static final String LANE_BATCHES = "lane-in-batches";
    public static final String ARRAY = "new-byte-array";
    public static final String DIRECT = "allocate-direct";
    public static final String CONFINED = "arena-confined";
    public static final String NETTY_POOLED = "netty-pooled";
    public static final String NETTY_ADAPTIVE = "netty-adaptive";
    public static final String AGRONA_ONE_TO_ONE = "agrona-one-to-one";
    public static final String AGRONA_MANY_TO_ONE = "agrona-many-to-one";
    public static final String JCTOOLS_SPSC = "jctools-spsc";
    public static final String FIFO_RING = "fifo-ring";
    /** No buffer at all: the cost of the measurement itself. */
    public static final String NOTHING = "nothing";

    /** All that are compared with each other. */
    public static final List<String> ALL = List.of(LANE, LANE_ZEROED, ARRAY, DIRECT, CONFINED, NETTY_POOLED,
        NETTY_ADAPTIVE, AGRONA_ONE_TO_ONE, AGRONA_MANY_TO_ONE, JCTOOLS_SPSC, FIFO_RING);

    /** Room before each payload, as a relay has for its envelope. */
    static final int HEADER_LENGTH = 80;
    /** Buffers of a pool by default, as a lane has small ones. */
    static final int BUFFERS_DEFAULT = 1_000;

    private static final int CACHE_LINE = 64;

    private Candidates()
    {
    }

    /**
     * @param name    of a candidate.
     * @param length  of the longest datagram.
     * @param buffers of its pool, 0 for the default of a lane; of no meaning to candidates without a pool.
     * @return the candidate. One process should make candidates of one name only: then their calls are not virtual.
     */
    static Candidate<?> of(final String name, final int length, final int buffers)
    {
        return switch (name)
        {
            case LANE -> new LaneCycle(length, buffers).candidate(false);
            case LANE_ZEROED -> new LaneCycle(length, buffers).candidate(true);
            case ARRAY -> new Candidate<>(byte[]::new, Candidates::leave, false,
                (buffer, datagram) -> System.arraycopy(datagram, 0, buffer, 0, datagram.length),
                (buffer, count) -> ByteBuffer.wrap(buffer, 0, count));
            case DIRECT -> new Candidate<>(ByteBuffer::allocateDirect, Candidates::leave, false,
                (buffer, datagram) -> buffer.put(0, datagram), (buffer, count) -> buffer.limit(count).position(0));
            case CONFINED -> confined();
            case NETTY_POOLED -> netty(PooledByteBufAllocator.DEFAULT);
            case NETTY_ADAPTIVE -> netty(new AdaptiveByteBufAllocator(true, true));
            case AGRONA_ONE_TO_ONE -> queue(OneToOneConcurrentArrayQueue::new, length, buffers);
            case AGRONA_MANY_TO_ONE -> queue(ManyToOneConcurrentArrayQueue::new, length, buffers);
            case JCTOOLS_SPSC -> queue(SpscArrayQueue::new, length, buffers);
            case FIFO_RING -> ring(length, BitUtil.findNextPositivePowerOfTwo(orDefault(buffers)));
            case NOTHING -> new Candidate<>(
                ignore -> name, Candidates::leave, false, (buffer, datagram) -> { }, (buffer, count) -> null);
            default -> throw new IllegalArgumentException("no candidate " + name);
        };
    }

    /** To the collector. */
    private static void leave(final Object ignore)
    {
    }

    /** An arena with one segment for each datagram. All are given back, so that the order is of no account. */
    private static Candidate<MemorySegment> confined()
    {
        final ArrayDeque<Arena> open = new ArrayDeque<>();
        return new Candidate<>(
            length ->
            {
                open.push(Arena.ofConfined());
                return open.peek().allocate(length);
            },
            ignore -> open.pop().close(), false,
            (segment, datagram) -> MemorySegment.copy(datagram, 0, segment, ValueLayout.JAVA_BYTE, 0, datagram.length),
            (segment, count) -> segment.asByteBuffer().limit(count));
    }

    private static Candidate<ByteBuf> netty(final ByteBufAllocator allocator)
    {
        return new Candidate<>(allocator::directBuffer, ByteBuf::release, false,
            (buffer, datagram) -> buffer.setBytes(0, datagram), (buffer, count) -> buffer.internalNioBuffer(0, count));
    }

    /** A queue of free buffers: the one that was free for longest is used next. */
    private static Candidate<UnsafeBuffer> queue(
        final IntFunction<Queue<UnsafeBuffer>> queues, final int length, final int buffers)
    {
        final int count = orDefault(buffers);
        final Supplier<UnsafeBuffer> slab = slab(length, count);
        final Queue<UnsafeBuffer> free = queues.apply(count);
        for (int i = 0; i < count; i++)
        {
            free.add(slab.get());
        }
        return new Candidate<>(ignore -> free.poll(), free::offer, false, Candidates::fill, Candidates::payload);
    }

    /** The design that was not taken: every slot of a Disruptor ring owns its buffer, so that they are used in turn. */
    private static Candidate<UnsafeBuffer> ring(final int length, final int buffers)
    {
        final RingBuffer<UnsafeBuffer> ring = RingBuffer.createSingleProducer(
            slab(length, buffers)::get, buffers, new BusySpinWaitStrategy());
        final Sequence released = new Sequence(-1);
        ring.addGatingSequences(released);
        final long[] claimed = new long[1];
        return new Candidate<>(
            ignore ->
            {
                claimed[0] = ring.next();
                return ring.get(claimed[0]);
            },
            ignore ->
            {
                ring.publish(claimed[0]);
                released.set(ring.getCursor());
            },
            true, Candidates::fill, Candidates::payload);
    }

    /** Buffers of one slab, as long and as far apart as in a lane. */
    private static Supplier<UnsafeBuffer> slab(final int length, final int buffers)
    {
        final int stride = BitUtil.align(HEADER_LENGTH + SizeClass.fitting(length).payloadLength(), CACHE_LINE);
        final ByteBuffer slab = BufferUtil.allocateDirectAligned(Math.multiplyExact(stride, buffers), CACHE_LINE);
        final int[] made = new int[1];
        return () -> new UnsafeBuffer(slab, made[0]++ * stride + HEADER_LENGTH, stride - HEADER_LENGTH);
    }

    private static void fill(final UnsafeBuffer buffer, final byte[] datagram)
    {
        buffer.putBytes(0, datagram);
    }

    private static ByteBuffer payload(final UnsafeBuffer buffer, final int count)
    {
        final int offset = buffer.wrapAdjustment();
        return buffer.byteBuffer().limit(offset + count).position(offset);
    }

    private static int orDefault(final int buffers)
    {
        return 0 == buffers ? BUFFERS_DEFAULT : buffers;
    }
}
