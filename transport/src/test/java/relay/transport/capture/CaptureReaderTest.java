package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReaderTest
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int ROUNDS_MAX = 8;

    @TempDir
    private Path directory;

    @Test
    void shouldReadAFileAndCloseIt() throws IOException
    {
        final Path file = Files.write(directory.resolve("a"), SampleCaptures.all().get("us-be.pcap.gz"));
        try (CaptureReader reader = CaptureReader.open(file))
        {
            assertEquals(3, Datagrams.of(reader).size());
            assertTrue(reader.isGzip());
        }
        assertThrows(NoSuchFileException.class, () -> CaptureReader.open(directory.resolve("none")));
        assertThrows(IOException.class, () -> CaptureReader.open(directory));
    }

    @Test
    void shouldReadTheSamples()
    {
        final Map<String, byte[]> samples = SampleCaptures.all();
        final CaptureReader ethernet = TestCapture.read(samples.get("us-le.pcap"));
        assertEquals(List.of("1700000000000001000 239.1.1.1:5000 one", "1700000000000002000 239.1.1.1:5000 four",
            "1000002000 [ff15::1]:6000 six"), Datagrams.of(ethernet));
        assertEquals(Map.of("fragment", 1L, "malformed", 1L, "non_ip", 1L, "non_udp", 1L, "truncated", 1L),
            Datagrams.skipped(ethernet));
        final CaptureReader blocks = TestCapture.read(samples.get("be-le.pcapng"));
        final List<String> section = List.of("1700000000000000001 239.1.1.1:5000 one",
            ((1L << 30) - 5) * 1_000_000_000 + " 239.1.1.1:5000 four", "untimed 239.1.1.1:5000 three",
            ((1L << 31) - 5) * 1_000_000_000 + " [ff15::1]:6000 six");
        assertEquals(List.of(section, section), List.of(Datagrams.of(blocks).subList(0, 4),
            Datagrams.of(TestCapture.read(samples.get("le.pcapng")))));
        samples.forEach((name, bytes) ->
            assertNull(readAll(TestCapture.read(bytes)).error(), name));
    }

    /** What is whole before the cut is read, whatever the cut; and the cut is told, unless nothing is cut. */
    @Test
    void shouldReadWhatComesBeforeACutAnywhere()
    {
        SampleCaptures.all().forEach((name, bytes) ->
        {
            final List<String> whole = Datagrams.of(TestCapture.read(bytes));
            int before = 0;
            for (int length = 0; length < bytes.length; length++)
            {
                final String where = name + " cut at " + length;
                final CaptureReader reader = TestCapture.read(Arrays.copyOf(bytes, length));
                final List<String> found = Datagrams.of(reader);
                Datagrams.skipped(reader);
                assertTrue(found.size() >= before, where);
                assertEquals(whole.subList(0, found.size()), found, where);
                assertTrue(null == reader.error() || reader.error().startsWith("offset "), where);
                assertFalse(reader.isGzip() && null == reader.error(), where);
                before = found.size();
            }
        });
    }

    @Test
    void shouldTellEveryCutInsideARecord()
    {
        final TestCapture capture = TestCapture.pcapng(BIG_ENDIAN).networkInterface(1, 0);
        final int first = capture.length();
        final int second = capture.enhanced(0, 1, Frames.datagram("one"), 45).length();
        final byte[] bytes = capture.enhanced(0, 2, Frames.datagram("two"), 45).bytes();
        for (int length = first; length < bytes.length; length++)
        {
            final CaptureReader reader = TestCapture.read(Arrays.copyOf(bytes, length));
            assertEquals(length < second ? 0 : 1, Datagrams.of(reader).size());
            final int begin = length < second ? first : second;
            if (length == begin)
            {
                assertNull(reader.error());
            }
            else
            {
                assertTrue(reader.error().startsWith("offset " + begin + ": block "), reader.error());
            }
        }
    }

    @Test
    void shouldFindTheSameHoweverTheBytesCome()
    {
        SampleCaptures.all().forEach((name, bytes) ->
        {
            final CaptureReader dribble = open(new ByteArrayInputStream(bytes)
            {
                @Override
                public int read(final byte[] buffer, final int offset, final int length)
                {
                    return super.read(buffer, offset, Math.min(1, length));
                }
            });
            assertEquals(Datagrams.of(TestCapture.read(bytes)), Datagrams.of(dribble), name);
        });
    }

    @Test
    void shouldSayWhenTheFileCannotBeReadOn()
    {
        final byte[] bytes = SampleCaptures.all().get("us-le.pcap");
        final CaptureReader reader = open(new InputStream()
        {
            private int position;

            @Override
            public int read() throws IOException
            {
                if (position == 24 + 16 + 45 + 20)
                {
                    throw new IOException("Input/output error");
                }
                return bytes[position++] & 0xFF;
            }

            @Override
            public int read(final byte[] buffer, final int offset, final int length) throws IOException
            {
                buffer[offset] = (byte)read();
                return 1;
            }
        });
        assertEquals(1, Datagrams.of(reader).size());
        assertEquals("offset 85: Input/output error", reader.error());
    }

    @Test
    void shouldReadWhatWasWritten()
    {
        final long seed = 0x5EED_0061L;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 300; step++)
        {
            final List<String> expected = new ArrayList<>();
            final byte[] file = random.nextBoolean() ? randomPcap(random, expected) : randomPcapng(random, expected);
            final boolean isGzip = 0 == random.nextInt(4);
            final CaptureReader reader = TestCapture.read(isGzip ? TestCapture.gzip(file) : file);
            assertEquals(expected, Datagrams.of(reader), "seed " + seed + ", step " + step);
            assertNull(reader.error(), "seed " + seed + ", step " + step);
        }
    }

    /** 256 MiB of records through the one buffer: nothing is allocated for a record, so none is for a larger file. */
    @Test
    void shouldAllocateNothingForARecord() throws IOException
    {
        final byte[] record = Arrays.copyOfRange(
            TestCapture.pcap(1).record(Frames.ethernet(Frames.TYPE_IPV4, Frames.ipv4("239.1.1.1",
                Frames.udp(5_000, new byte[1_400])))).record(Frames.ethernet(0x0806, new byte[46])).bytes(),
            24, 24 + 2 * 16 + 14 + 20 + 8 + 1_400 + 60);
        final long records = 2 * ((256L << 20) / record.length);
        long allocatedBytes = -1;
        for (int round = 0; round < ROUNDS_MAX && 0 != allocatedBytes; round++)
        {
            try (CaptureReader reader =
                CaptureReader.open(new Repeating(TestCapture.pcap(1).bytes(), record, records / 2)))
            {
                assertTrue(reader.next());
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                while (reader.next())
                {
                    assertEquals(1_400, reader.payloadLength());
                }
                allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertEquals(records, reader.records());
                assertEquals(records / 2, reader.datagrams());
                assertNull(reader.error());
            }
        }
        assertEquals(0, allocatedBytes);
    }

    @Test
    void shouldCountOffsetsBeyond4GiB() throws IOException
    {
        final byte[] header = TestCapture.pcapng(LITTLE_ENDIAN).networkInterface(1, 0).bytes();
        final byte[] packet = TestCapture.pcapng(LITTLE_ENDIAN).enhanced(0, 1, Frames.datagram("hello!!!"), 50).bytes();
        final byte[] enhanced = Arrays.copyOfRange(packet, 28, packet.length);
        // a block of 1 GiB, four times, and half a packet
        final byte[] large = TestCapture.pcapng(LITTLE_ENDIAN).buffer(8).putInt(5).putInt(1 << 30).array();
        final byte[] largeEnd = TestCapture.pcapng(LITTLE_ENDIAN).buffer(4).putInt(1 << 30).array();
        final List<Part> parts = new ArrayList<>();
        parts.add(new Part(header, header.length));
        for (int i = 0; i < 4; i++)
        {
            parts.add(new Part(large, 8));
            parts.add(new Part(new byte[0], (1 << 30) - 12));
            parts.add(new Part(largeEnd, 4));
        }
        parts.add(new Part(enhanced, enhanced.length));
        parts.add(new Part(enhanced, enhanced.length / 2));
        try (CaptureReader reader = CaptureReader.open(new Parts(parts)))
        {
            assertEquals(List.of("1000 239.1.1.1:5000 hello!!!"), Datagrams.of(reader));
            assertEquals("offset " + (header.length + 4L * (1 << 30) + enhanced.length) + ": block is cut: " +
                enhanced.length / 2 + " of " + enhanced.length + " bytes are left", reader.error());
        }
    }

    private static byte[] randomPcap(final SplittableRandom random, final List<String> expected)
    {
        final int magic = new int[]{TestCapture.MAGIC_US, TestCapture.MAGIC_NS, TestCapture.MAGIC_MODIFIED}[
            random.nextInt(3)];
        final int linkType = randomLink(random);
        final TestCapture capture =
            TestCapture.pcap(magic, random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN, linkType);
        for (int i = random.nextInt(20); i > 0; i--)
        {
            final long seconds = random.nextLong(1L << 32);
            final int fraction = random.nextInt(1_000_000);
            final long epochNs = seconds * 1_000_000_000 + (TestCapture.MAGIC_NS == magic ? 1L : 1_000L) * fraction;
            final byte[] frame = randomFrame(random, linkType, Long.toString(epochNs), expected);
            capture.record(seconds, fraction, frame, frame.length);
        }
        return capture.bytes();
    }

    private static byte[] randomPcapng(final SplittableRandom random, final List<String> expected)
    {
        final TestCapture capture = TestCapture.pcapng(random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN);
        for (int sections = random.nextInt(1, 4); sections > 0; sections--)
        {
            final int[] links = random.ints(random.nextInt(1, 12), 0, 1).map((zero) -> randomLink(random)).toArray();
            for (final int link : links)
            {
                capture.networkInterface(link, 0, capture.resolution(9), capture.timeOffset(3));
            }
            for (int i = random.nextInt(12); i > 0; i--)
            {
                final int number = random.nextInt(3) == 0 ? 0 : random.nextInt(links.length);
                final long ticks = random.nextLong(1L << 61);
                final int kind = random.nextInt(3);
                final boolean isSimple = 2 == kind && 0 == number;
                final byte[] frame = randomFrame(random, links[number],
                    isSimple ? "untimed" : Long.toString(ticks + 3_000_000_000L), expected);
                switch (isSimple ? 2 : kind & 1)
                {
                    case 0 -> capture.enhanced(number, ticks, frame, frame.length);
                    case 1 -> capture.obsolete(number, ticks, frame);
                    default -> capture.simple(frame, frame.length);
                }
            }
            capture.block(random.nextInt(100, 200), new byte[4 * random.nextInt(100)]);
            capture.section(random.nextBoolean() ? BIG_ENDIAN : LITTLE_ENDIAN);
        }
        return capture.bytes();
    }

    private static int randomLink(final SplittableRandom random)
    {
        final int[] links = {0, 1, 12, 14, 101, 108, 113, 276};
        return links[random.nextInt(links.length)];
    }

    private static byte[] randomFrame(
        final SplittableRandom random, final int linkType, final String time, final List<String> expected)
    {
        final byte[] payload = new byte[random.nextInt(0 == random.nextInt(20) ? 60_000 : 200)];
        random.nextBytes(payload);
        final int port = random.nextInt(1, 65_536);
        final boolean isIpv4 = random.nextBoolean();
        final String host = isIpv4 ? "239.1.2." + random.nextInt(256) : "ff15::1:" + random.nextInt(1, 10);
        expected.add(time + " " + (isIpv4 ? host : "[" + host + "]") + ":" + port + " " +
            new String(payload, StandardCharsets.ISO_8859_1));
        final byte[] content = Frames.udp(port, payload);
        final byte[] packet = isIpv4 ? Frames.ipv4(host, content) : Frames.ipv6(host, content);
        final int type = isIpv4 ? Frames.TYPE_IPV4 : Frames.TYPE_IPV6;
        return switch (linkType)
        {
            case 0, 108 -> Frames.family(isIpv4 ? 2 : 30, packet);
            case 1 -> Frames.ethernet(type, packet, random.nextBoolean() ? new int[0] : new int[]{0x8100});
            case 113 -> Frames.sll(type, packet);
            case 276 -> Frames.sll2(type, packet);
            default -> packet;
        };
    }

    private static CaptureReader open(final InputStream in)
    {
        try
        {
            final CaptureReader reader = CaptureReader.open(in);
            assertNotNull(reader);
            return reader;
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static CaptureReader readAll(final CaptureReader reader)
    {
        while (reader.next())
        {
            assertTrue(reader.payloadLength() >= 0);
        }
        return reader;
    }

    /** Bytes, and zeros behind them up to a length. */
    private record Part(byte[] bytes, int length)
    {
    }

    /** Parts one after the other, of which the zeros take no time. */
    private static final class Parts extends InputStream
    {
        private final List<Part> parts;
        private int number;
        private int position;

        private Parts(final List<Part> parts)
        {
            this.parts = parts;
        }

        @Override
        public int read()
        {
            throw new UnsupportedOperationException("the reader reads blocks");
        }

        @Override
        public int read(final byte[] buffer, final int offset, final int length)
        {
            if (number == parts.size())
            {
                return -1;
            }
            final Part part = parts.get(number);
            final boolean isInBytes = position < part.bytes().length;
            final int end = isInBytes ? Math.min(part.length(), part.bytes().length) : part.length();
            final int count = Math.min(length, end - position);
            if (isInBytes)
            {
                System.arraycopy(part.bytes(), position, buffer, offset, count);
            }
            position += count;
            if (position == part.length())
            {
                number++;
                position = 0;
            }
            return count;
        }
    }

    /** A header and then the same bytes so many times. */
    private static final class Repeating extends InputStream
    {
        private final byte[] repeated;
        private byte[] current;
        private long left;
        private int position;

        private Repeating(final byte[] header, final byte[] repeated, final long times)
        {
            this.current = header;
            this.repeated = repeated;
            this.left = times;
        }

        @Override
        public int read()
        {
            throw new UnsupportedOperationException("the reader reads blocks");
        }

        @Override
        public int read(final byte[] buffer, final int offset, final int length)
        {
            int count = 0;
            while (count < length)
            {
                if (position == current.length)
                {
                    if (0 == left)
                    {
                        return 0 == count ? -1 : count;
                    }
                    left--;
                    current = repeated;
                    position = 0;
                }
                final int copied = Math.min(length - count, current.length - position);
                System.arraycopy(current, position, buffer, offset + count, copied);
                position += copied;
                count += copied;
            }
            return count;
        }
    }
}
