package relay.tools.send;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Flyweight over the first bytes of a generated payload. Little-endian. Owned by one thread.
 *
 * <pre>
 *    0        4       5          6       8        16         24                  32    36     40
 *    | magic  | vers. | reserved | length | run id | sequence | intended send time | flow | CRC  | pattern ...
 * </pre>
 *
 * The CRC (CRC-32C, RFC 3720 B.4) covers the whole payload without the field itself.
 */
public final class Probe
{
    /** The shortest generated payload, in bytes. */
    public static final int HEADER_LENGTH = 40;

    /** The longest UDP payload over IPv4, in bytes. */
    public static final int LENGTH_MAX = 65_507;

    static final int VERSION = 1;
    /** "RLYP" as it reads on the wire. */
    static final int MAGIC = 0x50594C52;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 4;
    private static final int RESERVED_OFFSET = 5;
    private static final int LENGTH_OFFSET = 6;
    private static final int RUN_ID_OFFSET = 8;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int INTENDED_OFFSET = 24;
    private static final int FLOW_OFFSET = 32;
    private static final int CRC_OFFSET = 36;
    private static final int LENGTH_MASK = 0xFFFF;

    private final CRC32C crc = new CRC32C();
    private final byte[] copy = new byte[64 * 1024];
    private DirectBuffer buffer;
    private int offset;

    /**
     * Writes the header of a payload whose pattern is already there.
     *
     * @param target     holds the payload.
     * @param index      where it starts.
     * @param length     of the payload, {@link #HEADER_LENGTH}..{@link #LENGTH_MAX} bytes.
     * @param runId      of the generator's run.
     * @param flow       number of the flow, from 0.
     * @param sequence   number in the flow, from 0.
     * @param intendedNs when it is due, nanoseconds since the epoch.
     */
    public void encode(
        final MutableDirectBuffer target,
        final int index,
        final int length,
        final long runId,
        final int flow,
        final long sequence,
        final long intendedNs)
    {
        target.putInt(index + MAGIC_OFFSET, MAGIC, ORDER);
        target.putByte(index + VERSION_OFFSET, (byte)VERSION);
        target.putByte(index + RESERVED_OFFSET, (byte)0);
        target.putShort(index + LENGTH_OFFSET, (short)length, ORDER);
        target.putLong(index + RUN_ID_OFFSET, runId, ORDER);
        target.putLong(index + SEQUENCE_OFFSET, sequence, ORDER);
        target.putLong(index + INTENDED_OFFSET, intendedNs, ORDER);
        target.putInt(index + FLOW_OFFSET, flow, ORDER);
        target.putInt(index + CRC_OFFSET, crcOf(target, index, length), ORDER);
    }

    /**
     * Looks at a payload; the getters then read from it until the buffer is used for something else.
     *
     * @param source holds it.
     * @param index  where it starts.
     * @param length of it in bytes.
     * @return what it is.
     */
    public Kind wrap(final DirectBuffer source, final int index, final int length)
    {
        if (length < RESERVED_OFFSET || source.getInt(index + MAGIC_OFFSET, ORDER) != MAGIC ||
            source.getByte(index + VERSION_OFFSET) != VERSION)
        {
            return Kind.FOREIGN;
        }
        buffer = source;
        offset = index;
        if (length < HEADER_LENGTH || length != (source.getShort(index + LENGTH_OFFSET, ORDER) & LENGTH_MASK) ||
            source.getInt(index + CRC_OFFSET, ORDER) != crcOf(source, index, length) || sequence() < 0)
        {
            return Kind.CORRUPT;
        }
        return Kind.VALID;
    }

    public long runId()
    {
        return buffer.getLong(offset + RUN_ID_OFFSET, ORDER);
    }

    public int flow()
    {
        return buffer.getInt(offset + FLOW_OFFSET, ORDER);
    }

    public long sequence()
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ORDER);
    }

    /**
     * @return when it was due, nanoseconds since the epoch.
     */
    public long intendedNs()
    {
        return buffer.getLong(offset + INTENDED_OFFSET, ORDER);
    }

    private int crcOf(final DirectBuffer source, final int index, final int length)
    {
        // through a copy: the checksum takes arrays and byte buffers only, and a view of each buffer would be garbage
        source.getBytes(index, copy, 0, length);
        crc.reset();
        crc.update(copy, 0, CRC_OFFSET);
        crc.update(copy, HEADER_LENGTH, length - HEADER_LENGTH);
        return (int)crc.getValue();
    }

    /** What a payload turned out to be. */
    public enum Kind
    {
        /** One of a generator, unchanged. */
        VALID,
        /** One of a generator, but its length or checksum is wrong. */
        CORRUPT,
        /** Something else. */
        FOREIGN,
    }
}
