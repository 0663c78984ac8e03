package relay.transport.linux;

import relay.transport.OpenFailure;
import relay.transport.TransportException;

/**
 * A system call failed that opening, reading or waiting depends on. The message says what was tried, what the system
 * answered, how to mend it, and by which call and error number.
 */
public final class SystemCallException extends TransportException
{
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    private SystemCallException(final String message, final String call, final int errno)
    {
        super(message, null, Errno.EPERM == errno || Errno.EACCES == errno);
        this.call = call;
        this.errno = errno;
    }

    /**
     * @param what  was tried, where: "cannot listen to ... on ...".
     * @param call  that failed, such as "bind" or "setsockopt IP_TOS".
     * @param errno that it gave.
     * @return the failure to throw.
     */
    static SystemCallException of(final String what, final String call, final int errno)
    {
        return of(what, call, errno, OpenFailure.mend(Errno.text(errno)));
    }

    /**
     * @param what  was tried, where.
     * @param call  that failed.
     * @param errno that it gave.
     * @param mend  what the user can do about it; empty if that is not known.
     * @return the failure to throw.
     */
    static SystemCallException of(final String what, final String call, final int errno, final String mend)
    {
        return new SystemCallException(what + ": " + Errno.text(errno) + (mend.isEmpty() ? "" : ": " + mend) +
            " [" + call + ": " + Errno.name(errno) + "]", call, errno);
    }

    /**
     * @return the call that failed.
     */
    public String call()
    {
        return call;
    }

    /**
     * @return the system's error number (errno(3)).
     */
    public int errno()
    {
        return errno;
    }
}
