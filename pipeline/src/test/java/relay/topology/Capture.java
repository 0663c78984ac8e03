package relay.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The multicast datagrams of a classic pcap file of Ethernet frames. Simple on purpose: whole IPv4 and IPv6 datagrams,
 * VLAN tags stepped over, everything else left out; it must agree with what is written down about each file.
 */
final class Capture
{
    private static final int MAGIC_US = 0xA1B2_C3D4;
    private static final int MAGIC_NS = 0xA1B2_3C4D;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int ETHERNET = 1;
    private static final int TYPE_OFFSET = 12;
    private static final int IPV4_TYPE = 0x0800;
    private static final int IPV6_TYPE = 0x86DD;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int UDP = 17;
    private static final int UDP_HEADER_LENGTH = 8;

    private Capture()
    {
    }

    /**
     * A datagram as it was sent.
     *
     * @param group   and port.
     * @param payload of UDP.
     */
    record Datagram(InetSocketAddress group, byte[] payload)
    {
    }

    /**
     * @param file in classic pcap format.
     * @return its multicast datagrams, in order.
     */
    static List<Datagram> read(final Path file) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (!isMagic(bytes.getInt(0)))
        {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (!isMagic(bytes.getInt(0)) || ETHERNET != (bytes.getInt(20) & 0xFFFF))
        {
            throw new IOException(file + ": not a classic pcap file of Ethernet frames");
        }
        final List<Datagram> datagrams = new ArrayList<>();
        int offset = FILE_HEADER_LENGTH;
        while (offset + RECORD_HEADER_LENGTH <= bytes.capacity())
        {
            final int length = bytes.getInt(offset + 8);
            final Datagram datagram = datagram(bytes.slice(offset + RECORD_HEADER_LENGTH, length));
            if (null != datagram)
            {
                datagrams.add(datagram);
            }
            offset += RECORD_HEADER_LENGTH + length;
        }
        return datagrams;
    }

    private static boolean isMagic(final int number)
    {
        return MAGIC_US == number || MAGIC_NS == number;
    }

    private static Datagram datagram(final ByteBuffer frame) throws IOException
    {
        int offset = TYPE_OFFSET;
        while (offset + 2 <= frame.capacity() && isVlan(type(frame, offset)))
        {
            offset += 4;
        }
        if (offset + 2 + IPV6_HEADER_LENGTH > frame.capacity())
        {
            return null;
        }
        return switch (type(frame, offset))
        {
            case IPV4_TYPE -> ipv4(frame, offset + 2);
            case IPV6_TYPE -> ipv6(frame, offset + 2);
            default -> null;
        };
    }

    private static int type(final ByteBuffer frame, final int offset)
    {
        return frame.getShort(offset) & 0xFFFF;
    }

    private static boolean isVlan(final int type)
    {
        return 0x8100 == type || 0x88A8 == type || 0x9100 == type;
    }

    private static Datagram ipv4(final ByteBuffer frame, final int offset) throws IOException
    {
        final boolean isFragment = 0 != (frame.getShort(offset + 6) & 0x3FFF);
        if (UDP != frame.get(offset + 9) || isFragment)
        {
            return null;
        }
        return udp(frame, offset + 16, 4, offset + (frame.get(offset) & 0xF) * 4);
    }

    private static Datagram ipv6(final ByteBuffer frame, final int offset) throws IOException
    {
        // extension headers lead to other protocols than UDP in the files that are replayed
        return UDP != frame.get(offset + 6) ? null : udp(frame, offset + 24, 16, offset + IPV6_HEADER_LENGTH);
    }

    private static Datagram udp(
        final ByteBuffer frame, final int addressOffset, final int addressLength, final int offset) throws IOException
    {
        final byte[] address = new byte[addressLength];
        frame.get(addressOffset, address);
        final InetAddress group = InetAddress.getByAddress(address);
        if (!group.isMulticastAddress() || offset + UDP_HEADER_LENGTH > frame.capacity())
        {
            return null;
        }
        final int length = type(frame, offset + 4);
        if (length < UDP_HEADER_LENGTH || offset + length > frame.capacity())
        {
            return null;  // not captured whole
        }
        final byte[] payload = new byte[length - UDP_HEADER_LENGTH];
        frame.get(offset + UDP_HEADER_LENGTH, payload);
        return new Datagram(new InetSocketAddress(group, type(frame, offset + 2)), payload);
    }
}
