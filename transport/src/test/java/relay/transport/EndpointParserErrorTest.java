package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;

class EndpointParserErrorTest
{
    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        239.1.1.1:5000 => 1 => bad endpoint '239.1.1.1:5000': udp://address:port, aeron:udp?endpoint=host:port or \
        aeron:ipc
        UDP://239.1.1.1:5000 => 1 => bad endpoint 'UDP://239.1.1.1:5000': udp://address:port, \
        aeron:udp?endpoint=host:port or aeron:ipc
        udp:/239.1.1.1:5000 => 1 => bad endpoint 'udp:/239.1.1.1:5000': udp://address:port, \
        aeron:udp?endpoint=host:port or aeron:ipc
        udp:// => 7 => no address in 'udp://': udp://address:port, such as udp://239.1.1.1:5000
        udp://?ttl=1 => 7 => no address in 'udp://?ttl=1': udp://address:port, such as udp://239.1.1.1:5000
        udp://:5000 => 7 => no address in 'udp://:5000': udp://address:port, such as udp://239.1.1.1:5000
        udp://239.1.1.1 => 7 => '239.1.1.1' has no port: udp://address:port, such as udp://239.1.1.1:5000
        udp://239.1.1.1: => 7 => '239.1.1.1:' has no port: udp://address:port, such as udp://239.1.1.1:5000
        udp://239.1.1.1?ttl=3 => 7 => '239.1.1.1' has no port: udp://address:port, such as udp://239.1.1.1:5000
        udp://orignal => 7 => 'orignal' has no port: udp://address:port, such as udp://239.1.1.1:5000; did you mean \
        'original'?
        udp://239.1.1.1:0 => 17 => bad port '0': a number from 1 to 65535
        udp://239.1.1.1:65536 => 17 => bad port '65536': a number from 1 to 65535
        udp://239.1.1.1:5000/ => 17 => bad port '5000/': a number from 1 to 65535
        udp://239.1.1.1:50x0 => 17 => bad port '50x0': a number from 1 to 65535
        udp://239.1.1.1:5003-5000 => 17 => reversed port range '5003-5000': write 5000-5003
        udp://239.1.1.1:5000- => 22 => bad port '': a number from 1 to 65535
        udp://239.1.1.1:1-5000 => 7 => 'udp://239.1.1.1:1-5000' stands for 5,000 pairs of address and port: 4,096 at \
        most
        udp://239.1.0.0/16:5000 => 7 => 'udp://239.1.0.0/16:5000' stands for 65,536 pairs of address and port: 4,096 \
        at most
        udp://239.1.0.0/1:5000 => 17 => prefix /1 stands for more than 4,096 addresses: /20 or longer
        udp://239.1.2.0/28:5000-5999 => 7 => 'udp://239.1.2.0/28:5000-5999' stands for 16,000 pairs of address and \
        port: 4,096 at most
        udp://[ff15::]/64:5000 => 16 => prefix /64 stands for more than 4,096 addresses: /116 or longer
        udp://[ff15::]/112:5000 => 7 => 'udp://[ff15::]/112:5000' stands for 65,536 pairs of address and port: 4,096 \
        at most
        udp://239.1.2.5/28:5000 => 7 => address '239.1.2.5' is not the first of its /28: write 239.1.2.0/28
        udp://[ff15::15]/124:5000 => 7 => address '[ff15::15]' is not the first of its /124: write [ff15::10]/124
        udp://239.1.1.1/33:5000 => 17 => bad prefix '33': a number from 0 to 32
        udp://239.1.1.1/x:5000 => 17 => bad prefix 'x': a number from 0 to 32
        udp://10.0.0.0/28:5000 => 16 => prefix /28 on the unicast address '10.0.0.0': a prefix is for multicast groups
        udp://239.1.1.256:5000 => 7 => bad address '239.1.1.256': an IPv4 address such as 239.1.1.1 or an IPv6 address \
        such as [ff15::1]; names are not looked up
        udp://239.1.1:5000 => 7 => bad address '239.1.1': an IPv4 address such as 239.1.1.1 or an IPv6 address such as \
        [ff15::1]; names are not looked up
        udp://239.01.1.1:5000 => 7 => bad address '239.01.1.1': an IPv4 address such as 239.1.1.1 or an IPv6 address \
        such as [ff15::1]; names are not looked up
        udp://market.example.com:5000 => 7 => bad address 'market.example.com': an IPv4 address such as 239.1.1.1 or \
        an IPv6 address such as [ff15::1]; names are not looked up
        udp://ff15::1:5000 => 7 => an IPv6 address needs brackets in 'ff15::1:5000': udp://[ff15::1]:5000
        udp://[ff15::1:5000 => 7 => no ']' after '[ff15::1:5000': an IPv6 address is written [ff15::1]
        udp://[ff15::1] => 7 => '[ff15::1]' has no port: udp://address:port, such as udp://239.1.1.1:5000
        udp://[ff15::1]5000 => 7 => '[ff15::1]5000' has no port: udp://address:port, such as udp://239.1.1.1:5000
        udp://[ff15::1%eth0]:5000 => 8 => zone in address 'ff15::1%eth0': name the interface with ?interface=eth0
        udp://[ff15::zz]:5000 => 8 => bad IPv6 address 'ff15::zz': between brackets, such as [ff15::1]
        udp://[]:5000 => 8 => bad IPv6 address '': between brackets, such as [ff15::1]
        udp://[::ffff:1.2.3.4]:5000 => 8 => IPv4-mapped address '::ffff:1.2.3.4': write 1.2.3.4
        udp://255.255.255.255:5000 => 7 => broadcast address '255.255.255.255': sending to it is not supported, and \
        udp://*:port receives what is sent to it
        udp://10.0.0.1@10.0.0.2:5000 => 7 => source '10.0.0.1' for the unicast address '10.0.0.2': a source is for \
        multicast groups
        udp://fd00::1@[ff15::1]:5000 => 7 => IPv6 address 'fd00::1' needs brackets: [fd00::1]
        udp://10.0.0.1@[ff15::1]:5000 => 7 => source '10.0.0.1' and address '[ff15::1]' are not of one family: both \
        IPv4 or both IPv6
        udp://[fd00::1]@239.1.1.1:5000 => 7 => source '[fd00::1]' and address '239.1.1.1' are not of one family: both \
        IPv4 or both IPv6
        udp://239.1.1.2@239.1.1.1:5000 => 7 => source '239.1.1.2' is not the address of one host: a unicast address
        udp://@239.1.1.1:5000 => 7 => bad address '': an IPv4 address such as 239.1.1.1 or an IPv6 address such as \
        [ff15::1]; names are not looked up
        udp://host@239.1.1.1:5000 => 7 => bad address 'host': an IPv4 address such as 239.1.1.1 or an IPv6 address \
        such as [ff15::1]; names are not looked up
        udp://239.1.1.1:5000? => 22 => a key is missing: one of interface, ttl, dscp, loopback, source-address, \
        receive-buffer, send-buffer
        udp://239.1.1.1:5000?tll=3 => 22 => unknown key 'tll': one of interface, ttl, dscp, loopback, source-address, \
        receive-buffer, send-buffer; did you mean 'ttl'?
        udp://239.1.1.1:5000?TTL=3 => 22 => unknown key 'TTL': one of interface, ttl, dscp, loopback, source-address, \
        receive-buffer, send-buffer; did you mean 'ttl'?
        udp://239.1.1.1:5000?colour=red => 22 => unknown key 'colour': one of interface, ttl, dscp, loopback, \
        source-address, receive-buffer, send-buffer
        udp://239.1.1.1:5000?ttl => 22 => key 'ttl' has no value: write ttl=...
        udp://239.1.1.1:5000?ttl= => 22 => key 'ttl' has no value: write ttl=...
        udp://239.1.1.1:5000?ttl=256 => 26 => bad ttl '256': a number from 0 to 255
        udp://239.1.1.1:5000?ttl=-1 => 26 => bad ttl '-1': a number from 0 to 255
        udp://239.1.1.1:5000?ttl=4&ttl=4 => 28 => key 'ttl' is repeated: give it once
        udp://239.1.1.1:5000?ttl=4&&dscp=1 => 28 => a key is missing: one of interface, ttl, dscp, loopback, \
        source-address, receive-buffer, send-buffer
        udp://239.1.1.1:5000?ttl=4|dscp=1 => 27 => '|' in the value of 'ttl': keys are separated by '&' here
        udp://239.1.1.1:5000?dscp=64 => 27 => bad dscp '64': a number from 0 to 63 or one of BE, EF, CS0, CS1, CS2, \
        CS3, CS4, CS5, CS6, CS7, AF11, AF12, AF13, AF21, AF22, AF23, AF31, AF32, AF33, AF41, AF42, AF43
        udp://239.1.1.1:5000?dscp=AF44 => 27 => bad dscp 'AF44': a number from 0 to 63 or one of BE, EF, CS0, CS1, \
        CS2, CS3, CS4, CS5, CS6, CS7, AF11, AF12, AF13, AF21, AF22, AF23, AF31, AF32, AF33, AF41, AF42, AF43
        udp://239.1.1.1:5000?loopback=yes => 31 => bad loopback 'yes': true or false
        udp://239.1.1.1:5000?source-address=fd00::1 => 37 => source-address 'fd00::1' and address '239.1.1.1' are not \
        of one family: both IPv4 or both IPv6
        udp://239.1.1.1:5000?source-address=239.1.1.1 => 37 => source-address '239.1.1.1' is not the address of one \
        host: a unicast address
        udp://239.1.1.1:5000?source-address=host => 37 => bad address 'host': an IPv4 address such as 239.1.1.1 or an \
        IPv6 address such as [ff15::1]; names are not looked up
        udp://239.1.1.1:5000?receive-buffer=4mib => 37 => unknown unit 'mib' in size '4mib': one of B, KB, MB, GB, \
        KiB, MiB, GiB; did you mean 'MiB'?
        udp://239.1.1.1:5000?receive-buffer=big => 37 => bad size 'big': a number and a unit, one of B, KB, MB, GB, \
        KiB, MiB, GiB
        udp://239.1.1.1:5000?receive-buffer=0 => 37 => receive-buffer '0' is out of range: 1KiB to 1GiB
        udp://239.1.1.1:5000?send-buffer=2GiB => 34 => send-buffer '2GiB' is out of range: 1KiB to 1GiB
        udp://239.1.1.1:5000?send-buffer=1.5B => 34 => size '1.5B' is too fine: fewer decimals, or a smaller unit
        aeron: => 7 => unknown Aeron media '': udp or ipc
        aeron:tcp?endpoint=h:1 => 7 => unknown Aeron media 'tcp': udp or ipc
        aeron:upd?endpoint=h:1 => 7 => unknown Aeron media 'upd': udp or ipc; did you mean 'udp'?
        aeron:udp => 7 => aeron:udp without an endpoint: aeron:udp?endpoint=host:port
        aeron:udp?mtu=8k => 7 => aeron:udp without an endpoint: aeron:udp?endpoint=host:port
        aeron:udp?endpoint=h => 20 => endpoint 'h' has no port: endpoint=host:port
        aeron:udp?endpoint=h:0 => 22 => bad port '0': a number from 1 to 65535
        aeron:udp?endpoint=:1 => 20 => endpoint ':1' has no port: endpoint=host:port
        aeron:udp?endpoint=h:99999 => 22 => bad port '99999': a number from 1 to 65535
        aeron:udp?endpoint=::1:40123 => 20 => bad host '::1' in endpoint: a name, an IPv4 address, or an IPv6 address \
        in brackets
        aeron:udp?endpoint=[::g]:40123 => 21 => bad IPv6 address '::g': between brackets, such as [ff15::1]
        aeron:udp?endpoint=h:1&mtu=8k => 23 => '&' in the value of 'endpoint': keys are separated by '|' here
        aeron:udp?endpont=h:1 => 11 => unknown key 'endpont': one of endpoint, control, response-endpoint, stream-id, \
        session-id, batch, ttl, control-mode, mtu, term-length, interface, fc, cc, gtag, tags, alias, group, \
        init-term-id, term-id, term-offset, response-correlation-id, max-resend, media-rcv-ts-offset, \
        channel-rcv-ts-offset, channel-snd-ts-offset, so-sndbuf, so-rcvbuf, rcv-wnd, pub-wnd, linger, nak-delay, \
        untethered-window-limit-timeout, untethered-linger-timeout, untethered-resting-timeout, reliable, sparse, eos, \
        tether, rejoin, ssc; did you mean 'endpoint'?
        aeron:udp?endpoint=h:1|stream-id=0 => 34 => stream-id 0: any other number, or leave it out and it follows from \
        the traffic class
        aeron:udp?endpoint=h:1|stream-id=x => 34 => bad stream-id 'x': a number from -2147483648 to 2147483647
        aeron:udp?endpoint=h:1|mtu=8KiB => 28 => bad mtu '8KiB': bytes, or a number followed by k, m or g
        aeron:udp?endpoint=h:1|linger=5 => 31 => bad linger '5': a number followed by ns, us, ms or s
        aeron:udp?endpoint=h:1|reliable=no => 33 => bad reliable 'no': true or false
        aeron:udp?endpoint=h:1|ttl=300 => 28 => bad ttl '300': a number from 0 to 255
        aeron:udp?endpoint=h:1|endpoint=h:2 => 24 => key 'endpoint' is repeated: give it once
        aeron:ipc?endpoint=h:1 => 20 => key 'endpoint' in aeron:ipc: it is for aeron:udp
        aeron:udp?endpoint=h:1|mtu=1400 => 28 => bad mtu '1400': a multiple of 32 from 32 to 65504
        aeron:udp?endpoint=h:1|mtu=64k => 28 => bad mtu '64k': a multiple of 32 from 32 to 65504
        aeron:udp?endpoint=h:1|term-length=96k => 36 => bad term-length '96k': a power of two from 64k to 1g
        aeron:udp?endpoint=h:1|batch=0 => 30 => bad batch '0': from 1 to 128k
        aeron:udp?endpoint=h:1|batch=129k => 30 => bad batch '129k': from 1 to 128k
        aeron:udp?endpoint=h:1|batch=4g => 30 => bad batch '4g': from 1 to 128k
        aeron:udp?endpoint=h:1|batch=some => 30 => bad batch 'some': bytes, or a number followed by k, m or g
        aeron:udp?endpoint=h:1|control=h:2|control-mode=auto => 49 => bad control-mode 'auto': manual, dynamic or \
        response
        """)
    void shouldSayWhatWasReadAndWhatIsAllowed(final String uri, final int column, final String message)
    {
        assertError(column, message, () -> EndpointParser.parse(uri));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        udp://original => 7 => 'original' is for destinations: an input needs an address and a port
        """)
    void shouldRefuseAsInput(final String uri, final int column, final String message)
    {
        assertError(column, message, () -> EndpointParser.parseInput(uri));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
        udp://10.0.0.1@239.1.1.1:5000 => 7 => source '10.0.0.1' in a destination: to choose the address that it sends \
        from, use ?source-address=
        udp://*:5000 => 7 => destination 'udp://*:5000' names no host: a group or the address of one host
        udp://[::]:5000 => 7 => destination 'udp://[::]:5000' names no host: a group or the address of one host
        udp://239.1.1.0/30:5000 => 7 => destination 'udp://239.1.1.0/30:5000' is a range: one address and port, or \
        udp://original to send each datagram where it was first sent to
        udp://239.1.1.1:5000-5001 => 7 => destination 'udp://239.1.1.1:5000-5001' is a range: one address and port, or \
        udp://original to send each datagram where it was first sent to
        """)
    void shouldRefuseAsOutput(final String uri, final int column, final String message)
    {
        assertError(column, message, () -> EndpointParser.parseOutput(uri));
    }

    @Test
    void shouldRefuseEmptyAndOverlongText()
    {
        assertError(1, "bad endpoint '': udp://address:port, aeron:udp?endpoint=host:port or aeron:ipc",
            () -> EndpointParser.parse(""));
        assertError(1, "'udp://" + "x".repeat(54) + "...' has 3,006 characters: 2,048 at most",
            () -> EndpointParser.parse("udp://" + "x".repeat(3_000)));
    }

    private static void assertError(final int column, final String message, final Runnable parse)
    {
        final EndpointException ex = assertThrows(EndpointException.class, parse::run);
        assertEquals(message, ex.getMessage());
        assertEquals(column, ex.column());
    }
}
