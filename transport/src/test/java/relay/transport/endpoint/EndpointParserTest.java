package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.CommonContext;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointParserTest
{
    private static final String GROUP = "udp://239.1.1.1:5000";

    @Test
    void shouldReadGroupWithDefaults() throws Exception
    {
        assertEquals(
            new UdpEndpoint(GROUP, null, address("239.1.1.1"), 1, 5000, 5000, null, 1, 0, false, null,
                UdpEndpoint.SOCKET_BUFFER_LENGTH_DEFAULT, UdpEndpoint.SOCKET_BUFFER_LENGTH_DEFAULT),
            EndpointParser.parse(GROUP));
    }

    @Test
    void shouldReadEveryKey() throws Exception
    {
        final String uri = "udp://10.1.1.7@233.54.12.111:26477?interface=10.0.0.0/8&ttl=0&dscp=EF&loopback=true" +
            "&source-address=10.0.0.1&receive-buffer=4MiB&send-buffer=1MB";
        assertEquals(
            new UdpEndpoint(uri, address("10.1.1.7"), address("233.54.12.111"), 1, 26477, 26477, "10.0.0.0/8", 0, 46,
                true, address("10.0.0.1"), 4 << 20, 1_000_000),
            EndpointParser.parse(uri));
    }

    @Test
    void shouldReadIpv6() throws Exception
    {
        final UdpEndpoint endpoint = udp("udp://[fd00::7]@[ff3e::1]:5000?source-address=fd00::1");
        assertEquals(address("fd00::7"), endpoint.source());
        assertEquals(address("ff3e::1"), endpoint.address());
        assertEquals(address("fd00::1"), endpoint.sourceAddress());
        assertTrue(endpoint.isMulticast());
        assertEquals(endpoint.sourceAddress(), udp("udp://[ff15::1]:5000?source-address=[fd00::1]").sourceAddress());
    }

    @Test
    void shouldReadUnicastAndWildcard() throws Exception
    {
        assertFalse(udp("udp://10.1.2.3:5000").isMulticast());
        assertEquals(address("0.0.0.0"), udp("udp://*:5000").address());
        assertEquals(address("0.0.0.0"), udp("udp://0.0.0.0:5000").address());
        assertEquals(address("::"), udp("udp://[::]:5000").address());
    }

    @Test
    void shouldReadOriginal()
    {
        final UdpEndpoint endpoint = udp("udp://original?interface=eth2&ttl=4");
        assertTrue(endpoint.isOriginal());
        assertNull(endpoint.address());
        assertEquals("eth2", endpoint.networkInterface());
        assertEquals(4, endpoint.ttl());
        assertEquals(List.of(), endpoint.expand());
    }

    @Test
    void shouldExpandAddressesAndPorts() throws Exception
    {
        assertEquals(
            List.of(pair("239.1.1.254", 5000), pair("239.1.1.254", 5001), pair("239.1.1.255", 5000),
                pair("239.1.1.255", 5001)),
            udp("udp://239.1.1.254/31:5000-5001").expand());
        final List<InetSocketAddress> groups = udp("udp://[ff15::ff00]/120:5000").expand();
        assertEquals(256, groups.size());
        assertEquals(pair("ff15::ffff", 5000), groups.getLast());
        assertEquals(4_096, udp("udp://239.1.0.0/20:5000").expand().size());
        assertEquals(4_096, udp("udp://239.1.0.0/24:5000-5015").expand().size());
    }

    @ParameterizedTest
    @CsvSource({"BE,0", "CS0,0", "CS7,56", "AF11,10", "AF43,38", "EF,46", "63,63", "0,0"})
    void shouldReadCodePoints(final String text, final int dscp)
    {
        assertEquals(dscp, udp(GROUP + "?dscp=" + text).dscp());
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "1KiB,1024", "1.5MiB,1572864", "2MB,2000000", "1GiB,1073741824"})
    void shouldReadBufferLengths(final String text, final int length)
    {
        assertEquals(length, udp(GROUP + "?receive-buffer=" + text).receiveBufferLength());
        assertEquals(length, udp(GROUP + "?send-buffer=" + text).sendBufferLength());
    }

    @Test
    void shouldTakeStreamAndSessionOutOfAeronChannel()
    {
        final String uri = "aeron:udp?endpoint=[::1]:40123|stream-id=7|mtu=8k|session-id=-9|batch=64k";
        assertEquals(new AeronEndpoint(uri, "aeron:udp?endpoint=[::1]:40123|mtu=8k", 7, -9, 65_536),
            EndpointParser.parse(uri));
        assertEquals(new AeronEndpoint("aeron:ipc?stream-id=3", "aeron:ipc", 3, 0, 0),
            EndpointParser.parse("aeron:ipc?stream-id=3"));
        assertEquals(new AeronEndpoint("aeron:ipc", "aeron:ipc", 0, 0, 0), EndpointParser.parse("aeron:ipc"));
    }

    @ParameterizedTest
    @CsvSource({
        "aeron:udp?endpoint=site-b.example.com:40123",
        "'aeron:udp?control=10.0.0.1:40000|control-mode=dynamic|fc=tagged,g:101/2,t:1s'",
        "aeron:udp?endpoint=localhost:0|control=10.0.0.1:40000|control-mode=dynamic",
        "aeron:udp?endpoint=224.10.9.7:40000|interface=10.0.0.0/8|ttl=16|mtu=1408|term-length=1g|linger=500ms",
        "aeron:ipc?term-length=64k|sparse=true"})
    void shouldPassAeronKeysOn(final String uri)
    {
        assertEquals(new AeronEndpoint(uri, uri, 0, 0, 0), EndpointParser.parse(uri));
    }

    @Test
    void shouldKnowEveryKeyOfAeron() throws Exception
    {
        final Set<String> keys = new TreeSet<>();
        for (final Field field : CommonContext.class.getFields())
        {
            if (field.getName().endsWith("_PARAM_NAME"))
            {
                keys.add((String)field.get(null));
            }
        }
        keys.add("batch"); // ours
        assertEquals(keys, new TreeSet<>(AeronUriParser.keys()));
    }

    @ParameterizedTest
    @CsvSource({
        "ff15:0:0:0:0:0:0:1,[ff15::1]", "::,[::]", "::1,[::1]", "fe80::,[fe80::]", "1:0:0:2:0:0:0:3,[1:0:0:2::3]",
        "1:2:3:4:5:6:7:8,[1:2:3:4:5:6:7:8]", "1:0:3:4:5:6:7:8,[1:0:3:4:5:6:7:8]", "10.0.0.1,10.0.0.1"})
    void shouldDisplayAddresses(final String text, final String displayed) throws Exception
    {
        assertEquals(displayed, EndpointParser.display(address(text)));
    }

    @Test
    void shouldAnswerAnyTextWithAnEndpointOrAnError()
    {
        final long seed = 0x5EED_0001L;
        final SplittableRandom random = new SplittableRandom(seed);
        final List<String> seeds = List.of(
            GROUP,
            "udp://10.1.1.7@233.54.12.111:26477-26479?interface=eth0&ttl=4&dscp=EF",
            "udp://[fd00::7]@[ff3e::1]/124:5000?loopback=true&source-address=fd00::1&send-buffer=4MiB",
            "udp://original?interface=eth2",
            "aeron:udp?endpoint=[::1]:40123|stream-id=7|mtu=8k|term-length=64k|linger=5s|batch=128k");
        final String alphabet = "udpaeron:/@[]?&|=*.-0123456789%fF \u00e9\ud83d\ude00\u0000KMGiB";
        for (int i = 0; i < 200_000; i++)
        {
            final StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (int edits = random.nextInt(1, 5); edits > 0; edits--)
            {
                mutate(text, alphabet, random);
            }
            final String uri = text.toString();
            try
            {
                final Endpoint endpoint = EndpointParser.parse(uri);
                assertEquals(uri, endpoint.uri());
                assertTrue(!(endpoint instanceof UdpEndpoint udp) || udp.expand().size() <= UdpUriParser.PAIRS_MAX);
            }
            catch (final EndpointException ex)
            {
                assertTrue(ex.column() >= 1 && ex.column() <= uri.length() + 1, () -> uri + " column " + ex.column());
                assertFalse(ex.getMessage().contains("\n"), uri);
            }
            catch (final RuntimeException ex)
            {
                throw new AssertionError("seed " + seed + ", step " + i + ": " + uri, ex);
            }
        }
    }

    private static void mutate(final StringBuilder text, final String alphabet, final SplittableRandom random)
    {
        final int at = random.nextInt(text.length() + 1);
        final char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(4))
        {
            case 0 -> text.insert(at, c);
            case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 4)));
            case 2 -> text.replace(Math.min(at, text.length()), Math.min(at + 1, text.length()), String.valueOf(c));
            default -> text.insert(at, text.substring(random.nextInt(text.length() + 1)));
        }
    }

    private static UdpEndpoint udp(final String uri)
    {
        return assertInstanceOf(UdpEndpoint.class, EndpointParser.parse(uri));
    }

    private static InetSocketAddress pair(final String address, final int port) throws Exception
    {
        return new InetSocketAddress(address(address), port);
    }

    private static InetAddress address(final String text) throws Exception
    {
        return InetAddress.getByName(text);
    }
}
