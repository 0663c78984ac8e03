package relay.topology;

import static relay.topology.LedgerAssert.assertDelivered;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The rates that two cores must carry without losing, reordering or changing a datagram. {@code
 * -Drelay.acceptance.seconds=30} for the real thing; by default only long enough to see that it works.
 *
 * <p>A slow start first: until the hot methods are compiled, a relay is many times slower.
 */
@NetnsTest
@Tag("acceptance")
class AcceptanceIT
{
    private static final long SECONDS = Long.getLong("relay.acceptance.seconds", 5);
    private static final long SEND_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    /**
     * <pre>
     *   source --239.1.1.1: 20,000/s of 1,000 B--> near ==Aeron==> far --239.1.1.1--> sink
     * </pre>
     */
    @Test
    void shouldCarryTwentyThousandASecondOverAeron(final Topology topology)
    {
        final Line line = new Line(topology, 1_500);
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

        final long warmUp = warmUp(line.source, 5_000);
        final Report sent = measure(line.source, 20_000, List.of(line.near, line.far));
        final Report near = line.near.stop();
        final Report far = line.far.stop();
        final Report received = line.sink.stop().report();

        assertRelayed(near, warmUp + sent.count("sent"));
        assertRelayed(far, warmUp + sent.count("sent"));
        assertArrived(warmUp, sent, received);
    }

    /**
     * <pre>
     *   source --239.1.1.1: 50,000/s of 1,000 B--> direct --239.1.1.1--> sink
     * </pre>
     */
    @Test
    void shouldCarryFiftyThousandASecondFromUdpToUdp(final Topology topology)
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host sinkHost = topology.host("sink");
        topology.link(source, a);
        topology.link(a, sinkHost);
        final Child sink = sinkHost.sink("udp://239.1.1.1:5000?interface=a");
        final RelayProcess direct = a.relay("direct",
            "--from", "udp://239.1.1.1:5000?interface=source", "--to", "udp://239.1.1.1:5000?interface=sink");
        sink.awaitLog("listening to ");
        direct.awaitRunning();

        final long warmUp = warmUp(source, 10_000);
        final Report sent = measure(source, 50_000, List.of(direct));
        final Report report = direct.stop();
        final Report received = sink.stop().report();

        assertRelayed(report, warmUp + sent.count("sent"));
        assertArrived(warmUp, sent, received);
    }

    private static long warmUp(final Host source, final int rate)
    {
        return send(source, rate, 3).count("sent");
    }

    private static Report measure(final Host source, final int rate, final List<RelayProcess> relays)
    {
        final List<Long> cpuBefore = relays.stream().map(relay -> relay.child().cpuNs()).toList();
        final Report sent = send(source, rate, SECONDS);
        for (int i = 0; i < relays.size(); i++)
        {
            final Child relay = relays.get(i).child();
            System.err.printf(Locale.ROOT, "%,.0f/s of %,d/s for %d s: %s took %.1f us of CPU a datagram, %,d KiB%n",
                sent.json().get("achievedRate").getAsDouble(), rate, SECONDS, relay.label(),
                (relay.cpuNs() - cpuBefore.get(i)) / 1e3 / sent.count("sent"), relay.residentKib());
        }
        return sent;
    }

    private static Report send(final Host source, final int rate, final long seconds)
    {
        return source.send("udp://239.1.1.1:5000?interface=a", "--size", "1000", "--rate", Integer.toString(rate),
            "--duration", seconds + "s").awaitExit(0, SEND_TIMEOUT_NS).report();
    }

    /** Both runs of the generator arrived whole. */
    private static void assertArrived(final long warmUp, final Report sent, final Report received)
    {
        System.err.println("end to end: " + received.json().get("latencyNs"));
        sent.json().addProperty("sent", warmUp + sent.count("sent"));
        sent.json().addProperty("bytes", 1_000 * sent.count("sent"));
        assertDelivered(sent, received);
    }
}
