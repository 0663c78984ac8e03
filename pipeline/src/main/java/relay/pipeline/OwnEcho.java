package relay.pipeline;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;
import relay.transport.HostPort;

/**
 * Recognises what this relay sent itself: from one of its own ports and one of this machine's addresses. Belongs to the
 * ingress thread.
 */
final class OwnEcho
{
    private final IntHashSet ports = new IntHashSet();
    private final List<HostPort> addresses;

    private OwnEcho(final List<HostPort> addresses)
    {
        this.addresses = addresses;
    }

    /**
     * @return with the addresses that this machine has now.
     */
    static OwnEcho ofThisMachine()
    {
        try
        {
            final List<HostPort> addresses = new ArrayList<>();
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).forEach(address ->
            {
                final HostPort hostPort = new HostPort();
                hostPort.set(new InetSocketAddress(address, 0));
                addresses.add(hostPort);
            });
            return new OwnEcho(addresses);
        }
        catch (final SocketException ex)
        {
            throw new IllegalStateException("this machine's addresses cannot be read", ex);
        }
    }

    /**
     * @param port that a sender of this relay sends from.
     */
    void add(final int port)
    {
        ports.add(port);
    }

    boolean isOwn(final HostPort source)
    {
        return ports.contains(source.port()) && isLocal(source);
    }

    private boolean isLocal(final HostPort source)
    {
        for (int i = 0; i < addresses.size(); i++)
        {
            final HostPort address = addresses.get(i);
            if (address.low() == source.low() && address.high() == source.high())
            {
                return true;
            }
        }
        return false;
    }
}
