package relay.transport;

/**
 * Tells which of many receivers have something to read, at a cost that does not grow with those that have nothing. Used
 * by one thread.
 */
public interface ReadySet extends AutoCloseable
{
    /**
     * Called before the first {@link #select}.
     *
     * @param receiver of the same transport.
     * @param index    by which it is reported.
     */
    void add(DatagramReceiver receiver, int index);

    /**
     * Looks which receivers are ready, and waits for the first if none is.
     *
     * @param timeoutNs the longest to wait, 0 to return at once.
     * @return how many are ready; there may be more, which the next call reports.
     */
    int select(long timeoutNs);

    /**
     * @param position 0..{@link #select} - 1, of the last call.
     * @return index of a receiver that was ready then.
     */
    int ready(int position);

    @Override
    void close();
}
