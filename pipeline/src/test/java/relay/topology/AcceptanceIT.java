package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rates that two cores must carry without losing, reordering or changing a datagram: with {@code
 * -Drelay.acceptance.seconds=30}, on a machine that does nothing else. Without it, a short run: then a receive buffer
 * may overflow while something else has the processor, but every datagram is still accounted for.
 *
 * <p>A slow start first: until the hot methods are compiled, a relay is many times slower.
 */
@NetnsTest
@Tag("acceptance")
class AcceptanceIT
{
    private static final String SECONDS_PROP_NAME = "relay.acceptance.seconds";
    private static final boolean IS_STRICT = null != System.getProperty(SECONDS_PROP_NAME);
    private static final long SECONDS = Long.getLong(SECONDS_PROP_NAME, 3);
    private static final long WARM_UP_SECONDS = IS_STRICT ? 5 : 2;
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(SECONDS + 30);

    /**
     * <pre>
     *   source --239.1.1.1: 20,000/s of 1,000 B--> near ==Aeron==> far --239.1.1.1--> sink
     * </pre>
     */
    @Test
    void shouldCarryTwentyThousandASecondOverAeron(final Topology topology)
    {
        final Line line = new Line(topology, 1_500);
        List.of(line.source, line.a, line.b, line.sinkHost).forEach(Host::measured);
        line.start(
            """
            %RELAY%
            flows: { lan: { from: "udp://239.1.1.1:5000?interface=source", to: [far] } }
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
            """,
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://239.1.1.1:5000?interface=sink" } }
            """,
            "udp://239.1.1.1:5000?interface=b");

        final long total = warmUp(line.source, 5_000) + measure(line.source, 20_000, List.of(line.near, line.far));
        final Report near = line.near.stop();
        final Report far = line.far.stop();
        final Report received = line.sink.stop().report();

        System.err.println("end to end: " + received.json().get("latencyNs"));
        assertEquals(total, near.count("ledger", "received") + near.flow("lan").count("kernelDrops"));
        assertEquals(near.count("ledger", "sent"), far.count("ledger", "received"));
        assertAccounted(List.of(near, far), received);
        if (IS_STRICT)
        {
            assertRelayed(near, total);
            assertRelayed(far, total);
            assertEquals(total, received.count("received"));
        }
    }

    /**
     * <pre>
     *   source --239.1.1.1: 50,000/s of 1,000 B--> direct --239.1.1.1--> sink
     * </pre>
     */
    @Test
    void shouldCarryFiftyThousandASecondFromUdpToUdp(final Topology topology)
    {
        final Host source = topology.host("source").measured();
        final Host a = topology.host("a").measured();
        final Host sinkHost = topology.host("sink").measured();
        topology.link(source, a);
        topology.link(a, sinkHost);
        final Child sink = sinkHost.sink("udp://239.1.1.1:5000?interface=a");
        final RelayProcess direct = a.relay("direct",
            "--from", "udp://239.1.1.1:5000?interface=source", "--to", "udp://239.1.1.1:5000?interface=sink");
        sink.awaitLog("listening to ");
        direct.awaitRunning();

        final long total = warmUp(source, 10_000) + measure(source, 50_000, List.of(direct));
        final Report report = direct.stop();
        final Report received = sink.stop().report();

        System.err.println("end to end: " + received.json().get("latencyNs"));
        assertEquals(total, report.count("ledger", "received") + report.flow("flow-1").count("kernelDrops"));
        assertAccounted(List.of(report), received);
        if (IS_STRICT)
        {
            assertRelayed(report, total);
            assertEquals(total, received.count("received"));
        }
    }

    private static long warmUp(final Host source, final int rate)
    {
        return send(source, rate, WARM_UP_SECONDS).count("sent");
    }

    private static long measure(final Host source, final int rate, final List<RelayProcess> relays)
    {
        final List<Long> cpuBefore = relays.stream().map(relay -> relay.child().cpuNs()).toList();
        final Report sent = send(source, rate, SECONDS);
        for (int i = 0; i < relays.size(); i++)
        {
            final Child relay = relays.get(i).child();
            System.err.printf(Locale.ROOT, "%,.0f/s of %,d/s for %d s: %s took %.1f us of CPU a datagram, %,d KiB, " +
                "started in %,d ms%n",
                sent.json().get("achievedRate").getAsDouble(), rate, SECONDS, relay.label(),
                (relay.cpuNs() - cpuBefore.get(i)) / 1e3 / sent.count("sent"), relay.residentKib(),
                relays.get(i).startMs());
        }
        return sent.count("sent");
    }

    private static Report send(final Host source, final int rate, final long seconds)
    {
        return source.send("udp://239.1.1.1:5000?interface=a", "--size", "1000", "--rate", Integer.toString(rate),
            "--duration", seconds + "s").awaitExit(0, SEND_TIMEOUT_NS).report();
    }

    /** What the relays sent arrived in order and unchanged, but for what the sink's own socket had no room for. */
    private static void assertAccounted(final List<Report> relays, final Report received)
    {
        relays.forEach(LedgerAssert::assertBalanced);
        assertEquals(relays.getLast().count("ledger", "sent"),
            received.count("received") + received.count("kernelDrops"));
        for (final String harm : List.of("duplicates", "reordered", "stale", "corrupt", "foreign"))
        {
            assertEquals(0, received.count(harm), harm);
        }
    }
}
