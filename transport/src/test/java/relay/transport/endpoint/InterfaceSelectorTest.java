package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceSelectorTest
{
    private static final String ALL =
        "lo (127.0.0.1, ::1), eth0 (10.1.1.2, fd00::2), eth1 (10.2.1.2), tap0 (no address)";

    private final InterfaceSelector selector = new InterfaceSelector(List.of(
        candidate("lo", "127.0.0.1", "::1"),
        candidate("eth0", "10.1.1.2", "fd00::2"),
        candidate("eth1", "10.2.1.2"),
        candidate("tap0")));

    @ParameterizedTest
    @CsvSource({"lo,lo", "tap0,tap0", "10.1.1.2,eth0", "10.2.0.0/16,eth1", "10.2.1.9/24,eth1", "fd00::2,eth0",
        "[fd00::2],eth0", "fd00::/64,eth0", "::1/128,lo"})
    void shouldFindByNameAddressOrNetwork(final String text, final String name)
    {
        assertEquals(name, selector.find(text).name());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        eht1 => no interface 'eht1': there are ALL; did you mean 'eth1'?
        wlan7 => no interface 'wlan7': there are ALL
        10.1.1.3 => no interface has an address '10.1.1.3': there are ALL
        10.3.0.0/16 => no interface has an address in '10.3.0.0/16': there are ALL
        10.0.0.0/8 => more than one interface has an address in '10.0.0.0/8': name one of eth0 (10.1.1.2, fd00::2), \
        eth1 (10.2.1.2)
        10.1.1.0/33 => bad prefix in interface '10.1.1.0/33': a number from 0 to 32
        fd00::/ => bad prefix in interface 'fd00::/': a number from 0 to 128
        """)
    void shouldListInterfacesInErrors(final String text, final String message)
    {
        assertEquals(message.replace("ALL", ALL),
            assertThrows(IllegalArgumentException.class, () -> selector.select(text)).getMessage());
    }

    @Test
    void shouldFindRealLoopback() throws Exception
    {
        final NetworkInterface loopback = new InterfaceSelector().select("127.0.0.1");
        assertTrue(loopback.isLoopback());
        assertEquals(loopback, new InterfaceSelector().select(loopback.getName()));
    }

    @Test
    void shouldSayWhenThereAreNone()
    {
        final InterfaceSelector none = new InterfaceSelector(List.of());
        assertEquals("no interface 'eth0': this machine has none",
            assertThrows(IllegalArgumentException.class, () -> none.select("eth0")).getMessage());
    }

    private static InterfaceSelector.Candidate candidate(final String name, final String... addresses)
    {
        return new InterfaceSelector.Candidate(
            name, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(), null);
    }
}
