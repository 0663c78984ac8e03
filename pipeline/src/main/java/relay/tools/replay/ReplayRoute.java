package relay.tools.replay;

import java.net.InetSocketAddress;
import java.util.List;
import relay.transport.AddressTable;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.HostPort;

/**
 * Where each datagram of a capture goes: all to one place, or each where it was first sent to, unless a map moves it.
 * Of the latter, what was sent to a host stays here unless it is asked for or moved: the hosts of a capture are mostly
 * strangers to the network it is replayed in. Owned by one thread; allocates only for destinations it has not seen.
 */
public final class ReplayRoute
{
    /** Destinations past this many are refused: no network has so many groups. */
    public static final int DESTINATIONS_MAX = 16_384;

    private final AddressTable known = new AddressTable(DESTINATIONS_MAX);
    private final HostPort moved = new HostPort();
    private final InetSocketAddress only;
    private final AddressMap[] maps;
    private final boolean isWithHosts;
    private long hosts;
    private long refused;

    private ReplayRoute(final InetSocketAddress only, final List<AddressMap> maps, final boolean isWithHosts)
    {
        this.only = only;
        this.maps = maps.toArray(new AddressMap[0]);
        this.isWithHosts = isWithHosts;
    }

    /**
     * @param destination of all datagrams.
     * @return a route.
     */
    public static ReplayRoute to(final InetSocketAddress destination)
    {
        return new ReplayRoute(destination, List.of(), true);
    }

    /**
     * @param maps        of which the first that matches a destination moves it.
     * @param isWithHosts whether what was sent to hosts goes to them too.
     * @return a route to where each datagram was first sent to.
     */
    public static ReplayRoute original(final List<AddressMap> maps, final boolean isWithHosts)
    {
        return new ReplayRoute(null, maps, isWithHosts);
    }

    /**
     * @param datagram of a capture.
     * @return where it goes, the same object for the same destination; or null if it stays here, which is counted.
     */
    InetSocketAddress destination(final CaptureReader datagram)
    {
        if (null != only)
        {
            return only;
        }
        final boolean isMoved = move(datagram);
        if (!isMoved && !isWithHosts && !datagram.isMulticast())
        {
            hosts++;
            return null;
        }
        final HostPort address = isMoved ? moved : datagram.destination();
        final InetSocketAddress destination = known.of(address.high(), address.low(), address.port());
        refused += null == destination ? 1 : 0;
        return destination;
    }

    /**
     * @return datagrams to hosts that stayed here.
     */
    public long hosts()
    {
        return hosts;
    }

    /**
     * @return datagrams to more destinations than {@link #DESTINATIONS_MAX}.
     */
    public long refused()
    {
        return refused;
    }

    /**
     * @return how many destinations there were.
     */
    public int destinations()
    {
        return null == only ? known.size() : 1;
    }

    private boolean move(final CaptureReader datagram)
    {
        for (final AddressMap map : maps)
        {
            if (map.matches(datagram.destination(), datagram.isIpv6()))
            {
                map.move(datagram.destination(), moved);
                return true;
            }
        }
        return false;
    }
}
