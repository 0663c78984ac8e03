package relay.transport.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.KernelDrops;
import relay.transport.endpoint.HostPort;

class PcapngWriterTest
{
    private static final int ROOMY = 16 * 1024 * 1024;
    private static final long EPOCH_NS = 1_700_000_000_123_456_789L;
    private static final List<PcapngInterface> INTERFACES = List.of(
        new PcapngInterface("eth0", "udp://239.1.1.1:5000?interface=eth0"), new PcapngInterface("lo", ""));

    private final PcapngWriter writer = new PcapngWriter(0);
    private final HostPort source = new HostPort();
    private final HostPort destination = new HostPort();

    /** One of a capture. */
    private record Sent(long epochNs, InetSocketAddress source, InetSocketAddress destination, byte[] payload)
    {
        void assertIs(final Sent other, final String what)
        {
            assertEquals(epochNs, other.epochNs, what);
            assertEquals(source, other.source, what);
            assertEquals(destination, other.destination, what);
            assertArrayEquals(payload, other.payload, what);
        }
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeReadAsWritten(final long seed) throws IOException
    {
        shouldBeReadAsWritten(seed, INTERFACES);
        shouldBeReadAsWritten(seed, INTERFACES.subList(0, 1));
    }

    private void shouldBeReadAsWritten(final long seed, final List<PcapngInterface> interfaces) throws IOException
    {
        final Random random = new Random(seed);
        final List<Sent> sent = new ArrayList<>();
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, null, interfaces);
        for (int i = 0; i < 200; i++)
        {
            sent.add(randomDatagram(random));
            write(sent.getLast(), random.nextInt(interfaces.size()));
            if (0 == random.nextInt(20))
            {
                writer.flush();
            }
        }
        writer.flush();
        writer.close();

        assertFalse(disk.isOpen(), "not closed");
        assertEquals(writer.length(), disk.bytes().length);
        assertEquals(200, writer.packets());
        final CaptureReader reader = TestCapture.read(disk.bytes());
        for (final Sent each : sent)
        {
            assertTrue(reader.next(), () -> "seed " + seed + ": " + reader.error());
            each.assertIs(read(reader), "seed " + seed);
        }
        assertFalse(reader.next());
        assertNull(reader.error());
        assertEquals(200, reader.records());
        assertChecksums(disk.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 65_506, 65_507})
    void shouldHoldEveryLengthThatIpv4Has(final int length) throws IOException
    {
        assertHolds("10.1.1.7", "239.1.1.1", length, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_507, 65_508, 65_527})
    void shouldHoldEveryLengthThatIpv6Has(final int length) throws IOException
    {
        assertHolds("fe80::7", "ff15::1", length, true);
    }

    @Test
    void shouldWriteAChecksumOfZeroAsOnes() throws IOException
    {
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, null, INTERFACES);
        // 10.0.0.1 + 10.0.0.2 + 17 + 2 * 10 + ports: what is missing to ffff is the payload
        final int sum = 0x0A00 + 0x0001 + 0x0A00 + 0x0002 + 17 + 2 * 10 + 1 + 2;
        write(new Sent(1, address("10.0.0.1", 1), address("10.0.0.2", 2),
            ByteBuffer.allocate(2).putShort((short)(0xFFFF - sum)).array()), 0);
        writer.flush();

        final byte[] packet = packets(disk.bytes()).getFirst();
        assertEquals((short)0xFFFF, ByteBuffer.wrap(packet).getShort(26));
        assertChecksums(disk.bytes());
    }

    @Test
    void shouldSayWhoWroteItAndWhat() throws IOException
    {
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, "why it was made", INTERFACES);
        writer.flush();
        final List<Block> blocks = blocks(disk.bytes());

        assertEquals(3, blocks.size());
        assertEquals("why it was made", blocks.get(0).text(16, 1));
        assertEquals(System.getProperty("os.arch"), blocks.get(0).text(16, 2));
        assertEquals("relay", blocks.get(0).text(16, 4));
        assertEquals("eth0", blocks.get(1).text(8, 2));
        assertEquals("udp://239.1.1.1:5000?interface=eth0", blocks.get(1).text(8, 3));
        assertArrayEquals(new byte[]{9}, blocks.get(1).options(8).get(9));
        assertFalse(blocks.get(2).options(8).containsKey(3), "an empty description");
    }

    /** libpcap takes a second raw interface for one of another type, and ends there. */
    @Test
    void shouldCookPacketsOfSeveralInterfaces() throws IOException
    {
        for (int count = 1; count <= 2; count++)
        {
            final FullDisk disk = new FullDisk(ROOMY);
            writer.begin(disk, null, INTERFACES.subList(0, count));
            write(new Sent(1, address("10.0.0.1", 1), address("239.0.0.2", 2), new byte[1]), 0);
            write(new Sent(1, address("fe80::7", 1), address("fe80::8", 2), new byte[1]), 0);
            writer.flush();
            final List<Block> blocks = blocks(disk.bytes());
            for (int i = 1; i <= count; i++)
            {
                assertEquals(1 == count ? 101 : 113, blocks.get(i).body().getShort(0));
            }
            final ByteBuffer toGroup = blocks.get(count + 1).body().slice(20, 17); // big-endian
            final ByteBuffer toUs = blocks.get(count + 2).body().slice(20, 17);
            assertEquals(1 == count ? 0x45 : 0, toGroup.get(0));
            assertEquals(1 == count ? 0x60 : 0, toUs.get(0));
            if (2 == count)
            {
                assertEquals(List.of(2, 0xFFFE, 0, 0x0800), List.of((int)toGroup.getShort(0),
                    toGroup.getShort(2) & 0xFFFF, (int)toGroup.getShort(4), (int)toGroup.getShort(14)));
                assertEquals(0, toUs.getShort(0));
                assertEquals((short)0x86DD, toUs.getShort(14));
                assertEquals(0x45, toGroup.get(16));
            }
        }
    }

    @Test
    void shouldEndWithWhatWasCounted() throws IOException
    {
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, null, INTERFACES);
        writer.statistics(0, EPOCH_NS, EPOCH_NS + 5, 100, 7, 3);
        writer.statistics(1, EPOCH_NS, EPOCH_NS + 5, 1, 0, KernelDrops.UNKNOWN);
        final long before = writer.length();
        writer.flush();
        final List<Block> blocks = blocks(disk.bytes());

        final Map<Integer, byte[]> first = blocks.get(3).options(12);
        assertEquals(5, blocks.get(3).type());
        assertEquals(EPOCH_NS + 5, time(blocks.get(3).bytes(4, Long.BYTES), 0));
        assertEquals(EPOCH_NS, time(first.get(2), 0));
        assertEquals(EPOCH_NS + 5, time(first.get(3), 0));
        assertEquals(List.of(100L, 7L, 3L), List.of(number(first.get(4)), number(first.get(5)), number(first.get(7))));
        assertFalse(blocks.get(4).options(12).containsKey(7), "nobody knows");
        assertTrue(blocks.get(3).length() <= PcapngWriter.STATISTICS_LENGTH_MAX);
        assertEquals(before, disk.bytes().length);
    }

    @Test
    void shouldKeepTheBeginningOfADatagramAndSaySo() throws IOException
    {
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, null, INTERFACES);
        source.set(address("10.1.1.7", 1));
        destination.set(address("239.1.1.1", 2));
        writer.packet(0, EPOCH_NS, source, destination, new UnsafeBuffer(new byte[10]), 0, 1_000, 10, "here it was");
        writer.flush();
        final Block packet = blocks(disk.bytes()).getLast();

        assertEquals(16 + 38, packet.body().getInt(12));
        assertEquals(16 + 1_028, packet.body().getInt(16));
        assertEquals("here it was", packet.text(20 + 16 + 40, 1));
        final CaptureReader reader = TestCapture.read(disk.bytes());
        assertFalse(reader.next());
        assertEquals(1, reader.skipped(SkipReason.TRUNCATED));
        assertNull(reader.error());
    }

    @Test
    void shouldWriteOneFileAfterTheOther() throws IOException
    {
        for (int i = 0; i < 2; i++)
        {
            final FullDisk disk = new FullDisk(ROOMY);
            writer.begin(disk, null, INTERFACES);
            write(new Sent(i, address("10.1.1.7", 1), address("239.1.1.1", 2), new byte[]{(byte)('0' + i)}), 0);
            writer.flush();
            writer.close();
            assertEquals(List.of(i + " 239.1.1.1:2 " + i), Datagrams.of(TestCapture.read(disk.bytes())));
        }
    }

    @Test
    void shouldEndAtAWholeBlockWhereverTheDiskIsFull() throws IOException
    {
        final int headers = written(new FullDisk(ROOMY), 0).bytes().length;
        final int whole = written(new FullDisk(ROOMY), 5).bytes().length;
        for (int room = headers; room < whole; room++)
        {
            final FullDisk disk = new FullDisk(room);
            final IOException failure = assertThrows(IOException.class, () -> written(disk, 5));

            assertEquals("No space left on device", failure.getMessage());
            final CaptureReader reader = TestCapture.read(disk.bytes());
            final int read = Datagrams.of(reader).size();
            assertNull(reader.error(), "room " + room);
            assertEquals((room - headers) / ((whole - headers) / 5), read, "room " + room);
            assertEquals(read, writer.packets(), "room " + room);
            assertEquals(disk.bytes().length, writer.length(), "room " + room);
            assertFalse(writer.isBuffering());
        }
    }

    /** If one of the usual programs is there. */
    @Test
    void shouldBeReadByOthers() throws Exception
    {
        final List<String> command = Stream.of(
            List.of("tshark", "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-V", "-r"),
            List.of("tcpdump", "-nvv", "-r")).filter(each -> isInstalled(each.getFirst())).findFirst().orElse(null);
        assumeTrue(null != command, "neither tshark nor tcpdump is installed");
        for (int count = 1; count <= INTERFACES.size(); count++)
        {
            final Path file = directory.resolve("a" + count + ".pcapng");
            final FullDisk disk = new FullDisk(ROOMY);
            writer.begin(disk, "comment", INTERFACES.subList(0, count));
            final Random random = new Random(4);
            for (int i = 0; i < 20; i++)
            {
                write(randomDatagram(random), i % count);
            }
            writer.statistics(0, 1, 2, 3, 4, 5);
            writer.flush();
            Files.write(file, disk.bytes());
            assertRead(command, file);
        }
    }

    private void assertRead(final List<String> command, final Path file) throws Exception
    {
        final Process process = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(file.toString())).toList())
            .redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "does not end");
        final String said = Files.readString(directory.resolve("out"), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.exitValue(), said);
        assertFalse(said.contains("incorrect") || said.contains("bad cksum") || said.contains("bad udp cksum"), said);
    }

    private FullDisk written(final FullDisk disk, final int packets) throws IOException
    {
        writer.begin(disk, null, INTERFACES);
        for (int i = 0; i < packets; i++)
        {
            write(new Sent(i, address("10.1.1.7", 1), address("239.1.1.1", 2), new byte[10]), 0);
        }
        writer.flush();
        return disk;
    }

    private void assertHolds(final String from, final String to, final int length, final boolean isIpv6)
        throws IOException
    {
        final byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        final Sent sent = new Sent(EPOCH_NS, address(from, 65_535), address(to, 1), payload);
        final FullDisk disk = new FullDisk(ROOMY);
        writer.begin(disk, null, INTERFACES);
        final long before = writer.length();
        write(sent, 1);
        assertTrue(writer.length() - before <= PcapngWriter.packetLengthMax(length));
        writer.flush();

        final CaptureReader reader = TestCapture.read(disk.bytes());
        assertTrue(reader.next(), reader::error);
        assertEquals(isIpv6, reader.isIpv6());
        sent.assertIs(read(reader), "length " + length);
        assertFalse(reader.next());
        assertNull(reader.error());
        assertChecksums(disk.bytes());
    }

    private void write(final Sent sent, final int interfaceIndex) throws IOException
    {
        source.set(sent.source());
        destination.set(sent.destination());
        writer.packet(interfaceIndex, sent.epochNs(), source, destination, new UnsafeBuffer(sent.payload()), 0,
            sent.payload().length);
    }

    private static Sent randomDatagram(final Random random) throws IOException
    {
        final boolean isIpv6 = random.nextBoolean();
        final byte[] payload = new byte[random.nextInt(0 == random.nextInt(10) ? 65_508 : 1_500)];
        random.nextBytes(payload);
        return new Sent(
            Math.abs(random.nextLong()) >> 2, randomAddress(random, isIpv6), randomAddress(random, isIpv6), payload);
    }

    private static InetSocketAddress randomAddress(final Random random, final boolean isIpv6) throws IOException
    {
        final byte[] bytes = new byte[isIpv6 ? 16 : 4];
        random.nextBytes(bytes);
        bytes[0] = (byte)(isIpv6 ? bytes[0] | 0x20 : bytes[0]); // no mapped address
        return new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(65_536));
    }

    private static InetSocketAddress address(final String host, final int port) throws IOException
    {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static Sent read(final CaptureReader reader) throws IOException
    {
        final byte[] payload = new byte[reader.payloadLength()];
        reader.buffer().getBytes(reader.payloadOffset(), payload);
        return new Sent(reader.epochNs(), address(reader.source(), reader.isIpv6()),
            address(reader.destination(), reader.isIpv6()), payload);
    }

    private static InetSocketAddress address(final HostPort address, final boolean isIpv6) throws IOException
    {
        return new InetSocketAddress(InetAddress.getByAddress(isIpv6 ?
            ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array() :
            ByteBuffer.allocate(4).putInt((int)address.low()).array()), address.port());
    }

    /** By the definition: the sum of all words and the checksum itself, with carries added, is ffff. */
    private static void assertChecksums(final byte[] file)
    {
        for (final byte[] packet : packets(file))
        {
            final ByteBuffer bytes = ByteBuffer.wrap(packet);
            final boolean isIpv4 = 4 == packet[0] >> 4;
            final int udp = isIpv4 ? 20 : 40;
            if (isIpv4)
            {
                assertEquals(0xFFFF, words(packet, 0, 20, 0), "IPv4 header");
                assertEquals(packet.length, bytes.getShort(2) & 0xFFFF);
            }
            assertTrue(0 != bytes.getShort(udp + 6), "no UDP checksum");
            final int addresses = isIpv4 ? 12 : 8;
            assertEquals(packet.length - udp, bytes.getShort(udp + 4) & 0xFFFF);
            assertEquals(0xFFFF, words(packet, addresses, packet.length, 17 + packet.length - udp), "UDP");
        }
    }

    private static int words(final byte[] bytes, final int begin, final int end, final int more)
    {
        int sum = more;
        for (int i = begin; i < end; i += 2)
        {
            final int word = (bytes[i] & 0xFF) * 256 + (i + 1 < end ? bytes[i + 1] & 0xFF : 0);
            sum += word;
            if (sum > 0xFFFF)
            {
                sum -= 0xFFFF;
            }
        }
        return sum;
    }

    private static List<byte[]> packets(final byte[] file)
    {
        final List<Block> blocks = blocks(file);
        final int linkLength = 113 == blocks.get(1).body().getShort(0) ? 16 : 0;
        return blocks.stream().filter(block -> 6 == block.type()).map(block ->
        {
            final byte[] packet = new byte[block.body().getInt(12) - linkLength];
            block.body().get(20 + linkLength, packet);
            return packet;
        }).toList();
    }

    /** Read by the letter of the format, not with the reader. */
    private record Block(int type, int length, ByteBuffer body)
    {
        Map<Integer, byte[]> options(final int offset)
        {
            final Map<Integer, byte[]> options = new LinkedHashMap<>();
            for (int at = offset; at < body.limit(); at += 4 + (body.getShort(at + 2) + 3) / 4 * 4)
            {
                final byte[] value = new byte[body.getShort(at + 2)];
                body.get(at + 4, value);
                options.put((int)body.getShort(at), value);
            }
            assertArrayEquals(new byte[0], options.get(0), "end of options");
            return options;
        }

        byte[] bytes(final int offset, final int count)
        {
            final byte[] bytes = new byte[count];
            body.get(offset, bytes);
            return bytes;
        }

        String text(final int offset, final int code)
        {
            return new String(options(offset).get(code), StandardCharsets.UTF_8);
        }
    }

    private static List<Block> blocks(final byte[] file)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
        final List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < file.length; at += bytes.getInt(at + 4))
        {
            final int length = bytes.getInt(at + 4);
            assertEquals(0, length % 4);
            assertEquals(length, bytes.getInt(at + length - 4));
            blocks.add(new Block(bytes.getInt(at), length,
                bytes.slice(at + 8, length - 12).order(ByteOrder.nativeOrder())));
        }
        return blocks;
    }

    private static long time(final byte[] bytes, final int offset)
    {
        final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return (long)words.getInt(offset) << 32 | words.getInt(offset + 4) & 0xFFFF_FFFFL;
    }

    private static long number(final byte[] bytes)
    {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
    }

    private static boolean isInstalled(final String program)
    {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
