package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static relay.topology.LedgerAssert.assertBalanced;
import static relay.topology.LedgerAssert.assertDelivered;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One flow to three destinations, of which two can't keep up: the third does not notice.
 *
 * <pre>
 *                          +==Aeron==> frozen: a relay, stopped for a while
 *   source --239.1.1.1--> a --------> narrow: a link of 1 Mbit/s
 *                          +--------> steady: sink
 * </pre>
 */
@NetnsTest
class SlowDestinationIT
{
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    /** What the scheduler alone may do to a 99th percentile: less says nothing about the relay. */
    private static final long NOISE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final String SOURCE = "udp://239.1.1.1:5000?interface=a";

    private static final String CONFIGURATION = """
        %RELAY%
        flows: { lan: { from: "udp://239.1.1.1:5000?interface=source", to: [frozen, narrow, steady] } }
        destinations:
          frozen: { to: "aeron:udp?endpoint=10.99.2.2:40123", when-slow: WHEN-FROZEN }
          narrow: { to: "udp://239.2.2.2:6000?interface=narrow&send-buffer=32KiB", max-lag: 30%, \
          when-slow: WHEN-NARROW }
          steady: { to: "udp://239.3.3.3:7000?interface=steady" }
        """;
    private static final String PEER = """
        %RELAY%
        flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [local] } }
        destinations: { local: { to: "udp://127.0.0.1:6000" } }
        """;

    @ParameterizedTest
    @CsvSource({
        "15000, 36000, skip-oldest, skip-oldest, 'lagging, not_connected'",
        "5000,  16000, disconnect,  skip-newest, 'disconnected, not_connected'"})
    void shouldNotLetTwoSlowDestinationsHarmAThird(
        final long freezeMs,
        final int count,
        final String whenFrozen,
        final String whenNarrow,
        final String reasons,
        final Topology topology)
    {
        final String configuration = CONFIGURATION.replace("WHEN-FROZEN", whenFrozen)
            .replace("WHEN-NARROW", whenNarrow);
        final Host source = topology.host("source").measured();
        final Host a = topology.host("a").measured();
        final Host frozen = topology.host("frozen");
        final Host narrow = topology.host("narrow");
        final Host steady = topology.host("steady");
        topology.link(source, a);
        topology.link(a, frozen);
        topology.link(a, narrow);
        topology.link(a, steady);
        final long healthyNs = p99Ns(run(configuration, source, a, frozen, steady, 6_000, 0));

        // more than the socket's buffer: what does not fit stays with the relay, and is not dropped by the qdisc
        a.run("tc", "qdisc", "add", "dev", "narrow", "root", "tbf", "rate", "1mbit", "burst", "10kb", "limit", "10mb");
        final Report report = run(configuration, source, a, frozen, steady, count, freezeMs);

        assertTrue(p99Ns(report) <= 2 * Math.max(healthyNs, NOISE_NS), () -> "p99 residence at first " + healthyNs +
            " ns, beside two slow ones " + p99Ns(report) + " ns");
        final Map<String, Long> frozenDrops = report.destination("frozen").drops();
        assertTrue(Set.of(reasons.split(", ")).containsAll(frozenDrops.keySet()), () -> "" + frozenDrops);
        assertTrue(report.destination("frozen").dropped() > 0, "that is more than its window and its share hold");
        final Map<String, Long> narrowDrops = report.destination("narrow").drops();
        assertTrue(Set.of("lagging", "shutdown").containsAll(narrowDrops.keySet()), () -> "" + narrowDrops);
        assertTrue(narrowDrops.get("lagging") > count / 2, () -> "" + narrowDrops);
        assertTrue(report.destination("narrow").count("backPressured") > 0, "the socket was full");
    }

    private static Report run(
        final String configuration,
        final Host source,
        final Host a,
        final Host frozen,
        final Host steady,
        final int count,
        final long freezeMs)
    {
        final Child sink = steady.sink("udp://239.3.3.3:7000?interface=a").awaitLog("listening to ");
        final RelayProcess peer = frozen.relay("peer", PEER);
        final RelayProcess relay = a.relay("relay", configuration).awaitRunning();
        peer.awaitRunning().awaitSenders(1);
        final Child traffic =
            source.send(SOURCE, "--size", "1400", "--rate", "2000", "--count", Integer.toString(count))
            .awaitLog("sending to ");
        if (freezeMs > 0)
        {
            Pause.ofMillis(1_000);
            peer.child().signal("STOP");
            Pause.ofMillis(freezeMs);
            peer.child().signal("CONT");
        }
        final Report sent = traffic.awaitExit(0, SEND_TIMEOUT_NS).report();
        final Report report = relay.stop();
        assertBalanced(report);
        assertEquals(count, report.count("ledger", "received"));
        assertEquals(Map.of(), report.destination("steady").drops());
        assertDelivered(sent, sink.stop().report());
        assertBalanced(peer.stop());
        return report;
    }

    private static long p99Ns(final Report report)
    {
        return report.count("residenceNs", "steady", "p99");
    }
}
