package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static relay.topology.LedgerAssert.assertBalanced;
import static relay.topology.LedgerAssert.assertUnharmed;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * More traffic than the way out takes: who loses is decided by the classes, and nobody else does.
 *
 * <pre>
 *   source ------------- a ------------------------ b
 *        10.99.1.0/24  relay  10.99.2.0/24          sink
 *                             tbf of 20 Mbit/s
 * </pre>
 */
@NetnsTest
class QosIT
{
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    /** What the scheduler alone may do to a 99th percentile: less says nothing about the relay. */
    private static final long NOISE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final String TOP = "udp://239.1.1.1:5000?interface=a";
    private static final String BULK = "udp://239.1.1.2:5000?interface=a";
    /** Below what the link carries, so that what waits does so where classes count. */
    private static final long RATE_BYTES_PER_SECOND = 18_000_000 / 8;

    private static final String CONFIGURATION = """
        %RELAY%
        classes:
          top:  { priority: 0 }
          bulk: { priority: 1 }
        flows:
          ticks: { from: "udp://239.1.1.1:5000?interface=source", class: top,  to: lan }
          files: { from: "udp://239.1.1.2:5000?interface=source", class: bulk, to: lan }
        destinations:
          lan: { to: "udp://original?interface=b", rate: 18Mbit }
        """;

    /** Few buffers, so that what waits at the end is little beside what was sent. */
    private static final String SHARES = """
        %RELAY%
        classes:
          left:  LEFT
          right: RIGHT
        flows:
          left:  { from: "udp://239.1.1.1:5000?interface=source", class: left,  to: lan }
          right: { from: "udp://239.1.1.2:5000?interface=source", class: right, to: lan }
        destinations:
          lan: { to: "udp://original?interface=b", rate: 18Mbit }
        """;

    private Host source;
    private Host a;
    private Host b;

    /** What came of one run. */
    private record Outcome(Report relay, Report sink)
    {
        private long topP99Ns()
        {
            return relay.destination("lan").list("classes").getFirst().count("residenceNs", "p99");
        }
    }

    @BeforeEach
    void connect(final Topology topology)
    {
        source = topology.host("source").measured();
        a = topology.host("a").measured();
        b = topology.host("b");
        topology.link(source, a);
        topology.link(a, b);
        a.run("tc", "qdisc", "add", "dev", "b", "root", "tbf", "rate", "20mbit", "burst", "32kb", "latency", "50ms");
    }

    /**
     * Ten times what the link carries: the top class loses nothing and waits no more than twice as long as alone; bulk
     * gets the rest.
     *
     * <pre>
     *   source --top: 500/s of 200 B; bulk: 22,500/s of 1,000 B--> relay --18 Mbit/s--> sink
     *                                                                +--> bulk: pool_exhausted
     * </pre>
     */
    @Test
    void shouldKeepTheTopClassWholeAndFastUnderTenfoldOverload()
    {
        final long aloneNs = run().topP99Ns();
        final Outcome crowded = run("--rate", "22500", "--count", "112500");

        assertOnlyBulkLost(crowded, 112_500);
        assertTrue(crowded.topP99Ns() <= 2 * Math.max(aloneNs, NOISE_NS),
            () -> "p99 residence alone " + aloneNs + " ns, crowded " + crowded.topP99Ns() + " ns");
        final long bulkBytes = crowded.relay().destination("lan").count("sentBytes") - 2_000 * 200;
        // for 5 s and until its buffers are empty, at the rate less what the top class takes
        final long expectedBytes = 5 * (RATE_BYTES_PER_SECOND - 500 * 200);
        assertTrue(Math.abs(bulkBytes - expectedBytes) < expectedBytes / 5,
            () -> "bulk sent " + bulkBytes + " B, about " + expectedBytes + " fit");
    }

    /**
     * Bursts of ten times the rate's 100 ms, all at once, once a second: only what bursts can lose.
     *
     * <pre>
     *   source --top: 500/s of 200 B; bulk: 2,250 at once, each second--> relay --18 Mbit/s--> sink
     *                                                                       +--> bulk: pool_exhausted
     * </pre>
     */
    @Test
    void shouldKeepTheTopClassWholeInBursts()
    {
        final Outcome outcome = run("--burst", "2250/1s", "--count", "11250");

        assertOnlyBulkLost(outcome, 11_250);
    }

    /**
     * Two classes that each want more than the rate: what they get is what they were promised.
     *
     * <pre>
     *   source --left: 4,000/s; right: 4,000/s of 1,000 B--> relay --18 Mbit/s: 2,250/s--> sink
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "'{ priority: 0, weight: 3, %BUFFERS% }', '{ priority: 0, %BUFFERS% }', 0.75",
        "'{ priority: 0, %BUFFERS% }', '{ priority: 1, min-share: 20%, %BUFFERS% }', 0.8",
        "'{ priority: 0, max-rate: 9Mbit, %BUFFERS% }', '{ priority: 1, %BUFFERS% }', 0.5"})
    void shouldGiveEachClassItsShare(final String left, final String right, final double shareOfLeft)
    {
        final Child sink = b.sink(TOP, BULK).awaitLog("listening to ");
        final RelayProcess relay = a.relay("shares", SHARES.replace("LEFT", left).replace("RIGHT", right)
            .replace("%BUFFERS%", "buffers: { small: 100 }")).awaitRunning();
        final Child traffic = source.send(TOP, "--flows", "2", "--size", "1000", "--rate", "8000", "--count", "32000");
        traffic.awaitExit(0, SEND_TIMEOUT_NS);
        final Report report = relay.stop();
        assertBalanced(report);
        assertUnharmed(sink.stop().report());
        final double leftCount = report.flow("left").count("admitted");
        final double share = leftCount / (leftCount + report.flow("right").count("admitted"));
        assertEquals(shareOfLeft, share, 0.03, () -> "" + report.json());
    }

    private Outcome run(final String... bulk)
    {
        final Child sink = b.sink(TOP, BULK).awaitLog("listening to ");
        final RelayProcess relay = a.relay("qos", CONFIGURATION).awaitRunning();
        final Child background = 0 == bulk.length ? null :
            source.send(BULK, join(bulk, "--size", "1000")).awaitLog("sending to ");
        source.send(TOP, "--size", "200", "--rate", "500", "--count", "2000").awaitExit(0, SEND_TIMEOUT_NS);
        if (null != background)
        {
            background.awaitExit(0, SEND_TIMEOUT_NS);
        }
        return new Outcome(relay.stop(), sink.stop().report());
    }

    private static void assertOnlyBulkLost(final Outcome outcome, final long bulkCount)
    {
        final Report relay = outcome.relay();
        assertBalanced(relay);
        assertEquals(0, relay.flow("ticks").count("kernelDrops"));
        assertEquals(2_000, relay.flow("ticks").count("admitted"));
        assertEquals(bulkCount, relay.flow("files").count("received") + relay.flow("files").count("kernelDrops"));
        assertEquals(Set.of("pool_exhausted"), relay.flow("files").drops().keySet());
        assertEquals(Map.of(), relay.destination("lan").drops());
        assertUnharmed(outcome.sink());
        assertEquals(2_000, outcome.sink().list("flows").stream()
            .filter(flow -> "239.1.1.1:5000".equals(flow.text("destination"))).mapToLong(flow -> flow.count("received"))
            .sum(), "the top class arrives whole");
        assertEquals(relay.count("ledger", "sent"), outcome.sink().count("received"));
    }

    private static String[] join(final String[] left, final String... right)
    {
        final String[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }
}
