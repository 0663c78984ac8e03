package relay.tools.record;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import relay.observe.IoReason;
import relay.transport.capture.PcapngInterface;
import relay.transport.capture.PcapngWriter;
import relay.transport.endpoint.HostPort;

/**
 * Writes what comes out of a ring to capture files. May wait for the disk: the ring fills meanwhile, and who receives
 * drops and counts what does not fit. After an error it writes no more; what is left in the ring then counts as lost.
 *
 * <p>{@link #doWork()} runs on one thread and allocates for a new file only; the counts may be read by any.
 */
public final class RecordWriter implements Agent
{
    private static final int READ_LIMIT = 256;
    private static final long FLUSH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RecordRing.Handler handler = this::onDatagram;
    private final PcapngWriter writer = new PcapngWriter(PcapngWriter.BUFFER_LENGTH_DEFAULT);
    private final List<RecordSource> sources;
    private final List<PcapngInterface> interfaces;
    private final RecordReceiver receiver;
    private final RecordRing ring;
    private final RecordPlan plan;
    private final RecordFiles files;
    private final EpochNanoClock clock;
    private final RecordChannels channels;
    private final long startEpochNs;

    private boolean isOpen;
    private long fileStartNs;
    private long lastFlushNs;
    private long taken;
    private long ended;
    private long endedBytes;

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
        this.sources = sources;
        this.receiver = receiver;
        this.ring = ring;
        this.plan = plan;
        this.clock = clock;
        files = new RecordFiles(plan, opener);
        interfaces = sources.stream().map(RecordSource::describe).toList();
        channels = new RecordChannels(sources);
        startEpochNs = clock.nanoTime();
        lastFlushNs = startEpochNs;
        try
        {
            begin();
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
        CloseHelper.quietClose(writer);
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
            if (isOpen && isFull(epochNs, length))
            {
                end();
            }
            if (!isOpen)
            {
                begin();
            }
            fileStartNs = 0 == writer.packets() ? epochNs : fileStartNs;
            writer.packet(
                channels.source(channel), epochNs, source, channels.destination(channel), buffer, offset, length);
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
    }

    private boolean isFull(final long epochNs, final int length)
    {
        if (0 == writer.packets())
        {
            return false;
        }
        final long bytesWith = writer.length() + PcapngWriter.packetLengthMax(length) +
            (long)sources.size() * PcapngWriter.STATISTICS_LENGTH_MAX;
        return plan.rotateBytes() > 0 && bytesWith > plan.rotateBytes() || isOver(epochNs);
    }

    private boolean isOver(final long epochNs)
    {
        return plan.rotateNs() > 0 && writer.packets() > 0 && epochNs - fileStartNs >= plan.rotateNs();
    }

    /** Hands on what lies in the writer's buffer, and ends a file whose time is over though nothing comes. */
    private void attend(final long nowNs, final boolean isIdle)
    {
        try
        {
            if (isOpen && isIdle && isOver(nowNs))
            {
                end();
                publish();
            }
            if (isOpen && writer.isBuffering() && nowNs - lastFlushNs >= FLUSH_INTERVAL_NS)
            {
                lastFlushNs = nowNs;
                writer.flush();
            }
        }
        catch (final IOException ex)
        {
            onFailure(ex);
        }
    }

    private void begin() throws IOException
    {
        final SeekableByteChannel channel = files.create();
        isOpen = true;
        try
        {
            writer.begin(channel, null, interfaces);
        }
        catch (final IOException ex)
        {
            CloseHelper.quietClose(writer);
            isOpen = false;
            if (Files.isRegularFile(files.last(), LinkOption.NOFOLLOW_LINKS)) // and no device, such as /dev/full
            {
                Files.delete(files.last()); // without a whole header it is no capture
            }
            files.onDeleted();
            throw ex;
        }
    }

    private void end() throws IOException
    {
        final long nowNs = clock.nanoTime();
        for (int i = 0; i < sources.size(); i++)
        {
            writer.statistics(i, startEpochNs, nowNs, receiver.received(i), receiver.dropped(i),
                sources.get(i).kernelDrops());
        }
        writer.flush();
        writer.close();
        isOpen = false;
        ended += writer.packets();
        endedBytes += writer.length();
    }

    private void finishLast()
    {
        try
        {
            if (isOpen && null == failure)
            {
                end();
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
        CloseHelper.quietClose(writer);
        failure = cause(ex);
        publish();
    }

    private void publish()
    {
        // where writing failed the file is still open here, and the writer counts what it holds
        final long inFiles = ended + (isOpen ? writer.packets() : 0);
        lost = null == failure ? 0 : taken - inFiles;
        written = inFiles;
        bytes = endedBytes + (isOpen ? writer.length() : 0);
        fileCount = files.count();
    }

    private String cause(final IOException ex)
    {
        final String file = ex instanceof final FileSystemException failed && null != failed.getFile() ?
            failed.getFile() : files.last().toString();
        return file + ": cannot be written: " + IoReason.of(ex);
    }
}
