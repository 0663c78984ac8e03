package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls on sets of file descriptors (epoll(7)). Each returns the result, or the negative error number ({@link
 * Errno}). Used by one thread at a time; allocates nothing for a call.
 */
final class EpollCalls
{
    private static final MethodHandle EPOLL_CREATE1 =
        Linkage.find("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
        Linkage.find("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle EPOLL_WAIT =
        Linkage.find("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    /** Linux 5.11 and glibc 2.35 have it. */
    private static final MethodHandle EPOLL_PWAIT2 = Linkage.findOrNull(
        "epoll_pwait2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));

    private static final MethodHandle PPOLL =
        Linkage.find("ppoll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private final MemorySegment errno = Linkage.newErrno();

    /**
     * epoll_create1(2).
     */
    int create(final int flags)
    {
        try
        {
            return Linkage.result((int)EPOLL_CREATE1.invokeExact(errno, flags), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * epoll_ctl(2).
     */
    int control(final int epollFd, final int operation, final int fd, final long event)
    {
        try
        {
            return Linkage.result((int)EPOLL_CTL.invokeExact(errno, epollFd, operation, fd, event), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * epoll_wait(2).
     */
    int await(final int epollFd, final long events, final int count, final int timeoutMs)
    {
        try
        {
            return Linkage.result((int)EPOLL_WAIT.invokeExact(errno, epollFd, events, count, timeoutMs), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * epoll_pwait2(2), without a signal mask.
     */
    int awaitPrecisely(final int epollFd, final long events, final int count, final long timespec)
    {
        if (null == EPOLL_PWAIT2)
        {
            return -Errno.ENOSYS;
        }
        try
        {
            return Linkage.result((int)EPOLL_PWAIT2.invokeExact(errno, epollFd, events, count, timespec, 0L), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * ppoll(2) of one file descriptor, without a signal mask.
     */
    int poll(final long pollFd, final long timespec)
    {
        try
        {
            return Linkage.result((int)PPOLL.invokeExact(errno, pollFd, 1L, timespec, 0L), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }
}
