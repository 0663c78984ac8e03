package relay.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;
import org.agrona.ErrorHandler;

/**
 * A histogram log in HdrHistogram's own format (version 1.3, base64 of compressed V2 histograms), one line for each tag
 * and interval. A file name that ends in {@code .gz} makes each flush a gzip member, which zcat and
 * {@link IntervalReader} read as one stream.
 * <p>
 * Used by the conductor. What it writes between two flushes is in the file wholly or not at all: after an I/O error the
 * file is cut back to its last whole line, the lines are counted as lost, and the next flush tries anew. The error
 * handler hears of the first error only; nothing but {@link #create} throws.
 */
public final class HistogramLog implements IntervalLog
{
    private static final String GZIP_SUFFIX = ".gz";
    private static final int BLOCK_LENGTH = 64 * 1024;

    private final Path file;
    private final boolean isGzip;
    private final FileChannel channel;
    private final ErrorHandler errorHandler;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_LENGTH);
    private final ByteArrayOutputStream gzipBlock = new ByteArrayOutputStream();
    private final HistogramLogWriter writer = new HistogramLogWriter(
        new PrintStream(block, false, StandardCharsets.UTF_8));

    private long length;
    private int pendingLines;
    private long lostLines;
    private long errors;

    private HistogramLog(final Path file, final FileChannel channel, final ErrorHandler errorHandler)
    {
        this.file = file;
        this.isGzip = file.getFileName().toString().endsWith(GZIP_SUFFIX);
        this.channel = channel;
        this.errorHandler = errorHandler;
    }

    /**
     * Creates the file, or empties it, and writes the header.
     *
     * @param file         to write; gzip when its name ends in {@code .gz}.
     * @param startMs      wall clock of the start, in milliseconds since the epoch; interval times are relative to it.
     * @param comment      one line for the head of the log: who wrote it.
     * @param errorHandler told once if writing fails later.
     * @return the log.
     * @throws IOException with a message for people, if the file cannot be created or the header not be written.
     */
    public static HistogramLog create(
        final Path file,
        final long startMs,
        final String comment,
        final ErrorHandler errorHandler) throws IOException
    {
        FileChannel channel = null;
        try
        {
            channel = FileChannel.open(file,
                StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            final HistogramLog log = new HistogramLog(file, channel, errorHandler);
            log.writeHeader(startMs, comment);
            return log;
        }
        catch (final IOException ex)
        {
            if (null != channel)
            {
                channel.close();
            }
            throw new IOException("histogram log " + file + ": cannot be written: " + IoReason.of(ex), ex);
        }
    }

    @Override
    public void append(final String tag, final long startMs, final long endMs, final AbstractHistogram interval)
    {
        interval.setTag(tag);
        interval.setStartTimeStamp(startMs);
        interval.setEndTimeStamp(endMs);
        writer.outputIntervalHistogram(interval);
        pendingLines++;
    }

    /**
     * Hands the lines added since the last flush to the operating system.
     */
    @Override
    public void flush()
    {
        if (0 == block.size())
        {
            return;
        }
        try
        {
            writeBlock();
        }
        catch (final IOException ex)
        {
            onWriteError(ex);
        }
        finally
        {
            block.reset();
            pendingLines = 0;
        }
    }

    /**
     * @return failed flushes.
     */
    public long errorCount()
    {
        return errors;
    }

    /**
     * @return lines that are not in the file because of errors.
     */
    public long lostLineCount()
    {
        return lostLines;
    }

    @Override
    public void close()
    {
        flush();
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            report(ex);
        }
    }

    private void writeHeader(final long startMs, final String comment) throws IOException
    {
        writer.outputComment("[" + comment + "]");
        writer.outputLogFormatVersion();
        writer.outputBaseTime(startMs);
        writer.outputStartTime(startMs);
        writer.outputLegend();
        writer.setBaseTime(startMs);
        writeBlock();
        block.reset();
    }

    private void writeBlock() throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(isGzip ? gzip() : block.toByteArray());
        final int blockLength = bytes.remaining();
        while (bytes.hasRemaining())
        {
            channel.write(bytes);
        }
        length += blockLength;
    }

    private byte[] gzip() throws IOException
    {
        gzipBlock.reset();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipBlock))
        {
            block.writeTo(out);
        }
        return gzipBlock.toByteArray();
    }

    private void onWriteError(final IOException ex)
    {
        lostLines += pendingLines;
        try
        {
            channel.truncate(length);
        }
        catch (final IOException suppressed)
        {
            // not a regular file: nothing to cut back
            ex.addSuppressed(suppressed);
        }
        report(ex);
    }

    private void report(final IOException ex)
    {
        if (0 == errors++)
        {
            errorHandler.onError(new IOException("histogram log " + file + ": write failed: " + IoReason.of(ex) +
                "; intervals are lost until it succeeds again, relaying goes on", ex));
        }
    }
}
