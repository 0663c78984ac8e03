package relay.perf.experiment;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.SizeClass;
import relay.transport.wire.Envelope;

/**
 * Memory for the pools that Relay's is compared with: buffers as long and as far apart as in a lane.
 */
final class Slab
{
    /** Buffers of a small pool by default, as a lane has. */
    static final int BUFFERS_DEFAULT = 1_000;

    private static final int CACHE_LINE = 64;

    private final int stride;
    private final ByteBuffer memory;

    /**
     * @param length  of the longest datagram.
     * @param buffers how many there are.
     */
    Slab(final int length, final int buffers)
    {
        stride = BitUtil.align(Envelope.LENGTH + SizeClass.fitting(length).payloadLength(), CACHE_LINE);
        memory = BufferUtil.allocateDirectAligned(Math.multiplyExact(stride, buffers), CACHE_LINE);
    }

    /**
     * @param number of a buffer.
     * @return its payload and what is behind.
     */
    UnsafeBuffer buffer(final int number)
    {
        return new UnsafeBuffer(memory, number * stride + Envelope.LENGTH, stride - Envelope.LENGTH);
    }

    static int buffersOrDefault(final int buffers)
    {
        return 0 == buffers ? BUFFERS_DEFAULT : buffers;
    }
}
