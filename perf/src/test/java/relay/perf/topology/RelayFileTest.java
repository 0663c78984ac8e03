package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.config.RelayConfig;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Whether Relay itself reads the files as they are meant.
 */
class RelayFileTest
{
    private static final Hop HOP = new Hop("none", "lo", "127.0.0.1", "lo", "127.0.0.1", "127.0.0.1");
    private static final RelayFile FILE = new RelayFile(HOP, 0);

    @Test
    void shouldWriteReadableFiles()
    {
        assertEquals("""
            classes: { default: { buffers: { large: 16 } } }
            flows:
              in-0: { from: "udp://239.1.1.0:5000?interface=lo&receive-buffer=4194304", to: [out, out-1] }
            destinations:
              out: { to: "udp://239.2.2.2:6000?interface=lo&ttl=4&send-buffer=4194304" }
              out-1: { to: "udp://239.2.2.3:6000?interface=lo&ttl=4&send-buffer=4194304" }
            """, new RelayFile(HOP, 16).destinations(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000})
    void shouldGiveEachFlowItsPortOrGroup(final int count)
    {
        final RelayConfig byPort = read(FILE.flowsByPort(count));
        final RelayConfig byGroup = read(FILE.flowsByGroup(count));

        assertEquals(count, inputs(byPort).map(UdpEndpoint::portMin).distinct().count());
        assertEquals(1, inputs(byPort).map(each -> each.expand().getFirst().getAddress()).distinct().count());
        assertEquals(1, inputs(byGroup).map(UdpEndpoint::portMin).distinct().count());
        assertEquals(count, inputs(byGroup).map(each -> each.expand().getFirst().getAddress()).distinct().count());
        assertEquals(1, byGroup.destinations().size());
    }

    @Test
    void shouldCountGroupsOverOctets()
    {
        assertTrue(FILE.flowsByGroup(1_000).contains("udp://239.1.4.231:5000?"), FILE.flowsByGroup(1_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 20, 21, 32, 200, 256, 512, 1_024})
    void shouldJoinAsManyGroupsAsAsked(final int count)
    {
        final RelayConfig config = read(FILE.groups(count));

        assertEquals(1, config.flows().size());
        assertEquals(count, ((UdpEndpoint)config.flows().getFirst().from()).expand().size());
        assertEquals(count, RelayFile.groupsOf(count) * RelayFile.portsOf(count));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 256, 300, 1_000, 4_096})
    void shouldJoinAsManyGroupsByFlowsAsAsked(final int count)
    {
        final Set<InetSocketAddress> groups = new HashSet<>();
        inputs(read(FILE.groupsByFlow(count))).forEach(each -> groups.addAll(each.expand()));

        assertEquals(count, groups.size());
    }

    @Test
    void shouldStayOnOnePortWherePossible()
    {
        assertEquals(List.of(1, 1), List.of(RelayFile.portsOf(16), RelayFile.portsOf(256)));
        assertEquals(List.of(4, 5), List.of(RelayFile.groupsOf(20), RelayFile.portsOf(20)));
        assertEquals(List.of(8, 25), List.of(RelayFile.groupsOf(200), RelayFile.portsOf(200)));
        assertEquals(List.of(256, 2), List.of(RelayFile.groupsOf(512), RelayFile.portsOf(512)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 256})
    void shouldSendToAllDestinations(final int count)
    {
        final RelayConfig config = read(FILE.destinations(count));

        assertEquals(count, config.flows().getFirst().to().size());
        assertEquals(count, config.destinations().stream()
            .map(each -> ((UdpEndpoint)each.to()).expand().getFirst()).distinct().count());
    }

    @Test
    void shouldWantLargeBuffersOnlyWhereAsked()
    {
        assertFalse(FILE.groups(1).contains("classes"));
        assertTrue(read(new RelayFile(HOP, 16).groups(1)).classes().getFirst().toString().contains("16"),
            () -> read(new RelayFile(HOP, 16).groups(1)).classes().toString());
    }

    private static Stream<UdpEndpoint> inputs(final RelayConfig config)
    {
        return config.flows().stream().map(flow -> (UdpEndpoint)flow.from());
    }

    private static RelayConfig read(final String text)
    {
        final ConfigResult result = ConfigReader.read("bench.yaml", text.getBytes(StandardCharsets.UTF_8));
        assertTrue(result.isValid(), () -> result.errors() + "\n" + text);
        assertEquals(List.of(), result.warnings(), text);
        return result.config();
    }
}
