package relay.transport.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;

/**
 * Writes captures as a test wants them, whole or wrong.
 */
final class TestCapture
{
    static final int MAGIC_US = 0xA1B2_C3D4;
    static final int MAGIC_NS = 0xA1B2_3C4D;
    static final int MAGIC_MODIFIED = 0xA1B2_CD34;
    static final int SNAP_LENGTH = 65_535;
    static final int ETHERNET = 1;

    private static final int SECTION = 0x0A0D_0D0A;
    private static final int MODIFIED_EXTRA_LENGTH = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private ByteOrder order = LITTLE_ENDIAN;
    private int recordExtraLength;

    private TestCapture()
    {
    }

    static TestCapture pcap(final int magic, final ByteOrder order, final int linkType)
    {
        final TestCapture capture = new TestCapture();
        capture.order = order;
        capture.recordExtraLength = MAGIC_MODIFIED == magic ? MODIFIED_EXTRA_LENGTH : 0;
        capture.put(capture.buffer(24).putInt(magic).putShort((short)2).putShort((short)4).putInt(0).putInt(0)
            .putInt(SNAP_LENGTH).putInt(linkType));
        return capture;
    }

    static TestCapture pcap(final int linkType)
    {
        return pcap(MAGIC_US, LITTLE_ENDIAN, linkType);
    }

    static TestCapture pcapng(final ByteOrder order)
    {
        return new TestCapture().section(order);
    }

    TestCapture record(final long seconds, final long fraction, final byte[] frame, final long originalLength)
    {
        put(buffer(16 + recordExtraLength).putInt((int)seconds).putInt((int)fraction).putInt(frame.length)
            .putInt((int)originalLength));
        bytes.writeBytes(frame);
        return this;
    }

    TestCapture record(final byte[] frame)
    {
        return record(1, 2, frame, frame.length);
    }

    TestCapture section(final ByteOrder order)
    {
        this.order = order;
        return block(SECTION, buffer(16).putInt(0x1A2B_3C4D).putShort((short)1).putShort((short)0).putLong(-1).array());
    }

    TestCapture networkInterface(final int linkType, final int snapLength, final byte[]... options)
    {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(buffer(8).putShort((short)linkType).putShort((short)0).putInt(snapLength).array());
        for (final byte[] option : options)
        {
            body.writeBytes(option);
        }
        return block(1, body.toByteArray());
    }

    byte[] option(final int code, final byte... value)
    {
        return buffer(4 + padded(value.length)).putShort((short)code).putShort((short)value.length).put(value).array();
    }

    byte[] resolution(final int resolution)
    {
        return option(9, (byte)resolution);
    }

    byte[] timeOffset(final long seconds)
    {
        return option(14, buffer(Long.BYTES).putLong(seconds).array());
    }

    TestCapture enhanced(final int number, final long ticks, final byte[] frame, final long originalLength)
    {
        return block(6, buffer(20 + padded(frame.length)).putInt(number).putInt((int)(ticks >>> Integer.SIZE))
            .putInt((int)ticks).putInt(frame.length).putInt((int)originalLength).put(frame).array());
    }

    TestCapture obsolete(final int number, final long ticks, final byte[] frame)
    {
        return block(2, buffer(20 + padded(frame.length)).putShort((short)number).putShort((short)7)
            .putInt((int)(ticks >>> Integer.SIZE)).putInt((int)ticks).putInt(frame.length).putInt(frame.length)
            .put(frame).array());
    }

    TestCapture simple(final byte[] frame, final long originalLength)
    {
        return block(3, buffer(4 + padded(frame.length)).putInt((int)originalLength).put(frame).array());
    }

    TestCapture block(final int type, final byte[] body)
    {
        final int length = 12 + body.length;
        return raw(buffer(length).putInt(type).putInt(length).put(body).putInt(length).array());
    }

    TestCapture raw(final int... more)
    {
        for (final int one : more)
        {
            bytes.write(one);
        }
        return this;
    }

    TestCapture raw(final byte[] more)
    {
        bytes.writeBytes(more);
        return this;
    }

    int length()
    {
        return bytes.size();
    }

    byte[] bytes()
    {
        return bytes.toByteArray();
    }

    byte[] gzip()
    {
        return gzip(bytes());
    }

    static byte[] gzip(final byte[] file)
    {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed))
        {
            gzip.write(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return packed.toByteArray();
    }

    CaptureReader read()
    {
        return read(bytes());
    }

    static CaptureReader read(final byte[] file)
    {
        try
        {
            return CaptureReader.open(new ByteArrayInputStream(file));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    ByteBuffer buffer(final int length)
    {
        return ByteBuffer.allocate(length).order(order);
    }

    private void put(final ByteBuffer buffer)
    {
        bytes.writeBytes(buffer.array());
    }

    private static int padded(final int length)
    {
        return length + 3 & ~3;
    }
}
