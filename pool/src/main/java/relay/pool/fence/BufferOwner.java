package relay.pool.fence;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lends buffers to slots, and gets them back.
 */
@FunctionalInterface
public interface BufferOwner
{
    /**
     * Called from the producer: no reader looks at the buffer any longer.
     *
     * @param sizeClass of the buffer.
     * @param buffer    memory that the buffer is in.
     * @param offset    of the buffer.
     * @param claimNs   when it was lent.
     * @param nowNs     monotonic time.
     */
    void takeBack(int sizeClass, UnsafeBuffer buffer, int offset, long claimNs, long nowNs);
}
