package relay.topology;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in a process of its own: sends the multicast datagrams of a capture, at a steady rate, with nothing but the JDK.
 */
final class CaptureSender
{
    private CaptureSender()
    {
    }

    /**
     * @param args file, interface, datagrams a second.
     */
    public static void main(final String[] args) throws IOException
    {
        final List<Capture.Datagram> datagrams = Capture.read(Path.of(args[0]));
        final NetworkInterface networkInterface = NetworkInterface.getByName(args[1]);
        final long intervalNs = 1_000_000_000L / Long.parseLong(args[2]);
        try (DatagramChannel ipv4 = open(StandardProtocolFamily.INET, networkInterface);
            DatagramChannel ipv6 = open(StandardProtocolFamily.INET6, networkInterface))
        {
            long dueNs = System.nanoTime();
            for (final Capture.Datagram datagram : datagrams)
            {
                final DatagramChannel channel = datagram.group().getAddress() instanceof Inet4Address ? ipv4 : ipv6;
                channel.send(ByteBuffer.wrap(datagram.payload()), datagram.group());
                dueNs += intervalNs;
                while (dueNs - System.nanoTime() > 0)
                {
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
            }
        }
        System.out.println(datagrams.size());
    }

    private static DatagramChannel open(final StandardProtocolFamily family, final NetworkInterface networkInterface)
        throws IOException
    {
        return DatagramChannel.open(family).setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
    }
}
