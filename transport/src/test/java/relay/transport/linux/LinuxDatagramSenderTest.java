package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.Packet;
import relay.transport.DatagramBatch;
import relay.transport.FreePorts;
import relay.transport.PacketBatch;
import relay.transport.PacketSource;
import relay.transport.ReceivedDatagrams;
import relay.transport.SendOutcome;
import relay.transport.UdpEndpointBuilder;
import relay.transport.endpoint.ReceiveOptions;

/**
 * Which trains form, and what the sender makes of the kernel's answers.
 */
@Timeout(60)
class LinuxDatagramSenderTest
{
    private static final int GROUPS = 3;
    private static final int[] FAULTS = {
        Errno.EAGAIN, Errno.EINTR, Errno.ECONNREFUSED, Errno.ENOBUFS, Errno.ENETUNREACH, Errno.EPERM};

    private final FaultyCalls calls = new FaultyCalls();
    private final PacketBatch batch = new PacketBatch();
    private final PacketSource source = new PacketSource();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<ReceivedDatagrams> groups = new ArrayList<>();
    private final List<List<byte[]>> expected = new ArrayList<>();
    private LinuxDatagramSender sender;
    private int port;

    @BeforeAll
    static void needLinux()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
    }

    @BeforeEach
    void open() throws Exception
    {
        port = FreePorts.next();
        final LinuxTransport transport = new LinuxTransport(calls);
        final DatagramBatch incoming = new DatagramBatch(16);
        for (int i = 0; i < GROUPS; i++)
        {
            final var receiver = transport.openReceivers(
                new UdpEndpointBuilder("239.77.8." + i, port).receiveBuffer(1 << 22).build(),
                ReceiveOptions.DEFAULT).getFirst();
            opened.add(receiver);
            groups.add(new ReceivedDatagrams(receiver, incoming));
            expected.add(new ArrayList<>());
        }
        sender = (LinuxDatagramSender)transport.openSender(new UdpEndpointBuilder("239.77.8.0", port).build());
        opened.add(sender);
    }

    @AfterEach
    void closeAll()
    {
        CloseHelper.closeAll(opened);
    }

    @Test
    void shouldFormATrainForEachDestination() throws Exception
    {
        for (int i = 0; i < 4; i++)
        {
            for (int group = 0; group < GROUPS; group++)
            {
                add(group, 100 * (group + 1), 100 * (group + 1));
            }
        }

        sender.send(batch);

        assertEquals(List.of("4 in a train of 400", "4 in a train of 800", "4 in a train of 1200"), calls.sent);
        assertAllSent();
    }

    @Test
    void shouldFormTrainsOfNeighboursWhereAllStaysInOrder() throws Exception
    {
        final PacketBatch inOrder = new PacketBatch(true);
        for (final int group : new int[]{0, 0, 1, 0, 0, 2, 2, 1})
        {
            final Packet packet = source.packet(100 + group, 100 + group);
            expected.get(group).addAll(PacketSource.datagrams(packet));
            PacketSource.add(inOrder, packet, new InetSocketAddress("239.77.8." + group, port));
        }

        sender.send(inOrder);

        assertEquals(List.of("2 in a train of 200", "101", "2 in a train of 200", "2 in a train of 204", "101"),
            calls.sent);
        for (int i = 0; i < inOrder.size(); i++)
        {
            assertEquals(SendOutcome.SENT, inOrder.outcome(i));
        }
        assertReceived("all");
    }

    @Test
    void shouldEndATrainWithAShorterDatagram() throws Exception
    {
        for (final int length : new int[]{100, 100, 40, 40, 40, 100, 0, 100, 0, 0})
        {
            add(0, length, length);
        }

        sender.send(batch);

        assertEquals(List.of("3 in a train of 240", "2 in a train of 80", "100", "0", "100", "0", "0"), calls.sent);
        assertAllSent();
    }

    @Test
    void shouldJoinTrainsWithWhatFollows() throws Exception
    {
        add(0, 500, 100);
        add(0, 100, 100);
        add(0, 250, 100);
        add(0, 100, 100);

        sender.send(batch);

        assertEquals(List.of("3 in a train of 850", "100"), calls.sent);
        assertAllSent();
    }

    @Test
    void shouldFormNoTrainOfDifferentCodePoints() throws Exception
    {
        final int[] codePoints = {-1, -1, 46, 46, 46, 0, -1, -1};
        for (int i = 0; i < codePoints.length; i++)
        {
            add(0, 100, 100);
            batch.dscp(i, codePoints[i]);
        }

        sender.send(batch);

        assertEquals(List.of("2 in a train of 200", "3 in a train of 300", "100", "2 in a train of 200"), calls.sent);
        assertAllSent();
    }

    @Test
    void shouldCutTrainsAtTheKernelsLimits() throws Exception
    {
        add(0, 100 * 100, 100);
        for (int i = 0; i < 30; i++)
        {
            add(0, 100, 100);
        }
        for (int i = 0; i < 9; i++)
        {
            add(1, 8_000, 8_000);
        }

        sender.send(batch);

        assertEquals(List.of("1 in a train of 6400", "29 in a train of 6400", "2 in a train of 200",
            "8 in a train of 64000", "8000"), calls.sent);
        assertAllSent();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EIO, Errno.EOPNOTSUPP})
    void shouldSendOneByOneWhereTrainsAreRefused(final int errno) throws Exception
    {
        calls.fault((isTrain, length) -> isTrain ? errno : FaultyCalls.NO_ERROR);
        add(0, 100, 100);
        add(0, 350, 100);
        add(1, 100, 100);
        add(1, 100, 100);

        sender.send(batch);

        assertEquals(List.of("100", "100", "100", "100", "50", "100", "100"), calls.sent);
        assertAllSent();
        assertEquals(1, sender.refusedTrains());
        assertEquals("239.77.8.0:" + port + " on lo ttl 0, buffer 1048576 B, " +
            "last of 1 times that trains were refused: " + Errno.name(errno) + " for segments of 100 B to 239.77.8.0:" +
            port + ", here and everywhere", sender.description().replace(
                " (past net.core.wmem_max, by CAP_NET_ADMIN)", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINVAL, Errno.EMSGSIZE})
    void shouldRememberWhichSegmentsAreTooLong(final int errno) throws Exception
    {
        calls.fault((isTrain, length) -> isTrain && length >= 2_000 ? errno : FaultyCalls.NO_ERROR);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                add(0, 0 == i / 2 ? 1_000 : 400, 0 == i / 2 ? 1_000 : 400);
            }
            sender.send(batch);
            assertAllSent();
            assertEquals(1, sender.refusedTrains());
        }
        // the other destination may be nearer
        calls.sent.clear();
        calls.fault((isTrain, length) -> FaultyCalls.NO_ERROR);
        add(0, 1_000, 1_000);
        add(0, 1_000, 1_000);
        add(1, 1_000, 1_000);
        add(1, 1_000, 1_000);
        sender.send(batch);
        assertEquals(List.of("1000", "1000", "2 in a train of 2000"), calls.sent);
        assertAllSent();
    }

    @Test
    void shouldLearnTheMtuFromTheKernel() throws Exception
    {
        // lo's MTU is 65,536 B at most, so that the longest payload fits one segment: nothing is refused
        add(0, 30_000, 30_000);
        add(0, 30_000, 30_000);
        sender.send(batch);
        assertEquals(List.of("2 in a train of 60000"), calls.sent);
        assertAllSent();
        assertEquals(0, sender.refusedTrains());
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.ENOBUFS})
    void shouldLeaveWaitingWhatTheKernelHasNoRoomFor(final int errno) throws Exception
    {
        final int[] room = {3};
        calls.fault((isTrain, length) -> isTrain ? Errno.EIO : room[0]-- > 0 ? FaultyCalls.NO_ERROR : errno);
        add(0, 500, 100);
        add(0, 100, 100);

        sender.send(batch);

        assertNull(batch.outcome(0));
        assertEquals(3, batch.segmentsSent(0));
        assertNull(batch.outcome(1));
        room[0] = 100;
        sender.send(batch);
        assertAllSent();
    }

    @ParameterizedTest
    @CsvSource({"101, UNREACHABLE", "113, UNREACHABLE", "100, UNREACHABLE", "19, UNREACHABLE", "6, UNREACHABLE",
        "99, UNREACHABLE", "112, UNREACHABLE", "90, TOO_LONG", "1, FAILED", "22, FAILED", "12, FAILED",
        "111, FAILED"})
    void shouldGoOnAfterAFailure(final int errno, final SendOutcome outcome) throws Exception
    {
        calls.fault((isTrain, length) -> 700 == length ? errno : FaultyCalls.NO_ERROR);
        add(0, 100, 100);
        batch.add(source.packet(700, 700));
        batch.destination(1, address(0));
        add(1, 200, 200);
        add(0, 900, 900);

        sender.send(batch);

        assertEquals(outcome, batch.outcome(1));
        batch.outcome(1, SendOutcome.SENT);
        assertAllSent();
    }

    @Test
    void shouldAskAgainWhenAnEarlierDatagramWasRefused() throws Exception
    {
        final int[] refusals = {1};
        calls.fault((isTrain, length) -> refusals[0]-- > 0 ? Errno.ECONNREFUSED : FaultyCalls.NO_ERROR);
        add(0, 100, 100);

        sender.send(batch);

        assertAllSent();
    }

    @Test
    void shouldNeverSendTwiceNorInAnotherOrder() throws Exception
    {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            // a train that fails takes all its packets with it; one that is refused is sent as what it is made of
            final boolean isRefusing = random.nextInt(100) == 0;
            calls.countMax(1 + random.nextInt(20));
            calls.fault((isTrain, length) -> random.nextInt(8) > 0 ?
                isTrain && isRefusing ? Errno.EIO : isTrain && length > 5_000 ? Errno.EINVAL : FaultyCalls.NO_ERROR :
                FAULTS[random.nextInt(FAULTS.length)]);
            final int count = 1 + random.nextInt(20);
            final int[] group = new int[count];
            final int length = 1 + random.nextInt(1_400);
            for (int i = 0; i < count; i++)
            {
                group[i] = random.nextInt(GROUPS);
                final int rest = random.nextInt(3) == 0 ? random.nextInt(length) : 0;
                batch.add(source.packet(length * (1 + random.nextInt(4)) - rest, length));
                batch.destination(i, address(group[i]));
            }
            for (int again = 0; again < 1_000 && isWaiting(); again++)
            {
                sender.send(batch);
            }
            collect("seed " + seed + " round " + round, group);
        }
    }

    @Test
    void shouldSayThatItIsClosed() throws Exception
    {
        sender.close();
        batch.add(source.packet(1, 1));
        batch.destination(0, address(0));

        assertThrows(IllegalStateException.class, () -> sender.send(batch));
        assertThrows(IllegalStateException.class,
            () -> sender.send(batch.packet(0).buffer(), batch.packet(0).payloadOffset(), 1, address(0)));
    }

    private boolean isWaiting()
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i))
            {
                return true;
            }
        }
        return false;
    }

    private void collect(final String what, final int[] group)
    {
        assertFalse(isWaiting(), what);
        for (int i = 0; i < group.length; i++)
        {
            final List<byte[]> datagrams = PacketSource.datagrams(batch.packet(i));
            final boolean isSent = SendOutcome.SENT == batch.outcome(i);
            assertTrue(isSent || SendOutcome.UNREACHABLE == batch.outcome(i) || SendOutcome.FAILED == batch.outcome(i),
                what + ": " + batch.outcome(i));
            assertTrue(!isSent || datagrams.size() == batch.segmentsSent(i), what);
            expected.get(group[i]).addAll(datagrams.subList(0, batch.segmentsSent(i)));
        }
        while (!batch.isEmpty())
        {
            batch.settleFirst();
        }
        assertReceived(what);
    }

    private void add(final int group, final int length, final int segmentLength) throws Exception
    {
        final Packet packet = source.packet(length, segmentLength);
        PacketSource.add(batch, packet, address(group));
        expected.get(group).addAll(PacketSource.datagrams(packet));
    }

    private void assertAllSent()
    {
        while (!batch.isEmpty())
        {
            assertEquals(SendOutcome.SENT, batch.outcome(batch.first()));
            batch.settleFirst();
        }
        assertReceived("all");
    }

    private void assertReceived(final String what)
    {
        for (int i = 0; i < GROUPS; i++)
        {
            groups.get(i).assertReceived(expected.get(i), what + " group " + i);
            expected.get(i).clear();
        }
        source.reclaim();
    }

    private InetSocketAddress address(final int group) throws Exception
    {
        // another instance each time, of the same address
        return new InetSocketAddress(InetAddress.getByName("239.77.8." + group), port);
    }
}
