package relay.perf.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * The first relay that one writes in Java: blocking receive, send, again. A process of its own; takes the arguments of
 * the loops in C: IN-ADDRESS FIRST-GROUP GROUPS PORT OUT-ADDRESS GROUP PORT SOCKET-BUFFER.
 */
public final class NioLoop
{
    private static final int DATAGRAM_LENGTH_MAX = 65_536;
    private static final int TTL = 4;

    private NioLoop()
    {
    }

    /**
     * @param args see above.
     * @throws IOException from a channel.
     */
    public static void main(final String[] args) throws IOException
    {
        try (DatagramChannel in = openReceiver(args); DatagramChannel out = openSender(args))
        {
            relay(in, out);
        }
    }

    /**
     * @param args see above.
     * @return blocking, a member of the groups.
     * @throws IOException if one cannot be joined.
     */
    static DatagramChannel openReceiver(final String... args) throws IOException
    {
        final DatagramChannel in = DatagramChannel.open(StandardProtocolFamily.INET)
            .setOption(StandardSocketOptions.SO_RCVBUF, Integer.parseInt(args[7]))
            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(Integer.parseInt(args[3])));
        final NetworkInterface inInterface = NetworkInterface.getByInetAddress(InetAddress.getByName(args[0]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++)
        {
            in.join(InetAddress.getByName(RelayFile.group(args[1], i)), inInterface);
        }
        return in;
    }

    /**
     * @param args see above.
     * @return blocking, connected.
     * @throws IOException if it cannot be opened.
     */
    static DatagramChannel openSender(final String... args) throws IOException
    {
        return DatagramChannel.open(StandardProtocolFamily.INET)
            .setOption(StandardSocketOptions.SO_SNDBUF, Integer.parseInt(args[7]))
            .setOption(StandardSocketOptions.IP_MULTICAST_IF,
                NetworkInterface.getByInetAddress(InetAddress.getByName(args[4])))
            .setOption(StandardSocketOptions.IP_MULTICAST_TTL, TTL)
            .setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false)
            .connect(new InetSocketAddress(args[5], Integer.parseInt(args[6])));
    }

    private static void relay(final DatagramChannel in, final DatagramChannel out) throws IOException
    {
        final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_LENGTH_MAX);
        while (true)
        {
            datagram.clear();
            in.receive(datagram);
            out.write(datagram.flip());
        }
    }
}
