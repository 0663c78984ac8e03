package relay.transport.endpoint;

/**
 * Where datagrams come from or go to, as a user wrote it: {@code udp://...} or {@code aeron:...}. What the rest of the
 * relay has to know of a kind of endpoint, it asks here; only what opens one knows which kind it is.
 *
 * <p>A new transport is a record that this permits, its parser, and its openers in the package
 * {@code relay.pipeline.endpoint}; the compiler names the one switch to extend.
 *
 * @see EndpointParser
 */
public sealed interface Endpoint permits UdpEndpoint, AeronEndpoint, OtherEndpoint
{
    /**
     * @return the text that the user wrote.
     */
    String uri();

    /**
     * @return whether the envelope is read there: by the relay that receives it, or to find where to send the payload.
     */
    boolean isEnveloped();

    /**
     * @return whether one sender carries the packets of all traffic classes; otherwise each class has its own.
     */
    boolean isSharedByClasses();

    /**
     * @param className of a traffic class.
     * @return the stream that carries it, equal for equal streams; null where datagrams have addresses instead.
     */
    default String stream(final String className)
    {
        return null;
    }

    /**
     * @return all its streams, equal for two endpoints that have the same; null where datagrams have addresses instead.
     */
    default String streams()
    {
        return null;
    }

    /**
     * @return the key and the value by which the URI itself names the one stream that it has; null if it names none.
     */
    default String namedStream()
    {
        return null;
    }

    /**
     * @return the addresses, ports and interfaces of its datagrams; null where they have a stream instead.
     */
    default UdpEndpoint udp()
    {
        return null;
    }

    /**
     * @return how many different addresses and ports an input has, each numbered by its sender; 0 if it has none.
     */
    default int channels()
    {
        return 0;
    }
}
