package relay.pipeline.ingress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;
import relay.transport.endpoint.HostPort;

/**
 * Recognises what this relay sent itself: from one of its own ports and one of this machine's addresses. Filled
 * before the data threads start, then read by all of them.
 */
public final class LoopGuard
{
    /** IPv4-mapped 127.0.0.0/8. */
    private static final long LOOPBACK_PREFIX = 0xFFFF_7FL;
    private static final int LOOPBACK_SHIFT = 24;

    private final IntHashSet ports = new IntHashSet();
    private final List<HostPort> addresses;

    private LoopGuard(final List<HostPort> addresses)
    {
        this.addresses = addresses;
    }

    /**
     * @return with the addresses that this machine has now.
     */
    public static LoopGuard ofThisMachine()
    {
        try
        {
            return of(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList());
        }
        catch (final SocketException ex)
        {
            throw new IllegalStateException("this machine's addresses cannot be read", ex);
        }
    }

    public static LoopGuard of(final List<InetAddress> addresses)
    {
        final List<HostPort> hosts = new ArrayList<>();
        for (final InetAddress address : addresses)
        {
            final HostPort host = new HostPort();
            host.set(new InetSocketAddress(address, 0));
            hosts.add(host);
        }
        return new LoopGuard(hosts);
    }

    /**
     * @param port that a sender of this relay sends from.
     */
    public void add(final int port)
    {
        ports.add(port);
    }

    /**
     * @param source of a datagram that a socket received.
     * @return whether this relay sent it.
     */
    boolean isOwn(final HostPort source)
    {
        return isOwn(source.high(), source.low(), source.port());
    }

    /**
     * Asks the same of a datagram that another relay heard on a network that both are on, and sent here. Loopback
     * addresses are every machine's, so they prove nothing.
     *
     * @param high upper half of the source's address.
     * @param low  lower half of it.
     * @param port of the source.
     * @return whether this relay sent it.
     */
    boolean isOwnSentBack(final long high, final long low, final int port)
    {
        return isOwn(high, low, port) && !isLoopback(high, low);
    }

    private boolean isOwn(final long high, final long low, final int port)
    {
        if (ports.contains(port))
        {
            for (int i = 0; i < addresses.size(); i++)
            {
                final HostPort address = addresses.get(i);
                if (address.low() == low && address.high() == high)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLoopback(final long high, final long low)
    {
        return 0 == high && (1 == low || LOOPBACK_PREFIX == low >>> LOOPBACK_SHIFT);
    }
}
