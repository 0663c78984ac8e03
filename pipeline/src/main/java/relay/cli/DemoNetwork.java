package relay.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.FreePorts;
import relay.transport.TransportException;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * The addresses of a demo: loopback multicast that never leaves the machine, or unicast where a first datagram shows
 * that loopback multicast does not work.
 */
final class DemoNetwork
{
    private static final long TRIAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final TrafficClass CLASS =
        TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);

    private final String description;
    private final String sourceHost;
    private final String sinkHost;
    private final String options;
    private final int port;
    private final String aeronUri;

    private DemoNetwork(
        final String description,
        final String sourceHost,
        final String sinkHost,
        final String options,
        final int port,
        final String aeronUri)
    {
        this.description = description;
        this.sourceHost = sourceHost;
        this.sinkHost = sinkHost;
        this.options = options;
        this.port = port;
        this.aeronUri = aeronUri;
    }

    /**
     * Chooses groups and ports that another demo on this machine is unlikely to use, and tries them.
     *
     * @return what works here.
     */
    static DemoNetwork find() throws IOException
    {
        final ThreadLocalRandom random = ThreadLocalRandom.current();
        final int port = random.nextInt(20_000, 30_000);
        final String net = "239.255." + random.nextInt(256) + ".";
        final String aeronUri = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.next() + "|mtu=8192";
        final String loopback = loopback();
        final DemoNetwork multicast = new DemoNetwork("multicast on " + loopback + ", TTL 0: groups " + net + "1 and " +
            net + "2", net + "1", net + "2", "?interface=" + loopback + "&ttl=0&loopback=true", port, aeronUri);
        final String obstacle = multicast.obstacle();
        return null == obstacle ? multicast : new DemoNetwork(
            "loopback multicast does not work here (" + obstacle + "): unicast on 127.0.0.1 instead",
            "127.0.0.1", "127.0.0.1", "", port, aeronUri);
    }

    String description()
    {
        return description;
    }

    String aeronUri()
    {
        return aeronUri;
    }

    UdpEndpoint sourceEndpoint(final int flows)
    {
        return udp(sourceHost + ":" + port + "-" + (port + flows - 1));
    }

    UdpEndpoint sinkEndpoint()
    {
        return udp(sinkHost + ":" + (port + 100));
    }

    RelayConfig nearConfig(final int flows)
    {
        return new RelayConfig("demo-near-" + port, Execution.of(Layout.COMPACT), List.of(CLASS),
            List.of(FlowConfig.of("lan", sourceEndpoint(flows), CLASS.name(), List.of("far"))),
            List.of(DestinationConfig.of("far", EndpointParser.parse(aeronUri))));
    }

    RelayConfig farConfig()
    {
        return new RelayConfig("demo-far-" + port, Execution.of(Layout.COMPACT), List.of(CLASS),
            List.of(FlowConfig.of("near", EndpointParser.parse(aeronUri), CLASS.name(), List.of("lan"))),
            List.of(DestinationConfig.of("lan", sinkEndpoint())));
    }

    /** Sends one datagram to the sink's group: null if it comes back, otherwise why not. */
    private String obstacle()
    {
        final UdpEndpoint endpoint = sinkEndpoint();
        final InetSocketAddress group = endpoint.expand().getFirst();
        try (DatagramReceiver receiver =
            UdpTransports.best().openReceivers(endpoint, ReceiveOptions.DEFAULT).getFirst();
            DatagramSender sender = UdpTransports.best().openSender(endpoint))
        {
            final DatagramBatch batch = new DatagramBatch(1);
            sender.send(new UnsafeBuffer(ByteBuffer.allocateDirect(1)), 0, 1, group);
            final long deadlineNs = System.nanoTime() + TRIAL_NS;
            while (0 == receiver.receive(batch, 1))
            {
                if (deadlineNs - System.nanoTime() < 0)
                {
                    return "a first datagram did not come back";
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return null;
        }
        catch (final TransportException ex)
        {
            return ex.getMessage();
        }
    }

    private UdpEndpoint udp(final String hostAndPort)
    {
        return UdpEndpoint.parse("udp://" + hostAndPort + options);
    }

    private static String loopback() throws IOException
    {
        for (final NetworkInterface candidate : NetworkInterface.networkInterfaces().toList())
        {
            if (candidate.isLoopback() && candidate.isUp())
            {
                return candidate.getName();
            }
        }
        throw new TransportException("no loopback interface is up, and the demo needs one: ip link set lo up", null);
    }
}
