package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.config.FlowConfig;
import relay.config.Layout;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.feed.Feed;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.LoopGuard;
import relay.pipeline.ledger.Counters;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.transport.TransportException;
import relay.transport.endpoint.EndpointParser;

class MemoryBudgetTest
{
    private static final long MIB = 1 << 20;

    @Test
    void shouldGiveWhatIsThereAndNoMore()
    {
        final MemoryBudget budget = new MemoryBudget(10 * MIB, 20 * MIB, MIB);
        budget.take("class a", new Footprint(7 * MIB, 0));
        assertEquals(
            "buffers of class b need 4 MiB of memory and 3 MiB are left: lower its buffers or the number of workers",
            refusal(budget, "class b", new Footprint(3 * MIB + 1, 0)));
        budget.take("class b", new Footprint(3 * MIB, MIB - 1));
        final String heap = refusal(budget, "class c", new Footprint(0, 2));
        assertTrue(heap.startsWith("slots for the buffers of class c need 1 MiB of Java heap and 1 MiB are left: " +
            "lower its buffers, or give the JVM more than its -Xmx of "), heap);
    }

    @Test
    void shouldKeepToWhatTheJvmAllows()
    {
        assertEquals("buffers of class a need 3 MiB of the JVM's direct memory and 2 MiB are left: raise it " +
            "(-XX:MaxDirectMemorySize=..., which ./relay does), or lower its buffers",
            refusal(new MemoryBudget(10 * MIB, 2 * MIB, MIB), "class a", new Footprint(3 * MIB, 0)));
    }

    @Test
    void shouldCountTheWindowsOfFeedsAsHeap()
    {
        final FeedConfig feed = FeedConfig.of("itch", List.of("a", "b"), FeedKey.RTP);
        final long bytes = Feed.heapBytes(feed, 16);
        assertEquals(16 * 4_096 * 40, bytes);
        final MemoryBudget budget = new MemoryBudget(0, 0, 2 * bytes - 1);
        budget.takeHeap("windows of feed a", bytes, "a smaller window");
        final String message = assertThrows(TransportException.class,
            () -> budget.takeHeap("windows of feed b", bytes, "a smaller window")).getMessage();
        assertTrue(message.startsWith("windows of feed b need 3 MiB of Java heap and 3 MiB are left: a smaller " +
            "window, or give the JVM more than its -Xmx of "), message);
    }

    @Test
    void shouldReadTheKernelsTable()
    {
        final List<String> lines = List.of("MemTotal:       24600000 kB", "MemAvailable:       1024 kB");
        assertEquals(MIB, MemoryBudget.bytes(lines, "MemAvailable:"));
        assertEquals(0, MemoryBudget.bytes(lines, "SwapTotal:"));
    }

    @Test
    void shouldRefuseAWorkerThatDoesNotFit()
    {
        final TrafficClass fits = TrafficClass.of("fits", 0, 1, 0, new BufferCounts(100, 0, 0, 0));
        final TrafficClass huge = TrafficClass.of("huge", 0, 1, 0, new BufferCounts(1_000_000, 0, 0, 0));
        final List<FlowConfig> flows = List.of(flow("a", fits), flow("b", huge));
        final RelayConfig config = new RelayConfig("r", Execution.of(Layout.COMPACT), List.of(fits, huge), flows,
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))));
        final String message = refusal(config, new MemoryBudget(MIB, MIB, Long.MAX_VALUE));
        assertTrue(message.startsWith("buffers of class huge need 1,526 MiB of memory and 1 MiB are left: "), message);
    }

    @Test
    void shouldRefuseAReserveThatDoesNotFitAndSlotsForIt()
    {
        final TrafficClass fits = TrafficClass.of("fits", 0, 1, 0, new BufferCounts(100, 0, 0, 0));
        final List<FlowConfig> flows = List.of(flow("a", fits));
        final RelayConfig config = new RelayConfig("r", Execution.of(Layout.COMPACT), List.of(fits), flows,
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))), List.of(),
            new BufferCounts(10_000, 0, 0, 0));
        final String memory = refusal(config, new MemoryBudget(MIB, MIB, Long.MAX_VALUE));
        assertTrue(memory.startsWith("buffers of the reserve need 16 MiB of memory and 1 MiB are left: "), memory);
        final String heap = refusal(config, new MemoryBudget(100 * MIB, 100 * MIB, MIB));
        assertTrue(heap.startsWith(
            "slots for the buffers of class fits need 2 MiB of Java heap and 1 MiB are left: "), heap);
    }

    private static String refusal(final RelayConfig config, final MemoryBudget budget)
    {
        final WorkerContext context = new WorkerContext(config, SystemNanoClock.INSTANCE, () -> 0,
            new Identity("r", 1), LoopGuard.of(List.of()), Counters.inMemory(), budget, new ArrayList<>(), null, 1);
        return assertThrows(TransportException.class,
            () -> new Worker(context, 1, config.flows(), null)).getMessage();
    }

    private static FlowConfig flow(final String name, final TrafficClass trafficClass)
    {
        return FlowConfig.of(name, EndpointParser.parse("udp://127.0.0.1:9"), trafficClass.name(), List.of("d"));
    }

    private static String refusal(final MemoryBudget budget, final String what, final Footprint footprint)
    {
        return assertThrows(TransportException.class, () -> budget.take(what, footprint)).getMessage();
    }
}
