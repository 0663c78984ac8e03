package relay.transport.endpoint;

/**
 * An Aeron endpoint: {@code aeron:udp?endpoint=host:port|mtu=...} or {@code aeron:ipc}, in Aeron's own syntax, with one
 * key more: {@code batch}.
 *
 * @param uri         the text that the user wrote.
 * @param channel     the channel for Aeron, without stream-id, session-id and batch.
 * @param streamId    the stream, or 0 to derive it from the traffic class.
 * @param sessionId   the session, or 0 to derive it from the stream.
 * @param batchLength how long a message may get by putting datagrams together, in bytes; 0 for as much as one frame of
 *                    Aeron's holds.
 */
public record AeronEndpoint(String uri, String channel, int streamId, int sessionId, int batchLength)
    implements Endpoint
{
    /** The longest message that a relay sends: room for the longest train, and for as much again. */
    public static final int MESSAGE_LENGTH_MAX = 128 * 1024;
}
