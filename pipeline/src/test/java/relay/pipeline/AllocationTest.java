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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.config.DestinationConfig;
import relay.config.FlowConfig;
import relay.config.Execution;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.EndpointParser;

/**
 * After warm-up, a million datagrams through real sockets make the data threads allocate nothing. The Aeron driver runs
 * on its own thread in the staged layout, so that what it allocates is told apart.
 */
class AllocationTest
{
    private static final int WARM_UP_COUNT = 200_000;
    private static final int WARM_UPS_MAX = 10;
    private static final int COUNT = 1_000_000;
    private static final int WINDOW = 64;
    private static final int LENGTH = 200;
    private static final TrafficClass CLASS =
        new TrafficClass(TrafficClass.DEFAULT_NAME, 0, 1, 0, 0, 0, BufferCounts.DEFAULT);
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(240)
    void shouldAllocateNothingForAMillionDatagramsFromUdpToUdpAndAeron() throws Exception
    {
        final int port = freePort();
        final RelayConfig config = new RelayConfig("allocation", Execution.of(Layout.STAGED), List.of(CLASS),
            List.of(new FlowConfig("in", EndpointParser.parse("udp://127.0.0.1:" + port), CLASS.name(),
                List.of("lan", "far"))),
            List.of(
                new DestinationConfig("lan", EndpointParser.parse("udp://127.0.0.1:" + freePort()), 0, 0),
                new DestinationConfig("far", EndpointParser.parse("aeron:udp?endpoint=127.0.0.1:" + freePort()), 0, 0)));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT);
            DatagramChannel source = DatagramChannel.open())
        {
            source.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            warmUp(source, relay);
            final Map<String, Long> before = allocatedBytes();
            send(source, relay, COUNT);
            final Map<String, Long> allocated = difference(before, allocatedBytes());
            allocated.forEach((thread, bytes) ->
                System.out.println("allocated for " + COUNT + " datagrams by thread " + thread + ": " + bytes + " B"));

            final Map<String, Long> ours = new LinkedHashMap<>(allocated);
            ours.keySet().removeIf(thread -> !isData(thread));
            assertEquals(Map.of("[ingress,qos]", 0L, "[egress lan,egress far]", 0L), ours);
            assertTrue(relay.ledger().sent() > COUNT, "the destinations were served");
        }
    }

    /** Until the compiler is done with the data threads: then a whole round leaves no trace of it. */
    private static void warmUp(final DatagramChannel source, final Relay relay) throws Exception
    {
        for (int i = 0; i < WARM_UPS_MAX; i++)
        {
            final Map<String, Long> before = allocatedBytes();
            send(source, relay, WARM_UP_COUNT);
            if (difference(before, allocatedBytes()).entrySet().stream()
                .noneMatch(entry -> isData(entry.getKey()) && entry.getValue() > 0))
            {
                return;
            }
        }
    }

    private static void send(final DatagramChannel source, final Relay relay, final int count) throws Exception
    {
        final ByteBuffer payload = ByteBuffer.allocateDirect(LENGTH);
        final long total = relay.ledger().received() + count;
        for (long sent = relay.ledger().received(); sent < total; sent += WINDOW)
        {
            for (int i = 0; i < WINDOW; i++)
            {
                source.write(payload.clear());
            }
            for (int wait = 0; relay.ledger().received() < sent + WINDOW; wait++)
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
                bytes.put(thread.getThreadName(), THREADS.getThreadAllocatedBytes(id));
            }
        }
        return bytes;
    }

    private static int freePort() throws Exception
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }
    }
}
