package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Idle;
import relay.config.Layout;
import relay.config.Profile;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.linux.Affinity;
import relay.transport.linux.CorePinning;
import relay.transport.linux.LinuxTransport;
import relay.transport.udp.Io;

/** On the cores that this machine has. */
@Timeout(30)
class CorePinningTest
{
    private BitSet allowed;

    @BeforeEach
    void findCores()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
        allowed = Affinity.current();
    }

    @Test
    void shouldKeepTheCallingThreadOnOneCore() throws InterruptedException
    {
        final AtomicReference<BitSet> current = new AtomicReference<>();
        final int core = allowed.length() - 1;
        final Thread thread = new Thread(() ->
        {
            CorePinning.pin(core);
            current.set(Affinity.current());
        });
        thread.start();
        thread.join();
        final BitSet expected = new BitSet();
        expected.set(core);
        assertEquals(expected, current.get());
        assertEquals(allowed, Affinity.current(), "no other thread is");
    }

    @Test
    void shouldPinTheDataThreadsOfARelay() throws IOException
    {
        final int first = allowed.nextSetBit(0);
        final int last = allowed.length() - 1;
        final TrafficClass trafficClass = TrafficClass.of("c", 0, 1, 0, new BufferCounts(8, 0, 0, 0));
        final RelayConfig config = new RelayConfig("pinned",
            new Execution(Profile.LAPTOP, Layout.STAGED, 1, Idle.BACKOFF,
                first == last ? List.of(first) : List.of(last, first), Io.AUTO),
            List.of(trafficClass),
            List.of(FlowConfig.of("f", EndpointParser.parse("udp://127.0.77.9:29872"), "c", List.of("d"))),
            List.of(DestinationConfig.of("d", EndpointParser.parse("udp://127.0.0.1:9"))));
        try (Relay relay = Relay.launch(config, RelayOptions.DEFAULT))
        {
            assertTrue(relay.description().contains("thread [ingress,qos]: core " + last),
                relay.description()::toString);
            awaitCore("[ingress,qos]", last);
            awaitCore("egress d", first);
            assertEquals(0, relay.errorCount());
        }
    }

    private static void awaitCore(final String thread, final int core) throws IOException
    {
        final String expected = "Cpus_allowed_list:\t" + core;
        while (!statusOf(thread).contains(expected)) // until the test's time limit
        {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<String> statusOf(final String thread) throws IOException
    {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task")))
        {
            for (final Path task : tasks)
            {
                final List<String> status = Files.readAllLines(task.resolve("status"));
                if (status.getFirst().equals("Name:\t" + thread))
                {
                    return status;
                }
            }
        }
        return List.of();
    }
}
