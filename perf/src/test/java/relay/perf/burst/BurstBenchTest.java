package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import relay.config.CommandLineConfig;
import relay.observe.LogTotals;
import relay.perf.burst.FaultyForwarder.Fault;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

/**
 * The command as a user runs it, with loads that are over soon.
 */
@Timeout(60)
class BurstBenchTest
{
    private static final String SOUND = "drops=0,lost=0,duplicates=0,reordered=0,corrupt=0,foreign=0,imbalance=0";
    private static final long MS_NS = 1_000_000;

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSendAProfileAtEveryPaceAndTellAll() throws IOException
    {
        final Path log = directory.resolve("last.hlog");
        final Path report = directory.resolve("made/for/it");
        assertExit(0, "sensor", "--pps", "1000,2000", "--burst", "1x,3x/50ms/every 100ms", "--count", "300",
            "--assert", SOUND, "--assert", "p50<1s,lifetime.p50<1s,residence.max<10s,sent=300,received=300",
            "--histogram-log", log.toString(), "--out", report.toString(), "--png");

        assertEquals(
            List.of("latency.sensor.1000pps", "latency.sensor.1000pps+3x/50ms/every100ms", "latency.sensor.2000pps",
            "latency.sensor.2000pps+3x/50ms/every100ms"), LogTotals.read(log, tag -> tag.startsWith("latency"), 0,
                Double.POSITIVE_INFINITY).byTag().keySet().stream().toList());
        final Map<String, Histogram> ofRelay =
            LogTotals.read(log, tag -> tag.startsWith("lifetime"), 0, Double.POSITIVE_INFINITY).byTag();
        assertEquals(300, ofRelay.get("lifetime.default.small.sensor.1000pps").getTotalCount());
        final JsonObject json =
            JsonParser.parseString(Files.readString(report.resolve("burst.json"))).getAsJsonObject();
        assertTrue(json.get("holds").getAsBoolean());
        final JsonArray loads = json.getAsJsonArray("loads");
        assertEquals(4, loads.size());
        loads.forEach(each ->
        {
            final JsonObject load = each.getAsJsonObject();
            assertEquals(300, load.getAsJsonObject("sink").get("arrived").getAsLong());
            assertEquals(300, load.getAsJsonObject("account").get("sent").getAsLong());
            assertEquals(300, load.getAsJsonObject("latencyNs").get("count").getAsLong());
            assertEquals(300, sum(load.getAsJsonObject("series").getAsJsonObject("due").getAsJsonArray("values")));
            assertEquals(300, sum(load.getAsJsonObject("series").getAsJsonObject("received").getAsJsonArray("values")));
        });
        final String page = Files.readString(report.resolve("burst.html"));
        assertTrue(page.contains("<svg") && page.stripTrailing().endsWith("</html>"), page);
        assertFalse(page.contains("src=") || page.contains("href="), page);
        assertTrue(Files.size(report.resolve("latency.png")) > 0);
        assertTrue(Files.size(report.resolve("rate-1000pps.png")) > 0);

        // without quotes, a burst is two words
        assertExit(0, "--burst", "2x/10ms/every", "100ms,3x/10ms/every", "1s", "sensor", "--pps", "3000", "--count",
            "100");
        assertTrue(out.toString().contains("load 3000pps+2x/10ms/every100ms" + System.lineSeparator()), this::all);
        assertTrue(out.toString().contains("load 3000pps+3x/10ms/every1s" + System.lineSeparator()), this::all);

        // no baseline of other loads
        assertExit(1, "sensor", "--pps", "3000", "--count", "300", "--baseline", log.toString());
        assertTrue(out.toString().contains("NOT MEASURED   baseline: " + log + " has no load 'latency.sensor.3000pps'"),
            this::all);
    }

    @Test
    void shouldSendACaptureThroughAConfiguration() throws IOException
    {
        final InetSocketAddress a = new InetSocketAddress("239.1.1.1", FreePorts.next());
        final InetSocketAddress b = new InetSocketAddress("239.1.1.2", FreePorts.next());
        final InetSocketAddress c = new InetSocketAddress("239.1.1.3", FreePorts.next());
        final TinyCapture capture = new TinyCapture();
        for (int i = 0; i < 300; i++)
        {
            capture.add(MS_NS, a, ("of a, number " + i).getBytes(StandardCharsets.UTF_8));
            capture.add(0, b, new byte[]{1, 2, 3}); // a heartbeat
        }
        capture.add(MS_NS, c, new byte[100]);
        final Path config = Files.writeString(directory.resolve("two.yaml"), """
            relay: { name: two }
            flows:
              a: { from: "udp://127.0.0.1:%d", to: [both] }
              b: { from: "udp://127.0.0.2:%d", to: [both, only-b] }
            destinations:
              both: { to: "udp://127.0.0.1:%d" }
              only-b: { to: "udp://127.0.0.1:%d" }
            """.formatted(a.getPort(), b.getPort(), FreePorts.next(), FreePorts.next()));

        final Path json = directory.resolve("two.json");
        assertExit(0, capture.write(directory.resolve("two.pcap")).toString(), "--speed", "2x", "--config",
            config.toString(), "--to", "udp://original", "--map", "239.1.1.0/24=127.0.0.0/24", "--assert", SOUND,
            "--json", json.toString());

        final JsonObject load = JsonParser.parseString(Files.readString(json)).getAsJsonObject()
            .getAsJsonArray("loads").get(0).getAsJsonObject();
        assertEquals(601, load.getAsJsonObject("sending").get("sent").getAsLong());
        assertEquals(150 * MS_NS + MS_NS / 2, load.getAsJsonObject("sending").get("wantedNs").getAsLong(), MS_NS);
        assertEquals(900, load.getAsJsonObject("sink").get("owed").getAsLong());
        assertEquals(900, load.getAsJsonObject("sink").get("arrived").getAsLong());
        assertEquals(1, load.getAsJsonObject("sink").get("unowed").getAsLong());
        assertTrue(all().contains("1 datagrams were sent to where no flow of the configuration listens"), this::all);
    }

    @Test
    void shouldKnowWhatEachFlowHears() throws IOException
    {
        final int port = FreePorts.next();
        final int other = FreePorts.next();
        final Path config = Files.writeString(directory.resolve("any.yaml"), """
            flows: { in: { from: "udp://0.0.0.0:%d", to: out } }
            destinations: { out: { to: "udp://127.0.0.1:%d" } }
            """.formatted(port, FreePorts.next()));
        assertExit(0, "sensor", "--pps", "5000", "--count", "100", "--config", config.toString(),
            "--to", "udp://127.0.0.1:" + port, "--assert", SOUND, "--assert", "received=100,unowed=0");
        assertExit(0, "sensor", "--pps", "5000", "--count", "100", "--config", config.toString(),
            "--assert", SOUND, "--assert", "received=100,unowed=0");

        assertExit(1, "sensor", "--pps", "5000", "--count", "100", "--config", config.toString(),
            "--to", "udp://127.0.0.1:" + other, "--assert", SOUND, "--assert", "unowed=0");
        assertTrue(out.toString().contains(
            "DOES NOT HOLD  something is owed: no flow listens to where it was sent: see --to and --map"), this::all);
        assertTrue(out.toString().contains("DOES NOT HOLD  unowed=0: 100"), this::all);
    }

    @Test
    void shouldFailWithTheClauseWhenARelayDrops() throws IOException
    {
        final Path config = Files.writeString(directory.resolve("narrow.yaml"), """
            flows: { in: { from: "udp://127.0.0.1:%d", to: out } }
            destinations: { out: { to: "udp://127.0.0.1:%d", rate: 1Mbit, burst: 16KiB } }
            classes: { default: { buffers: { small: 16 }, deadline: 20ms } }
            """.formatted(FreePorts.next(), FreePorts.next()));
        assertExit(1, "video-1080p50", "--pps", "5000", "--count", "2000", "--config", config.toString(),
            "--assert", "drops=0,imbalance=0,drops.pool_exhausted>0,foreign=0");
        assertTrue(out.toString().contains("DOES NOT HOLD  drops=0: "), this::all);
        assertTrue(out.toString().contains("holds          imbalance=0: 0"), this::all);
        assertTrue(out.toString().contains("holds          drops.pool_exhausted>0: "), this::all);
    }

    @Test
    void shouldReadTheCountersOfARelayThatRuns() throws IOException
    {
        final String to = "udp://127.0.0.1:" + FreePorts.next();
        final String from = "udp://127.0.0.1:" + FreePorts.next();
        try (Relay relay = Relay.launch(
            CommandLineConfig.of(List.of(to), List.of(from), Map.of()).config(), RelayOptions.DEFAULT))
        {
            send(to, 7); // what it had counted before does not count
            while (relay.ledger().sent() < 7)
            {
                Thread.onSpinWait();
            }
            assertExit(0, "sensor", "--pps", "1000", "--count", "200", "--target", "--to", to, "--from", from,
                "--relay", relay.name(), "--assert", SOUND);
            assertTrue(
                out.toString().contains("relay    received 200  sent 200  dropped 0  in flight - (max -)"), this::all);
        }
        assertExit(2, "sensor", "--target", "--to", to, "--from", from, "--relay", "nobody");
        assertTrue(err.toString().contains("relay: --relay nobody: no such relay runs here as this user"), this::all);
    }

    @Test
    void shouldNotLetAClausePassThatNeedsWhatIsNotSeen() throws Exception
    {
        try (FaultyForwarder forwarder = new FaultyForwarder(Fault.NONE, 1))
        {
            assertExit(1, "sensor", "--pps", "1000", "--count", "100", "--target", "--to", forwarder.input().uri(),
                "--from", forwarder.output().uri(), "--assert", "lost=0,drops=0");
        }
        assertTrue(out.toString().contains("holds          lost=0: 0"), this::all);
        assertTrue(out.toString().contains("NOT MEASURED   drops=0: " + ExternalRelay.UNSEEN), this::all);
    }

    @Test
    void shouldSendAsFastAsItGoesWithoutLatencies() throws IOException
    {
        final Path log = directory.resolve("max.hlog");
        assertExit(1, "sensor", "--max", "--count", "500", "--assert", "p99<1s", "--histogram-log", log.toString());
        assertEquals(Set.of(), LogTotals.read(log, tag -> tag.startsWith("latency"), 0, Double.POSITIVE_INFINITY)
            .byTag().keySet());
        assertTrue(out.toString().contains("as fast as possible"), this::all);
        assertTrue(out.toString().contains("NOT MEASURED   p99<1s: all was due at once"), this::all);
        assertFalse(out.toString().contains("latency, from when it was due"), this::all);

        // as much as the profile has in that time
        assertExit(0, "sensor", "--duration", "100ms");
        final String sent = out.toString().lines().filter(line -> line.contains("sent ")).findFirst().orElseThrow()
            .strip().split("\\s+")[1];
        assertExit(0, "sensor", "--max", "--duration", "100ms", "--assert", "sent=" + sent.replace(",", ""));
    }

    @Test
    void shouldTellWhatIsWrong() throws IOException
    {
        assertUsage("marketopen: no such file, and none of the profiles market-open, video-1080p50, " +
            "video-1080p50-st2110, sensor; did you mean 'market-open'?", "marketopen");
        assertUsage("unknown metric 'dropps'; did you mean 'drops'? (docs/burst.md lists them)",
            "sensor", "--assert", "dropps=0");
        assertUsage("--target needs --to and --from: where it listens, and where it sends", "sensor", "--target");
        assertUsage("give --to and --from, or neither", "sensor", "--to", "udp://127.0.0.1:5000");
        assertUsage("--png needs --out, where the images go", "sensor", "--png");
        assertUsage("--burst and --max: nothing is faster than as fast as it goes",
            "sensor", "--max", "--burst", "2x/1ms/every 1s");
        assertUsage("--pps 0: 1 or more", "sensor", "--pps", "0");
        assertUsage("--map, --filter and --loop are about captures: sensor is a profile", "sensor", "--loop", "2");
        assertUsage("--relay and --counters are for --target: a relay in this process is seen",
            "sensor", "--relay", "a");
        assertExit(1, "sensor", "--baseline", directory.resolve("none.hlog").toString());
        assertTrue(err.toString().contains("none.hlog: cannot be read: no such file"), this::all);
        assertExit(78, "sensor", "--to", "udp://nonsense", "--from", "udp://127.0.0.1:5000");
        final Path config = Files.writeString(directory.resolve("bad.yaml"), "flows: {}\n");
        assertExit(78, "sensor", "--config", config.toString());
        assertTrue(err.toString().contains(config + ":1:"), this::all);
        final Path aeron = Files.writeString(directory.resolve("aeron.yaml"), """
            flows: { in: { from: "udp://127.0.0.1:5000", to: far } }
            destinations: { far: { to: "aeron:udp?endpoint=127.0.0.1:40123" } }
            """);
        assertUsage("destination 'far' sends to aeron:udp?endpoint=127.0.0.1:40123, which cannot be listened to " +
            "here: give --from, where it comes out", "sensor", "--config", aeron.toString());
        final Path notCapture =
            Files.writeString(directory.resolve("text.pcap"), "this is no capture, but it is long enough");
        assertUsage("--duration and --max: what is due at once has no duration; give --count",
            notCapture.toString(), "--max", "--duration", "1s");
        assertExit(1, notCapture.toString());
        assertTrue(out.toString().contains("DOES NOT HOLD  the whole load is sent: " + notCapture), this::all);
        assertTrue(out.toString().contains("DOES NOT HOLD  something is sent: nothing was"), this::all);
    }

    private void assertUsage(final String message, final String... args)
    {
        assertExit(2, args);
        assertTrue(err.toString().contains("relay: " + message + System.lineSeparator()), this::all);
        assertTrue(err.toString().contains("Try: relay bench burst --help"), this::all);
    }

    private void assertExit(final int expected, final String... args)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--warm-up", "0s", "--settle", "500ms"));
        final CommandLine command = BurstBench.commandLine()
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertEquals(expected, command.execute(all.toArray(String[]::new)), this::all);
    }

    private static void send(final String to, final int count) throws IOException
    {
        try (DatagramSocket socket = new DatagramSocket())
        {
            for (int i = 0; i < count; i++)
            {
                socket.send(new DatagramPacket(
                    new byte[10], 10, ((UdpEndpoint)EndpointParser.parse(to)).expand().getFirst()));
            }
        }
    }

    private static long sum(final JsonArray values)
    {
        long sum = 0;
        for (int i = 0; i < values.size(); i++)
        {
            sum += values.get(i).getAsLong();
        }
        return sum;
    }

    private String all()
    {
        return out + "\n" + err;
    }
}
