package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.tools.send.Probe;
import relay.transport.capture.CaptureReader;

/**
 * How a recording ends, as seen from outside: signals, a full disk.
 *
 * <pre>
 *   source ---- 10.99.1.0/24 ---- sink
 *    send                     relay record
 * </pre>
 */
@NetnsTest
class RecordIT
{
    private static final long EXIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final String RATE = "5000";

    private Host source;
    private Host sink;

    /** What a file holds, and what is wrong with its end. */
    private record Recorded(long datagrams, long firstSequence, long lastSequence, String error)
    {
        boolean isWithoutGap()
        {
            return datagrams == lastSequence - firstSequence + 1;
        }
    }

    /**
     * Stopped in the middle of traffic, everything that was received is in the file.
     */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldWriteAllThatCameUntilASignal(final String signal, final Topology topology) throws IOException
    {
        join(topology);
        final Path file = sink.file("a.pcapng");
        final Child record = sink.start("record", command(file)).awaitLog("listening to ");
        final Child traffic = send();
        Pause.ofMillis(1_500);
        record.signal(signal);
        record.awaitExit(0, EXIT_TIMEOUT_NS);
        traffic.stop();

        final Report report = record.report();
        final Recorded recorded = read(file);
        assertNull(recorded.error());
        assertTrue(recorded.datagrams() > 1_000, () -> "traffic flowed: " + report.json());
        assertTrue(recorded.isWithoutGap(), recorded::toString);
        assertEquals(report.count("received"), recorded.datagrams());
        assertEquals(report.count("written"), recorded.datagrams());
        assertEquals(0, report.count("dropped"));
        assertEquals(0, report.count("kernelDrops"));
    }

    /**
     * What was there a second before is in the file, and at most its last block is cut.
     */
    @Test
    void shouldLeaveACaptureWhenItIsKilled(final Topology topology) throws IOException
    {
        join(topology);
        final Path file = sink.file("a.pcapng");
        final Child record = sink.start("record", command(file)).awaitLog("listening to ");
        final Child traffic = send();
        Pause.ofMillis(3_000);
        record.kill();
        traffic.stop();

        final Recorded recorded = read(file);
        final List<String> progress =
            record.logLines().stream().filter(line -> line.startsWith("received ")).toList();
        final String old = progress.get(progress.size() - 3); // two lines of half a second before the last
        final long before = Long.parseLong(old.split(" +")[1].replace(",", ""));
        assertTrue(before > 1_000, old);
        assertTrue(recorded.datagrams() >= before, () -> recorded + " of " + before);
        assertTrue(recorded.isWithoutGap(), recorded::toString);
        assertTrue(null == recorded.error() || recorded.error().contains("is cut"), recorded::toString);
    }

    /**
     * A disk of 1 MiB, in a mount namespace that ends with the process.
     */
    @Test
    void shouldKeepWhatFitsOnAFullDisk(final Topology topology) throws IOException
    {
        join(topology);
        final Path saved = sink.file("saved.pcapng");
        final List<String> command = new ArrayList<>(List.of("sh", "-c",
            "mount -t tmpfs -o size=1m none /mnt && cd /mnt && \"$@\"; code=$?; cp a.pcapng \"$0\"; exit $code",
            saved.toString()));
        command.addAll(command(Path.of("a.pcapng")));
        final Child record = sink.start("record", command).awaitLog("listening to ");
        final Child traffic = send();
        record.awaitExit(1, EXIT_TIMEOUT_NS);
        traffic.stop();

        final Report report = record.report();
        final Recorded recorded = read(saved);
        assertNull(recorded.error());
        assertTrue(recorded.isWithoutGap(), recorded::toString);
        assertEquals(report.count("written"), recorded.datagrams());
        assertTrue(recorded.datagrams() > 800, recorded::toString);
        assertTrue(report.count("writeFailed") > 0);
        assertEquals(report.count("received"), report.count("written") + report.count("dropped"));
        assertTrue(record.logLines().getLast().equals("relay record: a.pcapng: cannot be written: " +
            "No space left on device; what was written until then stands"), () -> record.logLines().toString());
    }

    private void join(final Topology topology)
    {
        source = topology.host("source");
        sink = topology.host("sink");
        topology.link(source, sink);
    }

    private Child send()
    {
        return source.send("udp://239.1.1.1:5000?interface=sink", "--rate", RATE, "--size", "1000",
            "--duration", "60s").awaitLog("sending to ");
    }

    private List<String> command(final Path file)
    {
        final List<String> command = sink.relayCommand();
        command.addAll(List.of("record", "--from", "udp://239.1.1.1:5000?interface=source", "--out", file.toString(),
            "--json", "--interval", "500ms", "--duration", "120s"));
        return command;
    }

    private static Recorded read(final Path file) throws IOException
    {
        final Probe probe = new Probe();
        long first = 0;
        long last = 0;
        try (CaptureReader reader = CaptureReader.open(file))
        {
            while (reader.next())
            {
                assertEquals(Probe.Kind.VALID,
                    probe.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength()));
                first = 1 == reader.datagrams() ? probe.sequence() : first;
                last = probe.sequence();
            }
            return new Recorded(reader.datagrams(), first, last, reader.error());
        }
    }
}
