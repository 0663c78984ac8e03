package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.Packet;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.linux.LinuxTransport;

/**
 * Code points of datagrams, on their way out of every transport and into that which can tell them. All traffic stays on
 * this machine.
 */
@Timeout(60)
public abstract class DscpContractTest
{
    private static final int OF_ENDPOINT = 10;
    private static final int[] CODE_POINTS = {PacketBatch.DSCP_OF_ENDPOINT, 0, 46, 63};

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch incoming = new DatagramBatch(64);
    private final PacketBatch outgoing = new PacketBatch();
    private final PacketSource source = new PacketSource();
    private final LinuxTransport reader = new LinuxTransport();

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
    @ValueSource(strings = {"127.0.0.1", "::1", "239.77.50.1"})
    void shouldMarkEachPacketAsToldAndKeepTheOrder(final String host) throws Exception
    {
        assumeTrue(!host.contains(":") || Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 on this machine");
        final int port = FreePorts.next();
        final InetSocketAddress destination = new InetSocketAddress(InetAddress.getByName(host), port);
        final DatagramReceiver receiver = open(reader, new UdpEndpointBuilder(host, port).build(), true);
        final DatagramSender sender = sender(new UdpEndpointBuilder(host, port).dscp(OF_ENDPOINT).build());
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int round = 0; round < 100; round++)
        {
            final List<String> expected = new ArrayList<>();
            int length = 100;
            for (int i = 0; i < 12; i++)
            {
                length = random.nextInt(3) > 0 ? length : 1 + random.nextInt(1_400);
                final Packet packet = source.packet(random.nextInt(4) > 0 ? length : 3 * length, length);
                PacketSource.add(outgoing, packet, destination);
                final int dscp = CODE_POINTS[random.nextInt(CODE_POINTS.length)];
                outgoing.dscp(i, dscp);
                for (final byte[] datagram : PacketSource.datagrams(packet))
                {
                    expected.add(datagram.length + " B marked " + (dscp < 0 ? OF_ENDPOINT : dscp));
                }
            }
            sender.send(outgoing);

            assertEquals(expected, receive(receiver, expected.size()), "seed " + seed + " round " + round);
            settle();
        }
    }

    @Test
    void shouldSendUnmarkedAfterMarked() throws Exception
    {
        final int port = FreePorts.next();
        final InetSocketAddress destination = new InetSocketAddress("127.0.0.1", port);
        final DatagramReceiver receiver = open(reader, new UdpEndpointBuilder("127.0.0.1", port).build(), true);
        final DatagramSender sender = sender(new UdpEndpointBuilder("127.0.0.1", port).build());
        final Packet packet = source.packet(10, 10);
        PacketSource.add(outgoing, packet, destination);
        outgoing.dscp(0, 46);
        sender.send(outgoing);
        sender.send(packet.buffer(), packet.payloadOffset(), 10, destination);
        settle();
        PacketSource.add(outgoing, source.packet(11, 11), destination);
        sender.send(outgoing);

        assertEquals(PacketBatch.DSCP_OF_ENDPOINT, outgoing.dscp(0));
        assertEquals(List.of("10 B marked 46", "10 B marked 0", "11 B marked 0"), receive(receiver, 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheCodePointOnlyIfAskedAndIfItCan(final boolean isAsked) throws Exception
    {
        final int port = FreePorts.next();
        final UdpEndpoint groups = new UdpEndpointBuilder("239.77.51.0", port).addresses(2).build();
        final List<DatagramReceiver> receivers =
            transport().openReceivers(groups, ReceiveOptions.DEFAULT.tellingDscp(isAsked));
        opened.addAll(receivers);
        final DatagramSender sender = sender(new UdpEndpointBuilder("239.77.51.0", port).dscp(OF_ENDPOINT).build());
        PacketSource.add(outgoing, source.packet(70, 70), groups.expand().getLast());

        sender.send(outgoing);

        assertEquals(List.of("70 B marked " + (isAsked && transport().tellsDscp() ? OF_ENDPOINT : 0)),
            receive(receivers.getLast(), 1));
    }

    private List<String> receive(final DatagramReceiver receiver, final int expected)
    {
        final List<String> texts = new ArrayList<>();
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (texts.size() < expected && deadlineNs - System.nanoTime() > 0)
        {
            incoming.resetPosted(null, 0);
            final int count = receiver.receive(incoming, incoming.capacity());
            for (int i = 0; i < count; i++)
            {
                for (int rest = incoming.length(i); rest > 0; rest -= incoming.segmentLength(i))
                {
                    texts.add(Math.min(rest, incoming.segmentLength(i)) + " B marked " + incoming.dscp(i));
                }
            }
        }
        return texts;
    }

    private void settle()
    {
        while (!outgoing.isEmpty())
        {
            assertEquals(SendOutcome.SENT, outgoing.outcome(outgoing.first()));
            outgoing.settleFirst();
        }
        source.reclaim();
    }

    private DatagramReceiver open(final UdpTransport transport, final UdpEndpoint endpoint, final boolean isCoalescing)
    {
        final DatagramReceiver receiver = transport.openReceivers(
            endpoint, ReceiveOptions.DEFAULT.coalescing(isCoalescing).tellingDscp(true)).getFirst();
        opened.add(receiver);
        return receiver;
    }

    private DatagramSender sender(final UdpEndpoint endpoint)
    {
        final DatagramSender sender = transport().openSender(endpoint);
        opened.add(sender);
        return sender;
    }
}
