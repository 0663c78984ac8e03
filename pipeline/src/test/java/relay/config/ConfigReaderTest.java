package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.config.yaml.ConfigError;
import relay.pool.BufferCounts;
import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.EndpointParser;
import relay.transport.udp.Io;

class ConfigReaderTest
{
    static final String EXAMPLE = """
        # site-a.yaml
        relay: { name: site-a, layout: compact, workers: 2, idle: yield, io: portable }
        classes:
          market-data: { priority: 0, deadline: 2ms, buffers: { small: 1000, standard: 500, jumbo: 200 } }
          video:       { priority: 1, weight: 3, deadline: 20ms }
          bulk:        { priority: 1, weight: 1, rate: 200Mbit, burst: 1MiB }
        flows:
          itch-a: { from: "udp://10.1.1.7@233.54.12.111:26477?interface=lo", class: market-data, to: [site-b, lan] }
          camera: { from: "udp://239.1.2.0/28:5000-5003?interface=lo",       class: video,       to: [site-b] }
        destinations:
          site-b: { to: "aeron:udp?endpoint=198.51.100.7:40123", max-lag: 50% }
          lan:    { to: "udp://239.2.2.2:6000?interface=lo&ttl=4&dscp=EF", rate: 900Mbit }
        """.replace("=lo", "=127.0.0.1");

    private static final String SMALLEST = """
        flows: { a: { from: "udp://239.1.1.1:5000", to: x } }
        destinations: { x: { to: "udp://239.2.2.2:6000" } }
        """;

    @Test
    void shouldReadExampleOfDesign()
    {
        final ConfigResult result = read(EXAMPLE);
        assertEquals(List.of(), result.errors());
        assertEquals(
            new RelayConfig(
                "site-a",
                new Execution(Profile.byDefault(), Layout.COMPACT, 2, Idle.YIELD, List.of(), Io.PORTABLE),
                List.of(
                    TrafficClass.of("market-data", 0, 1, 2_000_000, new BufferCounts(1000, 500, 200, 0)),
                    TrafficClass.of("video", 1, 3, 20_000_000, BufferCounts.DEFAULT),
                    TrafficClass.of("bulk", 1, 1, 0, BufferCounts.DEFAULT).policed(200_000_000, 1 << 20)),
                List.of(
                    FlowConfig.of("itch-a",
                        EndpointParser.parse("udp://10.1.1.7@233.54.12.111:26477?interface=127.0.0.1"),
                        "market-data", List.of("site-b", "lan")),
                    FlowConfig.of("camera",
                        EndpointParser.parse("udp://239.1.2.0/28:5000-5003?interface=127.0.0.1"),
                        "video", List.of("site-b"))),
                List.of(
                    DestinationConfig.of("site-b",
                        EndpointParser.parse("aeron:udp?endpoint=198.51.100.7:40123")).maxLag(0.5),
                    DestinationConfig.of("lan",
                        EndpointParser.parse("udp://239.2.2.2:6000?interface=127.0.0.1&ttl=4&dscp=EF"))
                        .rate(900_000_000))),
            result.config());
        assertEquals(List.of("f.yaml:6:3: class 'bulk' is not used by any flow"),
            result.warnings().stream().map(ConfigError::toString).toList());
    }

    @Test
    void shouldReadFeeds()
    {
        final String file = """
            flows:
              a: { from: "udp://239.1.1.1:5000", to: x }
              b: { from: "udp://239.1.1.2:5000", to: x }
              c: { from: "udp://239.1.1.3:5000", to: x }
              d: { from: "udp://239.1.1.4:5000", to: x }
              e: { from: "udp://239.1.1.5:5000", to: x }
              f: { from: "udp://239.1.1.6:5000", to: x }
            destinations: { x: { to: "udp://239.2.2.2:6000" } }
            feeds:
              rtp:   { legs: [a, b], key: rtp }
              hash:  { legs: c, key: hash, window: 50ms }
              field: { legs: d, key: { offset: 4, width: 1, order: little } }
              mold:  { legs: e, key: moldudp64, window: 1048576 }
              cme:   { legs: f, key: cme, window: 64 }
            """;
        final ConfigResult result = read(file);
        assertEquals(List.of(), result.errors());
        assertEquals(
            List.of(
                new FeedConfig("rtp", List.of("a", "b"), FeedKey.RTP, 4_096, 0),
                new FeedConfig("hash", List.of("c"), FeedKey.HASH, 0, 50_000_000),
                new FeedConfig("field", List.of("d"), FeedKey.field(4, 1, true), 64, 0),
                new FeedConfig("mold", List.of("e"), FeedKey.MOLDUDP64, 1 << 20, 0),
                new FeedConfig("cme", List.of("f"), FeedKey.CME, 64, 0)),
            result.config().feeds());
        assertEquals("offset 4, width 1, little", result.config().feeds().get(2).key().toString());
    }

    @Test
    void shouldFillDefaults()
    {
        final RelayConfig config = read(SMALLEST).config();
        assertTrue(config.name().matches("relay-[0-9a-f]{8}"), config.name());
        assertNotEquals(config.name(), read(SMALLEST).config().name());
        assertEquals(Runtime.getRuntime().availableProcessors() < 4 ?
            "profile laptop, layout compact, workers 1, idle backoff, any core, io auto" :
            "profile server, layout staged, workers 1, idle backoff, any core, io auto", config.execution().toString());
        assertEquals(List.of(TrafficClass.of("default", 0, 1, 0, BufferCounts.DEFAULT)), config.classes());
        assertEquals("default", config.flows().getFirst().trafficClass());
        assertEquals(0, config.destinations().getFirst().maxLag());
    }

    @Test
    void shouldTakeDeclaredDefaultClassAndFillItsBuffersAndBurst()
    {
        final String classes =
            "classes: { default: { rate: 1Gbit, buffers: { small: 7, large: 2 } }, slow: { rate: 1Mbit } }\n";
        final RelayConfig config = read(classes + SMALLEST).config();
        assertEquals(
            List.of(TrafficClass.of("default", 0, 1, 0, new BufferCounts(7, 500, 200, 2))
                .policed(1_000_000_000, 1_250_000),
                TrafficClass.of("slow", 0, 1, 0, BufferCounts.DEFAULT).policed(1_000_000, 65_536)),
            config.classes());
    }

    @Test
    void shouldReadAReserveWhichIsNoneByDefault()
    {
        assertEquals(BufferCounts.NONE, read(SMALLEST).config().reserve());
        assertEquals(BufferCounts.NONE, read("relay: { reserve: { small: 0 } }\n" + SMALLEST).config().reserve());
        assertEquals(new BufferCounts(500, 100, 0, 0),
            read("relay: { reserve: { small: 500, standard: 100 } }\n" + SMALLEST).config().reserve());
    }

    @Test
    void shouldReadAFlightRecorderWhichIsNoneByDefault()
    {
        assertNull(read(SMALLEST).config().flight());
        assertEquals(new FlightConfig(Path.of("/var/tmp"), 1_000, 1_500, List.of(FlightTrigger.GAP,
            FlightTrigger.EXHAUSTED, FlightTrigger.DEADLINE, FlightTrigger.SIGNAL), 100_000_000, 10_000_000_000L, 10,
            List.of("default")),
            read("relay: { flight-recorder: { directory: /var/tmp } }\n" + SMALLEST).config().flight());
        assertEquals(new FlightConfig(Path.of("d"), 7, 64, List.of(FlightTrigger.DEADLINE), 0, 1_000_000, 3,
            List.of("default")), read("""
            relay:
              flight-recorder: { directory: d, packets: 7, snap-length: 64B, triggers: deadline, after: 0s,
                                 at-most-every: 1ms, keep: 3, classes: [default] }
            """ + SMALLEST).config().flight());
    }

    @Test
    void shouldReadMarkersOfClassesAndFlows()
    {
        final RelayConfig config = read("""
            relay: { overhead: 28B }
            classes:
              a: { rate: 10Mbit, burst: 64KiB, excess-burst: 100KB, yellow: AF12, red: CS1 }
              b: { rate: 10Mbit, peak-rate: 1Gbit, yellow: drop, red: forward }
              c: { rate: 10Mbit, buffers: { large: 1 } }
              d: {}
            flows:
              f: { from: "udp://239.1.1.1:5000", class: a, to: x,
                   rate: 1Mbit, burst: 20KB, peak-rate: 2Mbit, peak-burst: 30KB, yellow: 8 }
              g: { from: "udp://239.1.1.2:5000", class: b, to: x }
              h: { from: "udp://239.1.1.3:5000", class: c, to: x, rate: 10Mbit }
              i: { from: "udp://239.1.1.4:5000", class: d, to: y }
            destinations: { x: { to: "udp://239.2.2.2:6000" }, y: { to: "udp://239.2.2.3:6000", overhead: 66B } }
            """).config();
        final int longestTrain = 65_507 + 64 * 28;
        assertEquals(List.of(
            new Policing(10_000_000, 65_536, 100_000, 0, 0, 12, 8, 28),
            new Policing(10_000_000, 65_536, 0, 1_000_000_000, 1_250_000, Policing.DROP, Policing.FORWARD, 28),
            new Policing(10_000_000, longestTrain, 0, 0, 0, Policing.FORWARD, Policing.DROP, 28),
            Policing.NONE), config.classes().stream().map(TrafficClass::policing).toList());
        assertEquals(List.of(
            new Policing(1_000_000, 20_000, 0, 2_000_000, 30_000, 8, Policing.DROP, 28),
            Policing.NONE,
            new Policing(10_000_000, longestTrain, 0, 0, 0, Policing.FORWARD, Policing.DROP, 28),
            Policing.NONE), config.flows().stream().map(FlowConfig::policing).toList());
        assertEquals(List.of(28, 66), config.destinations().stream().map(DestinationConfig::overheadBytes).toList());
    }

    @Test
    void shouldReadRulesThatOverrideTheClass()
    {
        final ConfigResult result = read("""
            classes: { bulk: , video: , voice: }
            flows:
              mixed:
                from: "udp://239.1.1.1:5000-5009"
                class: bulk
                to: x
                override:
                  - { source: 10.1.0.0/16, class: default }
                  - { port: 5000-5003, source: "fd00::/64", class: video }
                  - { dscp: EF, length: 1-200, class: voice }
                  - { length: 1000, class: video }
              one: { from: "udp://239.1.1.2:5000", class: bulk, to: x, override: { port: 5000, class: voice } }
            destinations: { x: { to: "udp://239.2.2.2:6000" } }
            """);
        assertEquals(List.of(), result.errors());
        assertEquals(List.of(), result.warnings());
        final FlowConfig mixed = result.config().flows().getFirst();
        assertEquals(List.of(
            new ClassRule("default", AddressPrefix.parse("10.1.0.0/16"), null, ClassRule.DSCP_ANY, null),
            new ClassRule("video", AddressPrefix.parse("fd00::/64"), new ClassRule.Range(5_000, 5_003),
                ClassRule.DSCP_ANY, null),
            new ClassRule("voice", null, null, 46, new ClassRule.Range(1, 200)),
            new ClassRule("video", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(1_000, 1_000))),
            mixed.overrides());
        assertEquals(List.of("bulk", "default", "video", "voice"), mixed.trafficClasses());
        assertEquals(List.of("bulk", "video", "voice", "default"),
            result.config().classes().stream().map(TrafficClass::name).toList());
        assertTrue(mixed.needsDscp());
        assertFalse(result.config().flows().getLast().needsDscp());
    }

    @Test
    void shouldReadWhatDestinationsDoWithClasses()
    {
        final RelayConfig config = read("""
            classes: { p: { min-share: 12.5%, max-rate: 3Mbit } }
            flows: { a: { from: "udp://239.1.1.1:5000", class: p, to: [x, y, z] } }
            destinations:
              x: { to: "udp://239.2.2.2:6000", rate: 1Mbit, burst: 9000B, when-slow: skip-newest }
              y: { to: "udp://239.2.2.2:6001", rate: 1Mbit, when-slow: disconnect }
              z: { to: "udp://239.2.2.2:6002", when-slow: skip-oldest }
            """).config();
        assertEquals(
            List.of(TrafficClass.of("p", 0, 1, 0, BufferCounts.DEFAULT).minShare(125_000).maxRate(3_000_000)),
            config.classes());
        assertEquals(
            List.of(
                DestinationConfig.of("x", EndpointParser.parse("udp://239.2.2.2:6000")).rate(1_000_000).burst(9_000)
                    .whenSlow(WhenSlow.SKIP_NEWEST),
                DestinationConfig.of("y", EndpointParser.parse("udp://239.2.2.2:6001")).rate(1_000_000)
                    .whenSlow(WhenSlow.DISCONNECT),
                DestinationConfig.of("z", EndpointParser.parse("udp://239.2.2.2:6002"))),
            config.destinations());
        assertEquals("12.5%", Units.shareText(config.classes().getFirst().minShare()));
        assertEquals("100%", Units.shareText(Units.SHARE_WHOLE));
    }

    @Test
    void shouldAddDefaultClassOnlyForFlowsWithoutOne()
    {
        final String flows = """
            classes: { p: , q: {} }
            flows:
              a: { from: "udp://239.1.1.1:5000", class: p, to: x }
              b: { from: "udp://239.1.1.2:5000", class: q, to: [x] }
            destinations: { x: { to: "udp://239.2.2.2:6000", max-lag: 12.5% } }
            """;
        final RelayConfig config = read(flows).config();
        assertEquals(List.of("p", "q"), config.classes().stream().map(TrafficClass::name).toList());
        assertEquals(0.125, config.destinations().getFirst().maxLag());
    }

    @Test
    void shouldReadByteOrderMarkAndWindowsLineEnds()
    {
        assertTrue(read("\uFEFF" + EXAMPLE.replace("\n", "\r\n")).isValid());
    }

    @Test
    void shouldReportNamesWithOneNumberOnTheWire()
    {
        assertErrors("""
            classes: { class-7801: {}, class-118020: {} }
            flows:
              flow-64899: { from: "udp://239.1.1.1:5000", to: x, class: class-7801 }
              flow-115892: { from: "udp://239.1.1.2:5000", to: x, class: class-118020 }
            destinations: { x: { to: "udp://239.2.2.2:6000" } }
            """,
            "f.yaml:1:28: class names 'class-7801' and 'class-118020' have the same number on the wire: " +
                "rename one of them",
            "f.yaml:4:3: flow names 'flow-64899' and 'flow-115892' have the same number on the wire: " +
                "rename one of them");
    }

    @Test
    void shouldAllowCircleThroughAnotherSource()
    {
        final String flows = """
            flows:
              a: { from: "udp://203.0.113.9@239.1.1.1:5000?interface=127.0.0.1", to: x }
              b: { from: "aeron:udp?endpoint=0.0.0.0:4000", to: y }
            destinations:
              x: { to: "udp://239.1.1.1:5000?interface=127.0.0.1" }
              y: { to: "udp://original?interface=127.0.0.1" }
            """;
        assertEquals(List.of(), read(flows).errors(), "only another host's datagrams are received");
    }

    @Test
    void shouldReportMissingAndUnreadableFile(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("none.yaml");
        assertEquals(file + ": no such file", ConfigReader.read(file).errors().getFirst().toString());
        assertEquals(directory + ": cannot be read: Is a directory",
            ConfigReader.read(directory).errors().getFirst().toString());
        Files.writeString(file, EXAMPLE);
        assertTrue(ConfigReader.read(file).isValid());
        Files.write(file, new byte[(1 << 20) + 1]);
        assertEquals(file + ": larger than 1 MiB: not a configuration",
            ConfigReader.read(file).errors().getFirst().toString());
    }

    @Test
    void shouldReportWhatIsNotUtf8()
    {
        final byte[] bytes = (SMALLEST + "# x").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte)0xE9;
        assertErrors(bytes, "f.yaml:3:3: byte 0xe9 is not UTF-8: save the file in UTF-8");
        assertErrors(new byte[]{'\n', (byte)0xC3}, "f.yaml:2:1: byte 0xc3 is not UTF-8: save the file in UTF-8");
        assertErrors(new byte[]{0}, "f.yaml:1:1: character U+0000 is not allowed");
    }

    @Test
    void shouldReportDeepNesting()
    {
        assertErrors("[".repeat(100_000), "f.yaml:1:33: nested more than 32 deep: a configuration needs 4");
        assertErrors("- ".repeat(100_000), "f.yaml:1:65: nested more than 32 deep: a configuration needs 4");
        assertErrors("{a: ".repeat(100_000), "f.yaml:1:129: nested more than 32 deep: a configuration needs 4");
        assertErrors("? ".repeat(100_000), "f.yaml:1:65: nested more than 32 deep: a configuration needs 4");
    }

    @Test
    void shouldRefuseAliasBomb()
    {
        final StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++)
        {
            final String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + alias + ", " + alias + ", " + alias + "]\n");
        }
        assertErrors(bomb.toString(), "f.yaml:2:10: an alias: write the value out");
        assertErrors("a: &a { b: *a }", "f.yaml:1:12: an alias: write the value out");
    }

    @Test
    void shouldLimitDeclarationsAndErrors()
    {
        final StringBuilder many = new StringBuilder(SMALLEST + "classes:\n");
        for (int i = 0; i <= 256; i++)
        {
            many.append("  c" + i + ":\n");
        }
        assertErrors(many.toString(), "f.yaml:260:3: 257 classes: 256 at most");
        final StringBuilder bad = new StringBuilder(SMALLEST);
        for (int i = 0; i <= 20_000; i++)
        {
            bad.append("destinatoins" + i + ":\n");
        }
        assertEquals(1_000, read(bad.toString()).errors().size());
    }

    private static void assertErrors(final String yaml, final String... errors)
    {
        assertErrors(yaml.getBytes(StandardCharsets.UTF_8), errors);
    }

    private static void assertErrors(final byte[] yaml, final String... errors)
    {
        final ConfigResult result = ConfigReader.read("f.yaml", yaml);
        assertEquals(List.of(errors), result.errors().stream().map(ConfigError::toString).toList());
        assertFalse(result.isValid());
    }

    private static ConfigResult read(final String yaml)
    {
        return ConfigReader.read("f.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }
}
