package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.pool.Packet;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.FreePorts;
import relay.transport.OpenFailure;
import relay.transport.PacketBatch;
import relay.transport.PacketSource;
import relay.transport.ReadySet;
import relay.transport.SendOutcome;
import relay.transport.TransportException;
import relay.transport.UdpEndpointBuilder;
import relay.transport.endpoint.ReceiveOptions;

/**
 * What the native pair does beyond the contract.
 */
@Timeout(60)
class LinuxTransportTest
{
    private static final String HOST = "239.77.9.1";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch incoming = new DatagramBatch(16);

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
    void shouldSayWhatItIs()
    {
        assertTrue(LinuxTransport.isAvailable());
        assertNull(LinuxTransport.obstacle());
        assertEquals("native: recvmmsg and sendmmsg, with UDP segmentation", new LinuxTransport().description());
    }

    @Test
    void shouldReceiveATrainAsOne() throws Exception
    {
        final int port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver coalescing = listen(transport, HOST, port, true);
        final DatagramReceiver plain = listen(transport, HOST, port, false);
        final DatagramSender sender = sender(transport, port);
        final PacketSource source = new PacketSource();
        final PacketBatch outgoing = new PacketBatch();
        // again and again: the kernel writes over the headers
        for (int round = 0; round < 3; round++)
        {
            PacketSource.add(outgoing, source.packet(950, 100), address(port));
            PacketSource.add(outgoing, source.packet(0, 0), address(port));
            PacketSource.add(outgoing, source.packet(70, 70), address(port));
            sender.send(outgoing);

            incoming.resetPosted(null, 0);
            assertEquals(12, receive(plain));
            for (int i = 0; i < 12; i++)
            {
                assertEquals(incoming.length(i), incoming.segmentLength(i), "datagram " + i);
            }
            assertEquals(3, receive(coalescing));
            assertEquals(950, incoming.length(0));
            assertEquals(100, incoming.segmentLength(0));
            assertEquals(0, incoming.length(1));
            assertEquals(0, incoming.segmentLength(1));
            assertEquals(70, incoming.length(2));
            assertEquals(70, incoming.segmentLength(2));
            while (!outgoing.isEmpty())
            {
                assertEquals(SendOutcome.SENT, outgoing.outcome(outgoing.first()));
                outgoing.settleFirst();
            }
            source.reclaim();
        }
    }

    @Test
    void shouldReceiveATrainOverIpv6() throws Exception
    {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 on this machine");
        final int port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver receiver = listen(transport, "::1", port, true);
        final DatagramSender sender = transport.openSender(new UdpEndpointBuilder("::1", port).build());
        opened.add(sender);
        final PacketSource source = new PacketSource();
        final PacketBatch outgoing = new PacketBatch();
        for (int i = 0; i < 5; i++)
        {
            PacketSource.add(outgoing, source.packet(100, 100), new InetSocketAddress("::1", port));
        }

        sender.send(outgoing);

        incoming.resetPosted(null, 0);
        assertEquals(1, receive(receiver));
        assertEquals(500, incoming.length(0));
        assertEquals(100, incoming.segmentLength(0));
        assertEquals(sender.localPorts()[0], incoming.source(0).port());
    }

    @Test
    void shouldKnowItsDropsAfterItWasClosed() throws Exception
    {
        final int port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver receiver = transport.openReceivers(
            new UdpEndpointBuilder(HOST, port).receiveBuffer(8_192).build(), ReceiveOptions.DEFAULT).getFirst();
        opened.add(receiver);
        final DatagramSender sender = sender(transport, port);
        final PacketSource source = new PacketSource();
        final Packet packet = source.packet(1_000, 1_000);
        for (int i = 0; i < 100; i++)
        {
            sender.send(packet.buffer(), packet.payloadOffset(), 1_000, address(port));
        }
        final long drops = receiver.kernelDrops();

        receiver.close();
        receiver.close();

        assertTrue(drops > 0);
        assertEquals(drops, receiver.kernelDrops());
    }

    @Test
    void shouldCountEachDroppedDatagramOfATrain() throws Exception
    {
        final int port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver receiver = transport.openReceivers(
            new UdpEndpointBuilder(HOST, port).receiveBuffer(65_536).build(), ReceiveOptions.DEFAULT).getFirst();
        opened.add(receiver);
        final DatagramSender sender = sender(transport, port);
        final PacketSource source = new PacketSource();
        final PacketBatch outgoing = new PacketBatch();
        for (int i = 0; i < 30; i++)
        {
            PacketSource.add(outgoing, source.packet(9_000, 1_000), address(port));
        }

        sender.send(outgoing);

        final long[] received = new long[1];
        while (incoming.poll(receiver, (buffer, offset, length, from, to) -> received[0]++, incoming.capacity()) > 0)
        {
            Thread.onSpinWait();
        }
        assertTrue(receiver.kernelDrops() > 0);
        assertEquals(30 * 9, received[0] + receiver.kernelDrops());
    }

    @Test
    void shouldSayThatItIsClosed() throws Exception
    {
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver receiver = listen(transport, HOST, FreePorts.next(), false);
        final ReadySet ready = transport.newReadySet();
        opened.add(ready);
        receiver.close();

        assertEquals("read after close: " + receiver.description(), assertThrows(
            IllegalStateException.class, () -> receiver.receive(incoming, 1)).getMessage());
        assertEquals("added after close: " + receiver.description(), assertThrows(
            IllegalStateException.class, () -> ready.add(receiver, 0)).getMessage());
        ready.close();
        assertEquals("waited after close", assertThrows(
            IllegalStateException.class, () -> ready.select(0)).getMessage());
    }

    @Test
    void shouldCountAFailedReadAndGoOn() throws Exception
    {
        final int[] faults = {2};
        final LinuxTransport transport = new LinuxTransport(new SocketCalls()
        {
            @Override
            int recvmmsg(final int fd, final long messages, final int count)
            {
                final int fault = fault();
                return fault < 0 ? fault : super.recvmmsg(fd, messages, count);
            }

            @Override
            int recvfrom(
                final int fd, final long payload, final int length, final long address, final long addressLength)
            {
                final int fault = fault();
                return fault < 0 ? fault : super.recvfrom(fd, payload, length, address, addressLength);
            }

            private int fault()
            {
                return switch (faults[0]--)
                {
                    case 2 -> -Errno.EINTR;
                    case 1 -> -Errno.ENETDOWN;
                    default -> 0;
                };
            }
        });
        final int port = FreePorts.next();
        final DatagramReceiver receiver = listen(transport, HOST, port, false);
        final String description = receiver.description();
        final PacketSource source = new PacketSource();
        final Packet packet = source.packet(10, 10);
        sender(transport, port).send(packet.buffer(), packet.payloadOffset(), 10, address(port));

        assertEquals(0, receiver.receive(incoming, 1));
        assertEquals(1, receiver.errors());
        assertEquals(description + ", last of 1 errors: cannot read: ENETDOWN: Network is down",
            receiver.description());
        assertEquals(1, receive(receiver));
    }

    @Test
    void shouldCloseWhatItOpenedWhenOneFails() throws Exception
    {
        final LinuxTransport transport = new LinuxTransport();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.3", 0)))
        {
            final int port = taken.getLocalPort();
            final long before = descriptors();
            final TransportException ex = assertThrows(TransportException.class, () -> transport.openReceivers(
                new UdpEndpointBuilder("127.0.0.1", port).addresses(3).build(), ReceiveOptions.DEFAULT));
            assertEquals("cannot listen to 127.0.0.3:" + port + ": Address already in use: another program has this " +
                "port: end it, or choose another port [bind: EADDRINUSE]", ex.getMessage());
            assertTrue(descriptors() <= before, "file descriptors left open");
        }
    }

    @Test
    void shouldNameTheLimitThatAJoinRanInto()
    {
        final String what = "cannot listen to 239.1.1.1:5000 on eth0";
        assertEquals(what + ": No buffer space available: this socket may join no more groups: raise " +
            "net.ipv4.igmp_max_memberships" + OpenFailure.setting("/proc/sys/net/ipv4/igmp_max_memberships") +
            " with sysctl [setsockopt MCAST_JOIN_GROUP: ENOBUFS]",
            JoinFailure.of(what, true, false, Errno.ENOBUFS).getMessage());
        assertEquals(what + ": No buffer space available: this socket may name no more sources: raise " +
            "net.ipv6.mld_max_msf" + OpenFailure.setting("/proc/sys/net/ipv6/mld_max_msf") +
            " with sysctl [setsockopt MCAST_JOIN_SOURCE_GROUP: ENOBUFS]",
            JoinFailure.of(what, false, true, Errno.ENOBUFS).getMessage());
        assertEquals(what + ": Cannot allocate memory: this socket has no memory for more groups: raise " +
            "net.core.optmem_max" + OpenFailure.setting("/proc/sys/net/core/optmem_max") +
            " with sysctl [setsockopt MCAST_JOIN_GROUP: ENOMEM]",
            JoinFailure.of(what, true, false, Errno.ENOMEM).getMessage());
        assertEquals(what + ": No such device: the interface is gone or down: 'ip link' lists those there are " +
            "[setsockopt MCAST_JOIN_GROUP: ENODEV]", JoinFailure.of(what, true, false, Errno.ENODEV).getMessage());
    }

    @Test
    void shouldRunIntoTheLimitOnMembershipsWithOneSocket() throws Exception
    {
        final int interfaceIndex = NetworkInterface.getByName("lo").getIndex();
        final Path setting = Path.of("/proc/sys/net/ipv4/igmp_max_memberships");
        assumeTrue(Files.isReadable(setting), "no " + setting);
        final int limit = Integer.parseInt(Files.readAllLines(setting).getFirst());
        assumeTrue(limit < 200, setting + " is high");
        try (LinuxSocket socket = new LinuxSocket("cannot listen to many", SocketNumbers.AF_INET))
        {
            for (int i = 0; i < limit; i++)
            {
                socket.join(InetAddress.getByName("239.77.10." + i), null, interfaceIndex);
            }
            final SystemCallException ex = assertThrows(SystemCallException.class,
                () -> socket.join(InetAddress.getByName("239.77.11.1"), null, interfaceIndex));
            assertEquals("cannot listen to many: No buffer space available: this socket may join no more groups: " +
                "raise net.ipv4.igmp_max_memberships (now " + limit + ") with sysctl " +
                "[setsockopt MCAST_JOIN_GROUP: ENOBUFS]",
                ex.getMessage());
            assertFalse(ex.isNotPermitted());
        }
    }

    @Test
    void shouldMoveAllGroupsOrNone() throws Exception
    {
        final int interfaceIndex = NetworkInterface.getByName("lo").getIndex();
        final InetSocketAddress first = new InetSocketAddress("239.77.12.1", 9);
        final InetSocketAddress second = new InetSocketAddress("239.77.12.2", 9);
        try (LinuxSocket socket = new LinuxSocket("cannot listen to two", SocketNumbers.AF_INET))
        {
            final InetSocketAddress noGroup = new InetSocketAddress("127.0.0.1", 9);
            assertThrows(SystemCallException.class,
                () -> socket.moveGroups(List.of(first, noGroup), null, interfaceIndex, interfaceIndex));
            assertEquals(0, socket.tryJoin(first.getAddress(), null, interfaceIndex), "was not left joined");

            socket.moveGroups(List.of(first, second), null, interfaceIndex, interfaceIndex);
            assertEquals(-Errno.EADDRINUSE, socket.tryJoin(first.getAddress(), null, interfaceIndex));
            assertEquals(-Errno.EADDRINUSE, socket.tryJoin(second.getAddress(), null, interfaceIndex));
        }
    }

    @Test
    void shouldKnowWhichInterfacesThereAre() throws Exception
    {
        final LinuxInterfaces interfaces = new LinuxInterfaces();
        assertTrue(interfaces.isThere(NetworkInterface.getByName("lo").getIndex()));
        assertFalse(interfaces.isThere(Integer.MAX_VALUE));
    }

    @Test
    void shouldTellAMissingPrivilege()
    {
        final SystemCallException ex = SystemCallException.of("cannot listen to 127.0.0.1:80", "bind", Errno.EACCES);

        assertEquals("cannot listen to 127.0.0.1:80: Permission denied: ports below 1024 need root or " +
            "CAP_NET_BIND_SERVICE: choose a higher one [bind: EACCES]", ex.getMessage());
        assertTrue(ex.isNotPermitted());
        assertTrue(SystemCallException.of("what", "socket", Errno.EPERM).isNotPermitted());
        assertEquals("what: Unknown error 77 [socket: errno 77]",
            SystemCallException.of("what", "socket", 77).getMessage());
    }

    @Test
    void shouldAllocateNothingForABatch() throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final int port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport();
        final DatagramReceiver receiver = listen(transport, HOST, port, true);
        final DatagramSender sender = sender(transport, port);
        final ReadySet ready = transport.newReadySet();
        opened.add(ready);
        ready.add(receiver, 0);
        final PacketSource source = new PacketSource();
        final PacketBatch outgoing = new PacketBatch();
        final List<Packet> packets = Stream.generate(() -> source.packet(100, 100)).limit(8).toList();
        final InetSocketAddress[] destinations = {address(port), address(port)};

        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && allocated > 1_024; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++)
            {
                for (int k = 0; k < 8; k++)
                {
                    PacketSource.add(outgoing, packets.get(k), destinations[k & 1]);
                }
                sender.send(outgoing);
                while (!outgoing.isEmpty())
                {
                    outgoing.settleFirst();
                }
                incoming.resetPosted(null, 0);
                ready.select(TimeUnit.SECONDS.toNanos(1));
                receiver.receive(incoming, 16);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertTrue(allocated <= 1_024, "allocated " + allocated + " B for 5,000 batches");
    }

    private int receive(final DatagramReceiver receiver)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        int count = 0;
        while (0 == count && deadlineNs - System.nanoTime() > 0)
        {
            count = receiver.receive(incoming, incoming.capacity());
            Thread.onSpinWait();
        }
        return count;
    }

    private DatagramReceiver listen(
        final LinuxTransport transport, final String host, final int port, final boolean isCoalescing) throws Exception
    {
        final DatagramReceiver receiver = transport.openReceivers(
            new UdpEndpointBuilder(host, port).build(), ReceiveOptions.DEFAULT.coalescing(isCoalescing)).getFirst();
        opened.add(receiver);
        return receiver;
    }

    private DatagramSender sender(final LinuxTransport transport, final int port) throws Exception
    {
        final DatagramSender sender = transport.openSender(new UdpEndpointBuilder(HOST, port).build());
        opened.add(sender);
        return sender;
    }

    private static long descriptors() throws Exception
    {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd")))
        {
            return files.count();
        }
    }

    private static InetSocketAddress address(final int port) throws Exception
    {
        return new InetSocketAddress(InetAddress.getByName(HOST), port);
    }
}
