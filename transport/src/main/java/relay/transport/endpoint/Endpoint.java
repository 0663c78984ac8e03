package relay.transport.endpoint;

/**
 * Where datagrams come from or go to, as a user wrote it: {@code udp://...} or {@code aeron:...}.
 *
 * @see EndpointParser
 */
public sealed interface Endpoint permits UdpEndpoint, AeronEndpoint
{
    /**
     * @return the text that the user wrote.
     */
    String uri();
}
