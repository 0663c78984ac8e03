package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import relay.transport.endpoint.HostPort;

/**
 * Addresses as the kernel wants them, ip(7) and ipv6(7); numbers are big-endian but for family and scope.
 *
 * <pre>
 *   struct sockaddr_in                 struct sockaddr_in6
 *    0 u16 sin_family                   0 u16 sin6_family
 *    2 u16 sin_port                     2 u16 sin6_port
 *    4 u32 sin_addr                     4 u32 sin6_flowinfo
 *    8 padding                          8 u8[16] sin6_addr
 *                                      24 u32 sin6_scope_id
 * </pre>
 */
final class SocketAddress
{
    static final int FAMILY = 0;
    static final int PORT = 2;
    static final int IPV4_ADDRESS = 4;
    static final int IPV4_SIZE = 16;
    static final int IPV6_ADDRESS = 8;
    static final int IPV6_SCOPE = 24;
    static final int IPV6_SIZE = 28;
    /** Room for either, in a list of them. */
    static final int STRIDE = 32;
    /** struct sockaddr_storage. */
    static final int STORAGE_SIZE = 128;

    private static final int IPV6_LENGTH = 16;
    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong BIG_LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddress()
    {
    }

    static int family(final InetAddress address)
    {
        return address instanceof Inet4Address ? SocketNumbers.AF_INET : SocketNumbers.AF_INET6;
    }

    /**
     * @param family AF_INET or AF_INET6.
     * @return how long its addresses are.
     */
    static int size(final int family)
    {
        return SocketNumbers.AF_INET == family ? IPV4_SIZE : IPV6_SIZE;
    }

    /**
     * @param family AF_INET or AF_INET6.
     * @return no certain address of it.
     */
    static InetAddress wildcard(final int family)
    {
        try
        {
            return InetAddress.getByAddress(new byte[SocketNumbers.AF_INET == family ? Integer.BYTES : IPV6_LENGTH]);
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);  // not for 4 or 16 bytes
        }
    }

    /**
     * @param address to write; the scope of an IPv6 address too.
     * @param memory  zeroed.
     * @param offset  in it.
     * @return bytes written.
     */
    static int write(final InetSocketAddress address, final MemorySegment memory, final long offset)
    {
        final InetAddress host = address.getAddress();
        final byte[] bytes = host.getAddress();
        final int family = family(host);
        memory.set(JAVA_SHORT, offset + FAMILY, (short)family);
        memory.set(BIG_SHORT, offset + PORT, (short)address.getPort());
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE,
            offset + (SocketNumbers.AF_INET == family ? IPV4_ADDRESS : IPV6_ADDRESS), bytes.length);
        if (host instanceof final Inet6Address ipv6)
        {
            memory.set(JAVA_INT, offset + IPV6_SCOPE, ipv6.getScopeId());
        }
        return size(family);
    }

    static int port(final MemorySegment memory, final long offset)
    {
        return memory.get(BIG_SHORT, offset + PORT) & 0xFFFF;
    }

    static int bigInt(final MemorySegment memory, final long offset)
    {
        return memory.get(BIG_INT, offset);
    }

    static long bigLong(final MemorySegment memory, final long offset)
    {
        return memory.get(BIG_LONG, offset);
    }

    static void readIpv4(final MemorySegment memory, final long offset, final HostPort address)
    {
        address.setIpv4(bigInt(memory, offset + IPV4_ADDRESS), port(memory, offset));
    }

    static void readIpv6(final MemorySegment memory, final long offset, final HostPort address)
    {
        address.set(
            bigLong(memory, offset + IPV6_ADDRESS),
            bigLong(memory, offset + IPV6_ADDRESS + Long.BYTES),
            port(memory, offset));
    }
}
