package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import relay.transport.endpoint.HostPort;

/**
 * What the kernel tells of one datagram beside its payload (cmsg(3)): items in whatever order, and only those that the
 * socket was told to give. Used by one thread; allocates nothing.
 *
 * <pre>
 *   UDP_GRO       int                 IP_ORIGDSTADDR              struct in6_pktinfo
 *   IP_TOS        u8                   a struct sockaddr_in        0 u8[16] ipi6_addr
 *   IPV6_TCLASS   int                                             16 u32    ipi6_ifindex
 * </pre>
 *
 * IP_PKTINFO would tell an IPv4 destination too, but the kernel looks up a route for each datagram to fill it in.
 */
final class ControlItems
{
    static final int IPV6_INFO_ADDRESS = 0;
    static final int IPV6_INFO_INTERFACE = 16;
    static final int IPV6_INFO_SIZE = 20;

    /** CMSG_SPACE of the longest of each that one datagram can have. */
    static final int SPACE = 2 * MessageLayout.CONTROL_ITEM_SIZE + space(IPV6_INFO_SIZE);

    private final HostPort destination = new HostPort();
    private int segmentLength;
    private int interfaceIndex;
    private int dscp;

    /**
     * @param memory with the items.
     * @param begin  of them.
     * @param length of all, in bytes; 0 if there are none.
     */
    void read(final MemorySegment memory, final long begin, final long length)
    {
        segmentLength = 0;
        destination.set(0, 0, 0);
        interfaceIndex = 0;
        dscp = 0;
        final long end = begin + length;
        long item = begin;
        while (item + MessageLayout.CONTROL_ITEM_DATA <= end)
        {
            final long itemLength = memory.get(JAVA_LONG, item + MessageLayout.CONTROL_ITEM_LENGTH);
            if (itemLength < MessageLayout.CONTROL_ITEM_DATA || itemLength > end - item)
            {
                return;
            }
            read(memory, item, (int)itemLength - MessageLayout.CONTROL_ITEM_DATA);
            item += space((int)itemLength - MessageLayout.CONTROL_ITEM_DATA);
        }
    }

    /**
     * @return length of each datagram of a train but the last; 0 if it is none.
     */
    int segmentLength()
    {
        return segmentLength;
    }

    /**
     * @return the address that it was sent to; all 0 if it is not known.
     */
    HostPort destination()
    {
        return destination;
    }

    /**
     * @return where it came in; 0 if that is not known, as for IPv4.
     */
    int interfaceIndex()
    {
        return interfaceIndex;
    }

    /**
     * @return its code point, 0..63; 0 if that is not known.
     */
    int dscp()
    {
        return dscp;
    }

    private void read(final MemorySegment memory, final long item, final int dataLength)
    {
        final int level = memory.get(JAVA_INT, item + MessageLayout.CONTROL_ITEM_LEVEL);
        final int type = memory.get(JAVA_INT, item + MessageLayout.CONTROL_ITEM_TYPE);
        final long data = item + MessageLayout.CONTROL_ITEM_DATA;
        if (SocketNumbers.SOL_UDP == level)
        {
            if (SocketNumbers.UDP_GRO == type && dataLength >= Integer.BYTES)
            {
                segmentLength = Math.max(0, memory.get(JAVA_INT, data));
            }
        }
        else if (SocketNumbers.SOL_IP == level)
        {
            if (SocketNumbers.IP_ORIGDSTADDR == type && dataLength >= SocketAddress.IPV4_SIZE)
            {
                SocketAddress.readIpv4(memory, data, destination);
            }
            else if (SocketNumbers.IP_TOS == type && dataLength >= Byte.BYTES)
            {
                dscp = TrafficOctet.dscp(memory.get(JAVA_BYTE, data));
            }
        }
        else if (SocketNumbers.SOL_IPV6 == level)
        {
            if (SocketNumbers.IPV6_PKTINFO == type && dataLength >= IPV6_INFO_SIZE)
            {
                destination.set(
                    SocketAddress.bigLong(memory, data + IPV6_INFO_ADDRESS),
                    SocketAddress.bigLong(memory, data + IPV6_INFO_ADDRESS + Long.BYTES),
                    0);
                interfaceIndex = memory.get(JAVA_INT, data + IPV6_INFO_INTERFACE);
            }
            else if (SocketNumbers.IPV6_TCLASS == type && dataLength >= Integer.BYTES)
            {
                dscp = TrafficOctet.dscp(memory.get(JAVA_INT, data));
            }
        }
    }

    /**
     * @return CMSG_SPACE.
     */
    private static int space(final int dataLength)
    {
        return MessageLayout.CONTROL_ITEM_DATA + (dataLength + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
