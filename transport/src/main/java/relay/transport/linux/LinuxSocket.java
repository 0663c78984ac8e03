package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import relay.transport.SocketText;

/**
 * One UDP socket: opens it, sets its options, closes it. Every failure is a {@link SystemCallException}. Used by one
 * thread, but for what says that any may call it.
 */
final class LinuxSocket implements AutoCloseable
{
    static final int CLOSED = -1;

    static final int JOIN_INTERFACE = 0;
    static final int JOIN_GROUP = 8;
    static final int JOIN_SOURCE = JOIN_GROUP + SocketAddress.STORAGE_SIZE;
    static final int GROUP_REQUEST_SIZE = JOIN_SOURCE;
    static final int GROUP_SOURCE_REQUEST_SIZE = JOIN_SOURCE + SocketAddress.STORAGE_SIZE;

    private final SocketCalls calls = new SocketCalls();
    private final SocketDropCount drops = new SocketDropCount(calls);
    private final String what;
    private final int family;
    private int fd;

    /**
     * @param what   is tried, for errors: "cannot listen to ... on ...".
     * @param family AF_INET or AF_INET6.
     */
    LinuxSocket(final String what, final int family)
    {
        this.what = what;
        this.family = family;
        fd = checked("socket", calls.socket(family, SocketNumbers.SOCK_DGRAM | SocketNumbers.SOCK_NONBLOCK |
            SocketNumbers.SOCK_CLOEXEC, 0));
    }

    /**
     * @return the file descriptor, {@link #CLOSED} after close.
     */
    int fd()
    {
        return fd;
    }

    int family()
    {
        return family;
    }

    boolean isIpv4()
    {
        return SocketNumbers.AF_INET == family;
    }

    void bind(final InetSocketAddress address)
    {
        checked("bind", tryBind(address));
    }

    /**
     * @return 0, or the negative error number.
     */
    int tryBind(final InetSocketAddress address)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(SocketAddress.STORAGE_SIZE, Long.BYTES);
            final int length = SocketAddress.write(address, memory, 0);
            return calls.bind(fd, memory.address(), length);
        }
    }

    int localPort()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(SocketAddress.STORAGE_SIZE, Long.BYTES);
            final MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddress.STORAGE_SIZE);
            checked("getsockname", calls.getsockname(fd, memory.address(), length.address()));
            return SocketAddress.port(memory, 0);
        }
    }

    /**
     * @param level  of the option.
     * @param option number.
     * @param value  to set.
     * @param name   of the option, for errors.
     */
    void option(final int level, final int option, final int value, final String name)
    {
        checked("setsockopt " + name, trySetOption(level, option, value));
    }

    /**
     * @return 0, or the negative error number.
     */
    int trySetOption(final int level, final int option, final int value)
    {
        try (Arena arena = Arena.ofConfined())
        {
            return calls.setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value).address(), Integer.BYTES);
        }
    }

    /**
     * May be called from any thread. Sends groups out of an interface; nothing happens after close.
     *
     * @param index of the interface.
     */
    synchronized void multicastInterface(final int index)
    {
        if (CLOSED == fd)
        {
            return;
        }
        if (!isIpv4())
        {
            option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_MULTICAST_IF, index, "IPV6_MULTICAST_IF");
            return;
        }
        try (Arena arena = Arena.ofConfined())
        {
            // struct ip_mreqn, ip(7): group, address, index; only the index counts here
            final MemorySegment request = arena.allocateFrom(JAVA_INT, 0, 0, index);
            checked("setsockopt IP_MULTICAST_IF", calls.setsockopt(fd, SocketNumbers.SOL_IP,
                SocketNumbers.IP_MULTICAST_IF, request.address(), (int)request.byteSize()));
        }
    }

    /**
     * Joins a group (RFC 3678, 5.1), which needs no address on the interface.
     *
     * @param group          to join.
     * @param source         the only sender to hear; null for any.
     * @param interfaceIndex where.
     */
    void join(final InetAddress group, final InetAddress source, final int interfaceIndex)
    {
        final int result = tryJoin(group, source, interfaceIndex);
        if (result < 0)
        {
            throw JoinFailure.of(what, isIpv4(), null != source, -result);
        }
    }

    /**
     * @return 0, or the negative error number.
     */
    int tryJoin(final InetAddress group, final InetAddress source, final int interfaceIndex)
    {
        return trySetMembership(null == source ? SocketNumbers.MCAST_JOIN_GROUP : SocketNumbers.MCAST_JOIN_SOURCE_GROUP,
            group, source, interfaceIndex);
    }

    /**
     * May be called from any thread. Leaves groups where they were joined, and joins them on another interface: all of
     * them, or none. Nothing happens after close.
     *
     * @param groups that were joined.
     * @param source the only sender to hear; null for any.
     * @param from   index of the interface where they were joined, which may have gone.
     * @param to     index of the other.
     */
    synchronized void moveGroups(
        final List<InetSocketAddress> groups, final InetAddress source, final int from, final int to)
    {
        if (CLOSED == fd)
        {
            return;
        }
        boolean isComplete = false;
        try
        {
            leave(groups, from);
            groups.forEach(group -> join(group.getAddress(), source, to));
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                leave(groups, to); // what is joined twice is refused
            }
        }
    }

    /**
     * May be called from any thread. Binds the socket to another link than the one that its address bound it to;
     * nothing happens after close.
     *
     * @param index of the interface.
     */
    synchronized void bindToLink(final int index)
    {
        final int result = CLOSED == fd ? 0 :
            trySetOption(SocketNumbers.SOL_SOCKET, SocketNumbers.SO_BINDTOIFINDEX, index);
        if (result < 0)
        {
            throw SystemCallException.of(what, "setsockopt SO_BINDTOIFINDEX", -result,
                "a socket that listens to a group of one link is moved to another with CAP_NET_RAW only: give the " +
                "relay that, or start it again");
        }
    }

    /**
     * @param asked bytes, 0 to keep the system's default.
     * @return what was asked for and granted, for people.
     */
    String receiveBuffer(final int asked)
    {
        return buffer(asked, SocketNumbers.SO_RCVBUF, SocketNumbers.SO_RCVBUFFORCE, "SO_RCVBUF", "net.core.rmem_max");
    }

    /**
     * @param asked bytes, 0 to keep the system's default.
     * @return what was asked for and granted, for people.
     */
    String sendBuffer(final int asked)
    {
        return buffer(asked, SocketNumbers.SO_SNDBUF, SocketNumbers.SO_SNDBUFFORCE, "SO_SNDBUF", "net.core.wmem_max");
    }

    /**
     * May be called from any thread.
     *
     * @return datagrams that the kernel dropped because the socket was not read in time, up to the close.
     */
    synchronized long drops()
    {
        return CLOSED == fd ? drops.last() : drops.read(fd);
    }

    @Override
    public synchronized void close()
    {
        if (CLOSED != fd)
        {
            drops.read(fd);
            calls.close(fd);
            fd = CLOSED;
        }
    }

    /** With all sources: one source cannot be left where there is no interface any more (net/ipv4/igmp.c). */
    private void leave(final List<InetSocketAddress> groups, final int interfaceIndex)
    {
        groups.forEach(
            group -> trySetMembership(SocketNumbers.MCAST_LEAVE_GROUP, group.getAddress(), null, interfaceIndex));
    }

    private int trySetMembership(
        final int option, final InetAddress group, final InetAddress source, final int interfaceIndex)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment request = arena.allocate(GROUP_SOURCE_REQUEST_SIZE, Long.BYTES);
            request.set(JAVA_INT, JOIN_INTERFACE, interfaceIndex);
            SocketAddress.write(new InetSocketAddress(group, 0), request, JOIN_GROUP);
            if (null != source)
            {
                SocketAddress.write(new InetSocketAddress(source, 0), request, JOIN_SOURCE);
            }
            return calls.setsockopt(
                fd,
                group instanceof Inet4Address ? SocketNumbers.SOL_IP : SocketNumbers.SOL_IPV6,
                option,
                request.address(),
                null == source ? GROUP_REQUEST_SIZE : GROUP_SOURCE_REQUEST_SIZE);
        }
    }

    /**
     * The kernel cuts a request to its limit silently, unless the process may go past that (CAP_NET_ADMIN, socket(7)).
     */
    private String buffer(
        final int asked, final int option, final int forcedOption, final String name, final String setting)
    {
        if (asked > 0)
        {
            option(SocketNumbers.SOL_SOCKET, option, asked, name);
        }
        if (grantedBuffer(option, name) < asked &&
            0 == trySetOption(SocketNumbers.SOL_SOCKET, forcedOption, asked) &&
            grantedBuffer(option, name) >= asked)
        {
            return "buffer " + asked + " B (past " + setting + ", by CAP_NET_ADMIN)";
        }
        return SocketText.ofBuffer(grantedBuffer(option, name), asked, setting);
    }

    private int grantedBuffer(final int option, final String name)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment value = arena.allocate(JAVA_INT);
            final MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            checked("getsockopt " + name, calls.getsockopt(
                fd, SocketNumbers.SOL_SOCKET, option, value.address(), length.address()));
            return value.get(JAVA_INT, 0) / 2;  // the kernel doubles it for its bookkeeping (socket(7))
        }
    }

    private int checked(final String call, final int result)
    {
        if (result < 0)
        {
            throw SystemCallException.of(what, call, -result);
        }
        return result;
    }
}
