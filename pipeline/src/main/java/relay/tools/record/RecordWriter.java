package relay.tools.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import relay.observe.IoReason;
import relay.transport.endpoint.HostPort;

/**
 * Writes the datagrams of a ring to capture files. May wait for the disk: the ring fills meanwhile, and the receiver
 * drops and counts what does not fit. After an error it writes no more; what is left in the ring then counts as lost.
 *
 * <p>{@link #doWork()} runs on one thread and allocates for a new file only; the counts may be read by any.
 */
public final class RecordWriter implements Agent
{
    private static final int READ_LIMIT = 256;
    private static final long FLUSH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RecordRing.Handler handler = this::onDatagram;
    private final RecordRing ring;
    private final RecordOutput output;
    private final EpochNanoClock clock;

    private long lastFlushNs;
    private long taken;

    private volatile boolean isFinishing;
    private volatile boolean isDone;
    private volatile String failure;
    private volatile long written;
    private volatile long lost;
    private volatile long bytes;
    private volatile int fileCount;

    /**
     * Creates the first file.
     *
     * @param sources  that the receiver reads.
     * @param receiver that fills the ring, and counts.
     * @param ring     to drain.
     * @param plan     for the files.
     * @param clock    that the receiver has.
     * @throws IOException with a message for people, if the file cannot be created.
     */
    public RecordWriter(
        final List<RecordSource> sources,
        final RecordReceiver receiver,
        final RecordRing ring,
        final RecordPlan plan,
        final EpochNanoClock clock) throws IOException
    {
        this(sources, receiver, ring, plan, clock, Files::newByteChannel);
    }

    RecordWriter(
        final List<RecordSource> sources,
        final RecordReceiver receiver,
        final RecordRing ring,
        final RecordPlan plan,
        final EpochNanoClock clock,
        final RecordFiles.Opener opener) throws IOException
    {
        this.ring = ring;
        this.clock = clock;
        output = new RecordOutput(sources, receiver, plan, clock, opener);
        lastFlushNs = clock.nanoTime();
        try
        {
            output.begin();
        }
        catch (final IOException ex)
        {
            throw new IOException(cause(ex), ex);
        }
    }

    @Override
    public int doWork()
    {
        if (isDone)
        {
            return 0;
        }
        final boolean isLast = isFinishing;
        final int count = ring.read(handler, READ_LIMIT);
        if (0 == count && isLast)
        {
            finishLast();
            return 1;
        }
        if (null == failure)
        {
            attend(clock.nanoTime(), 0 == count);
        }
        if (count > 0)
        {
            publish();
        }
        return count;
    }

    @Override
    public String roleName()
    {
        return "record-writer";
    }

    @Override
    public void onClose()
    {
        output.close();
    }

    /**
     * Called from any thread, once the receiver is closed: what is still in the ring is written, the file is ended, and
     * then {@link #isDone()}.
     */
    public void finish()
    {
        isFinishing = true;
    }

    public boolean isDone()
    {
        return isDone;
    }

    /**
     * @return why nothing is written any more, with the file; null while it is.
     */
    public String failure()
    {
        return failure;
    }

    /**
     * @return datagrams that are in files; up to half a second of them may be on their way yet.
     */
    public long written()
    {
        return written;
    }

    /**
     * @return datagrams that came out of the ring and are in no file, because of an error.
     */
    public long lost()
    {
        return lost;
    }

    /**
     * @return bytes of all files, of those that were deleted too.
     */
    public long bytes()
    {
        return bytes;
    }

    /**
     * @return files that were written, those that were deleted too.
     */
    public int fileCount()
    {
        return fileCount;
    }

    private void onDatagram(
        final long epochNs,
        final HostPort source,
        final int channel,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        taken++;
        if (null != failure)
        {
            return;
        }
        try
        {
            output.packet(epochNs, source, channel, buffer, offset, length);
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
    }

    /** Hands on what lies in the writer's buffer, and ends a file whose time is over though nothing comes. */
    private void attend(final long nowNs, final boolean isIdle)
    {
        try
        {
            if (isIdle && output.isOver(nowNs))
            {
                output.end();
                publish();
            }
            if (output.isBuffering() && nowNs - lastFlushNs >= FLUSH_INTERVAL_NS)
            {
                lastFlushNs = nowNs;
                output.flush();
            }
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
    }

    private void finishLast()
    {
        try
        {
            if (null == failure)
            {
                output.end();
            }
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
        publish();
        isDone = true;
    }

    private void onFailure(final IOException ex)
    {
        output.close();
        failure = cause(ex);
        publish();
    }

    private void publish()
    {
        lost = null == failure ? 0 : taken - output.packets();
        written = output.packets();
        bytes = output.bytes();
        fileCount = output.fileCount();
    }

    private String cause(final IOException ex)
    {
        final String file = ex instanceof final FileSystemException failed && null != failed.getFile() ?
            failed.getFile() : output.last().toString();
        return file + ": cannot be written: " + IoReason.of(ex);
    }
}
