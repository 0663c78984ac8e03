package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import relay.transport.endpoint.HostPort;

/**
 * Puts the headers before a datagram that it had on the network, as far as a socket tells them: IPv4 (RFC 791) or IPv6
 * (RFC 8200), and UDP (RFC 768), with the checksums. The counterpart of {@link DatagramDecoder}.
 */
final class DatagramEncoder
{
    /** What {@link #encodeCooked} writes. */
    static final int COOKED_LENGTH = 16;
    /** The longest headers. */
    static final int HEADERS_LENGTH_MAX = COOKED_LENGTH + 48;
    /** The longest payload, over IPv6. */
    static final int PAYLOAD_LENGTH_MAX = 65_527;

    private static final int COOKED_PROTOCOL_OFFSET = 14;
    private static final short COOKED_TO_GROUP = 2;
    private static final short COOKED_NO_LINK = (short)0xFFFE;
    private static final short IPV4 = 0x0800;
    private static final short IPV6 = (short)0x86DD;
    private static final int PAYLOAD_LENGTH_MAX_IPV4 = 65_507;
    private static final int UDP = 17;
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV4_VERSION_AND_LENGTH = 0x45;
    private static final int IPV6_VERSION = 0x6000_0000;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    /** A socket does not tell what it was; this is what most senders begin with. */
    private static final int HOP_LIMIT = 64;
    /** Instead of 0, which means none. */
    private static final int ZERO_CHECKSUM = 0xFFFF;

    private DatagramEncoder()
    {
    }

    /**
     * @param source        who sent it.
     * @param destination   where to.
     * @param payloadLength in bytes.
     * @return whether it becomes an IPv4 packet: both addresses are IPv4, and it can hold the payload.
     */
    static boolean isIpv4(final HostPort source, final HostPort destination, final int payloadLength)
    {
        return source.isIpv4() && destination.isIpv4() && payloadLength <= PAYLOAD_LENGTH_MAX_IPV4;
    }

    /**
     * @param isIpv4 as of {@link #isIpv4}.
     * @return length of IP and UDP header.
     */
    static int headersLength(final boolean isIpv4)
    {
        return (isIpv4 ? IPV4_HEADER_LENGTH : IPV6_HEADER_LENGTH) + UDP_HEADER_LENGTH;
    }

    /**
     * Writes what Linux puts in the place of a link's header where there is none: a cooked header (LINKTYPE_LINUX_SLL).
     *
     * @param packet        to write to.
     * @param offset        in it.
     * @param source        who sent the datagram.
     * @param destination   where to.
     * @param payloadLength in bytes.
     */
    static void encodeCooked(
        final MutableDirectBuffer packet,
        final int offset,
        final HostPort source,
        final HostPort destination,
        final int payloadLength)
    {
        packet.setMemory(offset, COOKED_LENGTH, (byte)0);
        packet.putShort(offset, destination.isMulticast() ? COOKED_TO_GROUP : 0, BIG_ENDIAN);
        packet.putShort(offset + 2, COOKED_NO_LINK, BIG_ENDIAN);
        packet.putShort(
            offset + COOKED_PROTOCOL_OFFSET, isIpv4(source, destination, payloadLength) ? IPV4 : IPV6, BIG_ENDIAN);
    }

    /**
     * Writes a packet.
     *
     * @param packet         to write to.
     * @param offset         in it; there must be room for the headers and what is kept of the payload.
     * @param source         who sent it.
     * @param destination    where to.
     * @param payload        buffer that holds it.
     * @param payloadOffset  in that.
     * @param payloadLength  as it was on the network, 0..{@value #PAYLOAD_LENGTH_MAX}.
     * @param keptLength     how much of it is there and is written. If that is not all, there is no UDP checksum (0).
     * @return length of what was written.
     */
    static int encode(
        final MutableDirectBuffer packet,
        final int offset,
        final HostPort source,
        final HostPort destination,
        final DirectBuffer payload,
        final int payloadOffset,
        final int payloadLength,
        final int keptLength)
    {
        final boolean isIpv4 = isIpv4(source, destination, payloadLength);
        final int udpLength = UDP_HEADER_LENGTH + payloadLength;
        final int udp = offset + headersLength(isIpv4) - UDP_HEADER_LENGTH;
        packet.putShort(udp, (short)source.port(), BIG_ENDIAN);
        packet.putShort(udp + 2, (short)destination.port(), BIG_ENDIAN);
        packet.putShort(udp + 4, (short)udpLength, BIG_ENDIAN);
        packet.putShort(udp + 6, (short)0, BIG_ENDIAN);
        packet.putBytes(udp + UDP_HEADER_LENGTH, payload, payloadOffset, keptLength);
        final int addresses = isIpv4 ? ipv4(packet, offset, source, destination, udpLength) :
            ipv6(packet, offset, source, destination, udpLength);
        if (keptLength == payloadLength)
        {
            // the pseudo-header: the addresses, which end where the UDP header begins, the protocol and the length
            final long sum = InternetChecksum.add(UDP + udpLength, packet, addresses, udp + udpLength - addresses);
            final int checksum = InternetChecksum.of(sum);
            packet.putShort(udp + 6, (short)(0 == checksum ? ZERO_CHECKSUM : checksum), BIG_ENDIAN);
        }
        return udp + UDP_HEADER_LENGTH + keptLength - offset;
    }

    /** @return where its addresses are. */
    private static int ipv4(
        final MutableDirectBuffer packet,
        final int offset,
        final HostPort source,
        final HostPort destination,
        final int udpLength)
    {
        packet.putShort(offset, (short)(IPV4_VERSION_AND_LENGTH << Byte.SIZE), BIG_ENDIAN);
        packet.putShort(offset + 2, (short)(IPV4_HEADER_LENGTH + udpLength), BIG_ENDIAN);
        packet.putInt(offset + 4, DO_NOT_FRAGMENT, BIG_ENDIAN);
        packet.putInt(offset + 8, (HOP_LIMIT << Byte.SIZE | UDP) << Short.SIZE, BIG_ENDIAN);
        packet.putInt(offset + 12, (int)source.low(), BIG_ENDIAN);
        packet.putInt(offset + 16, (int)destination.low(), BIG_ENDIAN);
        final int checksum = InternetChecksum.of(InternetChecksum.add(0, packet, offset, IPV4_HEADER_LENGTH));
        packet.putShort(offset + 10, (short)checksum, BIG_ENDIAN);
        return offset + 12;
    }

    /** @return where its addresses are. */
    private static int ipv6(
        final MutableDirectBuffer packet,
        final int offset,
        final HostPort source,
        final HostPort destination,
        final int udpLength)
    {
        packet.putInt(offset, IPV6_VERSION, BIG_ENDIAN);
        packet.putInt(offset + 4, udpLength << Short.SIZE | UDP << Byte.SIZE | HOP_LIMIT, BIG_ENDIAN);
        packet.putLong(offset + 8, source.high(), BIG_ENDIAN);
        packet.putLong(offset + 16, source.low(), BIG_ENDIAN);
        packet.putLong(offset + 24, destination.high(), BIG_ENDIAN);
        packet.putLong(offset + 32, destination.low(), BIG_ENDIAN);
        return offset + 8;
    }
}
