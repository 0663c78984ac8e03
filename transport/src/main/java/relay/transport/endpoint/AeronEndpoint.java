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

    /**
     * @param className of the traffic class that it carries.
     * @return the stream that the URI names, or the class's.
     */
    public int streamId(final String className)
    {
        return 0 == streamId ? Ids.streamId(className) : streamId;
    }

    /**
     * @param className of the traffic class that it carries.
     * @return the session that the URI names, or the stream's.
     */
    public int sessionId(final String className)
    {
        return 0 == sessionId ? Ids.sessionId(streamId(className)) : sessionId;
    }

    /** The relay at the far end reads it. */
    @Override
    public boolean isEnveloped()
    {
        return true;
    }

    /** A gap in the stream of one class delays no other. */
    @Override
    public boolean isSharedByClasses()
    {
        return false;
    }

    @Override
    public String stream(final String className)
    {
        return place() + " stream " + streamId(className) + " session " + sessionId(className);
    }

    @Override
    public String streams()
    {
        return place() + " " + streamId + " " + sessionId;
    }

    @Override
    public String namedStream()
    {
        return 0 == streamId ? null : AeronUriParser.STREAM_ID + " " + streamId;
    }

    /** The media, and where it listens or sends, without the keys that only tune it. */
    private String place()
    {
        final int question = channel.indexOf('?');
        String control = "";
        if (question >= 0)
        {
            for (final String pair : channel.substring(question + 1).split("\\|"))
            {
                if (pair.startsWith("endpoint="))
                {
                    return channel.substring(0, question + 1) + pair;
                }
                control = pair.startsWith("control=") ? "?" + pair : control;
            }
        }
        return (question < 0 ? channel : channel.substring(0, question)) + control;
    }
}
