package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls on sockets. Each returns the result, or the negative error number ({@link Errno}). Used by one thread at
 * a time; allocates nothing for a call.
 *
 * <p>Not final, so that a test can put errors into the kernel's mouth.
 */
class SocketCalls
{
    private static final MethodHandle SOCKET =
        Linkage.find("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
        Linkage.find("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
        Linkage.find("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Linkage.find(
        "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle GETSOCKNAME =
        Linkage.find("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE =
        Linkage.find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle RECVMMSG =
        Linkage.find("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle RECVFROM = Linkage.find("recvfrom",
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SENDMMSG =
        Linkage.find("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = Linkage.find(
        "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

    private final MemorySegment errno = Linkage.newErrno();

    /**
     * socket(2).
     */
    int socket(final int family, final int type, final int protocol)
    {
        try
        {
            return Linkage.result((int)SOCKET.invokeExact(errno, family, type, protocol), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * bind(2).
     */
    int bind(final int fd, final long address, final int addressLength)
    {
        try
        {
            return Linkage.result((int)BIND.invokeExact(errno, fd, address, addressLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * setsockopt(2).
     */
    int setsockopt(final int fd, final int level, final int option, final long value, final int valueLength)
    {
        try
        {
            return Linkage.result((int)SETSOCKOPT.invokeExact(errno, fd, level, option, value, valueLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * getsockopt(2).
     */
    int getsockopt(final int fd, final int level, final int option, final long value, final long valueLength)
    {
        try
        {
            return Linkage.result((int)GETSOCKOPT.invokeExact(errno, fd, level, option, value, valueLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * getsockname(2).
     */
    int getsockname(final int fd, final long address, final long addressLength)
    {
        try
        {
            return Linkage.result((int)GETSOCKNAME.invokeExact(errno, fd, address, addressLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * close(2).
     */
    int close(final int fd)
    {
        try
        {
            return Linkage.result((int)CLOSE.invokeExact(errno, fd), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * recvmmsg(2), without its timeout, which is of no use (BUGS there).
     */
    int recvmmsg(final int fd, final long messages, final int count)
    {
        try
        {
            return Linkage.result((int)RECVMMSG.invokeExact(errno, fd, messages, count, 0, 0L), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * recvfrom(2).
     */
    int recvfrom(final int fd, final long payload, final int length, final long address, final long addressLength)
    {
        try
        {
            return Linkage.result(
                (int)(long)RECVFROM.invokeExact(errno, fd, payload, (long)length, 0, address, addressLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * sendmmsg(2).
     */
    int sendmmsg(final int fd, final long messages, final int count)
    {
        try
        {
            return Linkage.result((int)SENDMMSG.invokeExact(errno, fd, messages, count, 0), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * sendto(2).
     */
    int sendto(final int fd, final long payload, final int length, final long address, final int addressLength)
    {
        try
        {
            return Linkage.result(
                (int)(long)SENDTO.invokeExact(errno, fd, payload, (long)length, 0, address, addressLength), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }
}
