package relay.perf.experiment;

import java.util.zip.CRC32;

/**
 * A new array for each datagram, left to the collector.
 */
final class ArrayContender extends Contender<byte[]>
{
    private final CRC32 crc = new CRC32();

    @Override
    byte[] take(final int length)
    {
        return new byte[length];
    }

    @Override
    void giveBack(final byte[] buffer)
    {
    }

    @Override
    void fill(final byte[] buffer, final byte[] datagram)
    {
        System.arraycopy(datagram, 0, buffer, 0, datagram.length);
    }

    @Override
    long checksum(final byte[] buffer, final int length)
    {
        crc.reset();
        crc.update(buffer, 0, length);
        return crc.getValue();
    }
}
