package relay.pipeline.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.PcapngInterface;
import relay.transport.capture.SkipReason;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

class FlightLaneTest
{
    private static final long MS = 1_000_000;
    private static final long EPOCH_OFFSET_NS = 1_700_000_000L * 1_000 * MS;
    private static final int PACKETS = 5;
    private static final int AFTER_MS = 100;

    private final CountersManager counters = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(64 * CountersReader.METADATA_LENGTH)),
        new UnsafeBuffer(ByteBuffer.allocateDirect(64 * CountersReader.COUNTER_LENGTH)));
    private final Lane lane = new Lane("md", new BufferCounts(64, 0, 0, 1), Envelope.LENGTH, 1);
    private final List<String> log = new ArrayList<>();
    private final Envelope envelope = new Envelope();
    private final HostPort source = new HostPort();
    private final HostPort destination = new HostPort();
    private FlightWriter writer;
    private FlightLane flight;
    private long nowNs;
    private int number;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(FlightTrigger.class)
    void shouldWriteTheLastDatagramsBeforeATriggerAndThoseAfterIt(final FlightTrigger trigger) throws IOException
    {
        start(AFTER_MS, 10, 1_500, FlightTrigger.values());
        cycle(3);
        cycle(4);
        trigger(trigger);
        nowNs += 10 * MS;
        final boolean isMarkedAtOnce = isOfIngress(trigger);
        cycle(2);
        nowNs += AFTER_MS * MS - 1;
        cycle(1);
        assertEquals(0, writer.doWork(), "not over yet");
        nowNs += 1;
        cycle(1);
        assertEquals(1, writer.doWork());

        // what another thread asks for is heard when the duty cycle ends: between its datagrams and the next
        final List<String> expected = isMarkedAtOnce ?
            List.of("2", "3", "4", "5", "6", "*7", "8", "9", "10") :
            List.of("4", "5", "6", "7", "8", "*9", "10");
        assertEquals(expected, read(only()));
        assertEquals(1, flight.ledger().triggers());
        assertEquals(1, flight.ledger().dumps());
        assertEquals(0, flight.ledger().failures());
        final String name = only().getFileName().toString();
        assertEquals("flight-site-a-20231114T221320.010Z-0001-md-" + trigger.label() + ".pcapng", name);
        assertEquals(List.of("flight recorder: " + only() + ": " + trigger.label() +
            " at 2023-11-14T22:13:20.010Z in class md" + (isMarkedAtOnce ? ", flow itch" : "") +
            "; 5 datagrams before it, " + (isMarkedAtOnce ? 4 : 2) + " after"), log);
        final String bytes = Files.readString(only(), StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("flight recorder of relay site-a: " + trigger.label() + " at 2023-"), "no comment");
        assertTrue(bytes.contains("first after the trigger: " + trigger.label()), "the trigger's place is not told");
    }

    @Test
    void shouldTellThePlaceOfATriggerWithinADutyCycle() throws IOException
    {
        start(0, 10, 1_500, FlightTrigger.GAP);
        put(3);
        flight.onTrigger(FlightTrigger.GAP, 0);
        put(2);
        endCycle();
        assertEquals(1, writer.doWork());
        assertEquals(List.of("0", "1", "2", "*3", "4"), read(only()));
    }

    @Test
    void shouldWriteNoMoreAfterATriggerThanBeforeIt() throws IOException
    {
        start(AFTER_MS, 10, 1_500, FlightTrigger.GAP);
        cycle(8);
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(4);
        assertEquals(0, writer.doWork());
        cycle(9);
        assertEquals(1, writer.doWork(), "full before the time is over");
        assertEquals(List.of("3", "4", "5", "6", "7", "*8", "9", "10", "11", "12"), read(only()));
    }

    @Test
    void shouldSplitTrainsAndKeepTheAddressesOfBothFamilies() throws IOException
    {
        start(0, 10, 1_500, FlightTrigger.GAP);
        source.set(new InetSocketAddress("fe80::7", 4_000));
        destination.set(new InetSocketAddress("ff15::1", 5_000));
        final long sequence = lane.claim(25, nowNs);
        final Packet packet = lane.packet(sequence);
        packet.flowIndex(1);
        packet.segmentLength(10);
        packet.buffer().putStringWithoutLengthAscii(packet.payloadOffset(), "0000000000111111111122222");
        fill(packet, 25);
        flight.onTrigger(FlightTrigger.GAP, 1);
        endCycle();
        writer.doWork();

        assertEquals(List.of("0000000000", "1111111111", "22222"), read(only()));
        try (CaptureReader reader = CaptureReader.open(only()))
        {
            assertTrue(reader.next());
            assertTrue(reader.isIpv6());
            assertEquals("[ff15::1]:5000", reader.destinationText());
            assertEquals(4_000, reader.source().port());
            assertEquals(EPOCH_OFFSET_NS, reader.epochNs());
        }
        assertTrue(Files.readString(only(), StandardCharsets.ISO_8859_1).contains("last before the trigger: gap"));
    }

    @Test
    void shouldCutWhatIsLongerThanTheSnapLength() throws IOException
    {
        start(0, 10, 8, FlightTrigger.GAP);
        put(2);
        put("123456789");
        flight.onTrigger(FlightTrigger.GAP, 0);
        endCycle();
        writer.doWork();
        try (CaptureReader reader = CaptureReader.open(only()))
        {
            assertTrue(reader.next());
            assertTrue(reader.next());
            assertFalse(reader.next());
            assertEquals(1, reader.skipped(SkipReason.TRUNCATED));
            assertNull(reader.error());
        }
    }

    @Test
    void shouldCountTriggersThatComeTooSoonAndHearUrgentOnes() throws IOException
    {
        start(0, 1_000, 1_500, FlightTrigger.values());
        cycle(1);
        flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        cycle(1);
        flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        cycle(1);
        assertEquals(1, writer.doWork());
        assertEquals(0, writer.doWork());
        nowNs += 999 * MS;
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        assertEquals(0, writer.doWork(), "at most every second");
        flight.request(FlightTrigger.SIGNAL);
        cycle(1);
        assertEquals(1, writer.doWork(), "somebody wants to see it");
        nowNs += 1_000 * MS;
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        assertEquals(1, writer.doWork());
        assertEquals(5, flight.ledger().triggers());
        assertEquals(3, flight.ledger().dumps());
    }

    @Test
    void shouldGoOnWhileARingIsAway() throws IOException
    {
        start(0, 0, 1_500, FlightTrigger.GAP);
        cycle(2);
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1); // the first ring is not written yet, and the second is filled
        writer.doWork();
        assertEquals(0, writer.doWork());
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        writer.doWork();
        assertEquals(List.of(List.of("0", "1", "*2"), List.of("3", "*4")), readAll());
        assertEquals(3, flight.ledger().triggers());
        assertEquals(2, flight.ledger().dumps());
    }

    @Test
    void shouldTellHowManyMoreTriggersCameUntilTheEnd() throws IOException
    {
        start(AFTER_MS, 0, 1_500, FlightTrigger.EXHAUSTED);
        cycle(1);
        flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        cycle(1);
        flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        flight.request(FlightTrigger.EXHAUSTED);
        nowNs += AFTER_MS * MS;
        cycle(1);
        writer.doWork();
        assertTrue(log.getFirst().endsWith("; 1 datagrams before it, 2 after; 2 more triggers until then"),
            log::toString);
    }

    @Test
    void shouldNotHearWhatIsNotConfigured() throws IOException
    {
        start(0, 0, 1_500, FlightTrigger.GAP);
        cycle(1);
        flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        flight.request(FlightTrigger.SIGNAL);
        flight.request(FlightTrigger.DEADLINE);
        cycle(1);
        assertEquals(0, writer.doWork());
        assertEquals(0, flight.ledger().triggers());
        flight.request(FlightTrigger.REQUEST);
        cycle(1);
        assertEquals(1, writer.doWork(), "a request is always heard");
    }

    @Test
    void shouldWriteWhatWasTriggeredWhenItEnds() throws IOException
    {
        start(AFTER_MS, 10, 1_500, FlightTrigger.GAP);
        cycle(2);
        flight.onTrigger(FlightTrigger.GAP, 0);
        flight.onClose(nowNs, EPOCH_OFFSET_NS);
        writer.onClose();
        assertEquals(List.of("0", "1"), read(only()));
    }

    @Test
    void shouldKeepTheLastFilesOfThisRelayOnly() throws IOException
    {
        final Path other =
            Files.createFile(directory.resolve("flight-site-a-2-20200101T000000.000Z-0001-md-gap.pcapng"));
        final Path old = Files.createFile(directory.resolve("flight-site-a-20200101T000000.000Z-0001-md-gap.pcapng"));
        start(0, 0, 1_500, FlightTrigger.GAP);
        for (int i = 0; i < 3; i++)
        {
            cycle(1);
            flight.onTrigger(FlightTrigger.GAP, 0);
            nowNs += 10 * MS;
            cycle(1);
            writer.doWork();
        }
        assertTrue(Files.exists(other));
        assertFalse(Files.exists(old));
        Files.delete(other);
        assertEquals(List.of(List.of("2", "*3"), List.of("4", "*5")), readAll());
    }

    @Test
    void shouldCountWhatCannotBeWrittenAndGoOn() throws IOException
    {
        start(0, 0, 1_500, FlightTrigger.GAP);
        final Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        cycle(1);
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        writer.doWork();
        assertEquals(1, flight.ledger().failures());
        assertTrue(log.getFirst().endsWith("-md-gap.pcapng: cannot be written: no such file or directory"),
            log::toString);
        Files.move(away, directory);
        flight.onTrigger(FlightTrigger.GAP, 0);
        cycle(1);
        writer.doWork();
        assertEquals(1, flight.ledger().dumps());
        assertEquals(List.of("*2"), read(only()));
    }

    /** What one thread fills and another writes is of one piece: no number is missing, or comes twice. */
    @Test
    @Timeout(30)
    void shouldHandRingsToAnotherThreadAndTakeThemBack() throws Exception
    {
        final int dumps = 40;
        start(0, 0, 1_500, 2 * dumps, FlightTrigger.EXHAUSTED);
        final AtomicBoolean isOver = new AtomicBoolean();
        final Thread thread = new Thread(() ->
        {
            while (!isOver.get())
            {
                if (0 == writer.doWork())
                {
                    LockSupport.parkNanos(1_000);
                }
            }
        });
        thread.start();
        while (flight.ledger().dumps() < dumps)
        {
            cycle(3);
            flight.onTrigger(FlightTrigger.EXHAUSTED, 0);
        }
        isOver.set(true);
        thread.join();
        long last = -1;
        for (final List<String> file : readAll())
        {
            assertTrue(file.size() <= 2 * PACKETS && !file.isEmpty(), file::toString);
            for (final String text : file)
            {
                final long next = Long.parseLong(text.replace("*", ""));
                assertTrue(next == last + 1 || next > last && text.equals(file.getFirst()), () -> file.toString());
                last = next;
            }
        }
    }

    @Test
    void shouldTakeAGapOfAFeedForOneWhenItIsNotFilled() throws IOException
    {
        start(0, 0, 1_500, FlightTrigger.GAP);
        final long[] missing = {0};
        final FlightRecorder recorder = new FlightRecorder(
            List.of(flight), List.of(new FeedGapWatch(() -> missing[0], List.of(flight), 1)));
        for (int i = 0; i < 20; i++)
        {
            missing[0] = 1 + i % 2; // one leg is behind: each number that is missing comes by the other
            recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
            nowNs += 10 * MS;
            missing[0] = 0;
            recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        }
        assertEquals(0, flight.ledger().triggers());
        missing[0] = 3;
        recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        missing[0] = 2;
        nowNs += FeedGapWatch.WAIT_NS - 1;
        recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        assertEquals(0, flight.ledger().triggers());
        nowNs += 1;
        recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        assertEquals(1, flight.ledger().triggers());
        nowNs += 2 * FeedGapWatch.WAIT_NS;
        recorder.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        assertEquals(1, flight.ledger().triggers(), "the same gap");
    }

    private void start(final int afterMs, final int everyMs, final int snapLength, final FlightTrigger... triggers)
    {
        start(afterMs, everyMs, snapLength, 2, triggers);
    }

    private void start(
        final int afterMs, final int everyMs, final int snapLength, final int keep, final FlightTrigger... triggers)
    {
        final FlightConfig config = new FlightConfig(
            directory, PACKETS, snapLength, List.of(triggers), afterMs * MS, everyMs * MS, keep, List.of("md"));
        writer = new FlightWriter("site-a", config, List.of(
            new PcapngInterface("itch", "udp://239.1.1.1:5000"), new PcapngInterface("video", "")), 1, log::add);
        flight = new FlightLane("md", lane, config, writer, counters);
        source.set(new InetSocketAddress("10.1.1.7", 4_000));
        destination.set(new InetSocketAddress("239.1.1.1", 5_000));
    }

    private static boolean isOfIngress(final FlightTrigger trigger)
    {
        return FlightTrigger.GAP == trigger || FlightTrigger.EXHAUSTED == trigger;
    }

    private void trigger(final FlightTrigger trigger)
    {
        if (isOfIngress(trigger))
        {
            flight.onTrigger(trigger, 0);
        }
        else
        {
            flight.request(trigger);
        }
    }

    private void cycle(final int count)
    {
        put(count);
        endCycle();
    }

    private void put(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            put(String.valueOf(number++));
        }
    }

    private void put(final String text)
    {
        final Packet packet = lane.packet(lane.claim(text.length(), nowNs));
        packet.flowIndex(0);
        packet.buffer().putStringWithoutLengthAscii(packet.payloadOffset(), text);
        fill(packet, text.length());
    }

    private void fill(final Packet packet, final int length)
    {
        envelope.wrap(packet.buffer(), packet.headerOffset()).begin(length).source(source).destination(destination);
    }

    /** Publishes, and is sent and taken back at once, as if everything happened between two duty cycles. */
    private void endCycle()
    {
        lane.publish();
        flight.onDutyCycleEnd(nowNs, EPOCH_OFFSET_NS);
        final long last = lane.stage().available();
        lane.stage().pass();
        if (lane.reader(0).available() > lane.reader(0).position())
        {
            lane.reader(0).release(last);
        }
        lane.reclaim(nowNs);
    }

    private Path only() throws IOException
    {
        final List<Path> files = files();
        assertEquals(1, files.size(), files::toString);
        return files.getFirst();
    }

    private List<Path> files() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.sorted().toList();
        }
    }

    private List<List<String>> readAll() throws IOException
    {
        final List<List<String>> all = new ArrayList<>();
        for (final Path file : files())
        {
            all.add(read(file));
        }
        return all;
    }

    /** @return payloads; the one with the comment that says so begins with an asterisk. */
    private static List<String> read(final Path file) throws IOException
    {
        final List<String> found = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                final byte[] payload = new byte[reader.payloadLength()];
                reader.buffer().getBytes(reader.payloadOffset(), payload);
                final int behind = reader.payloadOffset() + payload.length + 3 & ~3;
                final byte[] next = new byte[40];
                reader.buffer().getBytes(behind, next);
                final boolean isFirstAfter =
                    new String(next, StandardCharsets.ISO_8859_1).substring(0, 28).contains("first after the trigger");
                found.add((isFirstAfter ? "*" : "") + new String(payload, StandardCharsets.ISO_8859_1));
            }
            assertNull(reader.error());
        }
        return found;
    }
}
