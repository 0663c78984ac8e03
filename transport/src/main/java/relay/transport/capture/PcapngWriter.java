package relay.transport.capture;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.KernelDrops;
import relay.transport.endpoint.HostPort;

/**
 * Writes UDP datagrams to pcapng files
 * (<a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html">draft-ietf-opsawg-pcapng</a>), one file
 * after the other: a section, its interfaces (nanoseconds), a packet for each datagram with the headers made up
 * anew, and at the end what each interface counted. The byte order is this machine's.
 *
 * <p>Everything passes one buffer that is allocated at the start; it goes to the file when it is full, and on
 * {@link #flush()}. A file always ends with a whole block: after a failed write it is cut back to the last one that is
 * in it. Owned by one thread.
 */
public final class PcapngWriter implements AutoCloseable
{
    /** A good length of the buffer: few writes, each short. */
    public static final int BUFFER_LENGTH_DEFAULT = 1024 * 1024;

    /** More than {@link #statistics} adds to a file. */
    public static final int STATISTICS_LENGTH_MAX = 96;

    private static final int SECTION = 0x0A0D_0D0A;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int VERSION_MAJOR = 1;
    private static final int VERSION_MINOR = 0;
    private static final long LENGTH_UNKNOWN = -1;
    private static final int RAW_IP = 101;
    private static final int LINUX_COOKED = 113;
    private static final byte NANOSECONDS = 9;

    private static final int OPTION_COMMENT = 1;
    private static final int SECTION_HARDWARE = 2;
    private static final int SECTION_SYSTEM = 3;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_DESCRIPTION = 3;
    private static final int INTERFACE_RESOLUTION = 9;
    private static final int STATISTICS_START = 2;
    private static final int STATISTICS_END = 3;
    private static final int STATISTICS_RECEIVED = 4;
    private static final int STATISTICS_DROPPED = 5;
    private static final int STATISTICS_KERNEL_DROPS = 7;

    private static final int PACKET_HEADER_LENGTH = PcapngBlockWriter.BODY_OFFSET + 20;
    /** Block type and lengths, what is fixed of any body, and the few options there are. */
    private static final int BLOCK_LENGTH_MAX = 64 +
        5 * (PcapngBlockWriter.OPTION_HEADER_LENGTH + PcapngBlockWriter.TEXT_LENGTH_MAX) +
        DatagramEncoder.HEADERS_LENGTH_MAX + DatagramEncoder.PAYLOAD_LENGTH_MAX;
    private static final int BUFFER_LENGTH_MIN = 2 * BLOCK_LENGTH_MAX;

    private final PcapngBlockWriter blocks;
    private SeekableByteChannel channel;
    private long fileLength;
    private int linkType;
    private long packets;

    /**
     * @param bufferLength of the buffer that writes pass, in bytes; no less than two of the longest blocks, 150 KiB.
     */
    public PcapngWriter(final int bufferLength)
    {
        blocks = new PcapngBlockWriter(Math.max(bufferLength, BUFFER_LENGTH_MIN));
    }

    /**
     * Begins a file. The one before was closed. Packets are raw IP if there is one interface; of several, libpcap
     * (1.10) takes no other than the first for such, so that they get a Linux cooked header.
     *
     * @param channel    to an empty file; closed by {@link #close()}.
     * @param comment    on all of it, or null.
     * @param interfaces that packets name by their index.
     * @throws IOException if it cannot be written to.
     */
    public void begin(
        final SeekableByteChannel channel,
        final String comment,
        final List<PcapngInterface> interfaces) throws IOException
    {
        this.channel = channel;
        fileLength = 0;
        blocks.clear();
        packets = 0;
        linkType = 1 == interfaces.size() ? RAW_IP : LINUX_COOKED;
        blocks.begin(SECTION);
        blocks.putInt(BYTE_ORDER_MAGIC);
        blocks.putShorts(VERSION_MAJOR, VERSION_MINOR);
        blocks.putLong(LENGTH_UNKNOWN);
        if (null != comment)
        {
            blocks.option(OPTION_COMMENT, comment);
        }
        blocks.option(SECTION_HARDWARE, System.getProperty("os.arch"));
        blocks.option(SECTION_SYSTEM, System.getProperty("os.name") + " " + System.getProperty("os.version"));
        blocks.option(SECTION_APPLICATION, application());
        blocks.end(true);
        for (final PcapngInterface each : interfaces)
        {
            describe(each);
        }
        flush();
    }

    /**
     * Writes a datagram.
     *
     * @param interfaceIndex of the interface that it came in by.
     * @param epochNs        when it came, in nanoseconds since 1970.
     * @param source         who sent it.
     * @param destination    where to.
     * @param payload        buffer that holds it.
     * @param offset         of it.
     * @param payloadLength  in bytes, 0..65,527.
     * @throws IOException if the file cannot be written to.
     */
    public void packet(
        final int interfaceIndex,
        final long epochNs,
        final HostPort source,
        final HostPort destination,
        final DirectBuffer payload,
        final int offset,
        final int payloadLength) throws IOException
    {
        packet(interfaceIndex, epochNs, source, destination, payload, offset, payloadLength, payloadLength, null);
    }

    /**
     * Writes a datagram, or the beginning of it.
     *
     * @param interfaceIndex of the interface that it came in by.
     * @param epochNs        when it came, in nanoseconds since 1970.
     * @param source         who sent it.
     * @param destination    where to.
     * @param payload        buffer that holds what was kept of it.
     * @param offset         of that.
     * @param payloadLength  in bytes, 0..65,527.
     * @param keptLength     how many of them were kept, 0..payloadLength.
     * @param comment        on it, or null.
     * @throws IOException if the file cannot be written to.
     */
    public void packet(
        final int interfaceIndex,
        final long epochNs,
        final HostPort source,
        final HostPort destination,
        final DirectBuffer payload,
        final int offset,
        final int payloadLength,
        final int keptLength,
        final String comment) throws IOException
    {
        makeRoom();
        final int packet = blocks.length() + PACKET_HEADER_LENGTH;
        final UnsafeBuffer buffer = blocks.buffer();
        final int linkLength = RAW_IP == linkType ? 0 : DatagramEncoder.COOKED_LENGTH;
        if (linkLength > 0)
        {
            DatagramEncoder.encodeCooked(buffer, packet, source, destination, payloadLength);
        }
        final int packetLength = linkLength + DatagramEncoder.encode(
            buffer, packet + linkLength, source, destination, payload, offset, payloadLength, keptLength);
        blocks.begin(ENHANCED_PACKET);
        blocks.putInt(interfaceIndex);
        blocks.putTime(epochNs);
        blocks.putInt(packetLength);
        blocks.putInt(packetLength + payloadLength - keptLength);
        blocks.skip(packetLength);
        blocks.pad();
        if (null != comment)
        {
            blocks.option(OPTION_COMMENT, comment);
        }
        blocks.end(null != comment);
        packets++;
    }

    /**
     * Writes what an interface counted; called for each, after the last packet.
     *
     * @param interfaceIndex of it.
     * @param startEpochNs   when it began to count.
     * @param endEpochNs     until when it counted.
     * @param received       datagrams that were read.
     * @param dropped        those of them that could not be written.
     * @param kernelDrops    those that were not read in time, {@link KernelDrops#UNKNOWN} if nobody knows.
     * @throws IOException if the file cannot be written to.
     */
    public void statistics(
        final int interfaceIndex,
        final long startEpochNs,
        final long endEpochNs,
        final long received,
        final long dropped,
        final long kernelDrops) throws IOException
    {
        makeRoom();
        blocks.begin(STATISTICS);
        blocks.putInt(interfaceIndex);
        blocks.putTime(endEpochNs);
        blocks.timeOption(STATISTICS_START, startEpochNs);
        blocks.timeOption(STATISTICS_END, endEpochNs);
        blocks.option(STATISTICS_RECEIVED, received);
        blocks.option(STATISTICS_DROPPED, dropped);
        if (KernelDrops.UNKNOWN != kernelDrops)
        {
            blocks.option(STATISTICS_KERNEL_DROPS, kernelDrops);
        }
        blocks.end(true);
    }

    /**
     * Hands everything to the system: from here on it outlives this process.
     *
     * @throws IOException if the file cannot be written to; then it was cut back to the last block that is whole.
     */
    public void flush() throws IOException
    {
        try
        {
            blocks.writeTo(channel);
            fileLength += blocks.length();
        }
        catch (final IOException ex)
        {
            cutBack(ex);
            throw ex;
        }
        finally
        {
            blocks.clear();
        }
    }

    /**
     * @param payloadLength of a datagram, all of it kept and without a comment.
     * @return bytes that it adds to a file, or a few more.
     */
    public static int packetLengthMax(final int payloadLength)
    {
        return PACKET_HEADER_LENGTH + DatagramEncoder.HEADERS_LENGTH_MAX + payloadLength + 2 * Integer.BYTES;
    }

    /**
     * @return bytes of this file so far, with those that were not flushed.
     */
    public long length()
    {
        return fileLength + blocks.length();
    }

    /**
     * @return datagrams of this file so far, with those that were not flushed; after an error, those that are in the
     * file.
     */
    public long packets()
    {
        return packets;
    }

    /**
     * @return whether something was not flushed.
     */
    public boolean isBuffering()
    {
        return blocks.length() > 0;
    }

    /**
     * Ends the file. What was not flushed is lost.
     */
    @Override
    public void close() throws IOException
    {
        if (null != channel)
        {
            final SeekableByteChannel closed = channel;
            channel = null;
            closed.close();
        }
    }

    private static String application()
    {
        final String version = PcapngWriter.class.getPackage().getImplementationVersion();
        return null == version ? "relay" : "relay " + version;
    }

    private void describe(final PcapngInterface each) throws IOException
    {
        makeRoom();
        blocks.begin(INTERFACE);
        blocks.putShorts(linkType, 0);
        blocks.putInt(0); // no limit on the length of packets
        blocks.option(INTERFACE_NAME, each.name());
        if (!each.description().isEmpty())
        {
            blocks.option(INTERFACE_DESCRIPTION, each.description());
        }
        blocks.option(INTERFACE_RESOLUTION, NANOSECONDS);
        blocks.end(true);
    }

    private void makeRoom() throws IOException
    {
        if (blocks.room() < BLOCK_LENGTH_MAX)
        {
            flush();
        }
    }

    private void cutBack(final IOException cause)
    {
        final int written = blocks.writtenLength();
        packets -= blocks.count(ENHANCED_PACKET, written);
        fileLength += written;
        try
        {
            channel.truncate(fileLength);
        }
        catch (final IOException suppressed)
        {
            cause.addSuppressed(suppressed);
        }
    }
}
