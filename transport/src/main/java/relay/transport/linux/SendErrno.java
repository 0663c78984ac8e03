package relay.transport.linux;

import relay.transport.SendOutcome;

/**
 * What the error number of a failed send means: send(2), ip(7), udp(7).
 */
final class SendErrno
{
    private SendErrno()
    {
    }

    /**
     * @param errno that a send gave.
     * @return the outcome to report.
     */
    static SendOutcome outcomeOf(final int errno)
    {
        return switch (errno)
        {
            // the socket's buffer is full, or the interface's queue
            case Errno.EAGAIN, Errno.ENOBUFS -> SendOutcome.BACK_PRESSURED;
            case Errno.EMSGSIZE -> SendOutcome.TOO_LONG;
            case Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.EHOSTDOWN, Errno.ENETDOWN, Errno.ENODEV, Errno.ENXIO,
                Errno.EADDRNOTAVAIL -> SendOutcome.UNREACHABLE;
            default -> SendOutcome.FAILED;
        };
    }

    /**
     * @param errno that a train of segments gave.
     * @return whether the same datagrams may go one by one (net/ipv4/udp.c, udp_send_skb).
     */
    static boolean isSegmentationRefused(final int errno)
    {
        return isSegmentTooLong(errno) || Errno.EIO == errno || Errno.EOPNOTSUPP == errno;
    }

    /**
     * @param errno that a train of segments gave.
     * @return whether it was for the length of a segment, which must fit the MTU: EINVAL, since Linux 6.9 EMSGSIZE.
     */
    static boolean isSegmentTooLong(final int errno)
    {
        return Errno.EINVAL == errno || Errno.EMSGSIZE == errno;
    }
}
