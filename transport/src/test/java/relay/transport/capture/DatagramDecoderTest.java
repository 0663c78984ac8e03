package relay.transport.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static relay.transport.capture.Frames.TYPE_IPV4;
import static relay.transport.capture.Frames.TYPE_IPV6;
import static relay.transport.capture.Frames.UDP;
import static relay.transport.capture.Frames.concat;
import static relay.transport.capture.Frames.ethernet;
import static relay.transport.capture.Frames.family;
import static relay.transport.capture.Frames.sll;
import static relay.transport.capture.Frames.sll2;
import static relay.transport.capture.Frames.withByte;
import static relay.transport.capture.Frames.withShort;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of docs/captures.md: what of a record is sent again, and why it is not. */
class DatagramDecoderTest
{
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int SLL = 113;
    private static final int SLL2 = 276;
    private static final byte[] CONTENT = Frames.udp(5_000, "hello");
    private static final byte[] IPV4 = Frames.ipv4("239.1.1.1", CONTENT);
    private static final byte[] IPV6 = Frames.ipv6("ff15::1", CONTENT);
    private static final String HELLO_4 = "239.1.1.1:5000 hello";
    private static final String HELLO_6 = "[ff15::1]:5000 hello";

    @Test
    void shouldReadEthernet()
    {
        assertRead(HELLO_4, ETHERNET, ethernet(TYPE_IPV4, IPV4));
        assertRead(HELLO_6, ETHERNET, ethernet(TYPE_IPV6, IPV6));
        assertRead(HELLO_4, ETHERNET, ethernet(TYPE_IPV4, IPV4, 0x8100));
        assertRead(HELLO_6, ETHERNET, ethernet(TYPE_IPV6, IPV6, 0x88A8, 0x8100));
        assertRead(HELLO_4, ETHERNET, ethernet(TYPE_IPV4, IPV4, 0x9100, 0x9100, 0x88A8, 0x8100, 0x8100));
    }

    @Test
    void shouldReadLinuxCooked()
    {
        assertRead(HELLO_4, SLL, sll(TYPE_IPV4, IPV4));
        assertRead(HELLO_6, SLL, sll(TYPE_IPV6, IPV6));
        assertRead(HELLO_4, SLL, sll(0x8100, concat(new byte[]{0, 1, 8, 0}, IPV4)));
        assertRead(HELLO_4, SLL2, sll2(TYPE_IPV4, IPV4));
        assertRead(HELLO_6, SLL2, sll2(TYPE_IPV6, IPV6));
        assertRead(HELLO_6, SLL2, sll2(0x8100, concat(new byte[]{0, 1, (byte)0x86, (byte)0xDD}, IPV6)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 23, 24, 28, 30})
    void shouldReadLoopback(final int ipv6Family)
    {
        assertRead(HELLO_4, 0, family(2, IPV4));
        assertRead(HELLO_4, 0, family(Integer.reverseBytes(2), IPV4));
        assertRead(HELLO_4, 108, family(2, IPV4));
        assertRead(HELLO_6, 0, family(ipv6Family, IPV6));
        assertRead(HELLO_6, 0, family(Integer.reverseBytes(ipv6Family), IPV6));
        assertRead(HELLO_6, 108, family(ipv6Family, IPV6));
        assertSkipped("non_ip", 108, family(Integer.reverseBytes(2), IPV4));
        assertSkipped("non_ip", 108, family(Integer.reverseBytes(ipv6Family), IPV6));
        assertSkipped("non_ip", 0, family(7, IPV4));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101})
    void shouldReadRawIp(final int linkType)
    {
        assertRead(HELLO_4, linkType, IPV4);
        assertRead(HELLO_6, linkType, IPV6);
        assertSkipped("malformed", linkType, withByte(IPV4, 0, 0x55));
        assertSkipped("malformed", linkType, withByte(IPV4, 0, 0xF5));
        assertSkipped("truncated", linkType, new byte[0]);
    }

    @Test
    void shouldReadLinksOfOneVersion()
    {
        assertRead(HELLO_4, 228, IPV4);
        assertRead(HELLO_6, 229, IPV6);
        assertSkipped("malformed", 228, IPV6);
        assertSkipped("malformed", 229, IPV4);
        assertSkipped("truncated", 228, new byte[0]);
    }

    @Test
    void shouldSkipOtherLinkTypes()
    {
        assertSkipped("linktype", 105, ethernet(TYPE_IPV4, IPV4));
        assertSkipped("linktype", 147, new byte[0]);
    }

    @Test
    void shouldSkipLinkHeadersThatAreCut()
    {
        assertSkipped("truncated", ETHERNET, new byte[13]);
        assertSkipped("truncated", ETHERNET, Arrays.copyOf(ethernet(TYPE_IPV4, IPV4, 0x8100), 17));
        assertSkipped("truncated", SLL, new byte[15]);
        assertSkipped("truncated", SLL2, new byte[19]);
        assertSkipped("truncated", 0, new byte[3]);
        assertSkipped("truncated", 108, new byte[3]);
    }

    @Test
    void shouldSkipWhatIsNotIp()
    {
        assertSkipped("non_ip", ETHERNET, ethernet(0x0806, new byte[46]));
        assertSkipped("non_ip", ETHERNET, ethernet(0x88F7, IPV4));
        assertSkipped("non_ip", ETHERNET, ethernet(46, IPV4));
        assertSkipped("non_ip", ETHERNET, ethernet(0x8847, IPV4, 0x8100));
        assertSkipped("non_ip", SLL, sll(4, IPV4));
        assertSkipped("non_ip", SLL2, sll2(4, IPV4));
    }

    @Test
    void shouldLeaveOutWhatFollowsTheDatagram()
    {
        final byte[] padded = Arrays.copyOf(ethernet(TYPE_IPV4, IPV4), 64);
        assertRead(HELLO_4, ETHERNET, padded);
        assertRead(HELLO_6, RAW, Arrays.copyOf(IPV6, 200));
        // less in the datagram than in the packet
        assertRead("239.1.1.1:5000 hell", RAW, withShort(IPV4, 24, 12));
        assertRead("239.1.1.1:5000 ", RAW, withShort(IPV4, 24, 8));
    }

    @Test
    void shouldNotNeedWhatTheCaptureLeftOutBehindTheDatagram()
    {
        final CaptureReader reader = TestCapture.pcap(RAW).record(1, 0, IPV4, 9_000).read();
        assertEquals(List.of("1000000000 " + HELLO_4), Datagrams.of(reader));
    }

    @Test
    void shouldReadPacketsWithOptions()
    {
        final byte[] options = Frames.ipv4("239.1.1.1", concat(new byte[8], CONTENT));
        assertRead(HELLO_4, RAW, withByte(options, 0, 0x47));
        final byte[] longest = Frames.ipv4("239.1.1.1", concat(new byte[40], CONTENT));
        assertRead(HELLO_4, RAW, withByte(longest, 0, 0x4F));
    }

    @Test
    void shouldStepOverExtensions()
    {
        for (final int header : new int[]{0, 43, 60})
        {
            assertRead(HELLO_6, RAW, Frames.ipv6("ff15::1", header, Frames.extension(UDP, 0, CONTENT)));
            assertRead(HELLO_6, RAW, Frames.ipv6("ff15::1", header, Frames.extension(UDP, 3, CONTENT)));
        }
        assertRead(HELLO_6, RAW, Frames.ipv6("ff15::1", 0, Frames.extension(43, 1, Frames.extension(60, 0,
            Frames.extension(UDP, 255, CONTENT)))));
        // a fragment that is the whole, and the bits between offset and M, which say nothing
        assertRead(HELLO_6, RAW, Frames.ipv6("ff15::1", 44, Frames.fragment(UDP, 6, CONTENT)));
    }

    @Test
    void shouldSkipFragments()
    {
        assertSkipped("fragment", RAW, withShort(IPV4, 6, 0x2000));
        assertSkipped("fragment", RAW, withShort(IPV4, 6, 1));
        assertSkipped("fragment", RAW, withByte(withShort(IPV4, 6, 0x3000), 9, 6));
        assertRead(HELLO_4, RAW, withShort(IPV4, 6, 0x4000));
        assertSkipped("fragment", RAW, Frames.ipv6("ff15::1", 44, Frames.fragment(UDP, 1, CONTENT)));
        assertSkipped("fragment", RAW, Frames.ipv6("ff15::1", 44, Frames.fragment(6, 8, CONTENT)));
    }

    @Test
    void shouldSkipWhatIsNotUdp()
    {
        assertSkipped("non_udp", RAW, withByte(IPV4, 9, 6));
        assertSkipped("non_udp", RAW, withByte(IPV6, 6, 58));
        assertSkipped("non_udp", RAW, Frames.ipv6("ff15::1", 51, CONTENT));
        assertSkipped("non_udp", RAW, Frames.ipv6("ff15::1", 0, Frames.extension(59, 0, CONTENT)));
        // cut, but told by what is there
        assertSkipped("non_udp", RAW, Arrays.copyOf(withByte(IPV4, 9, 6), 20), IPV4.length);
    }

    @Test
    void shouldSkipWhatIsMalformed()
    {
        assertSkipped("malformed", RAW, withByte(IPV4, 0, 0x44));
        assertSkipped("malformed", RAW, withShort(IPV4, 2, 19));
        assertSkipped("malformed", RAW, withShort(IPV4, 2, IPV4.length + 1));
        assertSkipped("malformed", RAW, Arrays.copyOf(IPV4, 19));
        assertSkipped("malformed", RAW, withShort(IPV4, 2, 27));
        assertSkipped("malformed", RAW, withShort(IPV4, 24, 7));
        assertSkipped("malformed", RAW, withShort(IPV4, 24, CONTENT.length + 1));
        assertSkipped("malformed", RAW, withShort(IPV6, 4, 0));
        assertSkipped("malformed", RAW, withShort(IPV6, 4, CONTENT.length + 1));
        assertSkipped("malformed", RAW, Arrays.copyOf(IPV6, 39));
        assertSkipped("malformed", 229, withByte(IPV6, 0, 0x45));
        assertSkipped("malformed", RAW, withByte(Frames.ipv6("ff15::1", 0, Frames.extension(UDP, 0, CONTENT)), 41, 9));
        assertSkipped("malformed", RAW, Frames.ipv6("ff15::1", 44, new byte[7]));
    }

    @Test
    void shouldSkipWhatWasNotCapturedWhole()
    {
        for (int length = 1; length < IPV4.length; length++)
        {
            assertSkipped("truncated", RAW, Arrays.copyOf(IPV4, length), IPV4.length);
        }
        final byte[] extended = Frames.ipv6("ff15::1", 0, Frames.extension(UDP, 1, CONTENT));
        for (int length = 1; length < extended.length; length++)
        {
            assertSkipped("truncated", RAW, Arrays.copyOf(extended, length), extended.length);
        }
    }

    @Test
    void shouldReadTheLongestDatagram()
    {
        final byte[] payload = new byte[65_507];
        Arrays.fill(payload, (byte)'x');
        final CaptureReader reader = TestCapture.pcap(ETHERNET)
            .record(ethernet(TYPE_IPV4, Frames.ipv4("239.1.1.1", Frames.udp(5_000, payload)))).read();
        assertTrue(reader.next());
        assertEquals(65_507, reader.payloadLength());
        assertEquals("x".repeat(65_507), Datagrams.payload(reader));
    }

    @Test
    void shouldTellGroupsFromHosts()
    {
        for (final String group : List.of("224.0.0.0", "239.255.255.255", "ff00::", "ffff::1"))
        {
            assertTrue(to(group).isMulticast(), group);
        }
        for (final String host : List.of("223.255.255.255", "240.0.0.0", "10.1.1.1", "fe80::1", "::ff00"))
        {
            assertFalse(to(host).isMulticast(), host);
        }
    }

    @Test
    void shouldWriteAddressesThatHoldIpv4()
    {
        final byte[] mapped = Frames.ipv6("::1", CONTENT);
        System.arraycopy(new byte[]{0, 0, (byte)0xFF, (byte)0xFF, 10, 1, 1, 1}, 0, mapped, 32, 8);
        assertRead("[::ffff:10.1.1.1]:5000 hello", RAW, mapped);
        System.arraycopy(new byte[]{0, 0, 0, 0, (byte)224, 1, 1, 1}, 0, mapped, 32, 8);
        assertRead("[::224.1.1.1]:5000 hello", RAW, mapped);
        assertRead("[::1]:5000 hello", RAW, Frames.ipv6("::1", CONTENT));
        final CaptureReader reader = TestCapture.pcap(RAW).record(mapped).read();
        assertTrue(reader.next() && reader.isIpv6() && !reader.isMulticast());
    }

    private static CaptureReader to(final String destination)
    {
        final byte[] packet = destination.indexOf(':') < 0 ? Frames.ipv4(destination, CONTENT) :
            Frames.ipv6(destination, CONTENT);
        final CaptureReader reader = TestCapture.pcap(RAW).record(packet).read();
        assertTrue(reader.next());
        return reader;
    }

    private static void assertRead(final String datagram, final int linkType, final byte[] frame)
    {
        final CaptureReader reader = TestCapture.pcap(linkType).record(0, 0, frame, frame.length).read();
        assertEquals(List.of("0 " + datagram), Datagrams.of(reader));
        assertEquals(Map.of(), Datagrams.skipped(reader));
        assertNull(reader.error());
    }

    private static void assertSkipped(final String reason, final int linkType, final byte[] frame)
    {
        assertSkipped(reason, linkType, frame, frame.length);
    }

    private static void assertSkipped(
        final String reason, final int linkType, final byte[] frame, final int originalLength)
    {
        final CaptureReader reader = TestCapture.pcap(linkType).record(1, 0, frame, originalLength).read();
        assertEquals(List.of(), Datagrams.of(reader), () -> "length " + frame.length);
        assertEquals(Map.of(reason, 1L), Datagrams.skipped(reader), () -> "length " + frame.length);
        assertNull(reader.error());
    }
}
