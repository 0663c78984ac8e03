package relay.transport.endpoint;

/**
 * What is asked of receivers when they are opened.
 *
 * @param isCoalescing  whether the kernel may join datagrams to trains, if it can; those that it drops may count as
 *                      one each.
 * @param isSharing     whether the groups of one port may share sockets, if the transport can. Nobody else can then
 *                      bind an address of this machine at that port, unless with SO_REUSEADDR.
 * @param isTellingDscp whether the batch shall tell the code point of each datagram, if the transport can
 *                      ({@code UdpTransport.tellsDscp()}); that costs a little for each.
 */
public record ReceiveOptions(boolean isCoalescing, boolean isSharing, boolean isTellingDscp)
{
    /** Single datagrams, and as few sockets as the transport can do with. */
    public static final ReceiveOptions DEFAULT = new ReceiveOptions(false, true, false);

    public ReceiveOptions coalescing(final boolean isCoalescing)
    {
        return new ReceiveOptions(isCoalescing, isSharing, isTellingDscp);
    }

    public ReceiveOptions sharing(final boolean isSharing)
    {
        return new ReceiveOptions(isCoalescing, isSharing, isTellingDscp);
    }

    public ReceiveOptions tellingDscp(final boolean isTellingDscp)
    {
        return new ReceiveOptions(isCoalescing, isSharing, isTellingDscp);
    }
}
