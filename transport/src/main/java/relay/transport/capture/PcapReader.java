package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records of a pcap file: microseconds or nanoseconds, either byte order, and "modified" ones with longer headers
 * (<a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html">draft-ietf-opsawg-pcap</a>).
 */
final class PcapReader implements CaptureRecords
{
    static final int FILE_HEADER_LENGTH = 24;

    private static final int MAGIC_US = 0xA1B2_C3D4;
    private static final int MAGIC_NS = 0xA1B2_3C4D;
    private static final int MAGIC_MODIFIED = 0xA1B2_CD34;
    private static final int SNAP_LENGTH_OFFSET = 16;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int LINK_TYPE_MASK = 0xFFFF;
    private static final int HEADER_LENGTH = 16;
    private static final int MODIFIED_HEADER_LENGTH = 24;
    private static final int FRACTION_OFFSET = 4;
    private static final int CAPTURED_LENGTH_OFFSET = 8;
    private static final int ORIGINAL_LENGTH_OFFSET = 12;
    /** No program writes longer ones, unless the file says so itself. */
    private static final int RECORD_LENGTH_MAX = 256 * 1024;
    private static final long SECOND_NS = 1_000_000_000L;

    private final CaptureInput input;
    private final ByteOrder order;
    private final String format;
    private final int headerLength;
    private final int fractionNs;
    private final long snapLength;
    private final int linkType;
    private String error;
    private boolean hasEnded;

    /**
     * @param input at the file's header, which is there.
     */
    PcapReader(final CaptureInput input)
    {
        final UnsafeBuffer header = input.buffer();
        final int start = input.start();
        this.input = input;
        order = isMagic(header.getInt(start, BIG_ENDIAN)) ? BIG_ENDIAN : LITTLE_ENDIAN;
        final int magic = header.getInt(start, order);
        headerLength = MAGIC_MODIFIED == magic ? MODIFIED_HEADER_LENGTH : HEADER_LENGTH;
        fractionNs = MAGIC_NS == magic ? 1 : 1_000;
        format = "pcap-" + kind(magic) + (BIG_ENDIAN == order ? "-be" : "-le");
        snapLength = header.getInt(start + SNAP_LENGTH_OFFSET, order) & 0xFFFF_FFFFL;
        linkType = header.getInt(start + LINK_TYPE_OFFSET, order) & LINK_TYPE_MASK;
        input.takeFrame(FILE_HEADER_LENGTH);
        input.advance();
    }

    /**
     * @param bigEndian first four bytes of a file.
     * @return whether it is one of these.
     */
    static boolean isPcap(final int bigEndian)
    {
        return isMagic(bigEndian) || isMagic(Integer.reverseBytes(bigEndian));
    }

    @Override
    public boolean next(final CaptureRecord record)
    {
        input.advance();
        final int there = hasEnded ? 0 : input.ensure(headerLength);
        if (0 == there)
        {
            return end(null);
        }
        if (there < headerLength)
        {
            return end("record header is cut: " + there + " of " + headerLength + " bytes are left");
        }
        final long capturedLength = field(CAPTURED_LENGTH_OFFSET);
        if (capturedLength > RECORD_LENGTH_MAX && capturedLength > snapLength)
        {
            return end("record of " + capturedLength + " bytes is impossible: the file says that none has more than " +
                snapLength);
        }
        if (!input.takeFrame(headerLength + capturedLength))
        {
            return end("record is cut: " + (input.leftLength() - headerLength) + " of " + capturedLength +
                " bytes are left");
        }
        record.linkType = linkType;
        record.isTimed = true;
        record.epochNs = field(0) * SECOND_NS + field(FRACTION_OFFSET) * fractionNs;
        record.offset = input.start() + headerLength;
        record.heldLength = input.heldLength() - headerLength;
        record.capturedLength = capturedLength;
        record.originalLength = field(ORIGINAL_LENGTH_OFFSET);
        return true;
    }

    @Override
    public String error()
    {
        return error;
    }

    @Override
    public String format()
    {
        return format;
    }

    private boolean end(final String damage)
    {
        if (!hasEnded)
        {
            hasEnded = true;
            error = CaptureError.of(input, damage);
        }
        return false;
    }

    private long field(final int offset)
    {
        return input.buffer().getInt(input.start() + offset, order) & 0xFFFF_FFFFL;
    }

    private static boolean isMagic(final int number)
    {
        return MAGIC_US == number || MAGIC_NS == number || MAGIC_MODIFIED == number;
    }

    private static String kind(final int magic)
    {
        return switch (magic)
        {
            case MAGIC_NS -> "ns";
            case MAGIC_MODIFIED -> "modified";
            default -> "us";
        };
    }
}
