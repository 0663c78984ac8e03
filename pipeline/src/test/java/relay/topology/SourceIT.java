package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static relay.topology.LedgerAssert.assertDelivered;
import static relay.topology.LedgerAssert.assertRelayed;
import static relay.topology.LedgerAssert.assertUnharmed;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is heard, and who is not.
 */
@NetnsTest
class SourceIT
{
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    /**
     * Two sources on one network send to one group. The relay names the first, another process on its host names none.
     *
     * <pre>
     *   wanted 10.99.1.2 --232.1.1.1: 2,000--+
     *                                       lan --+--> relay 10.99.1.1 --239.2.2.2: 2,000--> sink
     *   other  10.99.1.3 --232.1.1.1: 2,000--+    +--> eavesdropper, 4,000
     * </pre>
     */
    @Test
    void shouldHearOnlyTheSourceOfASourceSpecificGroup(final Topology topology)
    {
        final Host a = topology.host("a");
        final Host wanted = topology.host("wanted");
        final Host other = topology.host("other");
        final Host sinkHost = topology.host("sink");
        topology.lan("lan", a, wanted, other);
        topology.link(a, sinkHost);
        final Child sink = sinkHost.sink("udp://239.2.2.2:6000?interface=a");
        final Child eavesdropper = a.sink("udp://232.1.1.1:5000?interface=lan");
        final RelayProcess relay = a.relay("ssm",
            "--from", "udp://10.99.1.2@232.1.1.1:5000?interface=lan", "--to", "udp://239.2.2.2:6000?interface=sink");
        sink.awaitLog("listening to ");
        eavesdropper.awaitLog("listening to ");
        relay.awaitRunning();

        final String[] traffic = {"--size", "300", "--rate", "1000", "--count", "2000"};
        final Child wantedTraffic = wanted.send("udp://232.1.1.1:5000?interface=lan", traffic);
        final Child otherTraffic = other.send("udp://232.1.1.1:5000?interface=lan", traffic);
        final Report sent = wantedTraffic.awaitExit(0, SEND_TIMEOUT_NS).report();
        otherTraffic.awaitExit(0, SEND_TIMEOUT_NS);

        assertRelayed(relay.stop(), 2_000);
        final Report received = sink.stop().report();
        assertDelivered(sent, received);
        assertEquals(1, received.list("flows").size(), "flows at the sink");
        assertEquals(sent.text("runId"), received.list("flows").getFirst().text("runId"));
        assertEquals(4_000, eavesdropper.stop().report().count("received"), "both sources came this far");
    }

    /**
     * A source whose address the relay's host has no route to (a network of its own, behind nothing that was
     * configured): the kernel hands such datagrams to the relay only if the interface's reverse path filter lets them
     * pass: off (0), or loose (2) and with any route that leads back. Strict (1) drops and counts them, and the relay
     * never sees them. The larger of the interface's number and that of all counts.
     *
     * <pre>
     *   192.0.2.9 on source --239.1.1.1: 1,000--> [rp_filter] --> relay --239.2.2.2: 1,000 or 0--> sink
     *                                                  +--> IPReversePathFilter: 0 or 1,000
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 1000",
        "0, 1, false, 0",
        "0, 1, true, 0",
        "0, 2, false, 0",
        "0, 2, true, 1000",
        "1, 0, true, 0",
        "1, 2, true, 1000"})
    void shouldHearAnUnroutableSourceIfTheReversePathFilterLetsIt(
        final String ofAll,
        final String ofInterface,
        final boolean hasDefaultRoute,
        final long relayed,
        final Topology topology)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host sinkHost = topology.host("sink");
        topology.link(source, a);
        topology.link(a, sinkHost);
        source.run("ip", "address", "add", "192.0.2.9/32", "dev", "a");
        a.sysctl("net.ipv4.conf.all.rp_filter", ofAll);
        a.sysctl("net.ipv4.conf.source.rp_filter", ofInterface);
        if (hasDefaultRoute)
        {
            a.run("ip", "route", "add", "default", "via", "10.99.2.2");
        }
        final Child sink = sinkHost.sink("udp://239.2.2.2:6000?interface=a");
        final RelayProcess relay = a.relay("unroutable",
            "--from", "udp://239.1.1.1:5000?interface=source", "--to", "udp://239.2.2.2:6000?interface=sink");
        sink.awaitLog("listening to ");
        relay.awaitRunning();

        final Report sent = source.send("udp://239.1.1.1:5000?interface=a&source-address=192.0.2.9",
            "--size", "300", "--rate", "2000", "--count", "1000").awaitExit(0, SEND_TIMEOUT_NS).report();

        assertEquals(1_000, sent.count("sent"));
        assertRelayed(relay.stop(), relayed);
        final Report received = sink.stop().report();
        assertUnharmed(received);
        assertEquals(relayed, received.count("received"));
        assertEquals(1_000 - relayed, a.kernelCounter("TcpExt", "IPReversePathFilter"),
            "dropped and counted by the kernel");
    }
}
