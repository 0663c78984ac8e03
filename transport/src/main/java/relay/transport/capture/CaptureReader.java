package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.Ipv6Text;

/**
 * Reads the UDP datagrams of a capture, pcap or pcapng, gzip or not, one after the other: a flyweight over the datagram
 * that {@link #next} found. Records that hold none are counted by reason. A file of any size takes the same memory,
 * which is allocated at the start. Whatever the file holds, nothing is thrown: where it is damaged it ends, what was
 * read before stands, and {@link #error} says what is wrong. Owned by one thread.
 */
public final class CaptureReader implements AutoCloseable
{
    private final CaptureRecord record = new CaptureRecord();
    private final LinkDecoder link = new LinkDecoder();
    private final DatagramDecoder datagram = new DatagramDecoder();
    private final long[] skipped = new long[SkipReason.COUNT];
    private final CaptureInput input;
    private final CaptureRecords source;
    private final String headerError;
    private long records;
    private long datagrams;

    private CaptureReader(final CaptureInput input)
    {
        this.input = input;
        final int there = input.ensure(PcapReader.FILE_HEADER_LENGTH);
        final int magic = there < Integer.BYTES ? 0 : input.buffer().getInt(input.start(), BIG_ENDIAN);
        if (PcapngReader.SECTION == magic)
        {
            source = new PcapngReader(input);
            headerError = null;
        }
        else if (PcapReader.isPcap(magic) && there >= PcapReader.FILE_HEADER_LENGTH)
        {
            source = new PcapReader(input);
            headerError = null;
        }
        else
        {
            source = null;
            headerError = CaptureError.of(input, PcapReader.isPcap(magic) ?
                "file header is cut: " + there + " of " + PcapReader.FILE_HEADER_LENGTH + " bytes are there" :
                "is neither pcap nor pcapng");
        }
    }

    /**
     * @param file to read.
     * @return a reader before its first datagram.
     * @throws IOException if nothing of it can be read; a file that is no capture is an {@link #error}.
     */
    public static CaptureReader open(final Path file) throws IOException
    {
        return open(stream(file));
    }

    /**
     * Reads a file again from its beginning, in the same memory: a short one that is read over and over makes little
     * garbage.
     *
     * @param file  to read.
     * @param spent is closed, and must not be used any more.
     * @return a reader before its first datagram.
     * @throws IOException if nothing of it can be read.
     */
    public static CaptureReader open(final Path file, final CaptureReader spent) throws IOException
    {
        spent.close();
        return open(stream(file), spent.input);
    }

    /**
     * @param bytes of a file; closed with the reader.
     * @return a reader before the first datagram.
     * @throws IOException if nothing can be read.
     */
    public static CaptureReader open(final InputStream bytes) throws IOException
    {
        return open(bytes, null);
    }

    /**
     * Ends with an error when the thread that reads is interrupted: what is read may be a pipe that nobody writes to.
     */
    private static InputStream stream(final Path file) throws IOException
    {
        return Channels.newInputStream(FileChannel.open(file));
    }

    private static CaptureReader open(final InputStream bytes, final CaptureInput spent) throws IOException
    {
        try
        {
            return new CaptureReader(new CaptureInput(bytes, spent));
        }
        catch (final IOException ex)
        {
            bytes.close();
            throw ex;
        }
    }

    /**
     * Goes to the next datagram, past any number of records that hold none. Allocates nothing.
     *
     * @return whether there is one; once false, always false.
     */
    public boolean next()
    {
        while (null != source && source.next(record))
        {
            records++;
            SkipReason reason = link.decode(input.buffer(), record);
            if (null == reason)
            {
                reason = datagram.decode(input.buffer(), record, link);
            }
            if (null == reason)
            {
                datagrams++;
                return true;
            }
            skipped[reason.ordinal()]++;
        }
        return false;
    }

    /**
     * @return what holds the payload, until {@link #next} is called again.
     */
    public DirectBuffer buffer()
    {
        return input.buffer();
    }

    /**
     * @return where the payload is in {@link #buffer}.
     */
    public int payloadOffset()
    {
        return datagram.payloadOffset();
    }

    /**
     * @return bytes of UDP payload, 0..65,527; without what Ethernet pads a short frame with.
     */
    public int payloadLength()
    {
        return datagram.payloadLength();
    }

    /**
     * @return whether the datagram has a time: pcapng's simple packets have none.
     */
    public boolean isTimed()
    {
        return record.isTimed;
    }

    /**
     * @return when it was captured, in nanoseconds since 1970, -2^62..2^62 - 1, so that differences do not overflow;
     * may be less than the one before. 0 if it is not timed.
     */
    public long epochNs()
    {
        return record.epochNs;
    }

    /**
     * @return whether it came by IPv6. An address alone does not tell: IPv4 addresses are IPv4-mapped in a
     * {@link HostPort}, which an IPv6 packet may have too.
     */
    public boolean isIpv6()
    {
        return LinkDecoder.IPV6 == link.ipVersion();
    }

    /**
     * @return who sent it, until {@link #next} is called again.
     */
    public HostPort source()
    {
        return datagram.source();
    }

    /**
     * @return where it was sent to, until {@link #next} is called again.
     */
    public HostPort destination()
    {
        return datagram.destination();
    }

    /**
     * @return whether it was sent to a group (224.0.0.0/4, ff00::/8).
     */
    public boolean isMulticast()
    {
        final HostPort destination = datagram.destination();
        return isIpv6() ? destination.high() >>> 56 == 0xFF : (destination.low() >>> 28 & 0xF) == 0xE;
    }

    /**
     * @return {@link #destination} as it is written, such as "239.1.1.1:5000" or "[ff15::1]:5000". Allocates.
     */
    public String destinationText()
    {
        final HostPort address = datagram.destination();
        final String host = isIpv6() ? "[" + Ipv6Text.of(address.high(), address.low()) + "]" :
            Ipv6Text.dotted((int)address.low());
        return host + ":" + address.port();
    }

    /**
     * @return records so far: {@link #datagrams} and those that were {@link #skipped}.
     */
    public long records()
    {
        return records;
    }

    /**
     * @return datagrams so far.
     */
    public long datagrams()
    {
        return datagrams;
    }

    /**
     * @param reason for skipping.
     * @return records that were skipped for it so far.
     */
    public long skipped(final SkipReason reason)
    {
        return skipped[reason.ordinal()];
    }

    /**
     * @return what ended the file before its end, with the byte offset; null as long as nothing did.
     */
    public String error()
    {
        return null == source ? headerError : source.error();
    }

    /**
     * @return "pcapng", or such as "pcap-us-le": unit of the times (us, ns, or us of the "modified" kind) and byte
     * order; "unknown" if it is no capture.
     */
    public String format()
    {
        return null == source ? "unknown" : source.format();
    }

    /**
     * @return whether the file is compressed with gzip.
     */
    public boolean isGzip()
    {
        return input.isGzip();
    }

    @Override
    public void close() throws IOException
    {
        input.close();
    }
}
