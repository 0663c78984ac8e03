package relay.transport;

/**
 * What is asked of receivers when they are opened.
 *
 * @param isCoalescing whether the kernel may join datagrams to trains, if it can; those that it drops may count as one
 *                     each.
 * @param isSharing    whether the groups of one port may share sockets, if the transport can. Nobody else can then bind
 *                     an address of this machine at that port, unless with SO_REUSEADDR.
 */
public record ReceiveOptions(boolean isCoalescing, boolean isSharing)
{
    /** Single datagrams, and as few sockets as the transport can do with. */
    public static final ReceiveOptions DEFAULT = new ReceiveOptions(false, true);

    public ReceiveOptions coalescing(final boolean isCoalescing)
    {
        return new ReceiveOptions(isCoalescing, isSharing);
    }

    public ReceiveOptions sharing(final boolean isSharing)
    {
        return new ReceiveOptions(isCoalescing, isSharing);
    }
}
