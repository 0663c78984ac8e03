package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/**
 * Tries the calls that a sandbox may forbid (seccomp(2)), on a socket of its own that nothing is sent from.
 */
final class SocketProbe
{
    private static final int FORBIDDEN_SOCKET_CALL = -Errno.EPERM;

    private SocketProbe()
    {
    }

    /**
     * @return which call is refused, and how; null if none is.
     */
    static String obstacle()
    {
        final SocketCalls calls = new SocketCalls();
        final int fd = calls.socket(SocketNumbers.AF_INET, SocketNumbers.SOCK_DGRAM | SocketNumbers.SOCK_CLOEXEC, 0);
        if (fd < 0)
        {
            return refused("socket", fd);
        }
        try (Arena arena = Arena.ofConfined())
        {
            // no messages: both answer 0 at once
            final long none = arena.allocate(JAVA_LONG).address();
            final String receiving = refused("recvmmsg", calls.recvmmsg(fd, none, 0));
            final String sending = refused("sendmmsg", calls.sendmmsg(fd, none, 0));
            return null != receiving ? receiving : null != sending ? sending : epollObstacle(calls);
        }
        finally
        {
            calls.close(fd);
        }
    }

    private static String epollObstacle(final SocketCalls calls)
    {
        final int fd = new EpollCalls().create(EpollLayout.EPOLL_CLOEXEC);
        if (fd >= 0)
        {
            calls.close(fd);
        }
        return refused("epoll_create1", fd);
    }

    private static String refused(final String call, final int result)
    {
        return result >= 0 ? null : call + " is refused: " + Errno.text(-result) + " (" + Errno.name(-result) + ")" +
            (FORBIDDEN_SOCKET_CALL == result ? ": the container's seccomp profile forbids it" : "");
    }
}
