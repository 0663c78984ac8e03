package relay.perf.experiment;

/**
 * One way to get a buffer for a datagram and to give it back. Used by one thread.
 *
 * @param <B> what it hands out.
 */
abstract class Contender<B>
{
    /**
     * @param length of the datagram in bytes.
     * @return a buffer for it.
     */
    abstract B take(int length);

    /**
     * @param buffer the only one that is taken.
     */
    abstract void giveBack(B buffer);

    /**
     * Gives back all that is taken, in the order in which it was.
     *
     * @param buffers that are taken.
     * @param count   of them.
     */
    @SuppressWarnings("unchecked")
    void giveBackAll(final Object[] buffers, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            giveBack((B)buffers[i]);
        }
    }

    abstract void fill(B buffer, byte[] datagram);

    /**
     * Reads the payload as CRC32, which the JVM computes alike for memory on and off the heap.
     *
     * @param buffer that was filled.
     * @param length of the payload.
     * @return the checksum.
     */
    abstract long checksum(B buffer, int length);
}
