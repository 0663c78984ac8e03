package relay.tools.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.Ipv6Text;
import relay.transport.endpoint.UdpEndpoint;

class RecordingTest
{
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 1_700_000_000L * SECOND_NS;
    private static final int LENGTH = 1_000;
    /** Of a datagram in a file. */
    private static final int BLOCK_LENGTH = LENGTH + 28 + 32 + 16;

    private final ScriptedReceiver first = new ScriptedReceiver("239.1.1.1", 5_000);
    private final ScriptedReceiver second = new ScriptedReceiver("ff15::1", 6_000);
    private final List<RecordSource> sources = List.of(
        new RecordSource(endpoint("udp://239.1.1.1:5000?interface=lo"), List.of(first)),
        new RecordSource(endpoint("udp://[ff15::1]:6000"), List.of(second)));
    private final RecordRing ring = new RecordRing(RecordRing.CAPACITY_MIN);
    private long nowNs = START_NS;
    private RecordReceiver receiver = new RecordReceiver(sources, ring, () -> nowNs, Long.MAX_VALUE);
    private RecordWriter writer;

    @TempDir
    private Path directory;

    @AfterEach
    void close()
    {
        if (null != writer)
        {
            writer.onClose();
        }
    }

    @Test
    void shouldWriteWhatComesByAllSources() throws IOException
    {
        start(plan(0, 0, 0));
        first.add("one", "two");
        second.add("three");
        receiver.doWork();
        nowNs += 5;
        first.add("");
        receiver.doWork();
        writer.doWork();
        end();

        assertEquals(List.of(
            START_NS + " 10.1.1.7:4000 239.1.1.1:5000 one",
            START_NS + " 10.1.1.7:4000 239.1.1.1:5000 two",
            START_NS + " [fe80::7]:4000 [ff15::1]:6000 three",
            START_NS + 5 + " 10.1.1.7:4000 239.1.1.1:5000 "), read("f.pcapng"));
        assertCounts(4, 4, 0, 0);
        assertEquals(START_NS + 5, receiver.lastEpochNs());
        assertEquals(Files.size(directory.resolve("f.pcapng")), writer.bytes());
    }

    @Test
    void shouldDropAndCountWhatDoesNotFitWhileTheWriterIsSlow() throws IOException
    {
        start(plan(0, 0, 0));
        for (int i = 0; i < 2_000; i++)
        {
            first.add(text(i));
            receiver.doWork(); // and the writer does not run
        }
        final long dropped = receiver.dropped();
        assertTrue(dropped > 900 && dropped < 1_100, dropped + " dropped of a ring for about 1,000");
        end();
        assertCounts(2_000, 2_000 - dropped, dropped, 0);
        assertEquals(2_000 - dropped, read("f.pcapng").size());
    }

    @Test
    void shouldTakeNoMoreThanWanted() throws IOException
    {
        receiver = new RecordReceiver(sources, ring, () -> nowNs, 3);
        start(plan(0, 0, 0));
        first.add("1", "2");
        second.add("3", "4");
        receiver.doWork();
        receiver.doWork();
        end();
        assertCounts(3, 3, 0, 0);
        assertEquals(1, second.left());
    }

    @Test
    void shouldBeginAnotherFileBeforeOneGetsTooLong() throws IOException
    {
        final int rotateBytes = 10 * BLOCK_LENGTH;
        start(plan(rotateBytes, 0, 0));
        send(40);
        end();

        int total = 0;
        for (int i = 1; i <= writer.fileCount(); i++)
        {
            final String name = "f-0000" + i + ".pcapng";
            total += read(name).size();
            final long size = Files.size(directory.resolve(name));
            assertTrue(size <= rotateBytes, name + " has " + size);
            assertTrue(i == writer.fileCount() || size > rotateBytes - 2 * BLOCK_LENGTH, name + " has only " + size);
        }
        assertEquals(5, writer.fileCount());
        assertEquals(40, total);
        assertCounts(40, 40, 0, 0);
    }

    @Test
    void shouldBeginAnotherFileWhenOneIsOldEnough() throws IOException
    {
        start(plan(0, SECOND_NS, 0));
        nowNs += 10 * SECOND_NS; // an empty file is not old
        writer.doWork();
        send(1);
        nowNs += SECOND_NS - 1;
        send(1);
        nowNs += 1;
        send(1);
        assertEquals(2, writer.fileCount());
        nowNs += SECOND_NS;
        writer.doWork();
        assertEquals(1, read("f-00002.pcapng").size()); // ended though nothing came
        assertEquals(2, files().size());
        send(1);
        end();

        assertEquals(2, read("f-00001.pcapng").size());
        assertEquals(1, read("f-00003.pcapng").size());
        assertCounts(4, 4, 0, 0);
    }

    @Test
    void shouldKeepTheLastFilesOnly() throws IOException
    {
        start(plan(0, 1, 2));
        for (int i = 0; i < 5; i++)
        {
            send(1);
            nowNs++;
        }
        end();

        assertEquals(List.of("f-00004.pcapng", "f-00005.pcapng"), files());
        assertEquals(5, writer.fileCount());
        assertCounts(5, 5, 0, 0);
    }

    @Test
    void shouldHandOnWhatItHasTwiceASecond() throws IOException
    {
        start(plan(0, 0, 0));
        send(3);
        assertEquals(0, read("f.pcapng").size());
        nowNs += SECOND_NS / 2;
        writer.doWork();
        assertEquals(3, read("f.pcapng").size());
        end();
    }

    @Test
    void shouldRefuseAFileThatIsThere() throws IOException
    {
        Files.writeString(directory.resolve("f.pcapng"), "precious");
        final IOException refusal = assertThrows(IOException.class, () -> start(plan(0, 0, 0)));
        assertEquals(directory.resolve("f.pcapng") +
            ": cannot be written: it is there already: choose another name, or --overwrite", refusal.getMessage());
        assertEquals("precious", Files.readString(directory.resolve("f.pcapng")));

        start(new RecordPlan(directory.resolve("f.pcapng"), 0, 0, 0, true));
        send(1);
        end();
        assertEquals(1, read("f.pcapng").size());
    }

    @Test
    void shouldRefuseToMixWithTheFilesOfAnotherRun() throws IOException
    {
        Files.writeString(directory.resolve("f-00007.pcapng"), "precious");
        final IOException refusal = assertThrows(IOException.class, () -> start(plan(1_000, 0, 0)));
        assertEquals(directory.resolve("f-00007.pcapng") +
            ": cannot be written: it is there already: choose another name, or --overwrite", refusal.getMessage());
        assertEquals(List.of("f-00007.pcapng"), files());

        start(new RecordPlan(directory.resolve("f.pcapng"), 0, SECOND_NS, 0, true));
        end();
        assertEquals(List.of("f-00001.pcapng"), files());
    }

    @Test
    void shouldNotCountAFileThatCannotBeMade() throws IOException
    {
        start(plan(0, SECOND_NS, 0));
        send(1);
        Files.writeString(directory.resolve("f-00002.pcapng"), "precious");
        nowNs += SECOND_NS;
        send(1);
        end();

        assertEquals(1, writer.fileCount());
        assertEquals(1, read("f-00001.pcapng").size());
        assertTrue(writer.failure().contains("f-00002.pcapng"), writer.failure());
        assertCounts(2, 1, 0, 1);
    }

    @Test
    void shouldExplainThatThereIsNoSuchDirectory()
    {
        final Path out = directory.resolve("absent").resolve("f.pcapng");
        final IOException refusal = assertThrows(IOException.class, () -> start(new RecordPlan(out, 0, 0, 0, false)));
        assertEquals(out + ": cannot be written: no such file or directory", refusal.getMessage());
    }

    @Test
    void shouldCountWhatIsNotWrittenWhenTheDiskIsFull() throws IOException
    {
        final int room = 300_000;
        writer = new RecordWriter(sources, receiver, ring, plan(0, 0, 0), () -> nowNs,
            (file, options) -> new SmallDisk(FileChannel.open(file, options), room));
        for (int i = 0; i < 3; i++)
        {
            send(200);
            nowNs += SECOND_NS;
            writer.doWork();
        }
        assertEquals(directory.resolve("f.pcapng") + ": cannot be written: No space left on device", writer.failure());
        send(10);
        end();

        final long written = writer.written();
        assertEquals(written, read("f.pcapng").size());
        assertTrue(written > 200 && written <= room / BLOCK_LENGTH, written + " written");
        assertCounts(610, written, 0, 610 - written);
    }

    @Test
    void shouldLeaveNoFileThatCouldNotEvenBeBegun()
    {
        final IOException refusal = assertThrows(IOException.class, () -> new RecordWriter(
            sources, receiver, ring, plan(0, 0, 0), () -> nowNs,
            (file, options) -> new SmallDisk(FileChannel.open(file, options), 100)));
        assertEquals(directory.resolve("f.pcapng") + ": cannot be written: No space left on device",
            refusal.getMessage());
        assertFalse(Files.exists(directory.resolve("f.pcapng")));
    }

    private void start(final RecordPlan plan) throws IOException
    {
        writer = new RecordWriter(sources, receiver, ring, plan, () -> nowNs);
    }

    private RecordPlan plan(final long rotateBytes, final long rotateNs, final int keep)
    {
        return new RecordPlan(directory.resolve("f.pcapng"), rotateBytes, rotateNs, keep, false);
    }

    private void send(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            first.add(text(i));
        }
        while (receiver.doWork() > 0)
        {
            writer.doWork();
        }
    }

    private static String text(final int number)
    {
        return String.valueOf(number % 10).repeat(LENGTH);
    }

    private void end()
    {
        receiver.onClose();
        writer.finish();
        for (int i = 0; i < 100 && !writer.isDone(); i++)
        {
            writer.doWork();
        }
        assertTrue(writer.isDone(), "does not end");
        assertEquals(0, writer.doWork());
    }

    private void assertCounts(final long received, final long written, final long dropped, final long lost)
    {
        assertEquals(received, receiver.received(), "received");
        assertEquals(written, writer.written(), "written");
        assertEquals(dropped, receiver.dropped(), "dropped");
        assertEquals(lost, writer.lost(), "lost");
        assertEquals(received, written + dropped + lost, "received = written + dropped");
    }

    private List<String> files() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> read(final String name) throws IOException
    {
        final List<String> found = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(directory.resolve(name)))
        {
            while (reader.next())
            {
                final byte[] payload = new byte[reader.payloadLength()];
                reader.buffer().getBytes(reader.payloadOffset(), payload);
                found.add(reader.epochNs() + " " + text(reader.source()) + " " + reader.destinationText() + " " +
                    new String(payload));
            }
            assertNull(reader.error());
        }
        return found;
    }

    private static String text(final HostPort address)
    {
        return (address.isIpv4() ? Ipv6Text.dotted((int)address.low()) :
            "[" + Ipv6Text.of(address.high(), address.low()) + "]") + ":" + address.port();
    }

    private static UdpEndpoint endpoint(final String uri)
    {
        return (UdpEndpoint)EndpointParser.parseInput(uri);
    }
}
