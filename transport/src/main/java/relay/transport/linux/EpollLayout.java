package relay.transport.linux;

/**
 * Structures and numbers of epoll_ctl(2), epoll_pwait2(2) and ppoll(2).
 *
 * <pre>
 *   struct epoll_event      x86-64 (packed)   aarch64
 *   u32 events                            0         0
 *   u64 data                              4         8
 *   size                                 12        16
 *
 *   struct timespec    0 s64 tv_sec    8 s64 tv_nsec
 *   struct pollfd      0 s32 fd        4 s16 events     6 s16 revents
 * </pre>
 */
final class EpollLayout
{
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLLIN = 1;

    static final int TIME_SECONDS = 0;
    static final int TIME_NANOS = 8;
    static final int TIME_SIZE = 16;

    static final int POLLIN = 1;
    static final int POLL_FD = 0;
    static final int POLL_EVENTS = 4;
    static final int POLL_SIZE = 8;

    private static final int PACKED_DATA = 4;
    private static final int ALIGNED_DATA = 8;

    /** Where the events are. */
    static final int EVENTS = 0;
    /** Where the owner's number is. */
    static final int DATA = Platform.IS_X86_64 ? PACKED_DATA : ALIGNED_DATA;
    static final int EVENT_SIZE = DATA + Long.BYTES;

    private EpollLayout()
    {
    }
}
