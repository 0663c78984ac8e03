package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.AddressTable;
import relay.transport.endpoint.HostPort;

class AddressMapTest
{
    private final HostPort address = new HostPort();
    private final HostPort moved = new HostPort();

    @ParameterizedTest
    @CsvSource({
        "233.54.12.0/24=239.1.1.0/24, 233.54.12.111:26477, 239.1.1.111:26477",
        "233.54.12.0/24=239.1.1.0/24:6000, 233.54.12.111:26477, 239.1.1.111:6000",
        "233.54.12.111=127.0.0.1:7000, 233.54.12.111:26477, 127.0.0.1:7000",
        "0.0.0.0/0=0.0.0.0/0:9, 233.54.12.111:26477, 233.54.12.111:9",
        "224.0.0.0/9=239.128.0.0/9, 224.127.255.255:1, 239.255.255.255:1",
        "ff05::/64=ff15:0:0:1::/64, '[ff05::abcd:1]:5', '[ff15:0:0:1::abcd:1]:5'",
        "ff05::/64=[ff15::/64]:6000, '[ff05::abcd:1]:5', '[ff15::abcd:1]:6000'",
        "ff00::/8=[ff00::/8], '[ff02::1]:5', '[ff02::1]:5'",
        "ff02::c=ff15::c, '[ff02::c]:3702', '[ff15::c]:3702'",
    })
    void shouldMoveAddresses(final String text, final String from, final String to)
    {
        final AddressMap map = AddressMap.parse(text);
        address.set(CaptureWriter.address(from));
        assertEquals(true, map.matches(address, from.startsWith("[")));
        map.move(address, moved);
        assertEquals(CaptureWriter.address(to), new AddressTable(1).of(moved.high(), moved.low(), moved.port()));
    }

    @Test
    void shouldLeaveOthers()
    {
        final AddressMap map = AddressMap.parse("233.54.12.0/24=239.1.1.0/24");
        address.set(CaptureWriter.address("233.54.13.1:5"));
        assertFalse(map.matches(address, false));
        address.set(CaptureWriter.address("233.54.12.1:5"));
        assertFalse(map.matches(address, true), "an IPv4-mapped address in an IPv6 packet");
        assertFalse(AddressMap.parse("::/0=::/0").matches(address, false), "IPv4 is no part of IPv6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "239.1.1.1|NETWORK=NETWORK[:PORT], such as 233.54.12.0/24=239.1.1.0/24",
        "239.1.1.0/24=239.2.0.0/16|both networks must be of one length and of one family",
        "239.1.1.0/24=ff15::/24|both networks must be of one length and of one family",
        "ff05::/120=239.1.1.0/24|both networks must be of one length and of one family",
        "239.1.1.0/24=239.1.2.3/24|the address of network '239.1.2.3/24' is not its first: bits behind the prefix " +
            "are set",
        "=239.1.2.3|bad network '': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "239.1.1.1=|bad network '': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "239.1.1.1=[ff15::1|bad network '[ff15::1': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "239.1.1.1=239.1.1.2:0|port '0': 1 to 65535",
        "239.1.1.1=239.1.1.2:65536|port '65536': 1 to 65535",
        "239.1.1.1=239.1.1.2:|port '': 1 to 65535",
        "ff05::1=[ff15::1]6000|bad network '[ff15::1]6000': an address, or a network such as 10.1.0.0/16 or fd00::/64",
    })
    void shouldRefuseWhatIsNoMap(final String text, final String what)
    {
        assertEquals("bad map '" + text + "': " + what,
            assertThrows(IllegalArgumentException.class, () -> AddressMap.parse(text)).getMessage());
    }
}
