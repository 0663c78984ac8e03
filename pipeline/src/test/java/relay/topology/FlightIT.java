package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import relay.tools.send.Probe;
import relay.transport.capture.CaptureReader;

/**
 * The flight recorder of a running relay, as seen from outside.
 *
 * <pre>
 *   source ---- 10.99.1.0/24 ---- a
 *    send                       relay
 * </pre>
 */
@NetnsTest
class FlightIT
{
    private static final int PACKETS = 300;
    private static final String FLOWS = """
        flows: { in: { from: "udp://239.1.1.1:5000?interface=source", to: [out] } }
        destinations: { out: { to: "udp://127.0.0.1:9" } }
        """;

    /**
     * A person sends SIGUSR1 while 3,000 datagrams a second are relayed: the 300 before it are written, and the 300
     * after.
     */
    @Test
    void shouldWriteWhatItRelayedAtASignal(final Topology topology) throws IOException
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        topology.link(source, a);
        final RelayProcess relay = a.relay("flight", "relay: { name: " + a.unique("flight") + ", flight-recorder: " +
            "{ directory: \"" + a.file(".") + "\", packets: " + PACKETS + ", after: 10s } }\n" + FLOWS);
        relay.awaitRunning();
        final Child traffic = source.send("udp://239.1.1.1:5000?interface=a", "--rate", "3000", "--size", "1000",
            "--duration", "60s").awaitLog("sending to ");
        Pause.ofMillis(1_000);
        relay.child().signal("USR1");
        relay.child().awaitLog("signal at 20", 1, TimeUnit.SECONDS.toNanos(10));
        relay.stop();
        traffic.stop();

        final String line =
            relay.child().logLines().stream().filter(each -> each.contains("signal at 20")).findFirst().orElseThrow();
        assertTrue(line.endsWith(" in class default; 300 datagrams before it, 300 after"), line);
        final Path file = Path.of(line.substring(line.indexOf('/'), line.indexOf(": signal at 20")));
        final Probe probe = new Probe();
        long next = -1;
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                assertEquals(Probe.Kind.VALID,
                    probe.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength()));
                assertTrue(next < 0 || next == probe.sequence(), "in order, without a gap");
                next = probe.sequence() + 1;
                assertEquals("239.1.1.1:5000", reader.destinationText());
            }
            assertNull(reader.error());
            assertEquals(2 * PACKETS, reader.datagrams());
            assertEquals(2 * PACKETS, reader.records());
        }
        assertEquals(1, relay.report().count("flightRecorder", "default", "dumps"));
    }
}
