package relay.tools.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import relay.observe.IoReason;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.SkipReason;

/**
 * Reads a capture once or again and again, and counts what was read in all passes. Owned by one thread.
 */
final class CapturePasses implements AutoCloseable
{
    private final long[] skipped = new long[SkipReason.COUNT];
    private final Path file;
    private final String format;
    private CaptureReader reader;
    private String error;
    // of the passes before this one
    private long earlierRecords;
    private long earlierDatagrams;
    private long pass = 1;

    /**
     * @param file to read.
     * @throws IOException if nothing of it can be read.
     */
    CapturePasses(final Path file) throws IOException
    {
        this.file = file;
        reader = CaptureReader.open(file);
        format = reader.format() + (reader.isGzip() ? ", gzip" : "");
    }

    /**
     * @return of the current pass.
     */
    CaptureReader reader()
    {
        return reader;
    }

    /**
     * Begins the next pass.
     *
     * @return whether the file could be read again.
     */
    boolean next()
    {
        final CaptureReader spent = reader;
        try
        {
            reader = CaptureReader.open(file, spent);
        }
        catch (final IOException ex)
        {
            error = "cannot be read again: " + IoReason.of(ex);
            return false;
        }
        earlierRecords += spent.records();
        earlierDatagrams += spent.datagrams();
        for (final SkipReason reason : SkipReason.values())
        {
            skipped[reason.ordinal()] += spent.skipped(reason);
        }
        pass++;
        return true;
    }

    /**
     * @return damage of the file, as far as it was read; or null.
     */
    String error()
    {
        return null == error ? reader.error() : error;
    }

    /**
     * Keeps the damage that was found so far: a reader that is interrupted later finds another.
     */
    void keepError()
    {
        error = error();
    }

    /**
     * @return damage that was kept; or null.
     */
    String keptError()
    {
        return error;
    }

    String format()
    {
        return format;
    }

    /**
     * @return number of the pass, from 1.
     */
    long pass()
    {
        return pass;
    }

    long records()
    {
        return earlierRecords + reader.records();
    }

    long datagrams()
    {
        return earlierDatagrams + reader.datagrams();
    }

    long skipped(final SkipReason reason)
    {
        return skipped[reason.ordinal()] + reader.skipped(reason);
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(reader);
    }
}
