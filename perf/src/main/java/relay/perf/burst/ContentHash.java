package relay.perf.burst;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A hash of a payload in 64 bits, made of the rounds and the last steps of XXH64 (xxHash specification 0.1.1) on one
 * accumulator. Stateless.
 */
final class ContentHash
{
    private static final long PRIME_1 = 0x9E37_79B1_85EB_CA87L;
    private static final long PRIME_2 = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long PRIME_3 = 0x1656_67B1_9E37_79F9L;
    private static final long PRIME_4 = 0x85EB_CA77_C2B2_AE63L;

    private ContentHash()
    {
    }

    /**
     * @param buffer holds the payload.
     * @param offset of it.
     * @param length of it in bytes.
     * @return the same for the same bytes, on any machine.
     */
    static long of(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = PRIME_4 + length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES)
        {
            hash = mix(hash, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        long rest = 0;
        for (int shift = 0; i < length; i++, shift += Byte.SIZE)
        {
            rest |= (buffer.getByte(offset + i) & 0xFFL) << shift;
        }
        hash = mix(hash, rest);
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long mix(final long hash, final long bits)
    {
        return Long.rotateLeft(hash ^ Long.rotateLeft(bits * PRIME_2, 31) * PRIME_1, 27) * PRIME_1 + PRIME_4;
    }
}
