package relay.config;

import relay.config.yaml.Choice;

/**
 * What tells the datagrams of a source apart.
 *
 * @param kind           where to look.
 * @param offset         of a {@link Kind#FIELD} in the payload, in bytes; otherwise 0.
 * @param width          of a {@link Kind#FIELD}: 1, 2, 4 or 8 bytes; otherwise 0.
 * @param isLittleEndian whether the lowest byte of a {@link Kind#FIELD} comes first.
 */
public record FeedKey(Kind kind, int offset, int width, boolean isLittleEndian)
{
    /** The sequence number of RTP. */
    public static final FeedKey RTP = new FeedKey(Kind.RTP, 0, 0, false);
    /** The message numbers of MoldUDP64. */
    public static final FeedKey MOLDUDP64 = new FeedKey(Kind.MOLDUDP64, 0, 0, false);
    /** The packet sequence number of CME MDP 3.0. */
    public static final FeedKey CME = new FeedKey(Kind.CME, 0, 0, false);
    /** The payload itself. */
    public static final FeedKey HASH = new FeedKey(Kind.HASH, 0, 0, false);

    /** Where to look. */
    public enum Kind
    {
        /** In the header of RTP. */
        RTP,
        /** In the header of MoldUDP64. */
        MOLDUDP64,
        /** In the header of CME MDP 3.0. */
        CME,
        /** At all bytes. */
        HASH,
        /** At a fixed place. */
        FIELD
    }

    /**
     * @return a number at a fixed place.
     */
    public static FeedKey field(final int offset, final int width, final boolean isLittleEndian)
    {
        return new FeedKey(Kind.FIELD, offset, width, isLittleEndian);
    }

    /**
     * @return width of a number in bits; 0 without numbers.
     */
    public int bits()
    {
        return switch (kind)
        {
            case RTP -> Short.SIZE;
            case MOLDUDP64 -> Long.SIZE;
            case CME -> Integer.SIZE;
            case HASH -> 0;
            case FIELD -> width * Byte.SIZE;
        };
    }

    @Override
    public String toString()
    {
        return Kind.FIELD != kind ? Choice.text(kind) :
            "offset " + offset + ", width " + width + ", " + (isLittleEndian ? "little" : "big");
    }
}
