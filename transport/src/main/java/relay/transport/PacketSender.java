package relay.transport;

/**
 * Sends the packets of one destination (and, with Aeron, of one traffic class). Used and closed by one egress thread;
 * never blocks, never throws for what the network does.
 */
public interface PacketSender extends AutoCloseable
{
    /**
     * Sends every packet that waits, in order. Afterwards each has its outcome, or waits still: refused for now, to be
     * tried again in the next duty cycle.
     *
     * @param batch of packets; their buffers are not kept.
     */
    void send(PacketBatch batch);

    /**
     * May be called from any thread.
     *
     * @return how often the system refused a train, so that its datagrams went one by one; such lengths, or that
     * device, are not tried again.
     */
    default long refusedTrains()
    {
        return 0;
    }

    /**
     * May be called from any thread.
     *
     * @return whether a receiver answers; true where none is expected to.
     */
    default boolean isConnected()
    {
        return true;
    }

    /**
     * May be called from any thread.
     *
     * @return whether everything that was sent has left this process.
     */
    default boolean isDrained()
    {
        return true;
    }

    /**
     * May be called from any thread.
     *
     * @return how long after the last packet the receiver may ask for what was lost, in nanoseconds; 0 for never.
     */
    default long lingerNs()
    {
        return 0;
    }

    /**
     * @return what was opened, for people.
     */
    String description();

    @Override
    void close();
}
