package relay.topology;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in a process of its own: listens to groups with nothing but the JDK, until the datagrams that it is told of have
 * arrived, or none did for a while. Prints a line for each group: its number, datagrams, and the SHA-256 over length
 * (four bytes, big-endian) and payload of each.
 */
final class CaptureSink
{
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(5);
    /** Longer than anything should take; more than expected must be seen too. */
    private static final long AFTERMATH_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long IDLE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int RECEIVE_BUFFER_LENGTH = 4 * 1024 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[64 * 1024];
    private final List<Group> groups = new ArrayList<>();
    private long received;

    private CaptureSink()
    {
    }

    /**
     * @param args interface, datagrams to expect, then address and port of each group.
     */
    public static void main(final String[] args) throws IOException, NoSuchAlgorithmException
    {
        final NetworkInterface networkInterface = NetworkInterface.getByName(args[0]);
        final CaptureSink sink = new CaptureSink();
        for (int i = 2; i < args.length; i += 2)
        {
            sink.groups.add(Group.join(
                networkInterface, InetAddress.ofLiteral(args[i]), Integer.parseInt(args[i + 1])));
        }
        System.err.println("listening");
        sink.receive(Long.parseLong(args[1]));
        for (int i = 0; i < sink.groups.size(); i++)
        {
            final Group group = sink.groups.get(i);
            System.out.println(i + " " + group.datagrams + " " + HexFormat.of().formatHex(group.digest.digest()));
        }
    }

    private void receive(final long expected) throws IOException
    {
        long lastNs = System.nanoTime();
        while (System.nanoTime() - lastNs < (received < expected ? SILENCE_NS : AFTERMATH_NS))
        {
            final long before = received;
            for (final Group group : groups)
            {
                poll(group);
            }
            if (received > before)
            {
                lastNs = System.nanoTime();
            }
            else
            {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    private void poll(final Group group) throws IOException
    {
        while (null != group.channel.receive(buffer.clear()))
        {
            final int length = buffer.flip().remaining();
            buffer.get(bytes, 0, length);
            group.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
            group.digest.update(bytes, 0, length);
            group.datagrams++;
            received++;
        }
    }

    private static final class Group
    {
        private final DatagramChannel channel;
        private final MessageDigest digest;
        private long datagrams;

        private Group(final DatagramChannel channel, final MessageDigest digest)
        {
            this.channel = channel;
            this.digest = digest;
        }

        private static Group join(final NetworkInterface networkInterface, final InetAddress address, final int port)
            throws IOException, NoSuchAlgorithmException
        {
            final boolean isIpv4 = address instanceof Inet4Address;
            final InetAddress scoped = isIpv4 ? address :
                Inet6Address.getByAddress(null, address.getAddress(), networkInterface.getIndex());
            final DatagramChannel channel = DatagramChannel.open(
                isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_LENGTH);
            channel.bind(new InetSocketAddress(scoped, port));
            channel.join(scoped, networkInterface);
            channel.configureBlocking(false);
            return new Group(channel, MessageDigest.getInstance("SHA-256"));
        }
    }
}
