package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import relay.transport.endpoint.HostPort;

/**
 * Finds the UDP datagram in an IP packet, if it was captured whole. Checksums are not looked at. Owned by one thread.
 */
final class DatagramDecoder
{
    private static final int UDP = 17;
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int UDP_DESTINATION_OFFSET = 2;
    private static final int UDP_LENGTH_OFFSET = 4;

    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV4_TOTAL_LENGTH_OFFSET = 2;
    private static final int IPV4_FRAGMENT_OFFSET = 6;
    private static final int IPV4_FRAGMENT_MASK = 0x3FFF;
    private static final int IPV4_PROTOCOL_OFFSET = 9;
    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV4_DESTINATION_OFFSET = 16;

    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV6_PAYLOAD_LENGTH_OFFSET = 4;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV6_DESTINATION_OFFSET = 24;
    private static final int EXTENSION_UNIT = 8;
    private static final int FRAGMENT_HEADER = 44;
    private static final int IPV6_FRAGMENT_OFFSET = 2;
    private static final int IPV6_FRAGMENT_MASK = 0xFFF9;

    private final HostPort source = new HostPort();
    private final HostPort destination = new HostPort();
    private DirectBuffer buffer;
    /** Of the packet: in the buffer; captured; on the network, with what came behind it in the frame. */
    private int ip;
    private long capturedLength;
    private long roomLength;
    private boolean isCut;
    /** Of the UDP header, and of the end of the packet, from the packet's beginning. */
    private int udp;
    private int end;
    private int payloadOffset;
    private int payloadLength;

    /**
     * @param buffer that holds the record.
     * @param record that holds the packet.
     * @param link   that found it.
     * @return null if there is a datagram in it, or why there is none.
     */
    SkipReason decode(final DirectBuffer buffer, final CaptureRecord record, final LinkDecoder link)
    {
        this.buffer = buffer;
        ip = record.offset + link.ipOffset();
        capturedLength = record.capturedLength - link.ipOffset();
        roomLength = capturedLength + record.cutLength();
        isCut = record.cutLength() > 0;
        final boolean isIpv4 = LinkDecoder.IPV4 == link.ipVersion();
        SkipReason reason = isIpv4 ? ipv4() : ipv6();
        if (null == reason)
        {
            reason = udp();
        }
        if (null == reason)
        {
            setAddresses(isIpv4);
        }
        return reason;
    }

    HostPort source()
    {
        return source;
    }

    HostPort destination()
    {
        return destination;
    }

    /**
     * @return where the payload is in the buffer.
     */
    int payloadOffset()
    {
        return payloadOffset;
    }

    int payloadLength()
    {
        return payloadLength;
    }

    private SkipReason ipv4()
    {
        if (capturedLength < IPV4_HEADER_LENGTH)
        {
            return isCut ? SkipReason.TRUNCATED : SkipReason.MALFORMED;
        }
        final int headerLength = (unsignedByte(0) & 0xF) * Integer.BYTES;
        end = unsignedShort(IPV4_TOTAL_LENGTH_OFFSET);
        if (LinkDecoder.IPV4 != unsignedByte(0) >> 4 || headerLength < IPV4_HEADER_LENGTH ||
            end < headerLength || end > roomLength)
        {
            return SkipReason.MALFORMED;
        }
        if (0 != (unsignedShort(IPV4_FRAGMENT_OFFSET) & IPV4_FRAGMENT_MASK))
        {
            return SkipReason.FRAGMENT;
        }
        udp = headerLength;
        return UDP == unsignedByte(IPV4_PROTOCOL_OFFSET) ? null : SkipReason.NON_UDP;
    }

    private SkipReason ipv6()
    {
        if (capturedLength < IPV6_HEADER_LENGTH)
        {
            return isCut ? SkipReason.TRUNCATED : SkipReason.MALFORMED;
        }
        end = IPV6_HEADER_LENGTH + unsignedShort(IPV6_PAYLOAD_LENGTH_OFFSET);
        if (LinkDecoder.IPV6 != unsignedByte(0) >> 4 || end > roomLength)
        {
            return SkipReason.MALFORMED;
        }
        return skipExtensions();
    }

    private SkipReason skipExtensions()
    {
        int next = unsignedByte(IPV6_NEXT_HEADER_OFFSET);
        int offset = IPV6_HEADER_LENGTH;
        while (isExtension(next))
        {
            if (offset + EXTENSION_UNIT > end)
            {
                return SkipReason.MALFORMED;
            }
            if (offset + EXTENSION_UNIT > capturedLength)
            {
                return SkipReason.TRUNCATED;
            }
            final boolean isFragment = FRAGMENT_HEADER == next;
            if (isFragment && 0 != (unsignedShort(offset + IPV6_FRAGMENT_OFFSET) & IPV6_FRAGMENT_MASK))
            {
                return SkipReason.FRAGMENT;
            }
            next = unsignedByte(offset);
            offset += EXTENSION_UNIT + (isFragment ? 0 : unsignedByte(offset + 1) * EXTENSION_UNIT);
        }
        udp = offset;
        return UDP == next ? null : SkipReason.NON_UDP;
    }

    private SkipReason udp()
    {
        if (udp + UDP_HEADER_LENGTH > end)
        {
            return SkipReason.MALFORMED;
        }
        if (udp + UDP_HEADER_LENGTH > capturedLength)
        {
            return SkipReason.TRUNCATED;
        }
        final int length = unsignedShort(udp + UDP_LENGTH_OFFSET);
        if (length < UDP_HEADER_LENGTH || udp + length > end)
        {
            return SkipReason.MALFORMED;
        }
        payloadOffset = ip + udp + UDP_HEADER_LENGTH;
        payloadLength = length - UDP_HEADER_LENGTH;
        return udp + length > capturedLength ? SkipReason.TRUNCATED : null;
    }

    private void setAddresses(final boolean isIpv4)
    {
        final int sourcePort = unsignedShort(udp);
        final int destinationPort = unsignedShort(udp + UDP_DESTINATION_OFFSET);
        if (isIpv4)
        {
            source.setIpv4(buffer.getInt(ip + IPV4_SOURCE_OFFSET, BIG_ENDIAN), sourcePort);
            destination.setIpv4(buffer.getInt(ip + IPV4_DESTINATION_OFFSET, BIG_ENDIAN), destinationPort);
        }
        else
        {
            setIpv6(source, IPV6_SOURCE_OFFSET, sourcePort);
            setIpv6(destination, IPV6_DESTINATION_OFFSET, destinationPort);
        }
    }

    private void setIpv6(final HostPort address, final int offset, final int port)
    {
        address.set(
            buffer.getLong(ip + offset, BIG_ENDIAN), buffer.getLong(ip + offset + Long.BYTES, BIG_ENDIAN), port);
    }

    /** Hop-by-hop options, routing, fragment, destination options (RFC 8200). */
    private static boolean isExtension(final int header)
    {
        return 0 == header || 43 == header || FRAGMENT_HEADER == header || 60 == header;
    }

    private int unsignedByte(final int offset)
    {
        return buffer.getByte(ip + offset) & 0xFF;
    }

    private int unsignedShort(final int offset)
    {
        return buffer.getShort(ip + offset, BIG_ENDIAN) & 0xFFFF;
    }
}
