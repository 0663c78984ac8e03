package relay.transport.linux;

import relay.transport.OpenFailure;

/**
 * Why a group could not be joined: each limit has its own setting.
 */
final class JoinFailure
{
    private JoinFailure()
    {
    }

    /**
     * @param what      was tried, where.
     * @param isIpv4    family of the group.
     * @param hasSource whether a source was named.
     * @param errno     that the join gave.
     * @return the failure to throw.
     */
    static SystemCallException of(
        final String what, final boolean isIpv4, final boolean hasSource, final int errno)
    {
        final String call = "setsockopt " + (hasSource ? "MCAST_JOIN_SOURCE_GROUP" : "MCAST_JOIN_GROUP");
        return SystemCallException.of(what, call, errno, mend(isIpv4, errno));
    }

    private static String mend(final boolean isIpv4, final int errno)
    {
        // net/ipv6/mcast.c: a socket has no limit on groups, but on the memory for them and on sources
        if (Errno.ENOMEM == errno)
        {
            return "this socket has no memory for more groups: " + raise("net.core.optmem_max");
        }
        if (Errno.ENOBUFS == errno && !isIpv4)
        {
            return "this socket may name no more sources: " + raise("net.ipv6.mld_max_msf");
        }
        return OpenFailure.mend(Errno.text(errno));
    }

    private static String raise(final String setting)
    {
        return "raise " + setting + OpenFailure.setting("/proc/sys/" + setting.replace('.', '/')) + " with sysctl";
    }
}
