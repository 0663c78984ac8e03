package relay.pool.jmh;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * One way to get a buffer for a datagram and to give it back. Used by one thread.
 *
 * @param take       makes or lends a buffer of a length; null if there is none.
 * @param giveBack   takes a buffer back.
 * @param isAtOnce   whether one call gives back all buffers that are taken.
 * @param fill       copies a datagram into a buffer.
 * @param payload    shows the first bytes of a buffer, from the position to the limit.
 * @param <B>        type of the buffers.
 */
record Candidate<B>(
    IntFunction<B> take, Consumer<B> giveBack, boolean isAtOnce, BiConsumer<B, byte[]> fill, Payload<B> payload)
{
    /** Shows the bytes of a buffer. */
    @FunctionalInterface
    interface Payload<B>
    {
        ByteBuffer of(B buffer, int length);
    }

    /**
     * Gives back all that is taken, in the order in which it was.
     *
     * @param buffers all that are taken.
     */
    @SuppressWarnings("unchecked")
    void giveBackAll(final Object[] buffers)
    {
        final int calls = isAtOnce ? 1 : buffers.length;
        for (int i = 0; i < calls; i++)
        {
            giveBack.accept((B)buffers[i]);
        }
    }

    /**
     * Reads the payload as CRC32, which the JVM computes alike for memory on and off the heap.
     *
     * @param crc    to compute it with.
     * @param buffer that was filled.
     * @param length of the payload.
     * @return the checksum.
     */
    long checksum(final CRC32 crc, final B buffer, final int length)
    {
        crc.reset();
        crc.update(payload.of(buffer, length));
        return crc.getValue();
    }
}
