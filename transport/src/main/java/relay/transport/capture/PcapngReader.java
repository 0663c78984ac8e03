package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Packets of a pcapng file: any number of sections, each with a byte order and interfaces of its own; enhanced, simple
 * and obsolete packet blocks, other blocks are stepped over
 * (<a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html">draft-ietf-opsawg-pcapng</a>).
 *
 * <pre>
 *   +-------------+---------------+------------------------+---------------+
 *   | type, 4 B   | length, 4 B   | body, length - 12 B    | length, 4 B   |
 *   +-------------+---------------+------------------------+---------------+
 * </pre>
 */
final class PcapngReader implements CaptureRecords
{
    /** Of the block that begins a section; the same in either byte order. */
    static final int SECTION = 0x0A0D_0D0A;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int LENGTH_OFFSET = 4;
    private static final int BODY_OFFSET = 8;
    private static final int FRAME_LENGTH = 12;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;

    private static final int INTERFACE_LENGTH = 8;
    private static final int SNAP_LENGTH_OFFSET = 4;
    private static final int OPTION_HEADER_LENGTH = 4;
    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;

    private static final int PACKET_LENGTH = 20;
    private static final int TIME_HIGH_OFFSET = 4;
    private static final int TIME_LOW_OFFSET = 8;
    private static final int CAPTURED_LENGTH_OFFSET = 12;
    private static final int ORIGINAL_LENGTH_OFFSET = 16;
    private static final int SIMPLE_PACKET_LENGTH = 4;

    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private final CaptureInput input;
    private final UnsafeBuffer buffer;
    private ByteOrder order = LITTLE_ENDIAN;
    private int body;
    private long bodyLength;
    private String error;
    private boolean hasEnded;

    /**
     * @param input at the first section.
     */
    PcapngReader(final CaptureInput input)
    {
        this.input = input;
        this.buffer = input.buffer();
    }

    @Override
    public boolean next(final CaptureRecord record)
    {
        while (!hasEnded && takeBlock())
        {
            final int type = buffer.getInt(input.start(), order);
            if (INTERFACE == type)
            {
                describeInterface();
            }
            else if (ENHANCED_PACKET == type || OBSOLETE_PACKET == type)
            {
                return packet(record, ENHANCED_PACKET == type);
            }
            else if (SIMPLE_PACKET == type)
            {
                return simplePacket(record);
            }
        }
        return false;
    }

    @Override
    public String error()
    {
        return error;
    }

    @Override
    public String format()
    {
        return "pcapng";
    }

    private boolean takeBlock()
    {
        input.advance();
        final int there = input.ensure(FRAME_LENGTH);
        if (0 == there)
        {
            return end(null);
        }
        if (there < FRAME_LENGTH)
        {
            return end("block header is cut: " + there + " of " + FRAME_LENGTH + " bytes are left");
        }
        if (SECTION == buffer.getInt(input.start(), order) && !beginSection())
        {
            return end("byte-order magic of the section is neither 1a2b3c4d nor 4d3c2b1a");
        }
        final long length = unsigned(input.start() + LENGTH_OFFSET);
        if (length < FRAME_LENGTH || 0 != length % Integer.BYTES)
        {
            return end("block length " + length + " is impossible: it must be a multiple of 4, 12 or more");
        }
        if (!input.takeFrame(length))
        {
            return end("block is cut: " + input.leftLength() + " of " + length + " bytes are left");
        }
        if (unsigned(input.trailer()) != length)
        {
            return end("block length " + length + " is not repeated at its end: " + unsigned(input.trailer()));
        }
        body = input.start() + BODY_OFFSET;
        bodyLength = length - FRAME_LENGTH;
        return true;
    }

    private boolean beginSection()
    {
        final int magic = buffer.getInt(input.start() + BODY_OFFSET, LITTLE_ENDIAN);
        if (BYTE_ORDER_MAGIC != magic && BYTE_ORDER_MAGIC != Integer.reverseBytes(magic))
        {
            return false;
        }
        order = BYTE_ORDER_MAGIC == magic ? LITTLE_ENDIAN : BIG_ENDIAN;
        interfaces.clear();
        return true;
    }

    private void describeInterface()
    {
        if (bodyLength < INTERFACE_LENGTH)
        {
            return;
        }
        if (interfaces.count() == PcapngInterfaces.COUNT_MAX)
        {
            end("more than " + PcapngInterfaces.COUNT_MAX + " interfaces in one section");
            return;
        }
        if (bodyLength > CaptureInput.HELD_LENGTH_MAX - FRAME_LENGTH)
        {
            end("description of an interface has " + bodyLength + " bytes, more than " +
                (CaptureInput.HELD_LENGTH_MAX - FRAME_LENGTH));
            return;
        }
        int resolution = TickTime.MICROSECONDS;
        long offsetSec = 0;
        final int bodyEnd = body + (int)bodyLength;
        int option = body + INTERFACE_LENGTH;
        while (option + OPTION_HEADER_LENGTH <= bodyEnd && OPTION_END != unsignedShort(option))
        {
            final int code = unsignedShort(option);
            final int length = unsignedShort(option + 2);
            final int value = option + OPTION_HEADER_LENGTH;
            if (OPTION_RESOLUTION == code && length >= 1 && value < bodyEnd)
            {
                resolution = buffer.getByte(value) & 0xFF;
            }
            else if (OPTION_TIME_OFFSET == code && Long.BYTES == length && value + Long.BYTES <= bodyEnd)
            {
                offsetSec = buffer.getLong(value, order);
            }
            option = value + (length + 3 & ~3);
        }
        interfaces.add(unsignedShort(body), unsigned(body + SNAP_LENGTH_OFFSET), resolution, offsetSec);
    }

    private boolean packet(final CaptureRecord record, final boolean isEnhanced)
    {
        if (bodyLength < PACKET_LENGTH)
        {
            return end("packet block of " + bodyLength + " bytes is shorter than " + PACKET_LENGTH);
        }
        final long number = isEnhanced ? unsigned(body) : unsignedShort(body);
        if (number >= interfaces.count())
        {
            return end("packet of interface " + number + ", but the section has " + interfaces.count());
        }
        final long capturedLength = unsigned(body + CAPTURED_LENGTH_OFFSET);
        if (capturedLength > bodyLength - PACKET_LENGTH)
        {
            return end("packet of " + capturedLength + " bytes in a block with room for " +
                (bodyLength - PACKET_LENGTH));
        }
        final long ticks = unsigned(body + TIME_HIGH_OFFSET) << Integer.SIZE | unsigned(body + TIME_LOW_OFFSET);
        record.linkType = interfaces.linkType((int)number);
        record.isTimed = true;
        record.epochNs = interfaces.epochNs((int)number, ticks);
        record.originalLength = unsigned(body + ORIGINAL_LENGTH_OFFSET);
        setBytes(record, PACKET_LENGTH, capturedLength);
        return true;
    }

    private boolean simplePacket(final CaptureRecord record)
    {
        if (0 == interfaces.count())
        {
            return end("simple packet block in a section without interfaces");
        }
        if (bodyLength < SIMPLE_PACKET_LENGTH)
        {
            return end("simple packet block of " + bodyLength + " bytes is shorter than " + SIMPLE_PACKET_LENGTH);
        }
        final long snapLength = interfaces.snapLength(0);
        record.linkType = interfaces.linkType(0);
        record.isTimed = false;
        record.epochNs = 0;
        record.originalLength = unsigned(body);
        final long wanted = 0 == snapLength ? record.originalLength : Math.min(record.originalLength, snapLength);
        setBytes(record, SIMPLE_PACKET_LENGTH, Math.min(wanted, bodyLength - SIMPLE_PACKET_LENGTH));
        return true;
    }

    private void setBytes(final CaptureRecord record, final int headerLength, final long capturedLength)
    {
        record.offset = body + headerLength;
        record.heldLength = (int)Math.min(capturedLength, input.heldLength() - BODY_OFFSET - headerLength);
        record.capturedLength = capturedLength;
    }

    private boolean end(final String damage)
    {
        hasEnded = true;
        error = CaptureError.of(input, damage);
        return false;
    }

    private long unsigned(final int index)
    {
        return buffer.getInt(index, order) & 0xFFFF_FFFFL;
    }

    private int unsignedShort(final int index)
    {
        return buffer.getShort(index, order) & 0xFFFF;
    }
}
