package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import relay.config.yaml.ConfigError;

class CommandLineConfigTest
{
    private static final String FROM = "udp://239.1.1.1:5000?interface=127.0.0.1";
    private static final String TO = "udp://239.2.2.2:6000?interface=127.0.0.1";

    @Test
    void shouldSendEveryInputToEveryDestination()
    {
        final RelayConfig config = CommandLineConfig.of(
            List.of(FROM, "aeron:udp?endpoint=0.0.0.0:40123"),
            List.of(TO, "aeron:udp?endpoint=h:1"),
            Map.of("layout", "staged")).config();
        assertEquals(List.of("flow-1", "flow-2"), config.flows().stream().map(FlowConfig::name).toList());
        assertEquals(List.of("destination-1", "destination-2"), config.flows().getFirst().to());
        assertEquals(List.of("destination-1", "destination-2"), config.flows().getLast().to());
        assertEquals(TO, config.destinations().getFirst().to().uri());
        assertEquals(Layout.STAGED, config.execution().layout());
        assertEquals(List.of("default"), config.classes().stream().map(TrafficClass::name).toList());
    }

    @Test
    void shouldChooseLayout()
    {
        assertEquals(Profile.byDefault().layout(),
            CommandLineConfig.of(List.of(FROM), List.of(TO), Map.of()).config().execution().layout());
        assertErrors(List.of(FROM), List.of(TO), Map.of("layout", "compct"),
            "--layout: unknown layout 'compct': one of compact, staged, dedicated; did you mean 'compact'?");
    }

    @Test
    void shouldNameTheOption()
    {
        assertErrors(List.of(FROM, "udp://239.1.1.1"), List.of("udp://239.2.2.2:0", TO), Map.of(),
            "--to #1: bad port '0': a number from 1 to 65535",
            "--from #2: '239.1.1.1' has no port: udp://address:port, such as udp://239.1.1.1:5000");
        assertErrors(List.of(), List.of(), Map.of(),
            "--from: missing: at least one --from URI", "--to: missing: at least one --to URI");
    }

    @Test
    void shouldFindCirclesAndRepetitions()
    {
        assertErrors(List.of(FROM, FROM), List.of(TO, FROM), Map.of(),
            "--from #2: flow 'flow-2' receives the same as flow 'flow-1' (" + FROM +
                "): one flow with all their destinations, or another group, port, interface or source",
            "--from #1: flow 'flow-1' would receive what it sends: destination 'destination-2' (" + FROM +
                ") is its own input; if they are on different interfaces, name both",
            "--from #2: flow 'flow-2' would receive what it sends: destination 'destination-2' (" + FROM +
                ") is its own input; if they are on different interfaces, name both");
    }

    private static void assertErrors(
        final List<String> from, final List<String> to, final Map<String, String> options, final String... errors)
    {
        final ConfigResult result = CommandLineConfig.of(from, to, options);
        assertEquals(List.of(errors), result.errors().stream().map(ConfigError::toString).toList());
        assertFalse(result.isValid());
    }
}
