package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static relay.topology.LedgerAssert.assertBalanced;
import static relay.topology.LedgerAssert.assertUnharmed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a relay begins and ends, as seen from outside: signals, files, exit codes.
 *
 * <pre>
 *   source ------------- a ------------- sink
 *        10.99.1.0/24  relay  10.99.2.0/24
 * </pre>
 */
@NetnsTest
class ProcessIT
{
    private static final long EXIT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long STOP_LIMIT_NS = TimeUnit.SECONDS.toNanos(4);

    /**
     * Stopped in the middle of traffic, a relay sends what it has and accounts for all that it received.
     */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldDrainAndReportAtASignal(final String signal, final Topology topology) throws IOException
    {
        final Host source = topology.host("source");
        final Host a = topology.host("a");
        final Host sinkHost = topology.host("sink");
        topology.link(source, a);
        topology.link(a, sinkHost);
        final Path histogramLog = a.file("relay.hlog");
        final Child sink = sinkHost.sink("udp://239.2.2.2:6000?interface=a");
        final RelayProcess relay = a.relay("stopped",
            "--from", "udp://239.1.1.1:5000?interface=source", "--to", "udp://239.2.2.2:6000?interface=sink",
            "--histogram-log", histogramLog.toString());
        sink.awaitLog("listening to ");
        relay.awaitRunning();
        final Child traffic = source.send("udp://239.1.1.1:5000?interface=a", "--rate", "3000", "--duration", "60s")
            .awaitLog("sending to ");
        Pause.ofMillis(1_500);
        assertTrue(receivedUntilNow(a) > 1_000, "its counters are seen from outside while it runs");

        final long startNs = System.nanoTime();
        relay.child().signal(signal);
        relay.child().awaitExit(0, EXIT_TIMEOUT_NS);
        final long stopNs = System.nanoTime() - startNs;
        traffic.stop();
        final Report report = relay.report();
        final Report received = sink.stop().report();

        assertTrue(stopNs < STOP_LIMIT_NS, () -> "stopped after " + stopNs / 1_000_000 + " ms");
        assertBalanced(report);
        assertEquals(Map.of(), report.drops());
        final long count = report.count("ledger", "received");
        assertTrue(count > 1_000, () -> "traffic flowed: " + report.json());
        assertUnharmed(received);
        assertEquals(0, received.count("lost"));
        assertEquals(count, received.count("received"));
        assertEquals(count, report.count("lifetimeNs", "small", "count"));
        assertEquals(count, report.count("residenceNs", "destination-1", "count"));
        assertTrue(report.count("stopNs") > report.count("startNs"));
        assertEquals(count, countOfHistogramLog(a, histogramLog));
    }

    /**
     * Nothing is opened, and the file, line and column are told.
     */
    @Test
    void shouldRefuseABadConfiguration(final Topology topology)
    {
        final Host a = topology.host("a");
        final RelayProcess relay = a.relay("bad",
            """
            %RELAY%
            flows: { lan: { form: "udp://239.1.1.1:5000?interface=lo", to: [lan] } }
            destinations: { lan: { to: "udp://239.1.1.2:5000?interface=lo" } }
            """);

        relay.child().awaitExit(78, EXIT_TIMEOUT_NS);

        final String log = String.join("\n", relay.child().logLines());
        assertTrue(log.contains("bad.yaml:2:17"), log);
        assertTrue(log.contains("form"), log);
        assertFalse(log.contains(" runs ("), log);
    }

    /**
     * A port below 1024, for a user who may not have it.
     */
    @Test
    void shouldSayThatAPortIsNotPermitted(final Topology topology)
    {
        final List<String> command = new ArrayList<>(
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        final List<String> readable = new ArrayList<>(command);
        readable.addAll(List.of("test", "-r", Host.RELAY_JAR));
        final Shell.Result result = Shell.tryRun(readable.toArray(new String[0]));
        assumeTrue(0 == result.exitCode(), () ->
            "an unprivileged user cannot be had, or cannot read " + Host.RELAY_JAR + ": " + result.output());
        final Host a = topology.host("a");
        command.addAll(a.relayCommand());
        command.addAll(List.of("run", "--from", "udp://239.1.1.1:500?interface=lo",
            "--to", "udp://239.1.1.2:5000?interface=lo"));

        final Child relay = a.start("unprivileged", command).awaitExit(77, EXIT_TIMEOUT_NS);

        final String log = String.join("\n", relay.logLines());
        assertTrue(log.contains("239.1.1.1:500"), log);
        assertFalse(log.contains("\tat "), () -> "no stack trace: " + log);
    }

    private static long receivedUntilNow(final Host host)
    {
        final List<String> command = new ArrayList<>(host.relayCommand());
        command.addAll(List.of("stat", "--json"));
        final Child stat = host.start("stat", command).awaitExit(0, EXIT_TIMEOUT_NS);
        return Report.parse("stat", String.join("\n", stat.outLines())).list("relays").stream()
            .filter(relay -> relay.json().get("running").getAsBoolean())
            .mapToLong(relay -> relay.count("counters", "flow flow-1 received")).sum();
    }

    private static long countOfHistogramLog(final Host host, final Path file) throws IOException
    {
        assertTrue(Files.size(file) > 0);
        final List<String> command = new ArrayList<>(host.relayCommand());
        command.addAll(List.of("hist", file.toString(), "--json"));
        final Child hist = host.start("hist", command).awaitExit(0, EXIT_TIMEOUT_NS);
        return Report.parse("hist", String.join("\n", hist.outLines())).list("tags").stream()
            .filter(tag -> tag.text("tag").equals("lifetime.default.small")).findFirst().orElseThrow().count("count");
    }
}
