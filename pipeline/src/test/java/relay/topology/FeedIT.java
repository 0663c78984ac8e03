package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static relay.topology.LedgerAssert.assertBalanced;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * One source over two networks that lose, arbitrated by the first of two relays.
 *
 * <pre>
 *   left  ---- 10.99.1.0/24 ---- a ---- 10.99.3.0/24 ---- b ---- 10.99.4.0/24 ---- sink
 *   right ---- 10.99.2.0/24 ---- |                        |
 *                            relay "near"            relay "far"
 * </pre>
 */
@NetnsTest
class FeedIT
{
    private static final Pattern PACKETS = Pattern.compile("counter packets ([0-9]+) bytes ([0-9]+)");
    private static final int COUNT = 8_000;
    private static final int SKEW_MS = 5;
    private static final int UDP_HEADER_LENGTH = 8;

    private static final String NEAR = """
        %RELAY%
        flows:
          a: { from: "udp://239.1.1.1:5000?interface=left", to: far }
          b: { from: "udp://239.1.1.2:5000?interface=right", to: far }
        feeds: { twin: { legs: [a, b], key: { offset: 16, width: 8, order: little } } }
        destinations: { far: { to: "aeron:udp?endpoint=10.99.3.2:40123" } }
        """;
    private static final String FAR = """
        %RELAY%
        flows: { near: { from: "aeron:udp?endpoint=10.99.3.2:40123", to: [lan] } }
        destinations: { lan: { to: "udp://239.1.1.3:5000?interface=sink" } }
        """;

    /**
     * Each leg loses one datagram in ten, and the right one is 5 ms later.
     *
     * <pre>
     *   left  --239.1.1.1: 8,000 - lost 1--> near ==Aeron==> far --239.1.1.3--> sink
     *   right --239.1.1.2: 8,000 - lost 2--> |                8,000 - lost on both
     *                                        +--> duplicate: what came on both
     * </pre>
     */
    @Test
    void shouldPassOnOnceWhatCameOnAnyLeg(final Topology topology)
    {
        final Shell.Result nft = Shell.tryRun("nft", "--version");
        assumeTrue(0 == nft.exitCode(), () -> "no nft here (package nftables): " + nft.output());
        final Host left = topology.host("left");
        final Host right = topology.host("right");
        final Host a = topology.host("a");
        final Host b = topology.host("b");
        final Host sinkHost = topology.host("sink");
        topology.link(left, a);
        topology.link(right, a);
        topology.link(a, b);
        topology.link(b, sinkHost);
        a.run("nft", "add table netdev relay");
        lose(a, "left");
        lose(a, "right");
        final Child sink = sinkHost.sink("udp://239.1.1.3:5000?interface=b").awaitLog("listening to ");
        final RelayProcess far = b.relay("far", FAR).awaitRunning();
        final RelayProcess near = a.relay("near", NEAR).awaitRunning();
        far.awaitSenders(1);

        final long startMs = System.currentTimeMillis() + 2_000;
        final Child leftTraffic = send(left, "239.1.1.1", startMs, 0);
        final Child rightTraffic = send(right, "239.1.1.2", startMs, SKEW_MS);
        leftTraffic.awaitExit(0, TimeUnit.SECONDS.toNanos(30));
        rightTraffic.awaitExit(0, TimeUnit.SECONDS.toNanos(30));
        final Report nearReport = near.stop();
        final Report farReport = far.stop();

        assertArbitrated(nearReport, lost(a, "left"), lost(a, "right"));
        assertBalanced(farReport);
        assertEquals(Map.of(), farReport.drops());
        assertEquals(0, farReport.flow("near").count("gaps"), "numbered after arbitration");
        assertDelivered(nearReport.list("feeds").getFirst(), sink.stop().report());
    }

    private static void assertArbitrated(final Report near, final long lostLeft, final long lostRight)
    {
        assertBalanced(near);
        assertTrue(lostLeft > 400 && lostRight > 400, () -> "lost " + lostLeft + " and " + lostRight);
        final Report feed = near.list("feeds").getFirst();
        final Report legA = feed.list("legs").get(0);
        final Report legB = feed.list("legs").get(1);
        assertEquals("offset 16, width 8, little", feed.text("key"));
        assertEquals(Map.of("duplicate", feed.count("duplicates")), near.drops());
        assertEquals(COUNT - lostLeft, legA.count("arrived"));
        assertEquals(COUNT - lostRight, legB.count("arrived"));
        assertEquals(lostLeft, legA.count("lost"));
        assertEquals(lostRight, legB.count("lost"));
        assertEquals(COUNT, feed.count("forwarded") + feed.count("missing"));
        assertEquals(feed.count("forwarded"), legA.count("won") + legB.count("won"));
        assertEquals(2 * COUNT - lostLeft - lostRight, feed.count("forwarded") + feed.count("duplicates"));
        assertTrue(feed.count("missing") > 20 && feed.count("recovered") > 400, () -> feed.json().toString());
        assertEquals(0, feed.count("restarts"));
        assertEquals(0, feed.count("unkeyed"));
        final long leadNs = legA.count("leadNs", "p50");
        assertTrue(leadNs > TimeUnit.MILLISECONDS.toNanos(SKEW_MS - 2), () -> "lead of the left leg: " + leadNs);
    }

    private static void assertDelivered(final Report feed, final Report sink)
    {
        assertEquals(feed.count("forwarded"), sink.count("received"));
        assertEquals(feed.count("missing"), sink.count("lost"));
        assertEquals(0, sink.count("duplicates"));
        assertEquals(0, sink.count("stale"));
        assertEquals(0, sink.count("corrupt"));
        assertEquals(0, sink.count("foreign"));
        assertEquals(COUNT - 1, sink.list("flows").getFirst().count("lastSequence"));
    }

    private static Child send(final Host host, final String group, final long startMs, final int skewMs)
    {
        return host.java(TwinSender.class, group, "5000", "a", Integer.toString(COUNT), "2000",
            Long.toString(startMs), Integer.toString(skewMs));
    }

    private static void lose(final Host host, final String networkInterface)
    {
        host.run("nft", "add chain netdev relay " + networkInterface + " { type filter hook ingress device " +
            networkInterface + " priority 0; }; add rule netdev relay " + networkInterface + " udp length " +
            (TwinSender.LENGTH + UDP_HEADER_LENGTH) + " numgen random mod 100 < 10 counter drop");
    }

    private static long lost(final Host host, final String networkInterface)
    {
        final Matcher matcher = PACKETS.matcher(host.run("nft", "list", "chain", "netdev", "relay", networkInterface));
        assertTrue(matcher.find());
        return Long.parseLong(matcher.group(1));
    }
}
