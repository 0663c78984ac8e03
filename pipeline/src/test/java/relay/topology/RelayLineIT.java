package relay.topology;

import org.junit.jupiter.api.Test;

/**
 * What has to arrive, arrives: two relays in a row, drawn at {@link Line}, and Aeron between them.
 */
@NetnsTest
class RelayLineIT
{
    private static final int MTU = 1_500;

    private static final String NEAR = """
        %RELAY%
        flows: { lan: { from: "udp://239.1.1.1:5000?interface=source", to: [far] } }
        destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
        """;
    private static final String FAR = """
        %RELAY%
        flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
        destinations: { lan: { to: "udp://239.1.1.1:5000?interface=sink" } }
        """;

    /**
     * <pre>
     *   source --239.1.1.1--> near ==Aeron==> far --239.1.1.1--> sink
     *          6,000                6,000           6,000
     * </pre>
     */
    @Test
    void shouldRelayOneGroup(final Topology topology)
    {
        final Line line = new Line(topology, MTU);
        line.start(NEAR, FAR, "udp://239.1.1.1:5000?interface=b");

        line.sendAll("udp://239.1.1.1:5000?interface=a", "--size", "1000", "--rate", "3000", "--count", "6000")
            .assertAllDelivered();
    }
}
