package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

/**
 * Asks epoll(7), level-triggered: what was not read to the end is reported again, after the others. Waits are as short
 * as asked for, in one call with epoll_pwait2(2); where kernel or C library do not have it (Linux 5.11, glibc 2.35),
 * ppoll(2) waits for the epoll descriptor, which is readable when one of its sockets is.
 */
final class LinuxReadySet implements ReadySet
{
    /** Each ready receiver is worth a system call of its own, so that one for every so many does not count. */
    private static final int READY_MAX = 64;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String WHAT = "cannot wait for datagrams";

    private final EpollCalls calls = new EpollCalls();
    private final SocketCalls socketCalls;
    private final MemorySegment events =
        Arena.ofAuto().allocate((long)READY_MAX * EpollLayout.EVENT_SIZE, Long.BYTES);
    private final MemorySegment timeout = Arena.ofAuto().allocate(EpollLayout.TIME_SIZE, Long.BYTES);
    private final MemorySegment pollFd = Arena.ofAuto().allocate(EpollLayout.POLL_SIZE, Long.BYTES);
    private final boolean hasPreciseWait;
    private int fd;

    /**
     * @param socketCalls   of the thread that will wait.
     * @param isPreciseWait whether to use epoll_pwait2 if there is one.
     */
    LinuxReadySet(final SocketCalls socketCalls, final boolean isPreciseWait)
    {
        this.socketCalls = socketCalls;
        fd = calls.create(EpollLayout.EPOLL_CLOEXEC);
        if (fd < 0)
        {
            throw SystemCallException.of(WHAT, "epoll_create1", -fd);
        }
        pollFd.set(JAVA_INT, EpollLayout.POLL_FD, fd);
        pollFd.set(JAVA_SHORT, EpollLayout.POLL_EVENTS, (short)EpollLayout.POLLIN);
        // older kernels do not know it, and older sandboxes forbid what they do not know
        hasPreciseWait =
            isPreciseWait && calls.awaitPrecisely(fd, events.address(), READY_MAX, timeout.address()) >= 0;
    }

    @Override
    public void add(final DatagramReceiver receiver, final int index)
    {
        final LinuxSocket socket = ((LinuxDatagramReceiver)receiver).socket();
        if (LinuxSocket.CLOSED == socket.fd())
        {
            throw new IllegalStateException("added after close: " + receiver.description());
        }
        events.set(JAVA_INT, EpollLayout.EVENTS, EpollLayout.EPOLLIN);
        events.set(JAVA_LONG_UNALIGNED, EpollLayout.DATA, index);
        final int result = calls.control(fd, EpollLayout.EPOLL_CTL_ADD, socket.fd(), events.address());
        if (result < 0)
        {
            throw SystemCallException.of(WHAT + " of " + receiver.description(), "epoll_ctl", -result, mend(-result));
        }
    }

    @Override
    public int select(final long timeoutNs)
    {
        final int count = 0 == timeoutNs ? calls.await(fd, events.address(), READY_MAX, 0) : await(timeoutNs);
        if (count >= 0)
        {
            return count;
        }
        if (-Errno.EINTR == count)
        {
            return 0;
        }
        if (LinuxSocket.CLOSED == fd)
        {
            throw new IllegalStateException("waited after close");
        }
        throw SystemCallException.of(WHAT, 0 == timeoutNs ? "epoll_wait" : hasPreciseWait ? "epoll_pwait2" : "ppoll",
            -count);
    }

    @Override
    public int ready(final int position)
    {
        return (int)events.get(JAVA_LONG_UNALIGNED, (long)position * EpollLayout.EVENT_SIZE + EpollLayout.DATA);
    }

    @Override
    public void close()
    {
        if (LinuxSocket.CLOSED != fd)
        {
            socketCalls.close(fd);
            fd = LinuxSocket.CLOSED;
        }
    }

    private int await(final long timeoutNs)
    {
        timeout.set(JAVA_LONG, EpollLayout.TIME_SECONDS, timeoutNs / NANOS_PER_SECOND);
        timeout.set(JAVA_LONG, EpollLayout.TIME_NANOS, timeoutNs % NANOS_PER_SECOND);
        if (hasPreciseWait)
        {
            return calls.awaitPrecisely(fd, events.address(), READY_MAX, timeout.address());
        }
        final int result = calls.poll(pollFd.address(), timeout.address());
        return result > 0 ? calls.await(fd, events.address(), READY_MAX, 0) : result;
    }

    private static String mend(final int errno)
    {
        return Errno.ENOSPC == errno ? "raise fs.epoll.max_user_watches with sysctl" : "";
    }
}
