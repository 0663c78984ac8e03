package relay.pipeline.ingress;

/**
 * Something that the ingress stage polls: it claims and fills slots of its flow's lane, and leaves publishing to the
 * stage. Belongs to the ingress thread.
 */
public interface IngressSource extends AutoCloseable
{
    /**
     * @param nowNs   monotonic time of this duty cycle.
     * @param epochNs wall-clock time of this duty cycle.
     * @param limit   the most to read.
     * @return how much was read.
     */
    int poll(long nowNs, long epochNs, int limit);

    @Override
    void close();
}
