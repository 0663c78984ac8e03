package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.pool.BufferCounts;
import relay.transport.EndpointParser;

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
                        EndpointParser.parse("udp://239.2.2.2:6000?interface=127.0.0.1&ttl=4&dscp=EF")).rate(900_000_000))),
            result.config());
        assertEquals(List.of("f.yaml:6:3: class 'bulk' is not used by any flow"),
            result.warnings().stream().map(ConfigError::toString).toList());
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
            List.of(TrafficClass.of("default", 0, 1, 0, new BufferCounts(7, 500, 200, 2)).policed(1_000_000_000, 1_250_000),
                TrafficClass.of("slow", 0, 1, 0, BufferCounts.DEFAULT).policed(1_000_000, 65_536)),
            config.classes());
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
