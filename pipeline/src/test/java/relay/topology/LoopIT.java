package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static relay.topology.LedgerAssert.assertBalanced;
import static relay.topology.LedgerAssert.assertDelivered;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Relays that send in circles: nothing goes round.
 */
@NetnsTest
class LoopIT
{
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    /**
     * Each relay passes on to the other what it hears of it, and emits it to its own network too.
     *
     * <pre>
     *   source --239.1.1.1--> a ==Aeron==> b --239.2.2.2--> sink
     *          3,000          |  3,000     |   3,000
     *          239.3.3.3 &lt;-- from b  &lt;=====+
     *          0               |    3,000
     *                          +--> loop 3,000
     * </pre>
     */
    @Test
    void shouldDropWhatComesBack(final Topology topology)
    {
        final Line line = new Line(topology, 1_500);
        final Child sourceSink = line.source.sink("udp://239.3.3.3:5000?interface=a");
        line.start(
            """
            %RELAY%
            flows:
              lan:    { from: "udp://239.1.1.1:5000?interface=source", to: [b] }
              from-b: { from: "aeron:udp?endpoint=10.99.2.1:40123", to: [lan-out, b] }
            destinations:
              b:       { to: "aeron:udp?endpoint=10.99.2.2:40123" }
              lan-out: { to: "udp://239.3.3.3:5000?interface=source" }
            """,
            """
            %RELAY%
            flows:
              from-a: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan-out, a] }
            destinations:
              a:       { to: "aeron:udp?endpoint=10.99.2.1:40123" }
              lan-out: { to: "udp://239.2.2.2:5000?interface=sink" }
            """,
            "udp://239.2.2.2:5000?interface=b");
        line.near.awaitSenders(1);
        sourceSink.awaitLog("listening to ");

        final Line.Outcome outcome = line.sendAll(
            "udp://239.1.1.1:5000?interface=a", "--size", "800", "--rate", "1500", "--count", "3000");

        assertBalanced(outcome.near());
        assertEquals(3_000, outcome.near().flow("lan").count("received"));
        assertEquals(3_000, outcome.near().flow("from-b").count("received"), "b passed everything back");
        assertEquals(Map.of("loop", 3_000L), outcome.near().drops());
        assertEquals(0, outcome.near().destination("lan-out").count("sent"));
        assertRelayed(outcome.far(), 3_000);
        assertEquals(3_000, outcome.far().destination("lan-out").count("sent"));
        assertEquals(3_000, outcome.far().destination("a").count("sent"));
        assertDelivered(outcome.sent(), outcome.sink());
        assertEquals(0, sourceSink.stop().report().count("received"));
    }

    /**
     * Three relays in a ring, each of which emits what it hears and passes it on.
     *
     * <pre>
     *   source --239.1.1.1--> a ==Aeron==> b ==Aeron==> c ==Aeron==> a: loop 3,000
     *          3,000                       |            |
     *                                      sink 3,000   sink 3,000
     * </pre>
     */
    @Test
    void shouldGoRoundARingOnce(final Topology topology)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host b = topology.host("b");
        final Host c = topology.host("c");
        topology.link(source, a);
        topology.lan("ring", a, b, c);
        final Child sinkB = b.sink("udp://127.0.0.1:6000");
        final Child sinkC = c.sink("udp://127.0.0.1:6000");
        final RelayProcess relayB = b.relay("ring-b", ring("10.99.2.2", "10.99.2.3", ""));
        final RelayProcess relayC = c.relay("ring-c", ring("10.99.2.3", "10.99.2.1", ""));
        final RelayProcess relayA = a.relay("ring-a", ring("10.99.2.1", "10.99.2.2",
            "lan: { from: \"udp://239.1.1.1:5000?interface=source\", to: [next] }"));
        relayA.awaitRunning().awaitSenders(1);
        relayB.awaitRunning().awaitSenders(1);
        relayC.awaitRunning().awaitSenders(1);

        final Report sent = source.send(
            "udp://239.1.1.1:5000?interface=a", "--size", "800", "--rate", "1500", "--count", "3000")
            .awaitExit(0, SEND_TIMEOUT_NS).report();
        final Report reportA = relayA.stop();
        final Report reportB = relayB.stop();
        final Report reportC = relayC.stop();

        assertBalanced(reportA);
        assertEquals(3_000, reportA.flow("previous").count("received"));
        assertEquals(Map.of("loop", 3_000L), reportA.drops());
        assertEquals(0, reportA.destination("local").count("sent"));
        assertRelayed(reportB, 3_000);
        assertRelayed(reportC, 3_000);
        assertDelivered(sent, sinkB.stop().report());
        assertDelivered(sent, sinkC.stop().report());
    }

    /**
     * Two networks bridged both ways: one group, in and out at both ends. What a relay emits is not what it hears, or,
     * when its host shall hear it too (loopback), it is recognised.
     *
     * <pre>
     *   left: source and sink --239.1.1.1-- a ==Aeron, both ways== b --239.1.1.1-- right: source and sink
     *         2,000 out, 2,000 in                                                  2,000 out, 2,000 in
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBridgeOneGroupBothWays(final boolean isLoopback, final Topology topology)
    {
        final Line line = new Line(topology, 1_500);
        final Child leftSink = line.source.sink("udp://239.1.1.1:5000?interface=a");
        leftSink.awaitLog("listening to ");
        line.start(
            bridge("source", "10.99.2.1", "10.99.2.2", isLoopback),
            bridge("sink", "10.99.2.2", "10.99.2.1", isLoopback),
            "udp://239.1.1.1:5000?interface=b");
        line.near.awaitSenders(1);

        final String[] traffic = {"--size", "800", "--rate", "1000", "--count", "2000"};
        final Child leftTraffic = line.source.send("udp://239.1.1.1:5000?interface=a", traffic);
        final Child rightTraffic = line.sinkHost.send("udp://239.1.1.1:5000?interface=b", traffic);
        final Report rightSent = rightTraffic.awaitExit(0, SEND_TIMEOUT_NS).report();
        final Line.Outcome outcome = line.stop(leftTraffic.awaitExit(0, SEND_TIMEOUT_NS).report());

        for (final Report relay : List.of(outcome.near(), outcome.far()))
        {
            assertBalanced(relay);
            assertEquals(2_000, relay.destination("lan").count("sent"));
            assertEquals(2_000, relay.destination("peer").count("sent"));
            assertEquals(isLoopback ? Map.of("own_echo", 2_000L) : Map.of(), relay.drops());
        }
        assertDelivered(outcome.sent(), outcome.sink());
        assertDelivered(rightSent, leftSink.stop().report());
    }

    /**
     * The mistake that makes a storm: two relays on one network bridge the same group, both ways. Each hears the
     * source and the other's copies, which come without an envelope. Each recognises its own copy when the other sends
     * it back, so that a datagram is on the network three times and no more.
     *
     * <pre>
     *              +--> a ==Aeron==> b --+
     *   source ---lan                    lan--> sink: 2,000 and two copies of each
     *   2,000      +--> b ==Aeron==> a --+
     * </pre>
     */
    @Test
    void shouldNotMakeAStormOnOneNetwork(final Topology topology)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host b = topology.host("b");
        final Host sinkHost = topology.host("sink");
        topology.lan("lan", source, a, b, sinkHost);
        final Child sink = sinkHost.sink("udp://239.1.1.1:5000?interface=lan");
        final RelayProcess near = a.relay("near", bridge("lan", "10.99.1.2", "10.99.1.3", false));
        final RelayProcess far = b.relay("far", bridge("lan", "10.99.1.3", "10.99.1.2", false));
        sink.awaitLog("listening to ");
        near.awaitRunning().awaitSenders(1);
        far.awaitRunning().awaitSenders(1);

        source.send("udp://239.1.1.1:5000?interface=lan", "--size", "800", "--rate", "1000", "--count", "2000")
            .awaitExit(0, SEND_TIMEOUT_NS);
        final Report nearReport = near.stop();
        final Report farReport = far.stop();
        final Report received = sink.stop().report();

        assertBalanced(nearReport);
        assertBalanced(farReport);
        assertEquals(Map.of("loop", 2_000L), nearReport.drops());
        assertEquals(Map.of("loop", 2_000L), farReport.drops());
        assertEquals(6_000, received.count("received"), "each three times");
    }

    private static String ring(final String here, final String next, final String flow)
    {
        return """
            %RELAY%
            flows:
              previous: { from: "aeron:udp?endpoint=%HERE%:40123", to: [local, next] }
              %FLOW%
            destinations:
              next:  { to: "aeron:udp?endpoint=%NEXT%:40123" }
              local: { to: "udp://127.0.0.1:6000" }
            """.replace("%HERE%", here).replace("%NEXT%", next).replace("%FLOW%", flow);
    }

    private static String bridge(
        final String networkInterface, final String here, final String there, final boolean isLoopback)
    {
        return """
            %RELAY%
            flows:
              lan:  { from: "udp://239.1.1.1:5000?interface=%INTERFACE%", to: [peer] }
              peer: { from: "aeron:udp?endpoint=%HERE%:40123", to: [lan] }
            destinations:
              peer: { to: "aeron:udp?endpoint=%THERE%:40123" }
              lan:  { to: "udp://239.1.1.1:5000?interface=%INTERFACE%&loopback=%LOOPBACK%" }
            """.replace("%LOOPBACK%", Boolean.toString(isLoopback)).replace("%INTERFACE%", networkInterface)
            .replace("%HERE%", here).replace("%THERE%", there);
    }
}
