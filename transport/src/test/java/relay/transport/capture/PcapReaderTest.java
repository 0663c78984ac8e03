package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest
{
    private static final byte[] FRAME = Frames.datagram("hello");

    @ParameterizedTest
    @CsvSource({
        "a1b2c3d4, le, 1000, pcap-us-le", "a1b2c3d4, be, 1000, pcap-us-be",
        "a1b23c4d, le, 1, pcap-ns-le", "a1b23c4d, be, 1, pcap-ns-be",
        "a1b2cd34, le, 1000, pcap-modified-le", "a1b2cd34, be, 1000, pcap-modified-be"})
    void shouldReadEveryKind(final String magic, final String endian, final int fractionNs, final String format)
    {
        final ByteOrder order = "le".equals(endian) ? LITTLE_ENDIAN : BIG_ENDIAN;
        final CaptureReader reader = TestCapture.pcap(Integer.parseUnsignedInt(magic, 16), order, 1)
            .record(1_700_000_000, 999_999, FRAME, FRAME.length)
            .record(0xFFFF_FFFFL, 0, FRAME, FRAME.length).read();
        assertEquals(List.of(
            1_700_000_000_000_000_000L + 999_999L * fractionNs + " 239.1.1.1:5000 hello",
            "4294967295000000000 239.1.1.1:5000 hello"), Datagrams.of(reader));
        assertEquals(format, reader.format());
        assertFalse(reader.isGzip());
        assertNull(reader.error());
        assertFalse(reader.next());
    }

    @Test
    void shouldReadGzipWhateverItsName()
    {
        final CaptureReader reader = TestCapture.read(TestCapture.pcap(1).record(FRAME).gzip());
        assertEquals(List.of("1000002000 239.1.1.1:5000 hello"), Datagrams.of(reader));
        assertTrue(reader.isGzip());
        assertNull(reader.error());
    }

    @Test
    void shouldReadGzipInSeveralParts()
    {
        final TestCapture capture = TestCapture.pcap(1).record(FRAME);
        final byte[] file = Frames.concat(
            capture.gzip(), TestCapture.gzip(Arrays.copyOfRange(capture.bytes(), 24, capture.length())));
        assertEquals(2, Datagrams.of(TestCapture.read(file)).size());
    }

    @Test
    void shouldTellSourceAndDestination()
    {
        final CaptureReader reader = TestCapture.pcap(1).record(FRAME).read();
        assertTrue(reader.next());
        assertFalse(reader.isIpv6());
        assertTrue(reader.isMulticast());
        assertEquals(0, reader.source().high());
        assertEquals(0xFFFF_0A01_0107L, reader.source().low());
        assertEquals(Frames.SOURCE_PORT, reader.source().port());
        assertEquals(0xFFFF_EF01_0101L, reader.destination().low());
        assertEquals(Frames.PORT, reader.destination().port());
    }

    @Test
    void shouldIgnoreWhatElseTheLinkTypeFieldSays()
    {
        assertEquals(1, Datagrams.of(TestCapture.pcap(0xF800_0001).record(FRAME).read()).size());
    }

    @Test
    void shouldReadAFileWithoutRecords()
    {
        final CaptureReader reader = TestCapture.pcap(1).read();
        assertFalse(reader.next());
        assertEquals(0, reader.records());
        assertNull(reader.error());
    }

    @Test
    void shouldRefuseWhatIsNoCapture()
    {
        assertError("offset 0: is neither pcap nor pcapng", new byte[0]);
        assertError("offset 0: is neither pcap nor pcapng", "GET / HTTP/1.0\r\nHost: example.org\r\n\r\n".getBytes());
        assertError("offset 0: file header is cut: 23 of 24 bytes are there",
            Arrays.copyOf(TestCapture.pcap(1).bytes(), 23));
        final CaptureReader reader = TestCapture.read(new byte[3]);
        assertFalse(reader.next());
        assertEquals("unknown", reader.format());
    }

    @Test
    void shouldSayWhereARecordIsCut()
    {
        final byte[] whole = TestCapture.pcap(1).record(FRAME).record(FRAME).bytes();
        final int second = 24 + 16 + FRAME.length;
        assertCut("offset 87: record header is cut: 15 of 16 bytes are left", Arrays.copyOf(whole, second + 15));
        assertCut("offset 87: record is cut: 0 of 47 bytes are left", Arrays.copyOf(whole, second + 16));
        assertCut("offset 87: record is cut: 46 of 47 bytes are left", Arrays.copyOf(whole, whole.length - 1));
    }

    @Test
    void shouldRefuseImpossibleLengths()
    {
        final TestCapture capture = TestCapture.pcap(1).record(FRAME);
        final int offset = capture.length();
        capture.raw(capture.buffer(16).putInt(8, 256 * 1024 + 1).array()).raw(new byte[300 * 1024]);
        assertCut("offset " + offset +
            ": record of 262145 bytes is impossible: the file says that none has more than 65535", capture.bytes());
    }

    @Test
    void shouldReadLongRecordsIfTheFileSaysSo()
    {
        final TestCapture capture = TestCapture.pcap(1).record(FRAME)
            .record(Arrays.copyOf(FRAME, 256 * 1024))
            .record(Arrays.copyOf(FRAME, CaptureInput.HELD_LENGTH_MAX + 1))
            .record(Arrays.copyOf(FRAME, 3_000_000)).record(FRAME);
        final byte[] file = capture.bytes();
        capture.buffer(4).putInt(3_000_000).flip().get(file, 16, 4);
        final CaptureReader reader = TestCapture.read(file);
        assertEquals(5, Datagrams.of(reader).size());
        assertNull(reader.error());
        final CaptureReader cut = TestCapture.read(Arrays.copyOf(file, file.length - 16 - 2 * FRAME.length));
        assertEquals(3, Datagrams.of(cut).size());
        final long fourth = 24 + 16 + FRAME.length + 16 + 256 * 1024 + 16 + CaptureInput.HELD_LENGTH_MAX + 1;
        assertEquals("offset " + fourth + ": record is cut: " + (3_000_000 - FRAME.length) +
            " of 3000000 bytes are left", cut.error());
    }

    @Test
    void shouldNotFollowMoreTagsThanItHolds()
    {
        final int[] tags = new int[CaptureInput.HELD_LENGTH_MAX / 4];
        Arrays.fill(tags, 0x8100);
        final byte[] frame = Frames.ethernet(Frames.TYPE_IPV4, FRAME, tags);
        final TestCapture capture = TestCapture.pcap(1).record(frame).record(FRAME);
        final byte[] file = capture.bytes();
        capture.buffer(4).putInt(-1).flip().get(file, 16, 4);
        final CaptureReader reader = TestCapture.read(file);
        assertEquals(1, Datagrams.of(reader).size());
        assertEquals(Map.of("truncated", 1L), Datagrams.skipped(reader));
        assertNull(reader.error());
    }

    @Test
    void shouldKeepWhatWasReadOfDamagedGzip()
    {
        final TestCapture capture = TestCapture.pcap(1).record(FRAME);
        final byte[] cut = Arrays.copyOf(capture.gzip(), capture.gzip().length - 8);
        final CaptureReader reader = TestCapture.read(cut);
        assertEquals(1, Datagrams.of(reader).size());
        assertEquals("offset 87 (unpacked): its compression is damaged: it ends too early", reader.error());

        final byte[] wrongSum = capture.gzip();
        wrongSum[wrongSum.length - 8] ^= 1;
        final CaptureReader second = TestCapture.read(wrongSum);
        assertEquals(1, Datagrams.of(second).size());
        assertEquals("offset 87 (unpacked): its compression is damaged: Corrupt GZIP trailer", second.error());
        assertError("offset 0 (unpacked): its compression is damaged: it ends too early", Arrays.copyOf(cut, 5));
    }

    @Test
    void shouldTellWhatFollowsGzip()
    {
        final TestCapture capture = TestCapture.pcap(1).record(FRAME);
        final CaptureReader padded = TestCapture.read(Arrays.copyOf(capture.gzip(), 1_024));
        assertEquals(1, Datagrams.of(padded).size());
        assertNull(padded.error());

        final byte[] second = TestCapture.gzip(Arrays.copyOfRange(capture.bytes(), 24, capture.length()));
        second[2]++;
        final CaptureReader damaged = TestCapture.read(Frames.concat(capture.gzip(), second));
        assertEquals(1, Datagrams.of(damaged).size());
        assertEquals("offset 87 (unpacked): its compression is damaged: what follows is not gzip", damaged.error());
    }

    private static void assertCut(final String error, final byte[] file)
    {
        final CaptureReader reader = TestCapture.read(file);
        assertEquals(1, Datagrams.of(reader).size());
        assertEquals(1, reader.records());
        assertEquals(error, reader.error());
        assertFalse(reader.next());
    }

    private static void assertError(final String error, final byte[] file)
    {
        final CaptureReader reader = TestCapture.read(file);
        assertFalse(reader.next());
        assertEquals(0, reader.records());
        assertEquals(error, reader.error());
    }
}
