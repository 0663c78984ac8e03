package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * A hash of a payload in 64 bits, after the last steps of XXH64 (xxHash specification 0.1.1). Not a cryptographic one,
 * but seeded, so that two payloads with one hash are not known in advance. Belongs to the ingress thread.
 */
final class PayloadHash
{
    private static final long PRIME_1 = 0x9E37_79B1_85EB_CA87L;
    private static final long PRIME_2 = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long PRIME_3 = 0x1656_67B1_9E37_79F9L;
    private static final long PRIME_4 = 0x85EB_CA77_C2B2_AE63L;

    private final long seed;

    /**
     * @param seed a random one.
     */
    PayloadHash(final long seed)
    {
        this.seed = seed;
    }

    /**
     * @param batch holds the datagram.
     * @param index of the datagram in it.
     * @return never 0.
     */
    long of(final DatagramBatch batch, final int index)
    {
        final int length = batch.length(index);
        long hash = seed + PRIME_4 + length;
        int offset = 0;
        for (; offset + Long.BYTES <= length; offset += Long.BYTES)
        {
            hash = mix(hash, batch.bits(index, offset, Long.BYTES));
        }
        if (offset < length)
        {
            hash = mix(hash, batch.bits(index, offset, length - offset));
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        hash ^= hash >>> 32;
        return 0 == hash ? 1 : hash;
    }

    private static long mix(final long hash, final long bits)
    {
        return Long.rotateLeft(hash ^ Long.rotateLeft(bits * PRIME_2, 31) * PRIME_1, 27) * PRIME_1 + PRIME_4;
    }
}
