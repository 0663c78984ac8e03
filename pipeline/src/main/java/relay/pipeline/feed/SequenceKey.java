package relay.pipeline.feed;

import relay.config.FeedKey;
import relay.transport.DatagramBatch;

/**
 * Reads the number that a source gave to a datagram. Belongs to the ingress thread; what {@link #read} found is valid
 * until the next call.
 */
abstract class SequenceKey
{
    /** It has no number: too short, or of another protocol. */
    static final int UNKEYED = 0;
    /** It has a number. */
    static final int KEYED = 1;
    /** It has no number, and tells the next one that will be given. */
    static final int EXPECTED = 2;

    /** The run of the source, as far as the protocol names it; 0 where it does not. */
    protected long sessionHigh;
    protected long sessionLow;
    /** As it was sent, of {@link #bits()} bits. */
    protected long number;
    /** How many numbers the datagram takes, from its own on. */
    protected int count = 1;

    private final int bits;

    /**
     * @param bits width of a number.
     */
    SequenceKey(final int bits)
    {
        this.bits = bits;
    }

    static SequenceKey of(final FeedKey key)
    {
        return switch (key.kind())
        {
            case RTP -> new RtpKey();
            case MOLDUDP64 -> new MoldUdp64Key();
            case CME -> new FieldKey(FieldKey.CME_HEADER_LENGTH, 0, Integer.BYTES, true);
            case FIELD -> new FieldKey(key.offset() + key.width(), key.offset(), key.width(), key.isLittleEndian());
            case HASH -> throw new IllegalArgumentException("a hash is no sequence");
        };
    }

    /**
     * @param batch holds the datagram.
     * @param index of the datagram in it.
     * @return {@link #UNKEYED}, {@link #KEYED} or {@link #EXPECTED}.
     */
    abstract int read(DatagramBatch batch, int index);

    /**
     * @return width of a number; the source counts on from 0 when it is used up.
     */
    final int bits()
    {
        return bits;
    }

    static long bigEndian(final DatagramBatch batch, final int index, final int offset, final int width)
    {
        return Long.reverseBytes(batch.bits(index, offset, width)) >>> Long.SIZE - Byte.SIZE * width;
    }
}
