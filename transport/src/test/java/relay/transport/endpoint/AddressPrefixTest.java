package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPrefixTest
{
    @Test
    void shouldReadNetworks()
    {
        assertEquals(new AddressPrefix(0, 0xFFFF_0A01_0000L, 112), AddressPrefix.parse("10.1.0.0/16"));
        assertEquals(new AddressPrefix(0, 0xFFFF_0A01_0203L, 128), AddressPrefix.parse("10.1.2.3"));
        assertEquals(new AddressPrefix(0xFD00_0000_0000_0000L, 0, 64), AddressPrefix.parse("fd00::/64"));
        assertEquals(new AddressPrefix(0, 1, 128), AddressPrefix.parse("::1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "x|bad network 'x': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "10.1/16|bad network '10.1/16': an address, or a network such as 10.1.0.0/16 or fd00::/64",
        "10.0.0.0/|bad prefix '': a number from 0 to 32",
        "10.0.0.0/33|bad prefix '33': a number from 0 to 32",
        "fd00::/129|bad prefix '129': a number from 0 to 128",
        "fd00::/-1|bad prefix '-1': a number from 0 to 128",
        "10.0.0.1/31|the address of network '10.0.0.1/31' is not its first: bits behind the prefix are set",
        "fd00:0:0:1::/63|the address of network 'fd00:0:0:1::/63' is not its first: bits behind the prefix are set"})
    void shouldRefuseWhatIsNoNetwork(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> AddressPrefix.parse(text)).getMessage());
    }

    @Test
    void shouldContainTheAddressesThatShareEachLengthOfPrefix() throws Exception
    {
        final HostPort host = new HostPort();
        host.set(new InetSocketAddress(InetAddress.getByName("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 1));
        for (int length = 0; length <= 128; length++)
        {
            final long high = 0 == length ? 0 : -1L << Math.max(0, 64 - length);
            final long low = length <= 64 ? 0 : -1L << 128 - length;
            assertEquals(true, new AddressPrefix(high, low, length).contains(host), "length " + length);
            final boolean isHigh = length <= 64;
            final long lastBit = 1L << (isHigh ? 64 - length : 128 - length);
            assertEquals(0 == length, new AddressPrefix(
                isHigh && length > 0 ? high ^ lastBit : high, isHigh ? low : low ^ lastBit, length).contains(host),
                "the last bit of " + length + " counts");
        }
    }
}
