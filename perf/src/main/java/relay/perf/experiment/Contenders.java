package relay.perf.experiment;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/**
 * All ways to get a buffer, by name.
 */
final class Contenders
{
    static final String LANE = "lane";
    static final String LANE_ZEROED = "lane-zeroed";
    static final String LANE_BATCHES = "lane-in-batches";
    static final String ARRAY = "new-byte-array";
    static final String DIRECT = "allocate-direct";
    static final String CONFINED = "arena-confined";
    static final String NETTY_POOLED = "netty-pooled";
    static final String NETTY_ADAPTIVE = "netty-adaptive";
    static final String AGRONA_ONE_TO_ONE = "agrona-one-to-one";
    static final String AGRONA_MANY_TO_ONE = "agrona-many-to-one";
    static final String JCTOOLS_SPSC = "jctools-spsc";
    static final String FIFO_RING = "fifo-ring";
    /** No buffer at all: what the measurement itself costs. */
    static final String NOTHING = "nothing";

    /** Those that are compared with each other. */
    static final List<String> ALL = List.of(LANE, ARRAY, DIRECT, CONFINED, NETTY_POOLED, NETTY_ADAPTIVE,
        AGRONA_ONE_TO_ONE, AGRONA_MANY_TO_ONE, JCTOOLS_SPSC, FIFO_RING);

    /** Those whose tails are of interest. */
    static final List<String> TAILS = List.of(
        NOTHING, LANE, ARRAY, CONFINED, NETTY_POOLED, NETTY_ADAPTIVE, JCTOOLS_SPSC, FIFO_RING);

    private Contenders()
    {
    }

    /**
     * @param name    of a contender.
     * @param length  of the longest datagram.
     * @param buffers of its pool, 0 for what a lane has by default; of no meaning to those without one.
     * @return it. In one process this should be called for one name only: then calls of it are no virtual ones.
     */
    static Contender<?> of(final String name, final int length, final int buffers)
    {
        return switch (name)
        {
            case LANE -> new LaneContender(length, buffers, false);
            case LANE_ZEROED -> new LaneContender(length, buffers, true);
            case ARRAY -> new ArrayContender();
            case DIRECT -> new DirectContender();
            case CONFINED -> new ConfinedContender();
            case NETTY_POOLED -> new NettyContender(PooledByteBufAllocator.DEFAULT);
            case NETTY_ADAPTIVE -> new NettyContender(new AdaptiveByteBufAllocator(true, true));
            case AGRONA_ONE_TO_ONE -> new QueueContender(OneToOneConcurrentArrayQueue::new, length, buffers);
            case AGRONA_MANY_TO_ONE -> new QueueContender(ManyToOneConcurrentArrayQueue::new, length, buffers);
            case JCTOOLS_SPSC -> new QueueContender(SpscArrayQueue::new, length, buffers);
            case FIFO_RING -> new RingContender(length, buffers);
            case NOTHING -> new NoContender();
            default -> throw new IllegalArgumentException("no contender " + name + ": " + ALL);
        };
    }
}
