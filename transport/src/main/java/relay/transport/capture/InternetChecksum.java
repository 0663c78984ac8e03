package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The Internet checksum (RFC 1071): the complement of the ones' complement sum of all 16 bit words. Sums are kept
 * unfolded in a long, in big-endian order; 64 KiB of words of 32 bit are far from its end.
 */
final class InternetChecksum
{
    private static final int WORD_MASK = 0xFFFF;
    private static final long UNSIGNED_INT_MASK = 0xFFFF_FFFFL;

    private InternetChecksum()
    {
    }

    /**
     * @param sum    so far.
     * @param buffer that holds the bytes.
     * @param offset of the first.
     * @param length in bytes; an odd one counts as if a zero followed, and must be the last that is summed.
     * @return the sum with them.
     */
    static long add(final long sum, final DirectBuffer buffer, final int offset, final int length)
    {
        long total = sum;
        int at = offset;
        for (final int end = offset + (length & ~3); at < end; at += Integer.BYTES)
        {
            total += buffer.getInt(at, BIG_ENDIAN) & UNSIGNED_INT_MASK;
        }
        if (0 != (length & 2))
        {
            total += buffer.getShort(at, BIG_ENDIAN) & WORD_MASK;
            at += Short.BYTES;
        }
        return 0 == (length & 1) ? total : total + ((buffer.getByte(at) & 0xFFL) << Byte.SIZE);
    }

    /**
     * @param sum of everything.
     * @return the checksum, 0..65535.
     */
    static int of(final long sum)
    {
        long folded = sum;
        while (0 != folded >>> Short.SIZE)
        {
            folded = (folded & WORD_MASK) + (folded >>> Short.SIZE);
        }
        return (int)~folded & WORD_MASK;
    }
}
