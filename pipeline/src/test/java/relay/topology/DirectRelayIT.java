package relay.topology;

import static relay.topology.LedgerAssert.assertDelivered;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One relay, from UDP to UDP.
 *
 * <pre>
 *   source ------------- a ------------- sink
 *        10.99.1.0/24  relay  10.99.2.0/24
 * </pre>
 */
@NetnsTest
class DirectRelayIT
{
    /**
     * <pre>
     *   source --239.1.1.1:5000--> relay --239.2.2.2:6000--> sink
     *          6,000                     6,000
     * </pre>
     */
    @Test
    void shouldRelayWithoutConfigurationFile(final Topology topology)
    {
        shouldRelay(topology, "239.1.1.1:5000", "239.2.2.2:6000");
    }

    /**
     * <pre>
     *   source --239.1.1.1:5000--> relay --[ff15::2:2]:6000--> sink
     *          6,000                     6,000
     * </pre>
     */
    @Test
    void shouldRelayFromIpv4ToIpv6(final Topology topology)
    {
        shouldRelay(topology, "239.1.1.1:5000", "[ff15::2:2]:6000");
    }

    /**
     * <pre>
     *   source --[ff15::1:1]:5000--> relay --10.99.2.2:6000--> sink
     *          6,000                       6,000
     * </pre>
     */
    @Test
    void shouldRelayFromMulticastToUnicast(final Topology topology)
    {
        shouldRelay(topology, "[ff15::1:1]:5000", "10.99.2.2:6000");
    }

    private static void shouldRelay(final Topology topology, final String from, final String to)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host sinkHost = topology.host("sink");
        topology.link(source, a);
        topology.link(a, sinkHost);
        final boolean isUnicast = to.startsWith("10.");
        final Child sink = sinkHost.sink("udp://" + to + (isUnicast ? "" : "?interface=a"));
        final RelayProcess relay = a.relay("direct",
            "--from", "udp://" + from + "?interface=source",
            "--to", "udp://" + to + (isUnicast ? "" : "?interface=sink"));
        sink.awaitLog("listening to ");
        relay.awaitRunning();

        final Report sent = source.send("udp://" + from + "?interface=a",
            "--mix", "small:80,1500:10,standard:10", "--rate", "3000", "--count", "6000")
            .awaitExit(0, TimeUnit.SECONDS.toNanos(30)).report();
        final Report report = relay.stop();

        assertRelayed(report, sent.count("sent"));
        assertDelivered(sent, sink.stop().report());
    }
}
