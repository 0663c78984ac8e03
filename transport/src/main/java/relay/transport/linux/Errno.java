package relay.transport.linux;

/**
 * Error numbers, the same on x86-64 and aarch64 (errno(3)), with the C library's texts in English.
 */
final class Errno
{
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;
    static final int EMSGSIZE = 90;
    static final int ENOPROTOOPT = 92;
    static final int EOPNOTSUPP = 95;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;

    private Errno()
    {
    }

    /**
     * @param errno an error number.
     * @return its symbol, such as "ENOBUFS"; "errno N" for those that sockets do not give.
     */
    static String name(final int errno)
    {
        final String entry = entry(errno);
        return null == entry ? "errno " + errno : entry.substring(0, entry.indexOf(' '));
    }

    /**
     * @param errno an error number.
     * @return what the C library says, such as "No buffer space available"; "Unknown error N" for those that sockets do
     * not give.
     */
    static String text(final int errno)
    {
        final String entry = entry(errno);
        return null == entry ? "Unknown error " + errno : entry.substring(entry.indexOf(' ') + 1);
    }

    private static String entry(final int errno)
    {
        return switch (errno)
        {
            case EPERM -> "EPERM Operation not permitted";
            case EINTR -> "EINTR Interrupted system call";
            case EIO -> "EIO Input/output error";
            case ENXIO -> "ENXIO No such device or address";
            case EBADF -> "EBADF Bad file descriptor";
            case EAGAIN -> "EAGAIN Resource temporarily unavailable";
            case ENOMEM -> "ENOMEM Cannot allocate memory";
            case EACCES -> "EACCES Permission denied";
            case ENODEV -> "ENODEV No such device";
            case EINVAL -> "EINVAL Invalid argument";
            case ENFILE -> "ENFILE Too many open files in system";
            case EMFILE -> "EMFILE Too many open files";
            case ENOSPC -> "ENOSPC No space left on device";
            case ENOSYS -> "ENOSYS Function not implemented";
            default -> networkEntry(errno);
        };
    }

    private static String networkEntry(final int errno)
    {
        return switch (errno)
        {
            case EMSGSIZE -> "EMSGSIZE Message too long";
            case ENOPROTOOPT -> "ENOPROTOOPT Protocol not available";
            case EOPNOTSUPP -> "EOPNOTSUPP Operation not supported";
            case EAFNOSUPPORT -> "EAFNOSUPPORT Address family not supported by protocol";
            case EADDRINUSE -> "EADDRINUSE Address already in use";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL Cannot assign requested address";
            case ENETDOWN -> "ENETDOWN Network is down";
            case ENETUNREACH -> "ENETUNREACH Network is unreachable";
            case ENOBUFS -> "ENOBUFS No buffer space available";
            case ECONNREFUSED -> "ECONNREFUSED Connection refused";
            case EHOSTDOWN -> "EHOSTDOWN Host is down";
            case EHOSTUNREACH -> "EHOSTUNREACH No route to host";
            default -> null;
        };
    }
}
