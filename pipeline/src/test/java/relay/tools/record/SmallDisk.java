package relay.tools.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** A file on a disk that has room for so much: takes what fits and then fails, as Linux does. */
final class SmallDisk implements SeekableByteChannel
{
    private final FileChannel file;
    private final int room;

    SmallDisk(final FileChannel file, final int room)
    {
        this.file = file;
        this.room = room;
    }

    @Override
    public int write(final ByteBuffer source) throws IOException
    {
        final int count = (int)Math.min(source.remaining(), room - file.size());
        if (0 == count)
        {
            throw new IOException("No space left on device");
        }
        final ByteBuffer part = source.slice(source.position(), count);
        source.position(source.position() + count);
        return file.write(part);
    }

    @Override
    public int read(final ByteBuffer destination) throws IOException
    {
        return file.read(destination);
    }

    @Override
    public long position() throws IOException
    {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(final long position) throws IOException
    {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException
    {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(final long size) throws IOException
    {
        file.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen()
    {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException
    {
        file.close();
    }
}
