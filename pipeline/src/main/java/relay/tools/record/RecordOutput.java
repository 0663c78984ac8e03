package relay.tools.record;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import relay.transport.capture.PcapngInterface;
import relay.transport.capture.PcapngWriter;
import relay.transport.endpoint.HostPort;

/**
 * The files of a recording, written one after the other: each ends at the size or the time of the plan, with the counts
 * of the receiver. Owned by the writer's thread.
 */
final class RecordOutput
{
    private final PcapngWriter writer = new PcapngWriter(PcapngWriter.BUFFER_LENGTH_DEFAULT);
    private final List<RecordSource> sources;
    private final List<PcapngInterface> interfaces;
    private final RecordChannels channels;
    private final RecordReceiver receiver;
    private final RecordPlan plan;
    private final RecordFiles files;
    private final EpochNanoClock clock;
    private final long startEpochNs;

    private boolean isOpen;
    private long fileStartNs;
    private long endedPackets;
    private long endedBytes;

    /**
     * @param sources  that the receiver reads.
     * @param receiver that counts.
     * @param plan     for the files.
     * @param clock    that the receiver has.
     * @param opener   of each file.
     */
    RecordOutput(
        final List<RecordSource> sources,
        final RecordReceiver receiver,
        final RecordPlan plan,
        final EpochNanoClock clock,
        final RecordFiles.Opener opener)
    {
        this.sources = sources;
        this.receiver = receiver;
        this.plan = plan;
        this.clock = clock;
        interfaces = sources.stream().map(RecordSource::describe).toList();
        channels = new RecordChannels(sources);
        files = new RecordFiles(plan, opener);
        startEpochNs = clock.nanoTime();
    }

    /**
     * Creates a file. If it cannot be begun, it is deleted: without a whole header it is no capture.
     *
     * @throws IOException if it cannot be created or begun.
     */
    void begin() throws IOException
    {
        final SeekableByteChannel channel = files.create();
        isOpen = true;
        try
        {
            writer.begin(channel, null, interfaces);
        }
        catch (final IOException ex)
        {
            close();
            isOpen = false;
            if (Files.isRegularFile(files.last(), LinkOption.NOFOLLOW_LINKS)) // and no device, such as /dev/full
            {
                Files.delete(files.last());
            }
            files.onDeleted();
            throw ex;
        }
    }

    /**
     * Writes a datagram, to another file if this one is full.
     *
     * @param epochNs when it came.
     * @param source  who sent it.
     * @param channel which of the destinations it was sent to.
     * @param buffer  that holds the payload.
     * @param offset  of the payload.
     * @param length  of the payload.
     * @throws IOException if that is not possible.
     */
    void packet(
        final long epochNs,
        final HostPort source,
        final int channel,
        final DirectBuffer buffer,
        final int offset,
        final int length) throws IOException
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

    /**
     * @param nowNs on the clock.
     * @return whether the open file holds as much time as the plan allows.
     */
    boolean isOver(final long nowNs)
    {
        return isOpen && plan.rotateNs() > 0 && writer.packets() > 0 && nowNs - fileStartNs >= plan.rotateNs();
    }

    /**
     * @return whether packets lie in the writer's buffer.
     */
    boolean isBuffering()
    {
        return isOpen && writer.isBuffering();
    }

    void flush() throws IOException
    {
        writer.flush();
    }

    /**
     * Ends the open file, if there is one.
     *
     * @throws IOException if its end cannot be written.
     */
    void end() throws IOException
    {
        if (!isOpen)
        {
            return;
        }
        final long nowNs = clock.nanoTime();
        for (int i = 0; i < sources.size(); i++)
        {
            writer.statistics(i, startEpochNs, nowNs, receiver.received(i), receiver.dropped(i),
                sources.get(i).kernelDrops());
        }
        writer.flush();
        writer.close();
        isOpen = false;
        endedPackets += writer.packets();
        endedBytes += writer.length();
    }

    /** Closes a file without its end. It still counts as open, and the writer counts its packets. */
    void close()
    {
        CloseHelper.quietClose(writer);
    }

    /**
     * @return datagrams in files.
     */
    long packets()
    {
        return endedPackets + (isOpen ? writer.packets() : 0);
    }

    /**
     * @return bytes of all files.
     */
    long bytes()
    {
        return endedBytes + (isOpen ? writer.length() : 0);
    }

    /**
     * @return files that were created.
     */
    int fileCount()
    {
        return files.count();
    }

    /**
     * @return the file that was created last, or could not be.
     */
    Path last()
    {
        return files.last();
    }
}
