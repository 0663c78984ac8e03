package relay.transport.linux;

/**
 * Numbers of the socket calls, from the kernel's headers under {@code include/uapi}; named as there. The same on x86-64
 * and aarch64.
 */
final class SocketNumbers
{
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    // socket(7)
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_MEMINFO = 55;
    static final int SO_BINDTOIFINDEX = 62;
    /** What SO_MEMINFO fills: linux/sock_diag.h. */
    static final int SK_MEMINFO_DROPS = 8;
    static final int SK_MEMINFO_VARS = 9;

    // ip(7)
    static final int SOL_IP = 0;
    static final int IP_TOS = 1;
    static final int IP_RECVORIGDSTADDR = 20;
    static final int IP_ORIGDSTADDR = IP_RECVORIGDSTADDR;
    static final int IP_RECVTOS = 13;
    static final int IP_MULTICAST_IF = 32;
    static final int IP_MULTICAST_TTL = 33;
    static final int IP_MULTICAST_LOOP = 34;
    static final int IP_MULTICAST_ALL = 49;

    // ipv6(7)
    static final int SOL_IPV6 = 41;
    static final int IPV6_MULTICAST_IF = 17;
    static final int IPV6_MULTICAST_HOPS = 18;
    static final int IPV6_MULTICAST_LOOP = 19;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_MULTICAST_ALL = 29;
    static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_PKTINFO = 50;
    static final int IPV6_RECVTCLASS = 66;
    static final int IPV6_TCLASS = 67;

    // RFC 3678, for both families
    static final int MCAST_JOIN_GROUP = 42;
    static final int MCAST_LEAVE_GROUP = 45;
    static final int MCAST_JOIN_SOURCE_GROUP = 46;

    // udp(7)
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    static final int MSG_TRUNC = 0x20;

    private SocketNumbers()
    {
    }
}
