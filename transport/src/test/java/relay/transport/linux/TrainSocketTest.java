package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainSocketTest
{
    private final ByteBuffer payload = ByteBuffer.allocateDirect(70_000);
    private final ByteBuffer received = ByteBuffer.allocateDirect(2_000);

    TrainSocketTest()
    {
        assumeTrue(LinuxTransport.isAvailable());
        while (payload.hasRemaining())
        {
            payload.put((byte)(payload.position() * 31 >> 4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldCarryTrainsWhetherTheReceiverJoinsThemOrNot(final String host) throws Exception
    {
        final InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
        try (DatagramChannel in = open(host); DatagramChannel out = open(host))
        {
            in.bind(local);
            out.bind(local).connect(in.getLocalAddress());
            final TrainSocket sender = TrainSocket.of(out);
            final TrainSocket receiver = TrainSocket.of(in);
            assertNotNull(sender);
            for (final boolean isJoining : new boolean[] {false, true, false})
            {
                assertTrue(receiver.joinReceived(isJoining));
                assertTrue(sender.send(address(), 5_030, 1_000) >= 0);
                assertTrue(sender.send(address(), 700, 700) >= 0);
                InetSocketAddress first = null;
                for (int i = 0; i < 6; i++)
                {
                    final InetSocketAddress source = next(receiver, i < 5 ? 1_000 * i : 5_000, i < 5 ? 1_000 : 30);
                    assertEquals(out.getLocalAddress(), source);
                    assertSame(null == first ? source : first, source, "kept");
                    first = source;
                }
                next(receiver, 0, 700);
                assertNull(receiver.receive(received.clear()));
            }
        }
    }

    @Test
    void shouldTellOfANewSender() throws Exception
    {
        final InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (DatagramChannel in = open("127.0.0.1"); DatagramChannel one = open("127.0.0.1");
            DatagramChannel two = open("127.0.0.1"))
        {
            in.bind(local);
            one.bind(local).connect(in.getLocalAddress());
            two.bind(local).connect(in.getLocalAddress());
            final TrainSocket receiver = TrainSocket.of(in);
            for (final DatagramChannel sender : List.of(one, two, one))
            {
                TrainSocket.of(sender).send(address(), 9, 9);
                assertEquals(sender.getLocalAddress(), next(receiver, 0, 9));
            }
        }
    }

    @Test
    void shouldSendNoMoreTrainsOnceTheDeviceRefusedOne()
    {
        final List<Integer> lengths = new ArrayList<>();
        final TrainSocket socket = new TrainSocket(new SocketCalls()
        {
            @Override
            int sendmmsg(final int fd, final long messages, final int count)
            {
                lengths.add(lengths.size());
                return 1 == lengths.size() ? -Errno.EIO : 1;
            }
        }, 99);
        assertEquals(SendMessages.SEGMENTS_MAX, socket.segmentsMax());
        assertEquals(1, socket.send(address(), 2_500, 1_000));
        assertEquals(4, lengths.size(), "the train, and three datagrams");
        assertEquals(1, socket.segmentsMax());
    }

    @Test
    void shouldSayWhyNothingWasSent()
    {
        final int[] answer = {TrainSocket.AGAIN};
        final TrainSocket socket = new TrainSocket(new SocketCalls()
        {
            @Override
            int sendmmsg(final int fd, final long messages, final int count)
            {
                return answer[0];
            }
        }, 99);
        assertEquals(TrainSocket.AGAIN, socket.send(address(), 2_500, 1_000));
        answer[0] = TrainSocket.REFUSED;
        assertEquals(TrainSocket.REFUSED, socket.send(address(), 2_500, 1_000));
        assertEquals(SendMessages.SEGMENTS_MAX, socket.segmentsMax());
    }

    private InetSocketAddress next(final TrainSocket receiver, final int offset, final int length)
    {
        received.clear().position(0);
        InetSocketAddress source = null;
        for (int i = 0; null == source && i < 1_000_000; i++)
        {
            source = receiver.receive(received);
        }
        assertEquals(length, received.position());
        final byte[] actual = new byte[length];
        received.flip().get(actual);
        final byte[] expected = new byte[length];
        payload.get(offset, expected);
        assertArrayEquals(expected, actual);
        return source;
    }

    private long address()
    {
        return BufferUtil.address(payload);
    }

    private static DatagramChannel open(final String host) throws Exception
    {
        final DatagramChannel channel = DatagramChannel.open(
            host.contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        return channel;
    }
}
