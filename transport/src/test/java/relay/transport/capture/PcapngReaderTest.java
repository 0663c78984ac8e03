package relay.transport.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest
{
    private static final int SIMPLE = 3;
    private static final int ENHANCED = 6;
    private static final byte[] FRAME = Frames.datagram("hello");
    private static final String HELLO = " 239.1.1.1:5000 hello";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadEveryPacketBlock(final boolean isBigEndian)
    {
        final ByteOrder order = isBigEndian ? BIG_ENDIAN : LITTLE_ENDIAN;
        final CaptureReader reader = TestCapture.pcapng(order).networkInterface(1, 0)
            .enhanced(0, 1_700_000_000_000_001L, FRAME, FRAME.length)
            .obsolete(0, 1_700_000_000_000_002L, FRAME)
            .simple(FRAME, FRAME.length).read();
        assertEquals(List.of(
            "1700000000000001000" + HELLO, "1700000000000002000" + HELLO, "untimed" + HELLO), Datagrams.of(reader));
        assertEquals("pcapng", reader.format());
        assertEquals(Map.of(), Datagrams.skipped(reader));
        assertNull(reader.error());
    }

    @Test
    void shouldKeepInterfacesApart()
    {
        final TestCapture capture = TestCapture.pcapng(LITTLE_ENDIAN);
        final byte[] ipv4 = Frames.ipv4("239.1.1.1", Frames.udp(5_000, "hello"));
        final CaptureReader reader = capture
            .networkInterface(1, 0, capture.resolution(9))
            .networkInterface(101, 0, capture.option(1, (byte)'x'), capture.resolution(0), capture.timeOffset(-1))
            .networkInterface(105, 0)
            .enhanced(1, 1_700_000_001, ipv4, ipv4.length)
            .enhanced(0, 1_700_000_000_000_000_001L, FRAME, FRAME.length)
            .enhanced(2, 1, FRAME, FRAME.length).read();
        assertEquals(List.of("1700000000000000000" + HELLO, "1700000000000000001" + HELLO), Datagrams.of(reader));
        assertEquals(Map.of("linktype", 1L), Datagrams.skipped(reader));
    }

    @Test
    void shouldBeginEachSectionAnew()
    {
        final TestCapture capture = TestCapture.pcapng(BIG_ENDIAN).networkInterface(105, 0).enhanced(0, 1, FRAME, 0)
            .section(LITTLE_ENDIAN).networkInterface(1, 0).enhanced(0, 7, FRAME, FRAME.length);
        final int end = capture.section(BIG_ENDIAN).length();
        final CaptureReader reader = capture.enhanced(0, 1, FRAME, 0).read();
        assertEquals(List.of("7000" + HELLO), Datagrams.of(reader));
        assertEquals("offset " + end + ": packet of interface 0, but the section has 0", reader.error());
    }

    @Test
    void shouldStepOverOtherBlocks()
    {
        final CaptureReader reader = TestCapture.pcapng(LITTLE_ENDIAN).block(4, new byte[8]).networkInterface(1, 0)
            .block(5, new byte[400_000]).block(0x0BAD, new byte[0]).block(1, new byte[4])
            .enhanced(0, 1, FRAME, FRAME.length).block(0x4000_0000, new byte[2_000_000]).read();
        assertEquals(List.of("1000" + HELLO), Datagrams.of(reader));
        assertNull(reader.error());
    }

    @Test
    void shouldIgnoreOptionsThatAreCut()
    {
        final TestCapture capture = TestCapture.pcapng(LITTLE_ENDIAN);
        final CaptureReader reader = capture
            .networkInterface(1, 0, capture.option(0), capture.resolution(0))
            .networkInterface(1, 0, new byte[]{9, 0, 1, 0})
            .networkInterface(1, 0, new byte[]{14, 0, 8, 0, 1, 1, 1, 1})
            .networkInterface(1, 0, new byte[]{9, 0, 0, 0})
            .networkInterface(1, 0, new byte[]{14, 0, 4, 0, 1, 1, 1, 1})
            .enhanced(0, 1, FRAME, FRAME.length).enhanced(1, 2, FRAME, FRAME.length)
            .enhanced(2, 3, FRAME, FRAME.length).enhanced(3, 4, FRAME, FRAME.length)
            .enhanced(4, 5, FRAME, FRAME.length).read();
        assertEquals(List.of("1000" + HELLO, "2000" + HELLO, "3000" + HELLO, "4000" + HELLO, "5000" + HELLO),
            Datagrams.of(reader));
    }

    @Test
    void shouldCutSimplePacketsAtTheSnapLengthOfTheFirstInterface()
    {
        final byte[] padded = Arrays.copyOf(FRAME, FRAME.length + 1);
        final CaptureReader reader = TestCapture.pcapng(LITTLE_ENDIAN)
            .networkInterface(1, FRAME.length - 1).networkInterface(1, 0)
            .simple(padded, FRAME.length)
            .section(LITTLE_ENDIAN).networkInterface(1, FRAME.length).simple(FRAME, 9_000)
            .section(LITTLE_ENDIAN).networkInterface(1, 0).simple(Arrays.copyOf(FRAME, 40), 0xFFFF_FFFFL).read();
        assertEquals(List.of("untimed" + HELLO), Datagrams.of(reader));
        assertEquals(Map.of("truncated", 2L), Datagrams.skipped(reader));
    }

    @Test
    void shouldReadLongBlocks()
    {
        final byte[] longFrame = Arrays.copyOf(FRAME, 1_000_000);
        final TestCapture capture = TestCapture.pcapng(BIG_ENDIAN).networkInterface(1, 0)
            .enhanced(0, 1, longFrame, longFrame.length).simple(longFrame, longFrame.length)
            .enhanced(0, 2, FRAME, FRAME.length);
        assertEquals(List.of("1000" + HELLO, "untimed" + HELLO, "2000" + HELLO), Datagrams.of(capture.read()));
    }

    @Test
    void shouldSayWhatIsWrongWithABlock()
    {
        assertDamage("block header is cut: 11 of 12 bytes are left", start().raw(new byte[11]));
        assertDamage("block length 8 is impossible: it must be a multiple of 4, 12 or more",
            start().raw(5, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0));
        assertDamage("block length 13 is impossible: it must be a multiple of 4, 12 or more",
            start().raw(5, 0, 0, 0, 13, 0, 0, 0, 0, 13, 0, 0, 0));
        assertDamage("block is cut: 12 of 4294967292 bytes are left",
            start().raw(5, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0));
        assertDamage("block length 12 is not repeated at its end: 16",
            start().raw(5, 0, 0, 0, 12, 0, 0, 0, 16, 0, 0, 0));
        assertDamage("byte-order magic of the section is neither 1a2b3c4d nor 4d3c2b1a",
            start().block(0x0A0D_0D0A, new byte[16]));
    }

    @Test
    void shouldSayWhatIsWrongWithAPacket()
    {
        assertDamage("packet block of 16 bytes is shorter than 20", start().block(ENHANCED, new byte[16]));
        assertDamage("packet block of 16 bytes is shorter than 20", start().block(2, new byte[16]));
        assertDamage("packet of interface 1, but the section has 1", start().enhanced(1, 1, FRAME, FRAME.length));
        assertDamage("packet of interface 4294967295, but the section has 1",
            start().enhanced(-1, 1, FRAME, FRAME.length));
        assertDamage("packet of 49 bytes in a block with room for 48", start().block(ENHANCED,
            start().buffer(68).putInt(12, FRAME.length + 2).array()));
        assertDamage("simple packet block of 0 bytes is shorter than 4", start().block(SIMPLE, new byte[0]));
        final CaptureReader reader = TestCapture.pcapng(LITTLE_ENDIAN).simple(FRAME, FRAME.length).read();
        assertFalse(reader.next());
        assertEquals("offset 28: simple packet block in a section without interfaces", reader.error());
    }

    @Test
    void shouldLimitWhatInterfacesTake()
    {
        final TestCapture many = start();
        for (int i = 1; i <= PcapngInterfaces.COUNT_MAX; i++)
        {
            many.networkInterface(1, 0);
        }
        final CaptureReader reader = many.enhanced(0, 2, FRAME, FRAME.length).read();
        assertEquals(List.of("1000" + HELLO), Datagrams.of(reader));
        assertEquals("offset " + (start().length() + 20L * (PcapngInterfaces.COUNT_MAX - 1)) +
            ": more than 65536 interfaces in one section", reader.error());
        assertDamage("description of an interface has 400000 bytes, more than 327668",
            start().block(1, new byte[400_000]));
    }

    private static TestCapture start()
    {
        return TestCapture.pcapng(LITTLE_ENDIAN).networkInterface(1, 0).enhanced(0, 1, FRAME, FRAME.length);
    }

    private static void assertDamage(final String error, final TestCapture capture)
    {
        final CaptureReader reader = capture.read();
        assertEquals(List.of("1000" + HELLO), Datagrams.of(reader));
        assertEquals("offset " + start().length() + ": " + error, reader.error());
        assertFalse(reader.next());
    }
}
