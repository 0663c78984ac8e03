package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;

@Timeout(20)
class WarmUpTest
{
    private static final long DURATION_NS = TimeUnit.MILLISECONDS.toNanos(20);

    @ParameterizedTest
    @EnumSource
    void shouldSendThroughTheWholePathAndLeaveNothingBehind(final Layout layout) throws Exception
    {
        final String text = WarmUp.run(config("warm", layout, udp()), DURATION_NS);
        assertTrue(text.matches("warm-up: [1-9][0-9]{2,} datagrams over loopback in [0-9]+ ms"), text);
        try (Stream<Path> left = Files.list(RunDirectory.parent()))
        {
            assertEquals(List.of(),
                left.filter(path -> path.getFileName().toString().contains("warm" + RunDirectory.WARM_UP_SUFFIX))
                .toList());
        }
    }

    @Test
    void shouldDoNothingWhenToldSo()
    {
        assertNull(WarmUp.run(config("cold", Layout.COMPACT, udp()), 0));
    }

    @Test
    void shouldDoNothingForARelayThatListensToNoSocket()
    {
        assertNull(WarmUp.run(config("aeron", Layout.COMPACT, "aeron:udp?endpoint=127.0.0.1:9"), DURATION_NS));
    }

    @Test
    void shouldLetTheRelayStartWhereItCannotBeDone()
    {
        final String tooLongForADirectory = "x".repeat(300);
        assertNull(WarmUp.run(config(tooLongForADirectory, Layout.COMPACT, udp()), DURATION_NS));
    }

    private static String udp()
    {
        return "udp://127.0.0.1:" + FreePorts.next();
    }

    private static RelayConfig config(final String name, final Layout layout, final String from)
    {
        final TrafficClass trafficClass = TrafficClass.of("all", 0, 1, 0, new BufferCounts(1, 0, 0, 0));
        return new RelayConfig(name, Execution.of(layout), List.of(trafficClass),
            List.of(FlowConfig.of("in", EndpointParser.parse(from), "all", List.of("out"))),
            List.of(DestinationConfig.of("out", EndpointParser.parse(udp()))));
    }
}
