package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * The sequence number of RTP (RFC 3550 section 5.1), by which SMPTE ST 2022-7 and RFC 7198 match the copies of a
 * duplicated stream. Another SSRC is another run.
 *
 * <pre>
 *    0            1                2         4            8      12
 *    | V=2 P X CC | M payload type | number  | time stamp | SSRC |
 * </pre>
 */
final class RtpKey extends SequenceKey
{
    private static final int HEADER_LENGTH = 12;
    private static final int VERSION = 2;
    private static final int VERSION_SHIFT = 6;
    private static final int NUMBER_OFFSET = 2;
    private static final int SSRC_OFFSET = 8;
    /** What RTCP has in the second byte where both share a port (RFC 5761 section 4). */
    private static final int RTCP_MIN = 192;
    private static final int RTCP_MAX = 223;

    RtpKey()
    {
        super(Short.SIZE);
    }

    @Override
    int read(final DatagramBatch batch, final int index)
    {
        if (batch.length(index) < HEADER_LENGTH || batch.bits(index, 0, 1) >>> VERSION_SHIFT != VERSION)
        {
            return UNKEYED;
        }
        final long type = batch.bits(index, 1, 1);
        if (type >= RTCP_MIN && type <= RTCP_MAX)
        {
            return UNKEYED;
        }
        sessionLow = batch.bits(index, SSRC_OFFSET, Integer.BYTES);
        number = bigEndian(batch, index, NUMBER_OFFSET, Short.BYTES);
        return KEYED;
    }
}
