package relay.transport.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Blocks of a pcapng file, one behind the other in a buffer on their way to it, in this machine's byte order.
 *
 * <pre>
 *   +-------------+---------------+------------------------------+---------------+
 *   | type, 4 B   | length, 4 B   | body; options, in any number | length, 4 B   |
 *   +-------------+---------------+------------------------------+---------------+
 *
 *   option: | code, 2 B | length, 2 B | value, padded to 4 B |
 * </pre>
 *
 * Owned by one thread.
 */
final class PcapngBlockWriter
{
    static final int BODY_OFFSET = 8;
    static final int OPTION_HEADER_LENGTH = 4;
    /** Longer text is cut. */
    static final int TEXT_LENGTH_MAX = 1_024;

    private static final int LENGTH_OFFSET = 4;
    private static final int OPTION_END = 0;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private int length;
    private int block;

    PcapngBlockWriter(final int capacity)
    {
        bytes = ByteBuffer.allocateDirect(capacity);
        buffer = new UnsafeBuffer(bytes);
    }

    void clear()
    {
        length = 0;
    }

    /**
     * @return bytes of the blocks that are here.
     */
    int length()
    {
        return length;
    }

    /**
     * @return bytes for which there is room.
     */
    int room()
    {
        return buffer.capacity() - length;
    }

    /**
     * @return what the blocks lie in.
     */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * Takes over what was written into the buffer behind {@link #length()}.
     *
     * @param count bytes.
     */
    void skip(final int count)
    {
        length += count;
    }

    void begin(final int type)
    {
        block = length;
        putInt(type);
        putInt(0);
    }

    void end(final boolean hasOptions)
    {
        if (hasOptions)
        {
            putInt(OPTION_END);
        }
        final int blockLength = length + Integer.BYTES - block;
        buffer.putInt(block + LENGTH_OFFSET, blockLength);
        putInt(blockLength);
    }

    void option(final int code, final String text)
    {
        final byte[] value = text.getBytes(StandardCharsets.UTF_8);
        final int valueLength = Math.min(value.length, TEXT_LENGTH_MAX);
        beginOption(code, valueLength);
        buffer.putBytes(length, value, 0, valueLength);
        length += valueLength;
        pad();
    }

    void option(final int code, final long value)
    {
        beginOption(code, Long.BYTES);
        putLong(value);
    }

    void option(final int code, final byte value)
    {
        beginOption(code, Byte.BYTES);
        buffer.putByte(length++, value);
        pad();
    }

    void timeOption(final int code, final long epochNs)
    {
        beginOption(code, Long.BYTES);
        putTime(epochNs);
    }

    void pad()
    {
        while (0 != length % Integer.BYTES)
        {
            buffer.putByte(length++, (byte)0);
        }
    }

    /** Two numbers of 2 bytes. */
    void putShorts(final int first, final int second)
    {
        buffer.putShort(length, (short)first);
        buffer.putShort(length + Short.BYTES, (short)second);
        length += 2 * Short.BYTES;
    }

    void putInt(final int value)
    {
        buffer.putInt(length, value);
        length += Integer.BYTES;
    }

    void putLong(final long value)
    {
        buffer.putLong(length, value);
        length += Long.BYTES;
    }

    /** The upper half comes first, in either byte order. */
    void putTime(final long epochNs)
    {
        putInt((int)(epochNs >>> Integer.SIZE));
        putInt((int)epochNs);
    }

    /**
     * Writes all blocks to a file. They stay here until {@link #clear()}, so that those can be found that are in it.
     *
     * @param channel to the file.
     * @throws IOException if they are not all in it.
     */
    void writeTo(final SeekableByteChannel channel) throws IOException
    {
        bytes.clear().limit(length);
        while (bytes.hasRemaining())
        {
            channel.write(bytes);
        }
    }

    /**
     * After a failed {@link #writeTo}.
     *
     * @return bytes of the blocks that were written wholly.
     */
    int writtenLength()
    {
        int end = 0;
        while (end < length && end + lengthAt(end) <= bytes.position())
        {
            end += lengthAt(end);
        }
        return end;
    }

    /**
     * @param type   of blocks.
     * @param offset of a block.
     * @return how many blocks there are of that type, from that one on.
     */
    int count(final int type, final int offset)
    {
        int count = 0;
        for (int at = offset; at < length; at += lengthAt(at))
        {
            count += type == buffer.getInt(at) ? 1 : 0;
        }
        return count;
    }

    private void beginOption(final int code, final int valueLength)
    {
        putShorts(code, valueLength);
    }

    private int lengthAt(final int offset)
    {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }
}
