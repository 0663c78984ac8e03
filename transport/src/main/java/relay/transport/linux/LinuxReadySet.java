package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

/**
 * Asks epoll(7), level-triggered: what was not read to the end is reported again, after the others. Waits to the
 * nanosecond where the kernel can, else whole milliseconds.
 */
final class LinuxReadySet implements ReadySet
{
    /** Each ready receiver is worth a system call of its own, so that one for every so many does not count. */
    private static final int READY_MAX = 64;
    private static final String WHAT = "cannot wait for datagrams";

    private final EpollCalls calls = new EpollCalls();
    private final SocketCalls socketCalls;
    private final MemorySegment events =
        Arena.ofAuto().allocate((long)READY_MAX * EpollLayout.EVENT_SIZE, Long.BYTES);
    private final MemorySegment timeout = Arena.ofAuto().allocate(EpollLayout.TIME_SIZE, Long.BYTES);
    private int fd;
    private boolean isPrecise;

    /**
     * @param socketCalls of the thread that will wait.
     */
    LinuxReadySet(final SocketCalls socketCalls)
    {
        this.socketCalls = socketCalls;
        fd = calls.create(EpollLayout.EPOLL_CLOEXEC);
        if (fd < 0)
        {
            throw SystemCallException.of(WHAT, "epoll_create1", -fd);
        }
        // older kernels do not know it, and older sandboxes forbid what they do not know
        isPrecise = calls.awaitPrecisely(fd, events.address(), READY_MAX, timeout.address()) >= 0;
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
        final int count = isPrecise ? awaitPrecisely(timeoutNs) : calls.await(
            fd, events.address(), READY_MAX, 0 == timeoutNs ? 0 : wholeMs(timeoutNs));
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
        throw SystemCallException.of(WHAT, isPrecise ? "epoll_pwait2" : "epoll_wait", -count);
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

    private int awaitPrecisely(final long timeoutNs)
    {
        final long nanosPerSecond = TimeUnit.SECONDS.toNanos(1);
        timeout.set(JAVA_LONG, EpollLayout.TIME_SECONDS, timeoutNs / nanosPerSecond);
        timeout.set(JAVA_LONG, EpollLayout.TIME_NANOS, timeoutNs % nanosPerSecond);
        return calls.awaitPrecisely(fd, events.address(), READY_MAX, timeout.address());
    }

    private static int wholeMs(final long timeoutNs)
    {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(timeoutNs), 1, Integer.MAX_VALUE);
    }

    private static String mend(final int errno)
    {
        return Errno.ENOSPC == errno ? "raise fs.epoll.max_user_watches with sysctl" : "";
    }
}
