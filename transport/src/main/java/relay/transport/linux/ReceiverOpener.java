package relay.transport.linux;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.Interfaces;
import relay.transport.SocketTable;
import relay.transport.SocketText;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Opens the receivers of one endpoint: a socket bound to each address, or, for a few dozen groups of one port, sockets
 * that share them, each with as many as the kernel lets a socket join.
 *
 * <p>Shared sockets are bound to the wildcard address, which is where unicast goes that no socket of a certain address
 * takes. If there are several such sockets, which can only be with SO_REUSEADDR, the kernel gives it to one of IPv4, or
 * else to the youngest of both families (udp4_lib_lookup2 in net/ipv4/udp.c). So that none of ours takes it from
 * another program, they are of both families, and groups share none if a program has the port already; one that comes
 * later is younger.
 */
final class ReceiverOpener
{
    /**
     * For each datagram to a port the kernel looks through the groups of every socket without an address, one after the
     * other: with more than these, that takes it longer than reading a socket for each group would take us.
     */
    private static final int SHARED_GROUPS_MAX = 64;

    private final SocketCalls calls;
    private final ReceiveHeaders headers;
    private final UdpEndpoint endpoint;
    private final ReceiveOptions options;
    private final NetworkInterface networkInterface;
    private final List<InetSocketAddress> channels;
    private final List<DatagramReceiver> receivers = new ArrayList<>();

    /**
     * @param calls    of the thread that will read.
     * @param headers  of it.
     * @param endpoint to listen to.
     * @param options  what is asked.
     */
    ReceiverOpener(
        final SocketCalls calls, final ReceiveHeaders headers, final UdpEndpoint endpoint, final ReceiveOptions options)
    {
        this.calls = calls;
        this.headers = headers;
        this.endpoint = endpoint;
        this.options = options;
        networkInterface = Interfaces.ofReceiver(endpoint);
        channels = endpoint.expand().stream().map(each -> Interfaces.local(endpoint, each)).toList();
    }

    /**
     * @return all receivers, ready to receive.
     * @throws SystemCallException if one cannot be opened; the others are closed again.
     */
    List<DatagramReceiver> open()
    {
        boolean isComplete = false;
        try
        {
            if (options.isSharing() && endpoint.isMulticast() &&
                endpoint.addressCount() > 1 && endpoint.addressCount() <= SHARED_GROUPS_MAX)
            {
                for (int port = endpoint.portMin(); port <= endpoint.portMax(); port++)
                {
                    openShared(channelsOf(port));
                }
            }
            else
            {
                for (int channel = 0; channel < channels.size(); channel++)
                {
                    openSingle(channel, "");
                }
            }
            isComplete = true;
            return receivers;
        }
        finally
        {
            if (!isComplete)
            {
                receivers.forEach(DatagramReceiver::close);
            }
        }
    }

    private int[] channelsOf(final int port)
    {
        final int ports = endpoint.portMax() - endpoint.portMin() + 1;
        final int[] ofPort = new int[endpoint.addressCount()];
        for (int i = 0; i < ofPort.length; i++)
        {
            ofPort[i] = i * ports + port - endpoint.portMin();
        }
        return ofPort;
    }

    private void openShared(final int[] ofPort)
    {
        int next = 0;
        int joined = 1;
        while (next < ofPort.length && joined > 0)
        {
            joined = tryOpenShared(ofPort, next);
            next += joined;
        }
        for (; next < ofPort.length; next++)
        {
            openSingle(ofPort[next], ", shares no socket: another has the port");
        }
    }

    /**
     * @param ofPort channels that are to share sockets.
     * @param first  index of the first that has none yet.
     * @return how many have got one; 0 if the port cannot be shared.
     */
    private int tryOpenShared(final int[] ofPort, final int first)
    {
        final LinuxSocket socket = newSharedSocket(channels.get(ofPort[first]));
        boolean isOpen = false;
        try
        {
            final String buffer = socket.receiveBuffer(endpoint.receiveBufferLength());
            trySetTrains(socket);
            tellDscp(socket);
            hearOwnGroups(socket);
            tellDestinations(socket);
            if (tryBindWildcard(socket, channels.get(ofPort[first]).getPort(), 0 == first))
            {
                final int joined = join(socket, ofPort, first);
                final BoundAddresses listening = listening(ofPort, first, joined);
                receivers.add(new LinuxDatagramReceiver(calls, headers, socket, listening, endpoint.source(),
                    networkInterface, SocketText.ofReceiver(endpoint, listening.destinations(), networkInterface) +
                    ", one socket, " + buffer,
                    true));
                isOpen = true;
                return joined;
            }
            return 0;
        }
        finally
        {
            if (!isOpen)
            {
                socket.close();
            }
        }
    }

    private void openSingle(final int channel, final String note)
    {
        final InetSocketAddress destination = channels.get(channel);
        final LinuxSocket socket = newSocket(destination);
        boolean isOpen = false;
        try
        {
            final String buffer = socket.receiveBuffer(endpoint.receiveBufferLength());
            final boolean isTrain = trySetTrains(socket);
            tellDscp(socket);
            hearOwnGroups(socket);
            bind(socket, destination);
            receivers.add(new LinuxDatagramReceiver(calls, headers, socket, BoundAddresses.to(destination, channel),
                endpoint.source(), networkInterface, text(destination) + ", " + buffer + note,
                isTrain || options.isTellingDscp()));
            isOpen = true;
        }
        finally
        {
            if (!isOpen)
            {
                socket.close();
            }
        }
    }

    private LinuxSocket newSocket(final InetSocketAddress destination)
    {
        return new LinuxSocket(
            "cannot listen to " + text(destination), SocketAddress.family(destination.getAddress()));
    }

    private LinuxSocket newSharedSocket(final InetSocketAddress destination)
    {
        try
        {
            return new LinuxSocket("cannot listen to " + text(destination), SocketNumbers.AF_INET6);
        }
        catch (final SystemCallException ex)
        {
            return newSocket(destination);  // without IPv6
        }
    }

    /**
     * @return the family of the addresses; the socket may be of both.
     */
    private boolean isIpv4()
    {
        return endpoint.address() instanceof Inet4Address;
    }

    private String text(final InetSocketAddress destination)
    {
        return SocketText.ofReceiver(endpoint, destination, networkInterface);
    }

    /** A kernel before Linux 5.0 makes no trains. */
    private boolean trySetTrains(final LinuxSocket socket)
    {
        return options.isCoalescing() && 0 == socket.trySetOption(SocketNumbers.SOL_UDP, SocketNumbers.UDP_GRO, 1);
    }

    private void tellDscp(final LinuxSocket socket)
    {
        if (options.isTellingDscp())
        {
            if (!socket.isIpv4())
            {
                socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_RECVTCLASS, 1, "IPV6_RECVTCLASS");
            }
            // an IPv6 socket may hear IPv4 too
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_RECVTOS, 1, "IP_RECVTOS");
        }
    }

    /**
     * Hears nothing that other sockets have joined, of neither family. Before Linux 4.20, IPv6 has no such option, and
     * does not need it where the group is bound, or looked up for each datagram.
     */
    private static void hearOwnGroups(final LinuxSocket socket)
    {
        socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL");
        if (!socket.isIpv4())
        {
            socket.trySetOption(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_MULTICAST_ALL, 0);
        }
    }

    private void tellDestinations(final LinuxSocket socket)
    {
        if (!socket.isIpv4())
        {
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_V6ONLY, isIpv4() ? 0 : 1, "IPV6_V6ONLY");
        }
        if (isIpv4())
        {
            socket.option(SocketNumbers.SOL_IP, SocketNumbers.IP_RECVORIGDSTADDR, 1, "IP_RECVORIGDSTADDR");
        }
        else
        {
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO");
        }
    }

    private void bind(final LinuxSocket socket, final InetSocketAddress destination)
    {
        if (!socket.isIpv4())
        {
            // as the portable twin: a wildcard hears IPv4 too
            socket.option(SocketNumbers.SOL_IPV6, SocketNumbers.IPV6_V6ONLY, 0, "IPV6_V6ONLY");
        }
        if (null == networkInterface)
        {
            socket.bind(destination);
            return;
        }
        allowOthers(socket);
        socket.bind(new InetSocketAddress(
            Interfaces.scoped(destination.getAddress(), networkInterface), destination.getPort()));
        socket.join(destination.getAddress(), endpoint.source(), networkInterface.getIndex());
    }

    /**
     * @param isFirst whether this is the first of the sockets that share the port.
     * @return whether it is bound, and takes nothing from anybody.
     */
    private static boolean tryBindWildcard(final LinuxSocket socket, final int port, final boolean isFirst)
    {
        final InetSocketAddress wildcard = new InetSocketAddress(SocketAddress.wildcard(socket.family()), port);
        final boolean isAlone = isFirst && 0 == socket.tryBind(wildcard);
        allowOthers(socket);
        return isAlone ||
            !(isFirst && new SocketTable().isWildcardOfAnother(port)) && 0 == socket.tryBind(wildcard);
    }

    /** Several sockets may listen to one group, or to groups of one port, and each hears every datagram. */
    private static void allowOthers(final LinuxSocket socket)
    {
        socket.option(SocketNumbers.SOL_SOCKET, SocketNumbers.SO_REUSEADDR, 1, "SO_REUSEADDR");
    }

    /**
     * @return how many groups the socket has joined, 1 or more: all that are left, or as many as the kernel lets it.
     */
    private int join(final LinuxSocket socket, final int[] ofPort, final int first)
    {
        int joined = 0;
        while (first + joined < ofPort.length)
        {
            final InetSocketAddress group = channels.get(ofPort[first + joined]);
            final int result =
                socket.tryJoin(group.getAddress(), endpoint.source(), networkInterface.getIndex());
            if (joined > 0 && (-Errno.ENOBUFS == result || -Errno.ENOMEM == result))
            {
                return joined;
            }
            if (result < 0)
            {
                throw JoinFailure.of(
                    "cannot listen to " + text(group), isIpv4(), null != endpoint.source(), -result);
            }
            joined++;
        }
        return joined;
    }

    private BoundAddresses listening(final int[] ofPort, final int first, final int count)
    {
        final int[] ofSocket = Arrays.copyOfRange(ofPort, first, first + count);
        // IPv4 hears a group on those interfaces only where it is joined by the socket; IPv6 hears it on all
        return BoundAddresses.to(Arrays.stream(ofSocket).mapToObj(channels::get).toList(), ofSocket,
            isIpv4() ? BoundAddresses.ANY_INTERFACE : networkInterface.getIndex());
    }
}
