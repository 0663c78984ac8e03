package relay.transport.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** A file in memory on a disk of a given size, which takes what fits and then fails, as Linux does. */
final class FullDisk implements SeekableByteChannel
{
    private byte[] bytes = new byte[0];
    private final int room;
    private boolean isOpen = true;

    FullDisk(final int room)
    {
        this.room = room;
    }

    byte[] bytes()
    {
        return bytes;
    }

    @Override
    public int write(final ByteBuffer source) throws IOException
    {
        final int count = Math.min(source.remaining(), room - bytes.length);
        if (0 == count && source.hasRemaining())
        {
            throw new IOException("No space left on device");
        }
        final int at = bytes.length;
        bytes = Arrays.copyOf(bytes, at + count);
        source.get(bytes, at, count);
        return count;
    }

    @Override
    public SeekableByteChannel truncate(final long size)
    {
        bytes = Arrays.copyOf(bytes, (int)Math.min(size, bytes.length));
        return this;
    }

    @Override
    public int read(final ByteBuffer destination)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position()
    {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel position(final long newPosition)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size()
    {
        return bytes.length;
    }

    @Override
    public boolean isOpen()
    {
        return isOpen;
    }

    @Override
    public void close()
    {
        isOpen = false;
    }
}
