package relay.tools.send;

/**
 * When datagrams come, how long they are and of which flow, without end: a flyweight over the one that {@link #next}
 * went to. The same for the same seed. Used by one thread; allocates nothing once it runs.
 */
public interface Arrivals
{
    /**
     * Goes to the next datagram, at first to the first one.
     */
    void next();

    /**
     * @return when it is due, in nanoseconds after the start; never less than that of the one before.
     */
    long dueNs();

    /**
     * @return bytes of payload, {@link Probe#HEADER_LENGTH}..{@link Probe#LENGTH_MAX}.
     */
    int length();

    /**
     * @return number of its flow, from 0.
     */
    int flow();
}
