package relay.transport.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What one socket listens to: one destination, or several groups of one port on one interface. Only the interface ever
 * changes, by any thread.
 */
final class BoundAddresses
{
    /** None of its destinations. */
    static final int MISDIRECTED = GroupTable.NONE;
    /** Whatever comes in has come by the right one. */
    static final int ANY_INTERFACE = 0;

    private final List<InetSocketAddress> destinations;
    private final int[] channels;
    private final GroupTable groups;
    private volatile int interfaceIndex;

    private BoundAddresses(
        final List<InetSocketAddress> destinations,
        final int[] channels,
        final GroupTable groups,
        final int interfaceIndex)
    {
        this.destinations = destinations;
        this.channels = channels;
        this.groups = groups;
        this.interfaceIndex = interfaceIndex;
    }

    /**
     * @param destination that the socket is bound to.
     * @param channel     position of it in the endpoint.
     * @return to nothing else.
     */
    static BoundAddresses to(final InetSocketAddress destination, final int channel)
    {
        return new BoundAddresses(List.of(destination), new int[] {channel}, null, ANY_INTERFACE);
    }

    /**
     * @param groups         of one port, joined by a socket that is bound to no address.
     * @param channels       positions of them in the endpoint.
     * @param interfaceIndex where they are joined; {@link #ANY_INTERFACE} if the kernel sees to it.
     * @return to these.
     */
    static BoundAddresses to(final List<InetSocketAddress> groups, final int[] channels, final int interfaceIndex)
    {
        return new BoundAddresses(List.copyOf(groups), channels, new GroupTable(groups), interfaceIndex);
    }

    /**
     * @return whether the socket is bound to a group of one link or one node (RFC 4291, 2.7), and so to an interface.
     */
    boolean isOfLink()
    {
        final InetAddress address = destinations.getFirst().getAddress();
        return null == groups && address instanceof Inet6Address &&
            (address.isMCLinkLocal() || address.isMCNodeLocal());
    }

    /**
     * @param index of the interface where its groups are joined from now on.
     */
    void moveTo(final int index)
    {
        if (ANY_INTERFACE != interfaceIndex)
        {
            interfaceIndex = index;
        }
    }

    List<InetSocketAddress> destinations()
    {
        return destinations;
    }

    int channel(final int destination)
    {
        return channels[destination];
    }

    /**
     * @param items of a datagram.
     * @return index of the destination that it was sent to, or {@link #MISDIRECTED}.
     */
    int destinationOf(final ControlItems items)
    {
        if (null == groups)
        {
            return 0;
        }
        final int wanted = interfaceIndex;
        return ANY_INTERFACE == wanted ||
            items.interfaceIndex() == wanted ? groups.find(items.destination()) : MISDIRECTED;
    }
}
