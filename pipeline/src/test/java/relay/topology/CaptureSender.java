package relay.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import relay.transport.HostPort;
import relay.transport.capture.CaptureReader;

/**
 * Runs in a process of its own: sends the multicast datagrams of a capture, at a steady rate, by the JDK's sockets.
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
        final NetworkInterface networkInterface = NetworkInterface.getByName(args[1]);
        final long intervalNs = 1_000_000_000L / Long.parseLong(args[2]);
        long count = 0;
        try (CaptureReader datagrams = CaptureReader.open(Path.of(args[0]));
            DatagramChannel ipv4 = open(StandardProtocolFamily.INET, networkInterface);
            DatagramChannel ipv6 = open(StandardProtocolFamily.INET6, networkInterface))
        {
            long dueNs = System.nanoTime();
            while (datagrams.next())
            {
                if (datagrams.isMulticast())
                {
                    (datagrams.isIpv6() ? ipv6 : ipv4).send(payload(datagrams), address(datagrams.destination()));
                    count++;
                    dueNs += intervalNs;
                    while (dueNs - System.nanoTime() > 0)
                    {
                        LockSupport.parkNanos(dueNs - System.nanoTime());
                    }
                }
            }
        }
        System.out.println(count);
    }

    private static ByteBuffer payload(final CaptureReader datagram)
    {
        final byte[] payload = new byte[datagram.payloadLength()];
        datagram.buffer().getBytes(datagram.payloadOffset(), payload);
        return ByteBuffer.wrap(payload);
    }

    private static InetSocketAddress address(final HostPort address) throws IOException
    {
        // an IPv4-mapped address becomes an IPv4 address
        final ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(address.high()).putLong(address.low());
        return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), address.port());
    }

    private static DatagramChannel open(final StandardProtocolFamily family, final NetworkInterface networkInterface)
        throws IOException
    {
        return DatagramChannel.open(family).setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
    }
}
