package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

class FlowAddressesTest
{
    @Test
    void shouldGoOnWithTheNextGroups()
    {
        assertEquals(List.of("239.1.1.254:5000", "239.1.1.255:5000", "239.1.2.0:5000"),
            widened("udp://239.1.1.254:5000", 3));
        assertEquals(List.of("[ff15::ffff]:5000", "[ff15::1:0]:5000"), widened("udp://[ff15::ffff]:5000", 2));
    }

    @Test
    void shouldGoOnWithTheNextPortsOfAHost()
    {
        assertEquals(List.of("127.0.0.1:5000", "127.0.0.1:5001"), widened("udp://127.0.0.1:5000", 2));
    }

    @Test
    void shouldLeaveWhatIsWideEnough()
    {
        final UdpEndpoint range = (UdpEndpoint)EndpointParser.parse("udp://239.1.1.0/30:5000-5001");

        assertSame(range, FlowAddresses.widen(range, 8));
        assertSame(range, FlowAddresses.widen(range, 1));
    }

    private static List<String> widened(final String uri, final int flows)
    {
        return FlowAddresses.widen((UdpEndpoint)EndpointParser.parse(uri), flows).expand().stream()
            .map(each -> EndpointParser.display(each.getAddress()) + ":" + each.getPort())
            .collect(Collectors.toList());
    }
}
