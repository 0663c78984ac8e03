package relay.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.FreePorts;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.EndpointParser;

/**
 * A real driver, invoked by the test, and real sockets on the loopback interface.
 */
class AeronLoopbackTest
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int STREAM = 7;
    private static final int SESSION = 9;

    @TempDir
    private Path directory;

    private final List<Throwable> errors = new ArrayList<>();
    private final TestPackets packets = new TestPackets();
    private final PacketBatch batch = new PacketBatch();
    private final List<TestPackets.Datagram> received = new ArrayList<>();
    private final List<Integer> records = new ArrayList<>();
    private AeronTransport transport;
    private String channel;

    @BeforeEach
    void start() throws Exception
    {
        transport = AeronTransport.embedded(
            directory.resolve("aeron").toString(), true, AeronTuning.LAPTOP, errors::add);
        channel = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.next() + "|term-length=1m";
    }

    @AfterEach
    void stop()
    {
        transport.close();
        assertEquals(List.of(), errors);
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "2, |batch=1", "3, |mtu=8k", "4, |mtu=8k|batch=64k", "5, |batch=128k", "6, |batch=3000"})
    void shouldCarryAnyPacketsUnchangedAndInOrder(final long seed, final String keys)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        try (AeronReceiver receiver = receiver(keys); AeronSender sender = sender(keys))
        {
            await(sender::isConnected);
            for (int step = 0; step < 40; step++)
            {
                final String where = "seed " + seed + keys + " step " + step;
                packets.reset();
                received.clear();
                for (int i = random.nextInt(PacketBatch.CAPACITY); i >= 0; i--)
                {
                    batch.add(packets.random(random));
                }
                await(() -> sendAndSettle(sender) && poll(receiver) >= packets.sent().size());
                assertEquals(packets.sent(), received, where);
                assertEquals(0, receiver.malformed(), where);
            }
        }
    }

    @Test
    void shouldWaitForAReceiverThatStallsAndThenLoseNothing()
    {
        try (AeronReceiver receiver = receiver("|batch=64k"); AeronSender sender = sender("|batch=64k"))
        {
            await(sender::isConnected);
            final List<TestPackets.Datagram> sent = new ArrayList<>();
            boolean isStalled = false;
            while (!isStalled)
            {
                packets.reset();
                addTrains();
                sent.addAll(packets.sent());
                isStalled = !settlesSoon(sender);
            }
            assertTrue(batch.segmentsSent(batch.first()) < 40);
            await(() ->
            {
                poll(receiver);
                return sendAndSettle(sender) && received.size() >= sent.size();
            });
            assertEquals(sent, received);
        }
    }

    @Test
    void shouldGiveWholeMessagesToAReceiverThatJoinsInTheMiddleOfOne()
    {
        try (AeronReceiver first = receiver("|batch=64k"); AeronSender sender = sender("|batch=64k"))
        {
            await(sender::isConnected);
            final List<TestPackets.Datagram> sent = new ArrayList<>();
            do
            {
                packets.reset();
                addTrains();
                sent.addAll(packets.sent());
            }
            while (settlesSoon(sender));
            first.poll(this::take, 60); // fragments, so that a message of 48 is read in part
            assertFalse(received.isEmpty());
            try (AeronReceiver second = receiver("|batch=64k"))
            {
                final List<TestPackets.Datagram> late = new ArrayList<>();
                await(() ->
                {
                    second.poll((buffer, offset, length) -> unpack(buffer, offset, length, late), 64);
                    poll(first);
                    return sendAndSettle(sender) && received.size() >= sent.size();
                });
                await(() ->
                    0 == second.poll((buffer, offset, length) -> unpack(buffer, offset, length, late), 64));
                assertEquals(sent, received);
                assertFalse(late.isEmpty());
                assertTrue(late.size() < sent.size());
                assertEquals(sent.subList(sent.size() - late.size(), sent.size()), late);
                assertEquals(0, second.malformed());
            }
        }
    }

    @Test
    void shouldSayOfAllThatWaitsThatNobodyListens()
    {
        try (AeronSender sender = sender(""))
        {
            batch.add(packets.train(1, 9_000, 1_000));
            batch.add(packets.datagram(1, 100));
            sender.send(batch);
            assertEquals(SendOutcome.NOT_CONNECTED, batch.outcome(0));
            assertEquals(SendOutcome.NOT_CONNECTED, batch.outcome(1));
            assertEquals(0, batch.segmentsSent(0));
        }
    }

    @Test
    void shouldReadNoMoreDatagramsThanAskedForButTheRestOfAMessage()
    {
        try (AeronReceiver receiver = receiver("|mtu=8k"); AeronSender sender = sender("|mtu=8k"))
        {
            await(sender::isConnected);
            for (int i = 0; i < 60; i++)
            {
                batch.add(packets.datagram(1, 700));
            }
            await(() -> sendAndSettle(sender) && 0 == sender.unsentBytes());
            await(() -> receiver.poll(this::take, 12) > 0);
            while (received.size() < 60)
            {
                final int before = received.size();
                transport.doWork();
                receiver.poll(this::take, 12);
                assertTrue(received.size() - before <= 12 + 10, "11 datagrams are a message");
            }
        }
    }

    @Test
    void shouldDescribeItself()
    {
        try (AeronSender sender = sender("|batch=64k"))
        {
            assertTrue(sender.description().endsWith(
                "stream 7 session 9, datagrams together up to 65536 B in frames of 1376 B"), sender.description());
        }
    }

    private void addTrains()
    {
        while (!batch.isFull() && batch.size() < 40)
        {
            batch.add(packets.train(1, 39_900, 1_000));
        }
    }

    /** True once nothing waits; whatever went was sent, not refused. */
    private boolean sendAndSettle(final AeronSender sender)
    {
        sender.send(batch);
        while (!batch.isEmpty() && !batch.isWaiting(batch.first()))
        {
            assertEquals(SendOutcome.SENT, batch.outcome(batch.first()));
            batch.settleFirst();
        }
        return batch.isEmpty();
    }

    private boolean settlesSoon(final AeronSender sender)
    {
        for (int i = 0; i < 10_000; i++)
        {
            if (sendAndSettle(sender))
            {
                return true;
            }
            transport.doWork();
        }
        return false;
    }

    private int poll(final AeronReceiver receiver)
    {
        receiver.poll(this::take, 64);
        return received.size();
    }

    private int take(final DirectBuffer buffer, final int offset, final int length)
    {
        return unpack(buffer, offset, length, received);
    }

    private int unpack(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final List<TestPackets.Datagram> datagrams)
    {
        final int before = datagrams.size();
        TestPackets.unpack(buffer, offset, length, datagrams, records);
        return datagrams.size() - before;
    }

    private AeronSender sender(final String keys)
    {
        return transport.openSender(endpoint(keys), STREAM, SESSION);
    }

    private AeronReceiver receiver(final String keys)
    {
        return transport.openReceiver(endpoint(keys), STREAM, SESSION);
    }

    private AeronEndpoint endpoint(final String keys)
    {
        return (AeronEndpoint)EndpointParser.parse(channel + keys);
    }

    private void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            transport.doWork();
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "not within 20 s; errors: " + errors);
        }
    }
}
