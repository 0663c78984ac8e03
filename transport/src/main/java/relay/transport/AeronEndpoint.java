package relay.transport;

/**
 * An Aeron endpoint: {@code aeron:udp?endpoint=host:port|mtu=...} or {@code aeron:ipc}, in Aeron's own syntax.
 *
 * @param uri       the text that the user wrote.
 * @param channel   the channel for Aeron, without stream-id and session-id.
 * @param streamId  the stream, or 0 to derive it from the traffic class.
 * @param sessionId the session, or 0 to derive it from the stream.
 */
public record AeronEndpoint(String uri, String channel, int streamId, int sessionId) implements Endpoint
{
}
