package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static relay.topology.LedgerAssert.assertBalanced;
import static relay.topology.LedgerAssert.assertUnharmed;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Networks that lose: two relays in a row, drawn at {@link Line}, and what is lost is lost by nftables or by a link
 * that goes down. The tests of the first kind are skipped where there is no {@code nft}.
 */
@NetnsTest
class LossIT
{
    private static final Pattern PACKETS = Pattern.compile("counter packets ([0-9]+) bytes ([0-9]+)");
    private static final int PAYLOAD_LENGTH = 1_000;
    private static final int HEADERS_LENGTH = 20 + 8;

    private static final String NEAR = """
        %RELAY%
        flows: { lan: { from: "udp://239.1.1.1:5000?interface=source", to: [far] } }
        destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
        """;
    private static final String FAR = """
        %RELAY%
        flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
        destinations: { lan: { to: "udp://239.1.1.1:5000?interface=sink" } }
        """;
    private static final String SOURCE = "udp://239.1.1.1:5000?interface=a";
    private static final String SINK = "udp://239.1.1.1:5000?interface=b";

    /**
     * One frame in ten between the relays is lost, and sent again.
     *
     * <pre>
     *   source --239.1.1.1--> near ==Aeron, 10 % lost==> far --239.1.1.1--> sink
     *          8,000                                       8,000
     * </pre>
     */
    @Test
    void shouldMakeUpForLossBetweenRelays(final Topology topology)
    {
        assumeNft();
        final Line line = new Line(topology, 1_500);
        lose(line.b, "a", 10);
        line.start(NEAR, FAR, SINK);

        final Line.Outcome outcome =
            line.sendAll(SOURCE, "--size", "1000", "--rate", "2000", "--count", "8000");

        assertTrue(lost(line.b) > 100, () -> "frames were lost, trains counted as one: " + lost(line.b));
        outcome.assertAllDelivered();
    }

    /**
     * Before the first relay and after the last one nobody sends again: what is lost there is missing at the sink, and
     * nothing else is.
     *
     * <pre>
     *   source --239.1.1.1: 8,000, 10 % lost--> near ==Aeron==> far --239.1.1.1, 10 % lost--> sink
     *               lost 1                                             lost 2
     * </pre>
     */
    @Test
    void shouldLoseNothingMoreThanTheNetworkDoes(final Topology topology)
    {
        assumeNft();
        final Line line = new Line(topology, 1_500);
        line.start(NEAR, FAR, SINK);
        lose(line.a, "source", 10);
        lose(line.sinkHost, "b", 10);

        final Line.Outcome outcome =
            line.sendAll(SOURCE, "--size", "1000", "--rate", "2000", "--count", "8000");

        final long before = lostDatagrams(line.a);
        final long after = lostDatagrams(line.sinkHost);
        assertTrue(before > 400 && after > 400, () -> "lost " + before + " and " + after);
        LedgerAssert.assertRelayed(outcome.near(), 8_000 - before);
        LedgerAssert.assertRelayed(outcome.far(), 8_000 - before);
        assertUnharmed(outcome.sink());
        assertEquals(8_000 - before - after, outcome.sink().count("received"));
    }

    /**
     * The link between the relays is down for a second, and for four: longer than the two after which a relay gives the
     * other up. It heals by itself; what is lost is counted.
     *
     * <pre>
     *   source --239.1.1.1--> near ==Aeron, down 1 s, down 4 s==> far --239.1.1.1--> sink
     *          22,000         |  22,000 - not_connected           what far received
     *                         +--> not_connected, lagging
     * </pre>
     */
    @Test
    void shouldHealWhenALinkWasDown(final Topology topology)
    {
        final Line line = new Line(topology, 1_500);
        line.start(NEAR, FAR, SINK);

        final Child traffic = line.source.send(SOURCE, "--size", "1000", "--rate", "2000", "--count", "22000")
            .awaitLog("sending to ");
        Pause.ofMillis(1_500);
        linkDown(line, 1_000);
        Pause.ofMillis(1_500);
        linkDown(line, 4_000);
        final Line.Outcome outcome = line.stop(traffic.awaitExit(0, TimeUnit.SECONDS.toNanos(30)).report());

        final Report towards = outcome.near().destination("far");
        final Map<String, Long> drops = towards.drops();
        assertBalanced(outcome.near());
        assertBalanced(outcome.far());
        assertEquals(22_000, outcome.near().count("ledger", "received"));
        assertTrue(drops.getOrDefault("not_connected", 0L) > 0, () -> "drops: " + drops);
        final long inTransit = towards.count("sent") - outcome.far().count("ledger", "received");
        assertTrue(inTransit >= 0 && inTransit <= FaultIT.WINDOW_BYTES / 1_000, () -> "lost in transit: " + inTransit);
        assertUnharmed(outcome.sink());
        assertEquals(outcome.near().dropped() + inTransit, outcome.sink().count("lost"));
        assertEquals(outcome.sink().count("lost"), outcome.far().flow("near").count("gaps"));
        assertEquals(21_999, outcome.sink().list("flows").getFirst().count("lastSequence"), "it works again");
    }

    private static void linkDown(final Line line, final long durationMs)
    {
        line.b.run("ip", "link", "set", "dev", "a", "down");
        Pause.ofMillis(durationMs);
        line.b.run("ip", "link", "set", "dev", "a", "up");
    }

    private static void assumeNft()
    {
        final Shell.Result result = Shell.tryRun("nft", "--version");
        assumeTrue(0 == result.exitCode(), () -> "no nft here (package nftables): " + result.output());
    }

    private static void lose(final Host host, final String networkInterface, final int percent)
    {
        host.run("nft", "add table netdev relay; add chain netdev relay loss { type filter hook ingress device " +
            networkInterface + " priority 0; }; add rule netdev relay loss ip protocol udp numgen random mod 100 < " +
            percent + " counter drop");
    }

    private static long lost(final Host host)
    {
        return Long.parseLong(lossOf(host).group(1));
    }

    /** A train passes as one packet, with one header for all its datagrams. */
    private static long lostDatagrams(final Host host)
    {
        final MatchResult loss = lossOf(host);
        return (Long.parseLong(loss.group(2)) - HEADERS_LENGTH * Long.parseLong(loss.group(1))) / PAYLOAD_LENGTH;
    }

    private static MatchResult lossOf(final Host host)
    {
        final Matcher matcher = PACKETS.matcher(host.run("nft", "list", "table", "netdev", "relay"));
        assertTrue(matcher.find());
        return matcher.toMatchResult();
    }
}
