package relay.perf.experiment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

/**
 * A whole relay in this process, from one loopback port to another: the classes, threads and defaults that
 * {@code relay run} has. The socket at its end is there so that sending is no error; the kernel drops what does not fit
 * into it.
 */
final class LoopbackRelay implements AutoCloseable
{
    /** Part of the name of the only thread that touches data. */
    static final String DATA_THREAD = "ingress";

    private final DatagramChannel sink;
    private final UdpEndpoint input;
    private final Relay relay;

    /**
     * @param buffers           of its only class.
     * @param rateBitsPerSecond of its destination, 0 for unlimited.
     * @throws IOException if there are no ports.
     */
    LoopbackRelay(final BufferCounts buffers, final long rateBitsPerSecond) throws IOException
    {
        sink = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        input = endpoint(FreePorts.next());
        final TrafficClass trafficClass = TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, buffers);
        final UdpEndpoint output = endpoint(((InetSocketAddress)sink.getLocalAddress()).getPort());
        relay = Relay.launch(
            new RelayConfig("experiment", Execution.of(Layout.COMPACT), List.of(trafficClass),
                List.of(FlowConfig.of("in", input, trafficClass.name(), List.of("out"))),
                List.of(DestinationConfig.of("out", output).rate(rateBitsPerSecond)
                    .burst(Overload.SHAPER_BURST_BYTES))),
            RelayOptions.DEFAULT);
    }

    UdpEndpoint input()
    {
        return input;
    }

    Relay relay()
    {
        return relay;
    }

    @Override
    public void close() throws IOException
    {
        relay.close();
        sink.close();
    }

    private static UdpEndpoint endpoint(final int port)
    {
        return (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:" + port);
    }
}
