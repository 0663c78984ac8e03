package relay.perf.experiment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.CRC32;

/**
 * A direct buffer of one of Netty's allocators.
 */
final class NettyContender extends Contender<ByteBuf>
{
    private final CRC32 crc = new CRC32();
    private final ByteBufAllocator allocator;

    NettyContender(final ByteBufAllocator allocator)
    {
        this.allocator = allocator;
    }

    @Override
    ByteBuf take(final int length)
    {
        return allocator.directBuffer(length);
    }

    @Override
    void giveBack(final ByteBuf buffer)
    {
        buffer.release();
    }

    @Override
    void fill(final ByteBuf buffer, final byte[] datagram)
    {
        buffer.setBytes(0, datagram);
    }

    @Override
    long checksum(final ByteBuf buffer, final int length)
    {
        crc.reset();
        crc.update(buffer.internalNioBuffer(0, length));
        return crc.getValue();
    }
}
