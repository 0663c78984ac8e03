package relay.perf.experiment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A new direct buffer for each datagram, freed when the collector finds it.
 */
final class DirectContender extends Contender<ByteBuffer>
{
    private final CRC32 crc = new CRC32();

    @Override
    ByteBuffer take(final int length)
    {
        return ByteBuffer.allocateDirect(length);
    }

    @Override
    void giveBack(final ByteBuffer buffer)
    {
    }

    @Override
    void fill(final ByteBuffer buffer, final byte[] datagram)
    {
        buffer.put(0, datagram);
    }

    @Override
    long checksum(final ByteBuffer buffer, final int length)
    {
        crc.reset();
        crc.update(buffer.limit(length).position(0));
        return crc.getValue();
    }
}
