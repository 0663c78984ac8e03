package relay.perf.burst;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.tools.paced.DatagramSource;

/**
 * Numbered datagrams of several lengths, evenly spread: what code is compiled with before it counts. Owned by one
 * thread, allocates nothing once made.
 */
final class WarmUpSource implements DatagramSource
{
    private static final int LENGTH_MIN = 64;
    private static final int LENGTH_MAX = 1_472;
    private static final long SECOND_NS = 1_000_000_000L;

    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH_MAX));
    private final SplittableRandom random = new SplittableRandom(1);
    private final InetSocketAddress destination;
    private final long rate;
    private final long count;
    private long number = -1;
    private int length;

    /**
     * @param destination of all.
     * @param rate        datagrams a second.
     * @param count       of them.
     */
    WarmUpSource(final InetSocketAddress destination, final long rate, final long count)
    {
        this.destination = destination;
        this.rate = rate;
        this.count = count;
    }

    @Override
    public boolean next()
    {
        if (number >= count - 1)
        {
            return false;
        }
        number++;
        length = random.nextInt(LENGTH_MIN, LENGTH_MAX + 1);
        payload.putLong(0, number);
        return true;
    }

    @Override
    public DirectBuffer buffer()
    {
        return payload;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return length;
    }

    @Override
    public InetSocketAddress destination()
    {
        return destination;
    }

    @Override
    public long dueNs()
    {
        return number * SECOND_NS / rate;
    }

    @Override
    public void close()
    {
        // owns nothing but memory
    }
}
