package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * What every pair of {@link DatagramReceiver} and {@link DatagramSender} does. All traffic stays on this machine: time
 * to live 0, loopback on.
 */
@Timeout(30)
public abstract class DatagramContractTest
{
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_PAYLOAD = 65_507;
    private static final int LIMIT = 64;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch batch = new DatagramBatch(LIMIT);
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(70_000));

    /**
     * @return the pair under test.
     */
    protected abstract UdpTransport transport();

    /**
     * @param name  of a system call that fails.
     * @param errno that it gives.
     * @return what the pair appends to its messages, if it knows.
     */
    protected String call(final String name, final String errno)
    {
        return "";
    }

    @AfterEach
    void closeAll()
    {
        CloseHelper.closeAll(opened);
    }

    @Test
    void shouldReceiveUnicastWithItsSource() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("127.0.0.1", port));
        final DatagramSender sender = send(endpoint("127.0.0.1", port));

        assertEquals(SendOutcome.SENT, sendText(sender, "hello", address("127.0.0.1", port)));

        inbox.await(1);
        assertEquals(List.of("hello"), inbox.texts);
        final HostPort expected = new HostPort();
        expected.set(address("127.0.0.1", sender.localPorts()[0]));
        assertEquals(expected.high(), inbox.sourceHigh);
        assertEquals(expected.low(), inbox.sourceLow);
        assertEquals(expected.port(), inbox.sourcePort);
    }

    @Test
    void shouldReceiveMulticastOnTheLoopbackInterface() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("239.77.0.1", port));

        sendText(send(endpoint("239.77.0.1", port)), "hello", address("239.77.0.1", port));

        inbox.await(1);
        assertEquals(List.of("hello"), inbox.texts);
        assertEquals(address("239.77.0.1", port), inbox.receiver.destinations().getFirst());
    }

    @Test
    void shouldHearAndSendByAnInterfaceThatItWasMovedTo() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("239.77.0.9", port));
        final DatagramSender sender = send(endpoint("239.77.0.9", port));
        final int index = inbox.receiver.groupInterface().getIndex();
        assertEquals(index, sender.groupInterface().getIndex());

        inbox.receiver.moveTo(NetworkInterface.getByIndex(index));
        sender.moveTo(NetworkInterface.getByIndex(index));
        sendText(sender, "hello", address("239.77.0.9", port));

        inbox.await(1);
        assertEquals(List.of("hello"), inbox.texts);
        assertEquals(index, inbox.receiver.groupInterface().getIndex());
    }

    @Test
    void shouldLetBothReceiversOfAGroupHear() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox first = listen(endpoint("239.77.0.2", port));
        final Inbox second = listen(endpoint("239.77.0.2", port));

        sendText(send(endpoint("239.77.0.2", port)), "hello", address("239.77.0.2", port));

        first.await(1);
        second.await(1);
        assertEquals(first.texts, second.texts);
    }

    @Test
    void shouldHearOnlyTheSourceThatIsNamed() throws Exception
    {
        final String destination = "232.77.0.3";
        final int port = FreePorts.next();
        final Inbox inbox = listen(builder(destination, port).source("127.0.0.2").build());
        // what another socket of this machine joins must not leak into this one
        final Inbox anySource = listen(endpoint(destination, port));

        for (final String from : new String[]{"127.0.0.1", "127.0.0.2"})
        {
            final DatagramSender sender = send(builder(destination, port).sourceAddress(from).build());
            sendText(sender, "from " + from, address(destination, port));
        }

        anySource.await(2);
        inbox.await(1);
        assertEquals(List.of("from 127.0.0.2"), inbox.texts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "ff01::77:1", "ff02::77:1", "ff15::77:1"})
    void shouldReceiveIpv6(final String destination) throws Exception
    {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 on this machine");
        final boolean isGroup = InetAddress.getByName(destination).isMulticastAddress();
        final String name = isGroup ? ipv6Interface() : "lo";
        assumeTrue(null != name, "no interface with IPv6 multicast");
        final int port = FreePorts.next();
        final UdpEndpoint endpoint = builder(destination, port).on(name).build();
        final Inbox inbox = listen(endpoint);

        assertEquals(SendOutcome.SENT, sendText(send(endpoint), "hello", address(destination, port)));

        inbox.await(1);
        assertEquals(List.of("hello"), inbox.texts);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_472, 9_000, MAX_PAYLOAD})
    void shouldCarryAnyLengthUnchanged(final int length) throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("239.77.0.4", port));
        final int offset = 13;
        for (int i = 0; i < length; i++)
        {
            payload.putByte(offset + i, (byte)(i * 31 + length));
        }

        final DatagramSender sender = send(endpoint("239.77.0.4", port));
        assertEquals(SendOutcome.SENT, sender.send(payload, offset, length, address("239.77.0.4", port)));

        inbox.await(1);
        assertEquals(1, inbox.count);
        assertEquals(length, inbox.lastLength);
        for (int i = 0; i < length; i++)
        {
            assertEquals((byte)(i * 31 + length), inbox.last[i]);
        }
    }

    @Test
    void shouldSayWhenADatagramIsTooLong() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramSender sender = send(endpoint("127.0.0.1", port));

        assertEquals(SendOutcome.TOO_LONG, sender.send(payload, 0, MAX_PAYLOAD + 1, address("127.0.0.1", port)));
        assertEquals(SendOutcome.TOO_LONG, sender.send(payload, 0, 70_000, address("127.0.0.1", port)));
        assertEquals(SendOutcome.SENT, sender.send(payload, 0, 1, address("127.0.0.1", port)));
    }

    @Test
    void shouldSendFromASliceAndFromAnArray() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("127.0.0.1", port));
        final DatagramSender sender = send(endpoint("127.0.0.1", port));
        final UnsafeBuffer slice = new UnsafeBuffer(payload.byteBuffer(), 100, 50);
        final UnsafeBuffer array = new UnsafeBuffer(new byte[64]);
        payload.putStringWithoutLengthAscii(110, "slice");
        array.putStringWithoutLengthAscii(3, "array");

        assertEquals(SendOutcome.SENT, sender.send(slice, 10, 5, address("127.0.0.1", port)));
        assertEquals(SendOutcome.SENT, sender.send(array, 3, 5, address("127.0.0.1", port)));

        inbox.await(2);
        assertEquals(List.of("slice", "array"), inbox.texts);
    }

    @Test
    void shouldGoOnSendingWhenNobodyListens() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramSender sender = send(endpoint("127.0.0.1", port));
        for (int i = 0; i < 10; i++)
        {
            assertEquals(SendOutcome.SENT, sendText(sender, "nobody", address("127.0.0.1", port)));
        }
        // and the refusals that came back by ICMP do not spoil a later listener
        final Inbox inbox = listen(endpoint("127.0.0.1", port));
        assertEquals(SendOutcome.SENT, sendText(sender, "somebody", address("127.0.0.1", port)));
        inbox.await(1);
        assertEquals(List.of("somebody"), inbox.texts);
    }

    @Test
    void shouldSayWhenADestinationIsUnreachable() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramSender sender = send(builder("127.0.0.1", port).sourceAddress("127.0.0.1").build());

        assertEquals(SendOutcome.UNREACHABLE, sendText(sender, "ipv6", address("::1", port)));
    }

    @Test
    void shouldListenOnOneInterfaceOnly() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("0.0.0.0", port));

        assertEquals(address("127.0.0.1", port), inbox.receiver.destinations().getFirst());
        sendText(send(endpoint("127.0.0.1", port)), "hello", address("127.0.0.1", port));
        inbox.await(1);
    }

    @Test
    void shouldSendToWhateverAddressForOriginal() throws Exception
    {
        final int port = FreePorts.next();
        final UdpEndpoint original =
            (UdpEndpoint)EndpointParser.parse("udp://original?interface=lo&ttl=0&loopback=true&send-buffer=64KiB");
        final Inbox group = listen(endpoint("239.77.0.12", port));
        final Inbox host = listen(endpoint("127.0.0.1", port));
        final DatagramSender sender = send(original);

        assertEquals("original addresses on lo ttl 0, buffer 65536 B", sender.description());
        assertEquals(SendOutcome.SENT, sendText(sender, "group", address("239.77.0.12", port)));
        assertEquals(SendOutcome.SENT, sendText(sender, "host", address("127.0.0.1", port)));
        group.await(1);
        host.await(1);
        if (Files.exists(Path.of("/proc/net/if_inet6")))
        {
            final Inbox ipv6 = listen(endpoint("::1", port));
            assertEquals(SendOutcome.SENT, sendText(sender, "ipv6", address("::1", port)));
            ipv6.await(1);
        }
    }

    @Test
    void shouldReturnAtOnceWhenNothingIsThere() throws Exception
    {
        final Inbox inbox = listen(endpoint("239.77.0.5", FreePorts.next()));

        assertEquals(0, inbox.poll(LIMIT));
        assertEquals(0, inbox.receiver.errors());
    }

    @Test
    void shouldReadNoMoreThanTheLimit() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(endpoint("127.0.0.1", port));
        final DatagramSender sender = send(endpoint("127.0.0.1", port));
        for (int i = 0; i < 5; i++)
        {
            sendText(sender, "n" + i, address("127.0.0.1", port));
        }

        assertEquals(3, inbox.poll(3));
        assertEquals(0, inbox.poll(0));
        assertEquals(2, inbox.poll(3));
        assertEquals(List.of("n0", "n1", "n2", "n3", "n4"), inbox.texts);
    }

    @Test
    void shouldCountWhatTheKernelDropped() throws Exception
    {
        final KernelDrops drops = new KernelDrops();
        assumeTrue(drops.refresh(), "no /proc/net/udp on this system");
        final int port = FreePorts.next();
        final Inbox inbox = listen(builder("239.77.0.6", port).receiveBuffer(8_192).build());
        final DatagramSender sender = send(endpoint("239.77.0.6", port));
        drops.refresh();
        assertEquals(0, drops.drops(inbox.receiver.destinations().getFirst()));

        final int sent = 200;
        for (int i = 0; i < sent; i++)
        {
            assertEquals(SendOutcome.SENT, sender.send(payload, 0, 1_000, address("239.77.0.6", port)));
        }
        inbox.drain();
        drops.refresh();

        assertTrue(inbox.count < sent, "received all");
        assertEquals(sent - inbox.count, drops.drops(inbox.receiver.destinations().getFirst()));
        assertTrue(drops.total() >= sent - inbox.count);
        assertTrue(Set.of(KernelDrops.UNKNOWN, (long)sent - inbox.count).contains(inbox.receiver.kernelDrops()),
            inbox.receiver.kernelDrops() + " of the socket itself");
        assertEquals(KernelDrops.UNKNOWN, drops.drops(address("239.77.0.7", port)));
    }

    @Test
    void shouldSayWhatItOpened() throws Exception
    {
        final int port = FreePorts.next();
        final Inbox inbox = listen(builder("232.77.0.8", port).source("127.0.0.1").receiveBuffer(65_536).build());
        final DatagramSender sender = send(builder("232.77.0.8", port).sendBuffer(65_536).build());

        assertEquals("232.77.0.8:" + port + " from 127.0.0.1 on lo, buffer 65536 B",
            inbox.receiver.description());
        assertEquals("232.77.0.8:" + port + " on lo ttl 0, buffer 65536 B", sender.description());
    }

    @Test
    void shouldSayWhenABufferIsCut() throws Exception
    {
        final Path setting = Path.of("/proc/sys/net/core/rmem_max");
        assumeTrue(Files.isReadable(setting), "no " + setting);
        final int limit = Integer.parseInt(Files.readAllLines(setting).getFirst());
        assumeTrue(limit < 1 << 29, "rmem_max is practically unlimited");
        final int port = FreePorts.next();

        final Inbox inbox = listen(builder("239.77.0.9", port).receiveBuffer(limit + 1_000).build());

        final int asked = limit + 1_000;
        final String what = "239.77.0.9:" + port + " on lo, buffer ";
        final String description = inbox.receiver.description();
        if (description.contains("CAP_NET_ADMIN"))
        {
            assertEquals(what + asked + " B (past net.core.rmem_max, by CAP_NET_ADMIN)", description);
        }
        else
        {
            assertEquals(what + limit + " B of " + asked + " B asked for (limited by net.core.rmem_max (now " + limit +
                "))", description);
        }
    }

    @Test
    void shouldExplainAnAddressThatIsNotHere() throws Exception
    {
        final int port = FreePorts.next();
        final TransportException receiving = assertThrows(
            TransportException.class, () -> listen(endpoint("192.0.2.77", port)));
        final TransportException sending = assertThrows(
            TransportException.class, () -> send(builder("239.77.0.10", port).sourceAddress("192.0.2.77").build()));

        final String mend = ": Cannot assign requested address: " +
            "this machine does not have that address: 'ip address' lists those it has";
        final String call = call("bind", "EADDRNOTAVAIL");
        assertEquals("cannot listen to 192.0.2.77:" + port + mend + call, receiving.getMessage());
        assertEquals("cannot send to 239.77.0.10:" + port + " as 192.0.2.77 on lo ttl 0" + mend + call,
            sending.getMessage());
    }

    @Test
    void shouldExplainAPortThatIsTaken() throws Exception
    {
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)))
        {
            final int port = other.getLocalPort();
            final TransportException ex = assertThrows(
                TransportException.class, () -> listen(endpoint("127.0.0.1", port)));
            assertEquals("cannot listen to 127.0.0.1:" + port + ": Address already in use: " +
                "another program has this port: end it, or choose another port" + call("bind", "EADDRINUSE"),
                ex.getMessage());
        }
    }

    @Test
    void shouldAllocateNothingForADatagram() throws Exception
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final int port = FreePorts.next();
        final DatagramReceiver receiver =
            transport().openReceivers(endpoint("239.77.0.11", port), ReceiveOptions.DEFAULT).getFirst();
        opened.add(receiver);
        final DatagramSender sender = send(endpoint("239.77.0.11", port));
        final InetSocketAddress destination = address("239.77.0.11", port);
        final long[] count = new long[1];
        final DatagramHandler handler = (buffer, offset, length, source, to) -> count[0] += source.port() == 0 ? 0 : 1;

        // objects that the compiler will do without are there until it has come to it
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && allocated > 1_024; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            count[0] = 0;
            sendAndReceive(50_000, sender, receiver, destination, handler);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertEquals(50_000, count[0]);
        }

        assertTrue(allocated <= 1_024, "allocated " + allocated + " B for 50,000 datagrams");
    }

    private void sendAndReceive(
        final int total,
        final DatagramSender sender,
        final DatagramReceiver receiver,
        final InetSocketAddress destination,
        final DatagramHandler handler)
    {
        for (int sent = 0; sent < total; sent += 10)
        {
            for (int i = 0; i < 10; i++)
            {
                sender.send(payload, i * 100, 100, destination);
            }
            batch.poll(receiver, handler, LIMIT);
        }
    }

    private Inbox listen(final UdpEndpoint endpoint)
    {
        return inbox(transport().openReceivers(endpoint, ReceiveOptions.DEFAULT).getFirst());
    }

    private Inbox inbox(final DatagramReceiver receiver)
    {
        opened.add(receiver);
        return new Inbox(receiver);
    }

    private DatagramSender send(final UdpEndpoint endpoint)
    {
        final DatagramSender sender = transport().openSender(endpoint);
        opened.add(sender);
        return sender;
    }

    private SendOutcome sendText(final DatagramSender sender, final String text, final InetSocketAddress destination)
    {
        final int length = payload.putStringWithoutLengthAscii(0, text);
        return sender.send(payload, 0, length, destination);
    }

    private static UdpEndpoint endpoint(final String address, final int port) throws Exception
    {
        return builder(address, port).build();
    }

    private static UdpEndpointBuilder builder(final String address, final int port) throws Exception
    {
        return new UdpEndpointBuilder(address, port);
    }

    private static InetSocketAddress address(final String address, final int port) throws Exception
    {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    /**
     * @return an interface other than the loopback, which Linux gives no IPv6 multicast route; hop limit 0 keeps the
     * traffic on this machine all the same.
     */
    private static String ipv6Interface() throws Exception
    {
        for (final NetworkInterface candidate : NetworkInterface.networkInterfaces().toList())
        {
            if (candidate.isUp() && !candidate.isLoopback() && candidate.supportsMulticast() &&
                candidate.inetAddresses().anyMatch(Inet6Address.class::isInstance))
            {
                return candidate.getName();
            }
        }
        return null;
    }

    /** Keeps what a receiver read. */
    private final class Inbox implements DatagramHandler
    {
        private final DatagramReceiver receiver;
        private final List<String> texts = new ArrayList<>();
        private final byte[] last = new byte[MAX_PAYLOAD];
        private int count;
        private int lastLength;
        private long sourceHigh;
        private long sourceLow;
        private int sourcePort;

        private Inbox(final DatagramReceiver receiver)
        {
            this.receiver = receiver;
        }

        @Override
        public void onDatagram(
            final DirectBuffer buffer, final int offset, final int length, final HostPort source, final int destination)
        {
            count++;
            lastLength = length;
            buffer.getBytes(offset, last, 0, length);
            texts.add(buffer.getStringWithoutLengthAscii(offset, length));
            sourceHigh = source.high();
            sourceLow = source.low();
            sourcePort = source.port();
        }

        private int poll(final int limit)
        {
            return batch.poll(receiver, this, limit);
        }

        private void await(final int expected)
        {
            final long deadlineNs = System.nanoTime() + WAIT_NS;
            while (count < expected && deadlineNs - System.nanoTime() > 0)
            {
                poll(LIMIT);
                Thread.yield();
            }
            drain();
            assertEquals(expected, count, "datagrams received by " + receiver.description());
        }

        private void drain()
        {
            while (poll(LIMIT) > 0)
            {
                Thread.onSpinWait();
            }
        }
    }
}
