package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Interfaces that are removed and made again while a relay runs.
 *
 * <pre>
 *   source ------------- a ------------- sink
 *        10.99.1.0/24  relay  10.99.2.0/24
 * </pre>
 */
@NetnsTest
class InterfaceIT
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long COUNT = 500;

    /**
     * Both of the relay's interfaces are removed and made again, as tunnels are that reconnect; source and sink are
     * started again. One source of a group, groups that share a socket, and a group of one link, of which the kernel
     * binds the socket to that link.
     */
    @ParameterizedTest
    @CsvSource({
        "10.99.1.1@232.1.1.1:5000, [ff15::2]:6000,  auto",
        "[ff15::10]/126:5000,      [ff02::77]:6000, auto",
        "[ff02::99]:5000,          239.2.2.2:6000,  auto",
        "239.1.1.1:5000,           239.2.2.2:6000,  portable"})
    void shouldGoOnByInterfacesThatWereMadeAnew(
        final String from, final String to, final String io, final Topology topology)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host sinkHost = topology.host("sink");
        topology.link(source, a);
        topology.link(a, sinkHost);
        final RelayProcess relay = a.relay("anew", "--from", "udp://" + from + "?interface=source",
            "--to", "udp://" + to + "?interface=sink", "--io", io);
        relay.awaitRunning();
        final List<Child> sinks = new ArrayList<>();
        sinks.add(send(source, sinkHost, from, to));

        a.run("ip", "link", "delete", "source");
        a.run("ip", "link", "delete", "sink");
        relay.child().awaitLog("flow flow-1: interface source has gone");
        relay.child().awaitLog("interface sink has gone");
        topology.linkAgain(source, a, 1);
        topology.linkAgain(a, sinkHost, 2);
        relay.child().awaitLog("flow flow-1: interface source was made anew");
        relay.child().awaitLog("interface sink was made anew");
        sinks.add(send(source, sinkHost, from, to));

        assertRelayed(relay.stop(), 2 * COUNT);
        sinks.forEach(sink -> assertEquals(COUNT, sink.report().count("received")));
    }

    private static Child send(final Host source, final Host sinkHost, final String from, final String to)
    {
        final Child sink = sinkHost.sink("udp://" + to + "?interface=a");
        sink.awaitLog("listening to ");
        final String group = from.substring(from.indexOf('@') + 1);
        source.send("udp://" + group + "?interface=a", "--size", "300", "--rate", "1000", "--count",
            String.valueOf(COUNT))
            .awaitExit(0, TIMEOUT_NS);
        return sink.stop();
    }
}
