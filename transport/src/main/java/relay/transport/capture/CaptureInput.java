package relay.transport.capture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a file, gzip or not, frame by frame through one buffer. A frame is a record or a block with its header. It lies
 * in one piece from {@link #start()} on; of one that is longer than {@link #HELD_LENGTH_MAX} the beginning and the last
 * {@link #TRAILER_LENGTH} bytes do, and what is between them is read past. Owned by one thread.
 */
final class CaptureInput implements AutoCloseable
{
    /** The longest record of a sane file is 256 KiB; the longest datagram needs a quarter of that. */
    static final int HELD_LENGTH_MAX = 320 * 1024;
    /** A block of pcapng repeats its length at its end. */
    static final int TRAILER_LENGTH = 4;
    /** What is read at once: short, because who replays must not be late. */
    private static final int READ_LENGTH = 64 * 1024;
    private static final int GZIP_MAGIC_1 = 0x1F;
    private static final int GZIP_MAGIC_2 = 0x8B;

    private final byte[] bytes;
    private final UnsafeBuffer buffer;
    private final InputStream in;
    private final boolean isGzip;
    private long fileOffset;
    private long frameLength;
    private long leftLength;
    private int start;
    private int limit;
    private int heldLength;
    private boolean isAtEnd;
    private String failure;

    /**
     * @param raw   the file's bytes; closed with this.
     * @param spent whose memory this one takes over, which is not used any more; or null.
     * @throws IOException if they cannot be read at all.
     */
    CaptureInput(final InputStream raw, final CaptureInput spent) throws IOException
    {
        bytes = null == spent ? new byte[HELD_LENGTH_MAX + READ_LENGTH] : spent.bytes;
        buffer = new UnsafeBuffer(bytes);
        final BufferedInputStream file = new BufferedInputStream(raw);
        isGzip = isGzip(file);
        in = isGzip ? unzip(file) : file;
    }

    /**
     * @return what frames lie in.
     */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @return whether the file is compressed; offsets are those of what was unpacked.
     */
    boolean isGzip()
    {
        return isGzip;
    }

    /**
     * @return where the frame begins in the buffer.
     */
    int start()
    {
        return start;
    }

    /**
     * @return where the frame begins in the file.
     */
    long fileOffset()
    {
        return fileOffset;
    }

    /**
     * @return how many bytes of a frame that is not whole are there.
     */
    long leftLength()
    {
        return leftLength;
    }

    /**
     * @return why nothing more could be read, or null if the file has ended.
     */
    String failure()
    {
        return failure;
    }

    /**
     * Leaves the frame; the next begins behind it.
     */
    void advance()
    {
        start += heldLength;
        fileOffset += frameLength;
        heldLength = 0;
        frameLength = 0;
    }

    /**
     * Looks ahead. The frame may move in the buffer.
     *
     * @param length of what is wanted from the frame's beginning on, {@link #HELD_LENGTH_MAX} at most.
     * @return how much of it there is; less only at the end of the file.
     */
    int ensure(final int length)
    {
        while (limit - start < length && !isAtEnd)
        {
            fill();
        }
        return Math.min(length, limit - start);
    }

    /**
     * Takes a frame. It may move in the buffer.
     *
     * @param length of it; any number.
     * @return whether all of it is there.
     */
    boolean takeFrame(final long length)
    {
        final int wanted = (int)Math.min(length, HELD_LENGTH_MAX);
        if (ensure(wanted) < wanted)
        {
            leftLength = limit - start;
            return false;
        }
        if (!discard(length - wanted))
        {
            return false;
        }
        frameLength = length;
        heldLength = wanted;
        return true;
    }

    /**
     * @return how many bytes of the frame lie in one piece.
     */
    int heldLength()
    {
        return frameLength > heldLength ? heldLength - TRAILER_LENGTH : heldLength;
    }

    /**
     * @return where in the buffer the last {@link #TRAILER_LENGTH} bytes of the frame are.
     */
    int trailer()
    {
        return start + heldLength - TRAILER_LENGTH;
    }

    @Override
    public void close() throws IOException
    {
        in.close();
    }

    /** Reads past what comes between the part that is kept and the trailer. */
    private boolean discard(final long length)
    {
        final int kept = HELD_LENGTH_MAX - TRAILER_LENGTH;
        long discarded = 0;
        while (discarded < length && ensure(HELD_LENGTH_MAX) > kept)
        {
            final int from = start + kept;
            final int count = (int)Math.min(length - discarded, limit - from);
            System.arraycopy(bytes, from + count, bytes, from, limit - from - count);
            limit -= count;
            discarded += count;
        }
        leftLength = discarded + limit - start;
        return 0 == length || discarded == length && ensure(HELD_LENGTH_MAX) == HELD_LENGTH_MAX;
    }

    private void fill()
    {
        if (bytes.length - limit < READ_LENGTH)
        {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            start = 0;
        }
        try
        {
            final int count = in.read(bytes, limit, READ_LENGTH);
            isAtEnd = count < 0;
            limit += Math.max(0, count);
            if (isAtEnd && in instanceof final GzipInput gzip && gzip.hasRest())
            {
                throw new ZipException("what follows is not gzip");
            }
        }
        catch (final IOException ex)
        {
            fail(ex);
        }
    }

    private void fail(final IOException ex)
    {
        isAtEnd = true;
        final String reason = ex instanceof EOFException ? "it ends too early" :
            null == ex.getMessage() ? ex.getClass().getSimpleName() : ex.getMessage();
        failure = isGzip ? "its compression is damaged: " + reason : reason;
    }

    private InputStream unzip(final InputStream file) throws IOException
    {
        try
        {
            return new GzipInput(file, READ_LENGTH);
        }
        catch (final EOFException | ZipException ex)
        {
            fail(ex);
            return file;
        }
    }

    private static boolean isGzip(final BufferedInputStream file) throws IOException
    {
        file.mark(2);
        final boolean result = GZIP_MAGIC_1 == file.read() && GZIP_MAGIC_2 == file.read();
        file.reset();
        return result;
    }
}
