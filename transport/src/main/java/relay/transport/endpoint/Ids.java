package relay.transport.endpoint;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that follow from names, so that two sites agree on them by naming things alike. They are part of what goes
 * over the wire: never change them. Stateless, any thread.
 */
public final class Ids
{
    private static final int FNV_OFFSET = 0x811C_9DC5;
    private static final int FNV_PRIME = 0x0100_0193;

    private Ids()
    {
    }

    /**
     * The id of a relay or a flow in the envelope: FNV-1a (draft-eastlake-fnv) of the name's UTF-8 bytes.
     *
     * @param name of a relay or a flow.
     * @return never 0; 1 in the place of 0.
     */
    public static int of(final String name)
    {
        int hash = FNV_OFFSET;
        for (final byte b : name.getBytes(StandardCharsets.UTF_8))
        {
            hash = (hash ^ b & 0xFF) * FNV_PRIME;
        }
        return 0 == hash ? 1 : hash;
    }

    /**
     * The Aeron stream that carries a class where the channel names none.
     *
     * @param className of the traffic class.
     * @return 1 or more.
     */
    public static int streamId(final String className)
    {
        return positive(of(className));
    }

    /**
     * The Aeron session of a stream where the channel names none: known to both sides in advance, so that a subscriber
     * takes no other sender's. Several relays that send one class to one endpoint need a session-id each.
     *
     * @param streamId any.
     * @return 1 or more.
     */
    public static int sessionId(final int streamId)
    {
        // the finalizer of MurmurHash3: neighbouring streams get sessions that do not look alike
        int hash = streamId;
        hash = (hash ^ hash >>> 16) * 0x85EB_CA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2_AE35;
        return positive(hash ^ hash >>> 16);
    }

    private static int positive(final int hash)
    {
        return Math.max(1, hash & Integer.MAX_VALUE);
    }
}
