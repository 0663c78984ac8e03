package relay.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * What every transport does with many groups of one endpoint, whether they share sockets or not. All traffic stays on
 * this machine.
 */
@Timeout(60)
public abstract class SharedPortContractTest
{
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int POSTED_LENGTH = 100;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch batch = new DatagramBatch(16);
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(2_000));
    private final UnsafeBuffer posted = new UnsafeBuffer(ByteBuffer.allocateDirect(16 * POSTED_LENGTH));

    /**
     * @return the transport under test, the same each time.
     */
    protected abstract UdpTransport transport();

    @AfterEach
    void closeAll()
    {
        CloseHelper.closeAll(opened);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellWhichGroupAndPortEachDatagramWasSentTo(final boolean isCoalescing) throws Exception
    {
        final int port = freePorts();
        final UdpEndpoint endpoint = (UdpEndpoint)EndpointParser.parseInput(
            "udp://239.77.32.0/27:" + port + "-" + (port + 1) + "?interface=lo");
        final List<DatagramReceiver> receivers = open(endpoint, ReceiveOptions.DEFAULT.coalescing(isCoalescing));
        final List<InetSocketAddress> channels = endpoint.expand();
        final DatagramSender sender = sender("239.77.32.0", port);
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++)
        {
            order.add(i);
        }
        final long seed = new Random().nextLong();
        Collections.shuffle(order, new Random(seed));

        final Map<Integer, List<String>> expected = new TreeMap<>();
        for (final int channel : order)
        {
            send(sender, "to " + channel, channels.get(channel));
            expected.put(channel, List.of("to " + channel + " from " + sender.localPorts()[0]));
        }

        assertEquals(64, channels.size());
        assertChannels(channels, receivers);
        assertEquals(expected, receive(receivers, 64), "seed " + seed);
    }

    @Test
    void shouldNotDeliverWhatIsSentToAnAddressOfThisMachine() throws Exception
    {
        final int port = freePorts();
        final List<DatagramReceiver> receivers = open(groups("239.77.33.0", port, 4), ReceiveOptions.DEFAULT);
        final DatagramSender sender = sender("239.77.33.0", port);
        send(sender, "unicast", address("127.0.0.1", port));
        send(sender, "unicast", address("127.0.0.2", port));
        send(sender, "a", address("239.77.33.1", port));
        send(sender, "unicast", address("127.0.0.1", port));
        send(sender, "b", address("239.77.33.3", port));

        assertEquals(texts(sender, Map.of(1, "a", 3, "b")), receive(receivers, 2));
    }

    @Test
    void shouldNotDeliverAGroupThatAnotherSocketJoined() throws Exception
    {
        final int port = freePorts();
        final List<DatagramReceiver> receivers = open(groups("239.77.34.0", port, 4), ReceiveOptions.DEFAULT);
        final List<DatagramReceiver> others = open(groups("239.77.34.4", port, 4), ReceiveOptions.DEFAULT);
        final List<DatagramReceiver> single = open(groups("239.77.34.9", port, 1), ReceiveOptions.DEFAULT);
        final DatagramSender sender = sender("239.77.34.0", port);
        send(sender, "theirs", address("239.77.34.5", port));
        send(sender, "ours", address("239.77.34.2", port));
        send(sender, "its", address("239.77.34.9", port));

        assertEquals(texts(sender, Map.of(2, "ours")), receive(receivers, 1));
        assertEquals(texts(sender, Map.of(1, "theirs")), receive(others, 1));
        assertEquals(texts(sender, Map.of(0, "its")), receive(single, 1));
    }

    @Test
    void shouldLetTwoEndpointsHearTheSameGroups() throws Exception
    {
        final int port = freePorts();
        final List<DatagramReceiver> first = open(groups("239.77.35.0", port, 4), ReceiveOptions.DEFAULT);
        final List<DatagramReceiver> second = open(groups("239.77.35.0", port, 4), ReceiveOptions.DEFAULT);
        final DatagramSender sender = sender("239.77.35.0", port);
        send(sender, "hello", address("239.77.35.2", port));

        assertEquals(texts(sender, Map.of(2, "hello")), receive(first, 1));
        assertEquals(texts(sender, Map.of(2, "hello")), receive(second, 1));
    }

    @Test
    void shouldHearOnlyTheSourceThatIsNamedInEachGroup() throws Exception
    {
        final int port = freePorts();
        final List<DatagramReceiver> receivers = open(new UdpEndpointBuilder("232.77.36.0", port)
            .addresses(25).source("127.0.0.2").build(), ReceiveOptions.DEFAULT);
        final DatagramSender other = senderFrom("127.0.0.1", port);
        final DatagramSender named = senderFrom("127.0.0.2", port);
        final Map<Integer, String> expected = new TreeMap<>();
        for (int i = 0; i < 25; i++)
        {
            send(other, "other", address("232.77.36." + i, port));
            send(named, "named", address("232.77.36." + i, port));
            expected.put(i, "named");
        }

        assertEquals(texts(named, expected), receive(receivers, 25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff01::77:0", "ff02::77:0", "ff15::77:0"})
    void shouldTellGroupsOfIpv6Apart(final String first) throws Exception
    {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 on this machine");
        final String name = ipv6Interface();
        assumeTrue(null != name, "no interface with IPv6 multicast");
        final int port = freePorts();
        final UdpEndpoint endpoint = new UdpEndpointBuilder(first, port).on(name).addresses(8).build();
        final List<DatagramReceiver> receivers = open(endpoint, ReceiveOptions.DEFAULT);
        final DatagramSender sender = transport().openSender(endpoint);
        opened.add(sender);
        final Map<Integer, String> expected = new TreeMap<>();
        for (int i = 7; i >= 0; i -= 3)
        {
            send(sender, "to " + i, endpoint.expand().get(i));
            expected.put(i, "to " + i);
        }
        send(sender, "to another", address(first.replace(":0", ":99"), port));
        send(sender, "unicast", address("::1", port));

        assertChannels(endpoint.expand(), receivers);
        assertEquals(texts(sender, expected), receive(receivers, 3));
    }

    @Test
    void shouldKeepEveryByteWhereMisdirectedDatagramsLieBetween() throws Exception
    {
        final int port = freePorts();
        final List<DatagramReceiver> receivers = open(groups("239.77.37.0", port, 2), ReceiveOptions.DEFAULT);
        final DatagramSender sender = sender("239.77.37.0", port);
        final int[] lengths = {90, 100, 101, 1_500, 0, 7};
        for (final int length : lengths)
        {
            fill(99);
            sender.send(payload, 0, 99, address("127.0.0.1", port));
            fill(length);
            sender.send(payload, 0, length, address("239.77.37.1", port));
        }
        // one socket or two: all that was sent went to the last
        int count = 0;
        final long deadlineNs = System.nanoTime() + WAIT_NS;
        while (count < lengths.length && deadlineNs - System.nanoTime() > 0)
        {
            batch.resetPosted(posted, POSTED_LENGTH);
            for (int i = 0; i < 4; i++)
            {
                batch.addPosted(i * POSTED_LENGTH);
            }
            final int received = receivers.getLast().receive(batch, batch.capacity());
            for (int i = 0; i < received; i++)
            {
                fill(lengths[count]);
                final byte[] expected = new byte[lengths[count]];
                payload.getBytes(0, expected);
                final UnsafeBuffer actual = new UnsafeBuffer(new byte[lengths[count]]);
                assertEquals(lengths[count], batch.length(i));
                batch.copyTo(i, 0, lengths[count], actual, 0);
                assertArrayEquals(expected, actual.byteArray(), "datagram " + count);
                assertEquals(sender.localPorts()[0], batch.source(i).port());
                assertTrue(i < 4 || !batch.isInPosted(i));
                count++;
            }
        }
        assertEquals(lengths.length, count);
    }

    private void fill(final int length)
    {
        for (int i = 0; i < length; i++)
        {
            payload.putByte(i, (byte)(length + 31 * i));
        }
    }

    private static void assertChannels(final List<InetSocketAddress> channels, final List<DatagramReceiver> receivers)
    {
        final Map<Integer, InetSocketAddress> found = new TreeMap<>();
        for (final DatagramReceiver receiver : receivers)
        {
            for (int i = 0; i < receiver.destinations().size(); i++)
            {
                found.put(receiver.channel(i), receiver.destinations().get(i));
            }
        }
        assertEquals(channels, List.copyOf(found.values()));
        assertEquals(channels.size(), receivers.stream().mapToInt(each -> each.destinations().size()).sum());
    }

    private Map<Integer, List<String>> receive(final List<DatagramReceiver> receivers, final int expected)
    {
        final Map<Integer, List<String>> texts = new TreeMap<>();
        final long deadlineNs = System.nanoTime() + WAIT_NS;
        int count = 0;
        int last = 1;
        while (count < expected && deadlineNs - System.nanoTime() > 0 || last > 0)
        {
            last = 0;
            for (final DatagramReceiver receiver : receivers)
            {
                last += batch.poll(receiver, (buffer, offset, length, source, destination) ->
                    texts.computeIfAbsent(receiver.channel(destination), channel -> new ArrayList<>())
                        .add(buffer.getStringWithoutLengthAscii(offset, length) + " from " + source.port()), 16);
            }
            count += last;
        }
        return texts;
    }

    private static Map<Integer, List<String>> texts(final DatagramSender sender, final Map<Integer, String> expected)
    {
        final Map<Integer, List<String>> texts = new TreeMap<>();
        expected.forEach((channel, text) -> texts.put(channel, List.of(text + " from " + sender.localPorts()[0])));
        return texts;
    }

    private List<DatagramReceiver> open(final UdpEndpoint endpoint, final ReceiveOptions options)
    {
        final List<DatagramReceiver> receivers = transport().openReceivers(endpoint, options);
        opened.addAll(receivers);
        return receivers;
    }

    private DatagramSender sender(final String group, final int port) throws Exception
    {
        final DatagramSender sender = transport().openSender(new UdpEndpointBuilder(group, port).build());
        opened.add(sender);
        return sender;
    }

    private DatagramSender senderFrom(final String host, final int port) throws Exception
    {
        final DatagramSender sender =
            transport().openSender(new UdpEndpointBuilder("232.77.36.0", port).sourceAddress(host).build());
        opened.add(sender);
        return sender;
    }

    private void send(final DatagramSender sender, final String text, final InetSocketAddress to)
    {
        final int length = payload.putStringWithoutLengthAscii(0, text);
        assertEquals(SendOutcome.SENT, sender.send(payload, 0, length, to));
    }

    private static UdpEndpoint groups(final String first, final int port, final int count) throws Exception
    {
        return new UdpEndpointBuilder(first, port).addresses(count).build();
    }

    private static InetSocketAddress address(final String address, final int port) throws Exception
    {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

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

    /**
     * @return a port that is free, and the next.
     */
    private static int freePorts()
    {
        int first = FreePorts.next();
        int second = FreePorts.next();
        while (second != first + 1)
        {
            first = second;
            second = FreePorts.next();
        }
        return first;
    }
}
