package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.capture.CaptureReader;

class DatagramFilterTest
{
    @TempDir
    private Path directory;

    /** Of four datagrams, each with a letter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "multicast|ABD",
        "unicast|C",
        "not multicast|C",
        "ipv4|ABC",
        "ipv6|D",
        "dst 239.1.0.0/16|AB",
        "dst 239.1.1.1|A",
        "not dst 239.1.1.1|BCD",
        "not not dst 239.1.1.1|A",
        "dst 0.0.0.0/0|ABC",
        "dst ::/0|D",
        "dst ff00::/8|D",
        "src 10.1.1.7|BC",
        "src fd00::/16|D",
        "port 5000|AD",
        "dst port 5000-5001|ABD",
        "port 5001-|BC",
        "src port 4000|BCD",
        "length 0|A",
        "length 1-100|B",
        "length 100-|BCD",
        "dst 239.1.0.0/16 port 5001|B",
        "dst 239.1.0.0/16 and port 5001 and not length 0|B",
        "  MULTICAST   not  IPV6  |AB",
        "multicast unicast|''",
    })
    void shouldLetPassWhatItSays(final String text, final String expected) throws IOException
    {
        assertEquals(expected, passed(DatagramFilter.parse(List.of(text))));
    }

    @Test
    void shouldAskAllFilters() throws IOException
    {
        assertEquals("B", passed(DatagramFilter.parse(List.of("multicast", "length 100-", "ipv4"))));
        assertEquals("ABCD", passed(DatagramFilter.parse(List.of())));
        assertEquals("ABCD", passed(DatagramFilter.ALL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dts 239.1.1.1|'dts' is not understood; did you mean 'dst'?",
        "''|'' is not understood",
        "multicast or ipv6|'or' is not understood",
        "dst|nothing follows 'dst'",
        "not|nothing follows 'not'",
        "multicast and|nothing follows 'and'",
        "dst 239.1.1.1/16|the address of network '239.1.1.1/16' is not its first: bits behind the prefix are set",
        "src host|bad network 'host': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "port x|'x' after 'port': a number, N-M or N-, 0 to 65535",
        "port 70000|'70000' after 'port': a number, N-M or N-, 0 to 65535",
        "length 9-8|'9-8' after 'length': a number, N-M or N-, 0 to 65535",
    })
    void shouldSayWhatIsUnderstood(final String text, final String what)
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> DatagramFilter.parse(List.of(text))).getMessage();
        assertTrue(message.startsWith("bad filter '" + text + "': " + what + "; understood are dst NETWORK, "),
            message);
    }

    private String passed(final DatagramFilter filter) throws IOException
    {
        final InetSocketAddress other = new InetSocketAddress("192.0.2.1", 9);
        final Path file = new CaptureWriter()
            .add(0, other, CaptureWriter.address("239.1.1.1:5000"), new byte[0])
            .add(1, "239.1.1.2:5001", new byte[100])
            .add(2, "10.1.1.8:5002", new byte[101])
            .add(3, "[ff15::1]:5000", new byte[102])
            .write(directory.resolve("a.pcap"), 0);
        final StringBuilder passed = new StringBuilder();
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                passed.append(filter.test(reader) ? "" + (char)('A' + reader.datagrams() - 1) : "");
            }
        }
        return passed.toString();
    }
}
