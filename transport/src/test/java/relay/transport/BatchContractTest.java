package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.Packet;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.ReceiveOptions;

/**
 * What every transport does with batches: posted buffers and spill, packets of one batch to many destinations, trains,
 * and sets of receivers. All traffic stays on this machine.
 */
@Timeout(60)
public abstract class BatchContractTest
{
    private static final int POSTED_LENGTH = 1_500;
    private static final int GROUPS = 4;
    private static final int ROUNDS = 150;
    private static final int[] LENGTHS = {0, 1, 99, 100, 100, 100, 100, 1_000, 1_400, 1_400, 1_500, 1_501, 4_000};

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final DatagramBatch incoming = new DatagramBatch(16);
    private final PacketBatch outgoing = new PacketBatch();
    private final PacketSource source = new PacketSource();

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
    @CsvSource({"0, 0", "1, 1", "1499, 1499", "1500, 1500", "1501, 1500", "65507, 1500"})
    void shouldReceiveWhatFitsIntoPostedBuffersAndSpillTheRest(final int length, final int postedMax) throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver = listen("127.0.0.1", port, false);
        final DatagramSender sender = sender("127.0.0.1", port);
        final UnsafeBuffer payload = payload(length);
        final UnsafeBuffer posted = new UnsafeBuffer(ByteBuffer.allocateDirect(3 * POSTED_LENGTH));

        for (int i = 0; i < 3; i++)
        {
            assertEquals(SendOutcome.SENT, sender.send(payload, 0, length, address("127.0.0.1", port)));
        }
        incoming.resetPosted(posted, POSTED_LENGTH);
        incoming.addPosted(POSTED_LENGTH);
        incoming.addPosted(0);

        assertEquals(3, receiveAll(receiver, 3));
        for (int i = 0; i < 3; i++)
        {
            assertEquals(length, incoming.length(i));
            assertEquals(length, incoming.segmentLength(i));
            assertEquals(i < 2 && length == postedMax, incoming.isInPosted(i));
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            incoming.copyTo(i, 0, length, copy, 0);
            assertEquals(payload, copy);
            final int part = length / 3;
            final UnsafeBuffer rest = new UnsafeBuffer(new byte[length - part]);
            incoming.copyTo(i, part, length - part, rest, 0);
            assertEquals(new UnsafeBuffer(payload, part, length - part), rest);
            assertEquals(sender.localPorts()[0], incoming.source(i).port());
        }
        if (length == postedMax)
        {
            assertEquals(payload, new UnsafeBuffer(posted, POSTED_LENGTH, length));
            assertEquals(payload, new UnsafeBuffer(posted, 0, length));
        }
    }

    @Test
    void shouldTakeOtherPostedBuffersEachTime() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver = listen("127.0.0.1", port, false);
        final DatagramSender sender = sender("127.0.0.1", port);
        final UnsafeBuffer[] memory = new UnsafeBuffer[2];
        for (int i = 0; i < memory.length; i++)
        {
            memory[i] = new UnsafeBuffer(ByteBuffer.allocateDirect(10 * POSTED_LENGTH));
        }
        final Random random = new Random(7);
        for (int round = 0; round < 50; round++)
        {
            final UnsafeBuffer posted = memory[random.nextInt(memory.length)];
            final int offset = random.nextInt(9) * POSTED_LENGTH;
            final int postedLength = 10 + random.nextInt(POSTED_LENGTH - 10);
            incoming.resetPosted(posted, postedLength);
            final boolean hasPosted = random.nextInt(4) > 0;
            if (hasPosted)
            {
                incoming.addPosted(offset);
            }
            final UnsafeBuffer payload = payload(random.nextInt(POSTED_LENGTH));
            sender.send(payload, 0, payload.capacity(), address("127.0.0.1", port));

            assertEquals(1, receiveAll(receiver, 1));
            assertEquals(hasPosted && payload.capacity() <= postedLength, incoming.isInPosted(0), "round " + round);
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[payload.capacity()]);
            incoming.copyTo(0, 0, payload.capacity(), copy, 0);
            assertEquals(payload, copy, "round " + round);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "::1, false", "127.0.0.1, true", "::1, true", "239.77.2.9, false"})
    void shouldReadOneAtATimeOrManyInWhateverOrder(final String host, final boolean isCoalescing) throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver receiver = listen(host, port, isCoalescing);
        final DatagramSender sender = sender(host, port);
        final UnsafeBuffer posted = new UnsafeBuffer(ByteBuffer.allocateDirect(16 * POSTED_LENGTH));
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++)
        {
            final List<Integer> lengths = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--)
            {
                lengths.add(LENGTHS[random.nextInt(LENGTHS.length)]);
                sender.send(payload(lengths.getLast()), 0, lengths.getLast(), address(host, port));
            }
            while (!lengths.isEmpty())
            {
                final int limit = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
                incoming.resetPosted(posted, POSTED_LENGTH);
                for (int i = random.nextInt(limit + 1); i > 0; i--)
                {
                    incoming.addPosted(i * POSTED_LENGTH);
                }
                final int count = receiver.receive(incoming, limit);
                for (int i = 0; i < count; i++)
                {
                    final int length = lengths.removeFirst();
                    final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                    incoming.copyTo(i, 0, length, copy, 0);
                    assertEquals(payload(length), copy, "seed " + seed + " round " + round);
                    assertEquals(length, incoming.length(i), "seed " + seed + " round " + round);
                    assertEquals(length, incoming.segmentLength(i));
                    assertEquals(i < incoming.postedCount() && length <= POSTED_LENGTH, incoming.isInPosted(i));
                    assertEquals(sender.localPorts()[0], incoming.source(i).port());
                }
            }
            assertEquals(0, receiver.receive(incoming, 1));
        }
        assertEquals(0, receiver.errors(), receiver.description());
    }

    @Test
    void shouldTellSourcesOfBothFamiliesInOneBatch() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver ipv4 = listen("127.0.0.1", port, false);
        final DatagramReceiver ipv6 = listen("::1", port, false);
        final HostPort expected = new HostPort();
        for (int round = 0; round < 3; round++)
        {
            for (final String host : new String[]{"127.0.0.1", "::1"})
            {
                final DatagramSender sender = sender(host, port);
                sender.send(payload(3), 0, 3, address(host, port));
                incoming.resetPosted(null, 0);
                assertEquals(1, receiveAll("::1".equals(host) ? ipv6 : ipv4, 1));
                expected.set(address(host, sender.localPorts()[0]));
                assertEquals(expected.high(), incoming.source(0).high());
                assertEquals(expected.low(), incoming.source(0).low());
                assertEquals(expected.port(), incoming.source(0).port());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSendWhatIsInABatchOnceAndInOrder(final boolean isCoalescing) throws Exception
    {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final int port = FreePorts.next();
        final List<ReceivedDatagrams> groups = groups(port, isCoalescing);
        final DatagramSender sender = sender("239.77.2.0", port);
        for (int round = 0; round < ROUNDS; round++)
        {
            final List<List<byte[]>> expected = fill(random, port);
            sender.send(outgoing);

            final String what = "seed " + seed + " round " + round;
            settle(what);
            for (int i = 0; i < GROUPS; i++)
            {
                groups.get(i).assertReceived(expected.get(i), what + " group " + i);
            }
            source.reclaim();
        }
    }

    @Test
    void shouldGiveEachPacketItsOwnOutcome() throws Exception
    {
        final int port = FreePorts.next();
        final ReceivedDatagrams inbox = new ReceivedDatagrams(listen("127.0.0.1", port, false), incoming);
        final DatagramSender sender = sender("127.0.0.1", port);
        final List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            final Packet packet = source.packet(100, 100);
            PacketSource.add(outgoing, packet, address(1 == i ? "::1" : "127.0.0.1", port));
            expected.addAll(1 == i ? List.of() : PacketSource.datagrams(packet));
        }
        final Packet tooLong = source.packet(65_510, 65_510);
        PacketSource.add(outgoing, tooLong, address("127.0.0.1", port));
        final Packet last = source.packet(100, 100);
        PacketSource.add(outgoing, last, address("127.0.0.1", port));
        expected.addAll(PacketSource.datagrams(last));
        // gone before: must not be sent
        outgoing.outcome(0, SendOutcome.FAILED);
        expected.removeFirst();

        sender.send(outgoing);

        assertEquals(SendOutcome.FAILED, outgoing.outcome(0));
        assertEquals(SendOutcome.UNREACHABLE, outgoing.outcome(1));
        assertEquals(SendOutcome.SENT, outgoing.outcome(2));
        assertEquals(SendOutcome.SENT, outgoing.outcome(3));
        assertEquals(SendOutcome.TOO_LONG, outgoing.outcome(4));
        assertEquals(SendOutcome.SENT, outgoing.outcome(5));
        inbox.assertReceived(expected, "outcomes");
    }

    @Test
    void shouldSendNothingOfAnEmptyBatch() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramSender sender = sender("127.0.0.1", port);

        sender.send(outgoing);

        assertTrue(outgoing.isEmpty());
    }

    @Test
    void shouldGoOnWhereATrainWasCut() throws Exception
    {
        final int port = FreePorts.next();
        final ReceivedDatagrams inbox = new ReceivedDatagrams(listen("127.0.0.1", port, false), incoming);
        final Packet train = source.packet(1_050, 100);
        PacketSource.add(outgoing, train, address("127.0.0.1", port));
        outgoing.segmentsSent(0, 4);

        sender("127.0.0.1", port).send(outgoing);

        assertEquals(SendOutcome.SENT, outgoing.outcome(0));
        assertEquals(11, outgoing.segmentsSent(0));
        inbox.assertReceived(PacketSource.datagrams(train).subList(4, 11), "rest of a train");
    }

    @Test
    void shouldTellReadyReceiversFromIdleOnes() throws Exception
    {
        final int port = FreePorts.next();
        final List<DatagramReceiver> receivers = new ArrayList<>();
        final ReadySet ready = transport().newReadySet();
        opened.add(ready);
        for (int i = 0; i < 100; i++)
        {
            receivers.add(listen("239.77.3." + i, port, false));
            ready.add(receivers.get(i), i);
        }
        final DatagramSender sender = sender("239.77.3.0", port);

        assertEquals(0, ready.select(0));
        assertEquals(0, ready.select(TimeUnit.MILLISECONDS.toNanos(1)));
        for (final int index : new int[]{99, 7})
        {
            sender.send(payload(index), 0, index, address("239.77.3." + index, port));
        }
        final boolean[] seen = readAllReady(ready, receivers);

        for (int i = 0; i < seen.length; i++)
        {
            assertEquals(7 == i || 99 == i, seen[i], "receiver " + i);
        }
        assertEquals(0, ready.select(0));
    }

    @Test
    void shouldReportInTheEndAllOfManyReadyReceivers() throws Exception
    {
        final int port = FreePorts.next();
        final List<DatagramReceiver> receivers = new ArrayList<>();
        final ReadySet ready = transport().newReadySet();
        opened.add(ready);
        final DatagramSender sender = sender("239.77.4.0", port);
        for (int i = 0; i < 150; i++)
        {
            receivers.add(listen("239.77.4." + i, port, false));
            ready.add(receivers.get(i), i);
            sender.send(payload(1), 0, 1, address("239.77.4." + i, port));
        }

        for (final boolean each : readAllReady(ready, receivers))
        {
            assertTrue(each);
        }
    }

    @Test
    void shouldWaitNoLongerThanTold() throws Exception
    {
        final ReadySet ready = transport().newReadySet();
        opened.add(ready);
        ready.add(listen("239.77.5.1", FreePorts.next(), false), 0);
        final long before = System.nanoTime();

        assertEquals(0, ready.select(TimeUnit.MILLISECONDS.toNanos(20)));

        final long waitedNs = System.nanoTime() - before;
        assertTrue(waitedNs >= TimeUnit.MILLISECONDS.toNanos(19), "waited " + waitedNs + " ns only");
        assertTrue(waitedNs < TimeUnit.SECONDS.toNanos(5), "waited " + waitedNs + " ns");
    }

    @Test
    void shouldForgetAReceiverThatWasClosed() throws Exception
    {
        final int port = FreePorts.next();
        final DatagramReceiver closed = listen("239.77.6.1", port, false);
        final ReadySet ready = transport().newReadySet();
        opened.add(ready);
        ready.add(closed, 0);
        sender("239.77.6.1", port).send(payload(1), 0, 1, address("239.77.6.1", port));
        closed.close();

        assertEquals(0, ready.select(0));
    }

    private boolean[] readAllReady(final ReadySet ready, final List<DatagramReceiver> receivers)
    {
        final boolean[] seen = new boolean[receivers.size()];
        int count = ready.select(TimeUnit.SECONDS.toNanos(2));
        while (count > 0)
        {
            for (int i = 0; i < count; i++)
            {
                final int index = ready.ready(i);
                assertFalse(seen[index], "receiver " + index + " is ready after it was read");
                seen[index] = true;
                incoming.resetPosted(null, 0);
                assertEquals(1, receivers.get(index).receive(incoming, incoming.capacity()));
            }
            count = ready.select(0);
        }
        return seen;
    }

    /**
     * @return what each group is to receive.
     */
    private List<List<byte[]>> fill(final Random random, final int port) throws Exception
    {
        final List<List<byte[]>> expected = new ArrayList<>();
        final InetSocketAddress[] address = new InetSocketAddress[GROUPS];
        for (int i = 0; i < GROUPS; i++)
        {
            expected.add(new ArrayList<>());
            address[i] = address("239.77.2." + i, port);
        }
        final int count = 1 + random.nextInt(24);
        int length = 100;
        for (int i = 0; i < count; i++)
        {
            length = random.nextInt(3) > 0 ? length : LENGTHS[random.nextInt(LENGTHS.length)];
            final int group = random.nextInt(GROUPS);
            final boolean isTrain = length > 0 && random.nextInt(4) == 0;
            final Packet packet = isTrain ?
                source.packet(Math.max(1, Math.min(9_000, length * (1 + random.nextInt(5)) - random.nextInt(length))),
                    length) :
                source.packet(length, length);
            PacketSource.add(outgoing, packet, address[group]);
            expected.get(group).addAll(PacketSource.datagrams(packet));
        }
        return expected;
    }

    private void settle(final String what)
    {
        while (!outgoing.isEmpty())
        {
            final int first = outgoing.first();
            assertEquals(SendOutcome.SENT, outgoing.outcome(first), what + " packet " + first);
            assertEquals(outgoing.packet(first).segmentCount(), outgoing.segmentsSent(first), what);
            outgoing.settleFirst();
        }
    }

    private int receiveAll(final DatagramReceiver receiver, final int expected)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        int count = 0;
        while (0 == count && deadlineNs - System.nanoTime() > 0)
        {
            count = receiver.receive(incoming, incoming.capacity());
            Thread.onSpinWait();
        }
        assertEquals(expected, count, receiver.description());
        return count;
    }

    private List<ReceivedDatagrams> groups(final int port, final boolean isCoalescing) throws Exception
    {
        final List<ReceivedDatagrams> groups = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++)
        {
            groups.add(new ReceivedDatagrams(listen("239.77.2." + i, port, isCoalescing), incoming));
        }
        return groups;
    }

    private DatagramReceiver listen(final String host, final int port, final boolean isCoalescing) throws Exception
    {
        final DatagramReceiver receiver = transport().openReceivers(
            new UdpEndpointBuilder(host, port).receiveBuffer(1 << 22).build(),
            ReceiveOptions.DEFAULT.coalescing(isCoalescing)).getFirst();
        opened.add(receiver);
        return receiver;
    }

    private DatagramSender sender(final String host, final int port) throws Exception
    {
        final DatagramSender sender = transport().openSender(new UdpEndpointBuilder(host, port).build());
        opened.add(sender);
        return sender;
    }

    private static UnsafeBuffer payload(final int length)
    {
        final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        for (int i = 0; i < length; i++)
        {
            payload.putByte(i, (byte)(i * 31 + length));
        }
        return payload;
    }

    private static InetSocketAddress address(final String address, final int port) throws Exception
    {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
