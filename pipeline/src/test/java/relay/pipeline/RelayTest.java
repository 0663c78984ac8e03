package relay.pipeline;

import relay.observe.text.JsonText;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.ClassRule;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Idle;
import relay.config.Layout;
import relay.config.Policing;
import relay.config.Profile;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.ledger.DropReason;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.TransportException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.udp.Io;

/**
 * Whole relays on real loopback sockets, unicast.
 *
 * <pre>
 *   source --UDP--> near --Aeron--> far --UDP--> sink
 * </pre>
 */
@Timeout(60)
class RelayTest
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
    private static final int[] LENGTHS = {0, 1, 1_472, 1_500, 1_501, 4_096, 4_097, 9_000};
    private static final TrafficClass CLASS =
        TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);

    private final int aeronPort = FreePorts.next();
    private final int sourcePort = FreePorts.next();
    private DatagramChannel source;
    private DatagramChannel sink;

    @BeforeEach
    void openSockets() throws IOException
    {
        source = DatagramChannel.open();
        sink = DatagramChannel.open();
        sink.bind(local(0));
        sink.configureBlocking(false);
    }

    @AfterEach
    void closeSockets() throws IOException
    {
        source.close();
        sink.close();
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldRelayEveryLengthUnchangedAndInOrder(final Layout layout) throws IOException
    {
        try (Relay far = Relay.launch(farConfig(layout), RelayOptions.DEFAULT);
            Relay near = Relay.launch(nearConfig(layout), RelayOptions.DEFAULT))
        {
            awaitConnected(near);
            final SplittableRandom random = new SplittableRandom(7);
            for (int round = 0; round < 20; round++)
            {
                final List<byte[]> sent = new ArrayList<>();
                for (final int length : LENGTHS)
                {
                    final byte[] payload = new byte[length];
                    random.nextBytes(payload);
                    source.send(ByteBuffer.wrap(payload), local(sourcePort));
                    sent.add(payload);
                }
                for (final byte[] payload : sent)
                {
                    assertArrayEquals(payload, receive());
                }
            }
            near.stop(TIMEOUT_NS);
            far.stop(TIMEOUT_NS);
            final long count = 20 * LENGTHS.length;
            assertEquals(new Ledger(count, 0, count, 0, 0), near.ledger());
            assertEquals(new Ledger(count, 0, count, 0, 0), far.ledger());
            assertEquals(Map.of(), far.drops());
            assertReport(JsonText.tree(RelayReport.of(far)), count);
        }
        assertNothingLeft("near");
        assertNothingLeft("far");
    }

    @Test
    void shouldDropAndCountWhatNobodyListensTo() throws IOException
    {
        try (Relay near = Relay.launch(nearConfig(Layout.COMPACT), RelayOptions.DEFAULT))
        {
            send(100);
            await(() -> near.ledger().dropped() == 100);
            near.stop(TIMEOUT_NS);
            assertEquals(Map.of(DropReason.NOT_CONNECTED, 100L), near.drops());
            assertEquals(0, near.ledger().imbalance());
        }
    }

    @Test
    void shouldReportHowLateItWasWhereThereIsADeadline() throws IOException
    {
        final TrafficClass hasty = TrafficClass.of("hasty", 0, 1, 1, BufferCounts.DEFAULT);
        final RelayConfig config = new RelayConfig("late", Execution.of(Layout.COMPACT), List.of(CLASS, hasty),
            List.of(
                flow("in", "udp://127.0.0.1:" + sourcePort, hasty, "sink"),
                flow("other", "udp://127.0.0.1:" + FreePorts.next(), "lan")),
            List.of(sinkDestination(), destination("lan", "udp://127.0.0.1:9")));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            send(10);
            await(() -> relay.ledger().dropped() == 10);
            relay.stop(TIMEOUT_NS);
            final JsonObject late = JsonText.tree(RelayReport.of(relay)).getAsJsonObject("lateNs");
            assertEquals(Set.of("sink"), late.keySet());
            assertEquals(10, late.getAsJsonObject("sink").get("count").getAsLong());
        }
    }

    @Test
    void shouldDropOversizeUnlessALargeClassIsConfigured() throws IOException
    {
        try (Relay relay = Relay.launch(udpConfig(BufferCounts.DEFAULT), RelayOptions.DEFAULT))
        {
            source.send(ByteBuffer.allocate(9_001), local(sourcePort));
            await(() -> relay.ledger().dropped() == 1);
            relay.stop(TIMEOUT_NS);
            assertEquals(Map.of(DropReason.OVERSIZE, 1L), relay.drops());
            assertFalse(JsonText.tree(RelayReport.of(relay)).has("reserve"), "none is configured");
        }
        try (Relay relay = Relay.launch(udpConfig(new BufferCounts(10, 10, 10, 2)), RelayOptions.DEFAULT))
        {
            source.send(ByteBuffer.allocate(65_507), local(sourcePort));
            assertEquals(65_507, receive().length);
            relay.stop(TIMEOUT_NS);
            assertEquals(new Ledger(1, 0, 1, 0, 0), relay.ledger());
        }
    }

    @Test
    void shouldReportTheReservesOfAllWorkers() throws IOException
    {
        final TrafficClass other = TrafficClass.of("other", 1, 1, 0, new BufferCounts(1, 0, 0, 0));
        final Execution two = new Execution(Profile.LAPTOP, Layout.COMPACT, 2, Idle.BACKOFF, List.of(), Io.AUTO);
        final RelayConfig config = new RelayConfig("lending", two, List.of(CLASS, other),
            List.of(
                flow("in", "udp://127.0.0.1:" + sourcePort, "sink"),
                flow("other", "udp://127.0.0.1:" + FreePorts.next(), other, "sink")),
            List.of(sinkDestination()), List.of(), new BufferCounts(20, 0, 3, 0));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            assertTrue(relay.description().contains("worker 2 reserve: BufferCounts[small=20, standard=0, jumbo=3, " +
                "large=0], 57000 B of payload, 59264 B with headers"), relay.description()::toString);
            send(1);
            assertEquals(100, receive().length);
            relay.stop(TIMEOUT_NS);
            assertEquals("{'small':{'buffers':40,'inUse':0,'peakInUse':0}," +
                "'jumbo':{'buffers':6,'inUse':0,'peakInUse':0}}",
                JsonText.tree(RelayReport.of(relay)).getAsJsonObject("reserve").toString().replace('"', '\''));
        }
    }

    @Test
    void shouldReconnectWhenTheFarSideComesBack() throws IOException
    {
        try (Relay near = Relay.launch(nearConfig(Layout.COMPACT), RelayOptions.DEFAULT))
        {
            for (int run = 0; run < 2; run++)
            {
                try (Relay far = Relay.launch(farConfig(Layout.COMPACT), RelayOptions.DEFAULT))
                {
                    awaitConnected(near);
                    send(10);
                    for (int i = 0; i < 10; i++)
                    {
                        assertEquals(100, receive().length);
                    }
                    far.stop(TIMEOUT_NS);
                    assertEquals(new Ledger(10, 0, 10, 0, 0), far.ledger());
                }
                await(() -> !near.isConnected());
            }
            near.stop(TIMEOUT_NS);
            assertEquals(new Ledger(20, 0, 20, 0, 0), near.ledger());
        }
    }

    @Test
    void shouldReconnectWhenTheNearSideComesBack() throws IOException
    {
        try (Relay far = Relay.launch(farConfig(Layout.COMPACT), RelayOptions.DEFAULT))
        {
            for (int run = 0; run < 2; run++)
            {
                try (Relay near = Relay.launch(nearConfig(Layout.COMPACT), RelayOptions.DEFAULT))
                {
                    awaitConnected(near);
                    send(10);
                    for (int i = 0; i < 10; i++)
                    {
                        assertEquals(100, receive().length);
                    }
                    near.stop(TIMEOUT_NS);
                }
            }
            far.stop(TIMEOUT_NS);
            assertEquals(new Ledger(20, 0, 20, 0, 0), far.ledger(), () -> "drops " + far.drops());
        }
    }

    @Test
    void shouldUseAnExternalDriverAndSayWhenItDies(@TempDir final Path directory) throws IOException
    {
        final String aeronDirectory = directory.resolve("aeron").toString();
        final RelayOptions options = new RelayOptions(aeronDirectory, null, 0);
        final TransportException none = assertThrows(
            TransportException.class, () -> Relay.launch(nearConfig(Layout.STAGED), options));
        assertTrue(none.getMessage().startsWith("no Aeron media driver answers in " + aeronDirectory),
            none.getMessage());

        final MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(aeronDirectory)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new SleepingMillisIdleStrategy(1)));
        try (Relay far = Relay.launch(farConfig(Layout.COMPACT), RelayOptions.DEFAULT);
            Relay near = Relay.launch(nearConfig(Layout.COMPACT), options))
        {
            awaitConnected(near);
            send(10);
            for (int i = 0; i < 10; i++)
            {
                assertEquals(100, receive().length);
            }
            driver.close();
            await(() -> null != near.failure());
            assertEquals("the Aeron media driver in " + aeronDirectory + " is gone: start it, then this relay again",
                near.failure());
            assertEquals(10, far.ledger().sent());
        }
        finally
        {
            driver.close();
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenAPartCannotBeHad() throws IOException
    {
        final RelayConfig config = new RelayConfig("broken", Execution.of(Layout.COMPACT), List.of(CLASS),
            List.of(
                flow("good", "udp://127.0.0.1:" + sourcePort, "sink"),
                flow("bad", "udp://239.1.1.1:5000?interface=no-such-0", "far")),
            List.of(sinkDestination(), destination("far", "aeron:udp?endpoint=127.0.0.1:" + aeronPort)));
        final TransportException failure =
            assertThrows(TransportException.class, () -> Relay.launch(config, RelayOptions.DEFAULT));
        assertTrue(failure.getMessage().contains("no-such-0"), failure.getMessage());
        assertNothingLeft("broken");
        try (DatagramChannel again = DatagramChannel.open())
        {
            assertNotNull(again.bind(local(sourcePort)), "the good flow's port is free again");
        }
    }

    @Test
    void shouldRefuseDisabledBoundsChecks()
    {
        System.setProperty("agrona.disable.bounds.checks", "true");
        try
        {
            final TransportException refused = assertThrows(
                TransportException.class, () -> Relay.launch(nearConfig(Layout.COMPACT), RelayOptions.DEFAULT));
            assertTrue(refused.getMessage().startsWith("-Dagrona.disable.bounds.checks=true is refused"),
                refused.getMessage());
        }
        finally
        {
            System.clearProperty("agrona.disable.bounds.checks");
        }
    }

    @Test
    void shouldCopyToSeveralDestinationsAndAccountForEachCopy() throws IOException
    {
        final RelayConfig config = new RelayConfig("fan-out", Execution.of(Layout.STAGED), List.of(CLASS),
            List.of(flow("in", "udp://127.0.0.1:" + sourcePort, "sink", "nobody", "far")),
            List.of(sinkDestination(), destination("nobody", "udp://127.0.0.1:" + FreePorts.next()),
                destination("far", "aeron:udp?endpoint=127.0.0.1:" + aeronPort)));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            send(50);
            for (int i = 0; i < 50; i++)
            {
                assertEquals(100, receive().length);
            }
            relay.stop(TIMEOUT_NS);
            assertEquals(new Ledger(50, 100, 100, 50, 0), relay.ledger());
            assertEquals(Map.of(DropReason.NOT_CONNECTED, 50L), relay.drops());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "COMPACT,AUTO", "STAGED,AUTO", "DEDICATED,AUTO", "COMPACT,PORTABLE", "STAGED,PORTABLE", "DEDICATED,PORTABLE"})
    void shouldSpreadFlowsOverWorkersAndLoseCountOfNothing(final Layout layout, final Io io) throws IOException
    {
        final TrafficClass other = TrafficClass.of("other", 1, 1, 0, BufferCounts.DEFAULT);
        final Execution two = new Execution(Profile.LAPTOP, layout, 2, Idle.BACKOFF, List.of(), io);
        final int[] ports = {sourcePort, FreePorts.next(), FreePorts.next(), FreePorts.next()};
        final RelayConfig near = new RelayConfig("near", two, List.of(CLASS, other),
            List.of(
                flow("a", "udp://127.0.0.1:" + ports[0], CLASS, "sink", "far"),
                flow("b", "udp://127.0.0.1:" + ports[1], other, "sink", "far"),
                flow("c", "udp://127.0.0.1:" + ports[2], CLASS, "sink"),
                flow("d", "udp://127.0.0.1:" + ports[3], CLASS, "sink")),
            List.of(sinkDestination(), destination("far", "aeron:udp?endpoint=127.0.0.1:" + aeronPort)));
        final RelayConfig far = new RelayConfig("far", two, List.of(CLASS, other),
            List.of(
                flow("e", "aeron:udp?endpoint=127.0.0.1:" + aeronPort, CLASS, "sink"),
                flow("f", "aeron:udp?endpoint=127.0.0.1:" + aeronPort, other, "sink")),
            List.of(sinkDestination()));
        try (Relay farRelay = Relay.launch(far, RelayOptions.DEFAULT);
            Relay nearRelay = Relay.launch(near, RelayOptions.DEFAULT))
        {
            awaitConnected(nearRelay);
            assertTrue(nearRelay.description().containsAll(
                List.of("worker 1 has the flows a, c", "worker 2 has the flows b, d")),
                nearRelay.description()::toString);
            assertEquals("workers: 1 of 2, since no more groups of flows can be served apart (docs/configuration.md, " +
                "workers)", farRelay.description().getFirst());
            final int rounds = 50;
            for (int round = 0; round < rounds; round++)
            {
                for (final int port : ports)
                {
                    source.send(ByteBuffer.allocate(100 + round), local(port));
                }
                for (int i = 0; i < 6; i++)
                {
                    assertEquals(100 + round, receive().length);
                }
            }
            nearRelay.stop(TIMEOUT_NS);
            farRelay.stop(TIMEOUT_NS);
            assertEquals(new Ledger(4 * rounds, 2 * rounds, 6 * rounds, 0, 0), nearRelay.ledger());
            assertEquals(new Ledger(2 * rounds, 0, 2 * rounds, 0, 0), farRelay.ledger());
            assertWorkers(JsonText.tree(RelayReport.of(nearRelay)), rounds);
        }
        assertNothingLeft("near");
        assertNothingLeft("far");
    }

    @Test
    void shouldRecogniseWhatAnotherWorkerSent() throws IOException
    {
        final int secondPort = FreePorts.next();
        final RelayConfig config = new RelayConfig(
            "echo", new Execution(Profile.LAPTOP, Layout.COMPACT, 2, Idle.BACKOFF, List.of(), Io.AUTO), List.of(CLASS),
            List.of(
                flow("in", "udp://127.0.0.1:" + sourcePort, "out"),
                flow("back", "udp://127.0.0.1:" + secondPort, "sink")),
            List.of(sinkDestination(), destination("out", "udp://127.0.0.1:" + secondPort)));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            send(10);
            await(() -> relay.drops().getOrDefault(DropReason.OWN_ECHO, 0L) == 10);
            relay.stop(TIMEOUT_NS);
            assertEquals(new Ledger(20, 0, 10, 10, 0), relay.ledger());
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldSendOverriddenClassesApartAndReportWhatWasPoliced(final Layout layout) throws IOException
    {
        final TrafficClass brief =
            TrafficClass.of("brief", 1, 1, 0, BufferCounts.DEFAULT).policed(1_000_000_000, 100_000);
        final ClassRule rule = new ClassRule("brief", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(0, 99));
        final String aeron = "aeron:udp?endpoint=127.0.0.1:" + aeronPort;
        final RelayConfig nearConfig = new RelayConfig("near", Execution.of(layout), List.of(CLASS, brief),
            List.of(flow("in", "udp://127.0.0.1:" + sourcePort, "far")
                .overridden(rule).policed(Policing.of(1, 15_000))),
            List.of(destination("far", aeron)));
        final RelayConfig farConfig = new RelayConfig("far", Execution.of(layout), List.of(CLASS, brief),
            List.of(flow("in", aeron, "sink"), flow("brief", aeron, brief, "sink")), List.of(sinkDestination()));
        try (Relay far = Relay.launch(farConfig, RelayOptions.DEFAULT);
            Relay near = Relay.launch(nearConfig, RelayOptions.DEFAULT))
        {
            awaitConnected(near);
            for (int i = 0; i < 20; i++)
            {
                source.send(ByteBuffer.allocate(0 == i % 2 ? 50 : 1_000), local(sourcePort));
            }
            await(() -> 20 == far.ledger().received()); // lanes are judged one after the other
            for (int i = 0; i < 10; i++)
            {
                source.send(ByteBuffer.allocate(1_000), local(sourcePort));
            }
            await(() -> 24 == far.ledger().received() && 6 == near.ledger().dropped());
            near.stop(TIMEOUT_NS);
            far.stop(TIMEOUT_NS);
            assertEquals(new Ledger(30, 0, 24, 6, 0), near.ledger());
            assertEquals(Map.of(DropReason.POLICED, 6L), near.drops());
            assertEquals(new Ledger(24, 0, 24, 0, 0), far.ledger());
            assertEquals(Map.of(), far.drops(), "the classes of a flow are numbered apart");
            final JsonObject report = JsonText.tree(RelayReport.of(near));
            assertPolicing("{'green':24,'greenBytes':14500,'yellow':0,'yellowBytes':0,'red':6,'redBytes':6000}",
                report.getAsJsonArray("flows").get(0).getAsJsonObject());
            assertFalse(report.getAsJsonArray("lanes").get(0).getAsJsonObject().has("policing"));
            assertPolicing("{'green':10,'greenBytes':500,'yellow':0,'yellowBytes':0,'red':0,'redBytes':0}",
                report.getAsJsonArray("lanes").get(1).getAsJsonObject());
        }
    }

    private static void assertPolicing(final String expected, final JsonObject json)
    {
        assertEquals(expected.replace('\'', '"'), json.getAsJsonObject("policing").toString());
    }

    private static void assertWorkers(final JsonObject report, final long rounds)
    {
        final List<Integer> workers = new ArrayList<>();
        report.getAsJsonArray("flows").forEach(flow -> workers.add(flow.getAsJsonObject().get("worker").getAsInt()));
        assertEquals(List.of(1, 2, 1, 2), workers);
        final JsonObject sink = report.getAsJsonArray("destinations").get(0).getAsJsonObject();
        assertEquals(4 * rounds, sink.get("sent").getAsLong());
        assertEquals(4 * rounds, report.getAsJsonObject("residenceNs").getAsJsonObject("sink").get("count")
            .getAsLong());
        assertEquals(2, report.getAsJsonArray("lanes").size(), "one a class");
        assertTrue(report.getAsJsonArray("lanes").get(0).getAsJsonObject().has("oldestAgeMaxNs"));
        final JsonObject small = report.getAsJsonArray("lanes").get(0).getAsJsonObject().getAsJsonObject("small");
        assertEquals(2_000, small.get("buffers").getAsLong(), "those of both workers");
        assertEquals(3 * rounds, small.get("claimed").getAsLong());
        assertEquals(3 * rounds, small.getAsJsonObject("lifetimeNs").get("count").getAsLong());
        assertEquals(4 * rounds, report.getAsJsonObject("lifetimeNs").getAsJsonObject("small").get("count")
            .getAsLong());
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldFenceADestinationOnlyWhereItsThreadIsNotAllOthersToo(final Layout layout) throws IOException
    {
        final RelayConfig config = new RelayConfig("direct", Execution.of(layout), List.of(CLASS),
            List.of(flow("in", "udp://127.0.0.1:" + sourcePort, "sink")), List.of(sinkDestination()));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            assertEquals(Layout.COMPACT == layout, relay.conductor().stallWatches().isEmpty());
        }
    }

    private RelayConfig nearConfig(final Layout layout)
    {
        return new RelayConfig("near", Execution.of(layout), List.of(CLASS),
            List.of(flow("in", "udp://127.0.0.1:" + sourcePort, "far")),
            List.of(destination("far", "aeron:udp?endpoint=127.0.0.1:" + aeronPort)));
    }

    private RelayConfig farConfig(final Layout layout) throws IOException
    {
        return new RelayConfig("far", Execution.of(layout), List.of(CLASS),
            List.of(flow("in", "aeron:udp?endpoint=127.0.0.1:" + aeronPort, "sink")), List.of(sinkDestination()));
    }

    private RelayConfig udpConfig(final BufferCounts buffers) throws IOException
    {
        return new RelayConfig("direct", Execution.of(Layout.COMPACT),
            List.of(TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, buffers)),
            List.of(flow("in", "udp://127.0.0.1:" + sourcePort, "sink")), List.of(sinkDestination()));
    }

    private DestinationConfig sinkDestination() throws IOException
    {
        return destination("sink", "udp://127.0.0.1:" + ((InetSocketAddress)sink.getLocalAddress()).getPort());
    }

    private static FlowConfig flow(final String name, final String uri, final String... to)
    {
        return flow(name, uri, CLASS, to);
    }

    private static FlowConfig flow(
        final String name, final String uri, final TrafficClass trafficClass, final String... to)
    {
        return FlowConfig.of(name, EndpointParser.parse(uri), trafficClass.name(), List.of(to));
    }

    private static DestinationConfig destination(final String name, final String uri)
    {
        return DestinationConfig.of(name, EndpointParser.parse(uri));
    }

    private void send(final int count) throws IOException
    {
        for (int i = 0; i < count; i++)
        {
            source.send(ByteBuffer.allocate(100), local(sourcePort));
        }
    }

    private byte[] receive() throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.allocate(65_536);
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (null == sink.receive(buffer))
        {
            assertTrue(deadlineNs - System.nanoTime() > 0, "nothing arrives at the sink");
            LockSupport.parkNanos(100_000);
        }
        final byte[] payload = new byte[buffer.flip().remaining()];
        buffer.get(payload);
        return payload;
    }

    private static void assertReport(final JsonObject report, final long count)
    {
        assertEquals(count, report.getAsJsonObject("ledger").get("received").getAsLong());
        assertEquals(0, report.getAsJsonObject("ledger").get("imbalance").getAsLong());
        assertEquals(0, report.getAsJsonObject("drops").get("pool_exhausted").getAsLong());
        assertEquals(count, report.getAsJsonArray("flows").get(0).getAsJsonObject().get("admitted").getAsLong());
        assertEquals(count, report.getAsJsonArray("destinations").get(0).getAsJsonObject().get("sent").getAsLong());
        assertEquals(count, report.getAsJsonObject("residenceNs").getAsJsonObject("sink").get("count").getAsLong());
        long lifetimes = 0;
        for (final String sizeClass : List.of("small", "standard", "jumbo"))
        {
            lifetimes += report.getAsJsonObject("lifetimeNs").getAsJsonObject(sizeClass).get("count").getAsLong();
        }
        assertEquals(count, lifetimes, "every buffer's lifetime was recorded, the last one's too");
        assertTrue(report.get("stopNs").getAsLong() > report.get("startNs").getAsLong());
    }

    private static void awaitConnected(final Relay relay)
    {
        await(relay::isConnected);
    }

    private static void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            assertTrue(deadlineNs - System.nanoTime() > 0, "it did not happen in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void assertNothingLeft(final String relay) throws IOException
    {
        final Path memory = Path.of("/dev/shm");
        if (Files.isDirectory(memory))
        {
            try (var left = Files.newDirectoryStream(memory, "relay-" + relay + "-*"))
            {
                assertFalse(left.iterator().hasNext(), "files of relay " + relay + " are left in " + memory);
            }
        }
    }

    private static InetSocketAddress local(final int port)
    {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
