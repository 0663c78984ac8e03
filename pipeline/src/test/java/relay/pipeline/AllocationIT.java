package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;

/**
 * Once the compiler is done with them, the data threads of two relays with Aeron between allocate nothing for a million
 * datagrams through real sockets. The Aeron driver runs on its own thread in the staged layout, so that what it
 * allocates is told apart.
 *
 * <p>Not among the unit tests: the JDK's own calls of system functions allocate unless the compiler sees that they need
 * not, and what a thousand other tests did with them in the same process keeps it from seeing that, at times. These are
 * few, and most of what they test runs in other processes, as a relay has one of its own.
 */
class AllocationIT
{
    /** What the compiler leaves behind is gone after a few; what each datagram costs would never be. */
    private static final int ROUNDS_MAX = 8;
    private static final int COUNT = 1_000_000;
    private static final int WINDOW = 64;
    private static final int LENGTH = 200;
    private static final TrafficClass CLASS =
        TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, BufferCounts.DEFAULT);
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @TempDir
    private Path directory;

    @Test
    @Timeout(240)
    void shouldAllocateNothingForAMillionDatagramsFromUdpOverAeronToUdp() throws Exception
    {
        final int port = FreePorts.next();
        final String aeron = "aeron:udp?endpoint=127.0.0.1:" + FreePorts.next() + "|mtu=8192";
        final RelayConfig near = config("allocation-near", "udp://127.0.0.1:" + port, aeron);
        final RelayConfig far =
            remembering(config("allocation-far", aeron, "udp://127.0.0.1:" + FreePorts.next()));
        try (Relay farRelay = Relay.launch(far, RelayOptions.DEFAULT);
            Relay nearRelay = Relay.launch(near, RelayOptions.DEFAULT);
            DatagramChannel source = DatagramChannel.open())
        {
            source.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            awaitConnection(nearRelay);
            Map<String, Long> allocated = Map.of();
            for (int round = 0; round < ROUNDS_MAX && (0 == round || !allocated.isEmpty()); round++)
            {
                final Map<String, Long> before = allocatedBytes();
                send(source, nearRelay, farRelay);
                allocated = difference(before, allocatedBytes());
                System.out.println("round " + round + ", allocated for " + COUNT + " datagrams, in bytes: " +
                    allocated);
                allocated.keySet().removeIf(thread -> !isData(thread));
                allocated.values().removeIf(bytes -> 0 == bytes);
            }
            assertEquals(Map.of(), allocated, "data threads never came to rest");
            assertTrue(farRelay.ledger().sent() >= COUNT, "the destination was served");
        }
    }

    private static RelayConfig config(final String name, final String from, final String to)
    {
        return new RelayConfig(name, Execution.of(Layout.STAGED), List.of(CLASS),
            List.of(FlowConfig.of("in", EndpointParser.parse(from), CLASS.name(), List.of("lan", "out"))),
            List.of(
                DestinationConfig.of("lan", EndpointParser.parse("udp://127.0.0.1:9")),
                DestinationConfig.of("out", EndpointParser.parse(to))));
    }

    /** What it does with everything that it relays allocates nothing either. */
    private RelayConfig remembering(final RelayConfig config)
    {
        final FlightConfig flight = new FlightConfig(
            directory, 1_000, 1_500, List.of(FlightTrigger.SIGNAL), 0, 0, 1, List.of(CLASS.name()));
        return new RelayConfig(config.name(), config.execution(), config.classes(), config.flows(),
            config.destinations(), config.feeds(), config.reserve(), flight);
    }

    private static void awaitConnection(final Relay near)
    {
        for (int wait = 0; !near.isConnected(); wait++)
        {
            assertTrue(wait < 10_000, "the far relay was not heard of");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void send(final DatagramChannel source, final Relay near, final Relay far) throws Exception
    {
        final ByteBuffer payload = ByteBuffer.allocateDirect(LENGTH);
        final long missing = near.ledger().received() - far.ledger().received();
        final long total = near.ledger().received() + COUNT;
        for (long sent = near.ledger().received(); sent < total; sent += WINDOW)
        {
            for (int i = 0; i < WINDOW; i++)
            {
                source.write(payload.clear());
            }
            for (int wait = 0; far.ledger().received() + missing < sent + WINDOW; wait++)
            {
                assertTrue(wait < 100_000, "datagrams are lost on loopback");
                LockSupport.parkNanos(1_000);
            }
        }
    }

    private static boolean isData(final String thread)
    {
        return thread.contains("ingress") || thread.contains("egress");
    }

    private static Map<String, Long> difference(final Map<String, Long> before, final Map<String, Long> after)
    {
        final Map<String, Long> difference = new LinkedHashMap<>();
        after.forEach((thread, bytes) -> difference.put(thread, bytes - before.getOrDefault(thread, 0L)));
        return difference;
    }

    private static Map<String, Long> allocatedBytes()
    {
        final Map<String, Long> bytes = new LinkedHashMap<>();
        for (final long id : THREADS.getAllThreadIds())
        {
            final ThreadInfo thread = THREADS.getThreadInfo(id);
            if (null != thread && thread.getThreadName().contains(",")) // agents that share a thread
            {
                bytes.put(id + " " + thread.getThreadName(), THREADS.getThreadAllocatedBytes(id));
            }
        }
        return bytes;
    }
}
