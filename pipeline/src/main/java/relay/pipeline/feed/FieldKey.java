package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * A number at a fixed place that counts datagrams by one, such as the packet sequence number of CME MDP 3.0 (CME Group,
 * MDP 3.0 Binary Packet Header: a little-endian 32-bit number, and the sending time in 64).
 */
final class FieldKey extends SequenceKey
{
    static final int CME_HEADER_LENGTH = Integer.BYTES + Long.BYTES;

    private final int lengthMin;
    private final int offset;
    private final int width;
    private final boolean isLittleEndian;

    /**
     * @param lengthMin      of a datagram that has the number.
     * @param offset         of the number in the payload.
     * @param width          of the number in bytes, 1 to 8.
     * @param isLittleEndian whether its lowest byte comes first.
     */
    FieldKey(final int lengthMin, final int offset, final int width, final boolean isLittleEndian)
    {
        super(width * Byte.SIZE);
        this.lengthMin = lengthMin;
        this.offset = offset;
        this.width = width;
        this.isLittleEndian = isLittleEndian;
    }

    @Override
    int read(final DatagramBatch batch, final int index)
    {
        if (batch.length(index) < lengthMin)
        {
            return UNKEYED;
        }
        number = isLittleEndian ? batch.bits(index, offset, width) : bigEndian(batch, index, offset, width);
        return KEYED;
    }
}
