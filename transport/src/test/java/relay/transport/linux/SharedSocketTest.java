package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.FreePorts;
import relay.transport.PacketBatch;
import relay.transport.PacketSource;
import relay.transport.TransportException;
import relay.transport.UdpEndpointBuilder;
import relay.transport.endpoint.ReceiveOptions;

/**
 * How groups share sockets, and that these take nothing from anybody.
 */
@Timeout(60)
class SharedSocketTest
{
    private static final Path LIMIT = Path.of("/proc/sys/net/ipv4/igmp_max_memberships");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch batch = new DatagramBatch(16);
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(2_000));
    private final LinuxTransport transport = new LinuxTransport();

    @BeforeAll
    static void needLinux()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
    }

    @AfterEach
    void closeAll()
    {
        CloseHelper.closeAll(opened);
    }

    @Test
    void shouldUseAsFewSocketsAsTheKernelAllows() throws Exception
    {
        final int limit = Integer.parseInt(Files.readAllLines(LIMIT).getFirst());
        assumeTrue(limit < 100, LIMIT + " is high");
        final int port = FreePorts.next();

        final List<DatagramReceiver> receivers = open("239.77.40.0", port, 2 * limit + 1, ReceiveOptions.DEFAULT);

        assertEquals(List.of(limit, limit, 1), receivers.stream().map(each -> each.destinations().size()).toList());
        assertEquals("239.77.40.0:" + port + " and " + (limit - 1) + " more on lo, one socket, buffer 1048576 B",
            description(receivers.getFirst()));
        assertEquals("239.77.40." + 2 * limit + ":" + port + " on lo, one socket, buffer 1048576 B",
            description(receivers.getLast()));
        assertEquals(limit, receivers.get(1).channel(0));
    }

    @Test
    void shouldUseASocketForEachGroupIfToldSo() throws Exception
    {
        assertEquals(3, open("239.77.41.0", FreePorts.next(), 3, ReceiveOptions.DEFAULT.sharing(false)).size());
    }

    @Test
    void shouldCountWhatWasForOthers() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver = open("239.77.42.0", port, 2, ReceiveOptions.DEFAULT).getFirst();
        final DatagramSender sender = sender(port);
        for (int i = 0; i < 20; i++)
        {
            sender.send(payload, 0, 10, address("127.0.0.1", port));
        }
        sender.send(payload, 0, 10, address("239.77.42.1", port));

        assertEquals(1, receive(receiver), "one call, though all that the first read brings is misdirected");
        assertEquals(1, batch.destination(0));
        assertEquals(20, receiver.misdirected());
        assertEquals(0, receiver.kernelDrops());
        assertEquals("239.77.42.0:" + port + " and 1 more on lo, one socket, buffer 1048576 B, " +
            "20 datagrams were for others", description(receiver));
    }

    @Test
    void shouldTellTrainsAndDestinationsOfOneSocket() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver =
            open("239.77.43.0", port, 4, ReceiveOptions.DEFAULT.coalescing(true)).getFirst();
        final DatagramSender sender = sender(port);
        final PacketSource source = new PacketSource();
        final PacketBatch outgoing = new PacketBatch();
        PacketSource.add(outgoing, source.packet(950, 100), address("239.77.43.3", port));
        PacketSource.add(outgoing, source.packet(70, 70), address("239.77.43.0", port));
        PacketSource.add(outgoing, source.packet(400, 200), address("127.0.0.1", port));
        PacketSource.add(outgoing, source.packet(1_000, 500), address("239.77.43.2", port));

        sender.send(outgoing);

        batch.resetPosted(null, 0);
        assertEquals(3, receive(receiver));
        final int[][] expected = {{3, 950, 100}, {0, 70, 70}, {2, 1_000, 500}};
        for (int i = 0; i < expected.length; i++)
        {
            assertEquals(expected[i][0], batch.destination(i));
            assertEquals(expected[i][1], batch.length(i));
            assertEquals(expected[i][2], batch.segmentLength(i));
        }
        assertEquals(2, receiver.misdirected(), "a train counts as its datagrams");
    }

    @Test
    void shouldShareNothingWhereAnotherHasThePort() throws Exception
    {
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)))
        {
            final int port = other.getLocalPort();
            final List<DatagramReceiver> receivers = open("239.77.44.0", port, 3, ReceiveOptions.DEFAULT);
            assertEquals(3, receivers.size());
            assertEquals("239.77.44.1:" + port + " on lo, buffer 1048576 B, shares no socket: another has the port",
                description(receivers.get(1)));
            final DatagramSender sender = sender(port);

            sender.send(payload, 0, 10, address("239.77.44.1", port));
            sender.send(payload, 0, 20, address("127.0.0.1", port));

            assertEquals(1, receive(receivers.get(1)));
            assertReceived(other, 20);
        }
    }

    /** One that the kernel would let both have, and then ask which is the younger. */
    @ParameterizedTest
    @EnumSource(StandardProtocolFamily.class)
    void shouldLeaveUnicastToWhoComesLater(final StandardProtocolFamily family) throws Exception
    {
        assumeTrue(StandardProtocolFamily.UNIX != family);
        final int port = FreePorts.next();
        final List<DatagramReceiver> receivers = open("239.77.45.0", port, 3, ReceiveOptions.DEFAULT);
        assertEquals(1, receivers.size());
        try (DatagramChannel other = DatagramChannel.open(family))
        {
            other.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            other.bind(new InetSocketAddress(port));

            sender(port).send(payload, 0, 20, address("127.0.0.1", port));

            other.socket().setSoTimeout(2_000);
            assertReceived(other.socket(), 20);
            assertEquals(0, receivers.getFirst().receive(batch, 1));
            assertEquals(0, receivers.getFirst().misdirected());
        }
    }

    @Test
    void shouldLeaveUnicastToASocketOfThatAddress() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver = open("239.77.46.0", port, 3, ReceiveOptions.DEFAULT).getFirst();
        try (DatagramSocket other = new DatagramSocket(null))
        {
            other.setReuseAddress(true);
            other.bind(new InetSocketAddress("127.0.0.1", port));

            sender(port).send(payload, 0, 20, address("127.0.0.1", port));

            other.setSoTimeout(2_000);
            assertReceived(other, 20);
            assertEquals(0, receiver.receive(batch, 1));
        }
    }

    @Test
    void shouldSayWhichGroupCannotBeJoined() throws Exception
    {
        final int port = FreePorts.next();
        final TransportException ex = assertThrows(TransportException.class,
            () -> open("239.255.255.254", port, 3, ReceiveOptions.DEFAULT));
        assertEquals("cannot listen to 240.0.0.0:" + port + " on lo: Invalid argument " +
            "[setsockopt MCAST_JOIN_GROUP: EINVAL]", ex.getMessage());
        assertEquals(2, open("239.255.255.254", port, 2, ReceiveOptions.DEFAULT).getFirst().destinations().size(),
            "the port is free again");
    }

    @Test
    void shouldAllocateNothingForABatch() throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final int port = FreePorts.next();
        final DatagramReceiver receiver = open("239.77.48.0", port, 4,
            ReceiveOptions.DEFAULT.coalescing(true).tellingDscp(true)).getFirst();
        final DatagramSender sender = sender(port);
        final InetSocketAddress[] to = {address("239.77.48.0", port), address("239.77.48.3", port)};
        long allocated = Long.MAX_VALUE;
        long received = 0;
        for (int round = 0; round < 20 && allocated > 1_024; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            received = 0;
            for (int i = 0; i < 5_000; i++)
            {
                for (int k = 0; k < 8; k++)
                {
                    sender.send(payload, 0, 100, to[k & 1]);
                }
                batch.resetPosted(null, 0);
                received += receiver.receive(batch, 16);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertEquals(40_000, received);
        assertTrue(allocated <= 1_024, "allocated " + allocated + " B for 5,000 batches");
    }

    private static void assertReceived(final DatagramSocket socket, final int length) throws Exception
    {
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.setSoTimeout(2_000);
        socket.receive(packet);
        assertEquals(length, packet.getLength());
    }

    private static String description(final DatagramReceiver receiver)
    {
        return receiver.description().replace(" (past net.core.rmem_max, by CAP_NET_ADMIN)", "");
    }

    private int receive(final DatagramReceiver receiver)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        int count = 0;
        while (0 == count && deadlineNs - System.nanoTime() > 0)
        {
            count = receiver.receive(batch, batch.capacity());
        }
        return count;
    }

    private List<DatagramReceiver> open(
        final String first, final int port, final int count, final ReceiveOptions options) throws Exception
    {
        final List<DatagramReceiver> receivers =
            transport.openReceivers(new UdpEndpointBuilder(first, port).addresses(count).build(), options);
        opened.addAll(receivers);
        return receivers;
    }

    private DatagramSender sender(final int port) throws Exception
    {
        final DatagramSender sender = transport.openSender(new UdpEndpointBuilder("239.77.40.0", port).build());
        opened.add(sender);
        return sender;
    }

    private static InetSocketAddress address(final String host, final int port) throws Exception
    {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
