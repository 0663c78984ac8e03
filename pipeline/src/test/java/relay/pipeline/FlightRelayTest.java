package relay.pipeline;

import relay.observe.text.JsonText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.ledger.DropReason;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.TransportException;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.HostPort;

/**
 * A relay with a flight recorder on real loopback sockets: something goes wrong, and what it wrote is read again.
 */
@Timeout(60)
class FlightRelayTest
{
    private static final int PACKETS = 5;
    private static final long AFTER_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String CLASS = TrafficClass.DEFAULT_NAME;

    private DatagramChannel source;
    private int port;
    private int secondPort;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws IOException
    {
        source = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = FreePorts.next();
        secondPort = FreePorts.next();
    }

    @AfterEach
    void close() throws IOException
    {
        source.close();
    }

    /** A destination of 8 kbit/s holds all 16 buffers before long; what comes next finds none. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldWriteTheLastDatagramsBeforeTheBuffersWereExhausted(final Layout layout) throws IOException
    {
        final RelayConfig config = config(layout, 0, new BufferCounts(16, 0, 0, 0),
            DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9")).rate(8_000).burst(1_000L),
            FlightTrigger.EXHAUSTED);
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            int sent = 0;
            while (!relay.drops().containsKey(DropReason.POOL_EXHAUSTED))
            {
                assertTrue(sent < 1_000, "buffers without end");
                send(port, sent++, 1_000);
                final int total = sent;
                await("arrive", () -> isAccountedFor(relay, total));
            }
            await("be written", () -> !files().isEmpty());
            final int lost = sent - 1;
            assertEquals(LongStream.range(lost - PACKETS, lost).boxed().toList(), read(files().getFirst()));
            assertTrue(files().getFirst().getFileName().toString().endsWith("-0001-default-exhausted.pcapng"));
            relay.stop(0);
            final JsonObject counts =
                JsonText.tree(RelayReport.of(relay)).getAsJsonObject("flightRecorder").getAsJsonObject(CLASS);
            assertEquals(relay.drops().get(DropReason.POOL_EXHAUSTED), counts.get("triggers").getAsLong());
            assertEquals(1, counts.get("dumps").getAsLong());
            assertEquals(0, counts.get("failures").getAsLong());
        }
    }

    @Test
    void shouldWriteAtARequestWithWhatComesWithinTheTimeAfter() throws IOException
    {
        final RelayConfig config = config(Layout.COMPACT, TimeUnit.SECONDS.toNanos(30), BufferCounts.DEFAULT,
            DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9")));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            sendAll(relay, port, 0, 20);
            assertEquals(1, relay.dumpFlight());
            assertEquals(1, triggers(relay));
            for (int i = 20; files().isEmpty(); i++)
            {
                assertTrue(i < 10_000, "the request is not heard");
                sendAll(relay, port, i, i + 1);
            }
            final List<Long> numbers = read(files().getFirst());
            final long first = numbers.getFirst();
            assertTrue(first >= 20 - PACKETS, "begins with " + first);
            assertEquals(LongStream.range(first, first + 2 * PACKETS).boxed().toList(), numbers);
        }
        assertEquals(1, files().size());
    }

    @Test
    void shouldWriteWhenADeadlineIsPast() throws IOException
    {
        final TrafficClass hasty = TrafficClass.of(CLASS, 0, 1, 1, BufferCounts.DEFAULT);
        final RelayConfig config = config(Layout.STAGED, AFTER_NS, hasty,
            DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9")), FlightTrigger.DEADLINE);
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            send(port, 7, 100);
            await("expire", () -> 1 == relay.drops().getOrDefault(DropReason.EXPIRED, 0L));
            await("be written", () -> !files().isEmpty());
            assertEquals(List.of(7L), read(files().getFirst()));
            assertTrue(files().getFirst().toString().endsWith("-deadline.pcapng"));
        }
    }

    /** The near relay has no buffers for what comes at once, and numbers it all the same. */
    @Test
    void shouldWriteAtTheFarRelayWhatCameBeforeAndAfterAGap() throws IOException
    {
        final String aeron = "aeron:udp?endpoint=127.0.0.1:" + secondPort;
        final TrafficClass few = TrafficClass.of(CLASS, 0, 1, 0, new BufferCounts(16, 0, 0, 0));
        final RelayConfig near = new RelayConfig("flight-near", Execution.of(Layout.COMPACT), List.of(few),
            List.of(flow("in", port)),
            List.of(DestinationConfig.of("d", EndpointParser.parse(aeron)).rate(800_000).burst(1_100L)));
        final RelayConfig far = new RelayConfig("flight-far", Execution.of(Layout.STAGED), List.of(few),
            List.of(FlowConfig.of("near", EndpointParser.parse(aeron), CLASS, List.of("d"))),
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))), List.of(), BufferCounts.NONE,
            flight(TimeUnit.SECONDS.toNanos(30), FlightTrigger.GAP));
        try (Relay farRelay = Relay.launch(far, RelayOptions.DEFAULT);
            Relay nearRelay = Relay.launch(near, RelayOptions.DEFAULT))
        {
            await("connect", nearRelay::isConnected);
            int sent = 0;
            while (!nearRelay.drops().containsKey(DropReason.POOL_EXHAUSTED))
            {
                assertTrue(sent < 1_000, "buffers without end");
                send(port, sent++, 1_000);
                final int total = sent;
                await("arrive", () -> isAccountedFor(nearRelay, total));
            }
            await("be sent", () -> 0 == nearRelay.ledger().inFlight());
            final int lost = sent - 1;
            sendAll(nearRelay, port, sent, sent + PACKETS);
            await("be written, since it is full", () -> !files().isEmpty());
            final List<Long> expected = new ArrayList<>();
            LongStream.range(lost - PACKETS, lost + PACKETS + 1).filter(number -> number != lost)
                .forEach(expected::add);
            assertEquals(expected, read(files().getFirst()));
            assertEquals(1, triggers(farRelay));
        }
    }

    /** 3 and 4 come on no leg; 8 is late on one of them, which is no gap. */
    @Test
    void shouldWriteWhenAFeedHasAGap() throws IOException
    {
        final FlightConfig flight = flight(0, FlightTrigger.GAP);
        final RelayConfig config = new RelayConfig("flight-feed", Execution.of(Layout.COMPACT),
            List.of(TrafficClass.of(CLASS, 0, 1, 0, BufferCounts.DEFAULT)),
            List.of(flow("a", port), flow("b", secondPort)),
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))),
            List.of(FeedConfig.of("twin", List.of("a", "b"), FeedKey.CME)), BufferCounts.NONE, flight);
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            int received = 0;
            for (final int number : new int[] {0, 1, 2, 5, 6})
            {
                for (final int leg : new int[] {port, secondPort})
                {
                    sendKeyed(leg, number);
                    final int total = ++received;
                    await("arrive", () -> isAccountedFor(relay, total));
                }
            }
            await("be written", () -> !files().isEmpty());
            assertEquals(List.of(0L, 1L, 2L, 5L, 6L), readKeyed(files().getFirst()));
            assertTrue(files().getFirst().toString().endsWith("-gap.pcapng"));
            assertEquals(1, triggers(relay));
        }
    }

    @Test
    void shouldRememberNothingUnlessItIsConfigured() throws IOException
    {
        final RelayConfig config = new RelayConfig("flightless", Execution.of(Layout.COMPACT),
            List.of(TrafficClass.of(CLASS, 0, 1, 0, BufferCounts.DEFAULT)), List.of(flow("in", port)),
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            assertEquals(0, relay.dumpFlight());
            relay.stop(0);
            assertFalse(JsonText.tree(RelayReport.of(relay)).has("flightRecorder"));
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThere()
    {
        final FlightConfig flight = new FlightConfig(directory.resolve("absent"), PACKETS, 100, List.of(), 0, 0, 1,
            List.of(CLASS));
        final RelayConfig config = config(Layout.COMPACT, TrafficClass.of(CLASS, 0, 1, 0, BufferCounts.DEFAULT),
            DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9")), flight);
        final TransportException refusal =
            assertThrows(TransportException.class, () -> Relay.launch(config, RelayOptions.DEFAULT));
        assertEquals("flight-recorder cannot write to " + directory.resolve("absent") +
            ": no such directory (make it, or name another as its directory)", refusal.getMessage());
    }

    private RelayConfig config(
        final Layout layout,
        final long afterNs,
        final BufferCounts buffers,
        final DestinationConfig destination,
        final FlightTrigger... triggers)
    {
        return config(layout, afterNs, TrafficClass.of(CLASS, 0, 1, 0, buffers), destination, triggers);
    }

    private RelayConfig config(
        final Layout layout,
        final long afterNs,
        final TrafficClass trafficClass,
        final DestinationConfig destination,
        final FlightTrigger... triggers)
    {
        return config(layout, trafficClass, destination, flight(afterNs, triggers));
    }

    private RelayConfig config(
        final Layout layout,
        final TrafficClass trafficClass,
        final DestinationConfig destination,
        final FlightConfig flight)
    {
        return new RelayConfig("flight-" + layout, Execution.of(layout), List.of(trafficClass),
            List.of(flow("in", port)), List.of(destination), List.of(), BufferCounts.NONE, flight);
    }

    private FlightConfig flight(final long afterNs, final FlightTrigger... triggers)
    {
        return new FlightConfig(directory, PACKETS, 1_500, List.of(triggers), afterNs, TimeUnit.HOURS.toNanos(1), 10,
            List.of(CLASS));
    }

    private static FlowConfig flow(final String name, final int port)
    {
        return FlowConfig.of(name, EndpointParser.parse("udp://127.0.0.1:" + port), CLASS, List.of("d"));
    }

    private void sendAll(final Relay relay, final int to, final int begin, final int end) throws IOException
    {
        for (int i = begin; i < end; i++)
        {
            send(to, i, 100);
            final int total = i + 1;
            await("arrive", () -> isAccountedFor(relay, total));
        }
    }

    private void send(final int to, final long number, final int length) throws IOException
    {
        source.send(ByteBuffer.allocate(length).putLong(number).clear(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
    }

    private void sendKeyed(final int to, final int number) throws IOException
    {
        source.send(ByteBuffer.allocate(20).putInt(Integer.reverseBytes(number)).clear(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
    }

    private static long triggers(final Relay relay)
    {
        return relay.parts().workers().getFirst().flight().lanes().getFirst().ledger().triggers();
    }

    private List<Path> files()
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter(file -> file.toString().endsWith(".pcapng")).sorted().toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private List<Long> read(final Path file) throws IOException
    {
        final List<Long> numbers = new ArrayList<>();
        final HostPort sender = new HostPort();
        sender.set((InetSocketAddress)source.getLocalAddress());
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                numbers.add(reader.buffer().getLong(reader.payloadOffset(), ByteOrder.BIG_ENDIAN));
                assertEquals("127.0.0.1:" + port, reader.destinationText());
                assertEquals(sender.port(), reader.source().port());
                assertEquals(sender.low(), reader.source().low());
                final long ageNs = System.currentTimeMillis() * 1_000_000 - reader.epochNs();
                assertTrue(Math.abs(ageNs) < TimeUnit.MINUTES.toNanos(5), "wall-clock times");
            }
            assertNull(reader.error());
            assertEquals(reader.records(), reader.datagrams());
        }
        return numbers;
    }

    private static List<Long> readKeyed(final Path file) throws IOException
    {
        final List<Long> numbers = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                numbers.add((long)reader.buffer().getInt(reader.payloadOffset(), ByteOrder.LITTLE_ENDIAN));
            }
            assertNull(reader.error());
        }
        return numbers;
    }

    /** A datagram counts as received before it counts as dropped. */
    private static boolean isAccountedFor(final Relay relay, final long total)
    {
        final Ledger ledger = relay.ledger();
        return ledger.received() == total && 0 == ledger.imbalance();
    }

    private static void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean())
        {
            assertTrue(deadlineNs - System.nanoTime() > 0, "does not " + what);
            LockSupport.parkNanos(100_000);
        }
    }
}
