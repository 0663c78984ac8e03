package relay.pipeline;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.FreePorts;
import relay.transport.ReadySet;
import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * Sends datagrams through a relay of its own over the loopback interface until the compiler has seen it all: done
 * before the first group is joined, so that the first real datagrams do not meet cold code, which is too slow for a
 * burst.
 *
 * <p>That relay has the threads and idle strategies of the real one, for code that was compiled while there was always
 * work is thrown away when there is none for the first time, and the other way round. There are two of them, one after
 * the other: what is compiled for the second knows already how one ends.
 */
final class WarmUp implements AutoCloseable
{
    private static final System.Logger LOGGER = System.getLogger(WarmUp.class.getName());
    /** Where the compiler has no core of its own it needs more time: so many times as long at most. */
    private static final int OVERTIME = 8;
    private static final long OVERTIME_MAX_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long COMPILER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(150);
    /**
     * A compiler that works for less than this in such an interval has only trifles left, or is not ready with one
     * thing.
     */
    private static final long COMPILER_QUIET_MS = 10;
    /** So after so many of them on end. */
    private static final int QUIET_INTERVALS = 2;
    private static final long ARRIVAL_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STOP_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BURST = 24;
    /** Turns with one datagram for each socket, which are read by another call than a burst is. */
    private static final int SINGLES = 4;
    private static final int[] LENGTHS = {0, 100, 1_000, 1_000, 1_000, 1_400, 3_000};
    private static final BufferCounts BUFFERS = new BufferCounts(64, 64, 0, 0);
    private static final long RATE_BITS_PER_SECOND = 100_000_000_000L;
    /** With what a configuration may have, and without. */
    private static final TrafficClass[] CLASSES = {
        TrafficClass.of("plain", 0, 1, 0, BUFFERS),
        TrafficClass.of("limited", 1, 1, TimeUnit.SECONDS.toNanos(1), BUFFERS).policed(RATE_BITS_PER_SECOND, 1 << 20)};

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final InetSocketAddress[] inputs = new InetSocketAddress[CLASSES.length];
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(4_096));
    private final DatagramBatch arrived = new DatagramBatch(BURST);
    private final Relay relay;
    private final DatagramSender source;
    private final DatagramReceiver sink;
    private final ReadySet ready;
    private int sent;

    private WarmUp(final RelayConfig config)
    {
        boolean isComplete = false;
        try
        {
            final UdpTransport transport = UdpTransports.of(config.execution().io());
            final UdpEndpoint out = endpoint();
            sink = open(transport.openReceivers(out, ReceiveOptions.DEFAULT).getFirst());
            ready = open(transport.newReadySet());
            ready.add(sink, 0);
            source = open(transport.openSender(out));
            relay = Relay.launch(small(config, out), RelayOptions.DEFAULT);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                closeAll();
            }
        }
    }

    /**
     * Warms up, or says why it did not: a relay that starts cold is better than none.
     *
     * @param config     of the relay that will start.
     * @param durationNs how long to take at least; 0 for not at all.
     * @return what was done, for people; null if nothing.
     */
    static String run(final RelayConfig config, final long durationNs)
    {
        if (durationNs <= 0 || config.flows().stream().allMatch(flow -> null == flow.from().udp()))
        {
            return null;
        }
        final long startNs = System.nanoTime();
        try
        {
            final long halfNs = durationNs / 2;
            final long count = exchange(config, halfNs, halfNs) +
                exchange(config, halfNs, halfNs + Math.min((OVERTIME - 1) * durationNs, OVERTIME_MAX_NS));
            return "warm-up: " + count + " datagrams over loopback in " +
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) + " ms";
        }
        catch (final TransportException | UncheckedIOException ex)
        {
            LOGGER.log(Level.WARNING, "starting without warm-up: " + ex.getMessage());
            return null;
        }
    }

    @Override
    public void close()
    {
        try
        {
            relay.stop(STOP_TIMEOUT_NS);
        }
        finally
        {
            closeAll();
        }
    }

    /**
     * @return datagrams that went through.
     */
    private static long exchange(final RelayConfig config, final long leastNs, final long mostNs)
    {
        try (WarmUp warmUp = new WarmUp(config))
        {
            final long startNs = System.nanoTime();
            long compilerMs = compilerMs();
            int quietIntervals = 0;
            long count = 0;
            long lookNs = startNs + COMPILER_INTERVAL_NS;
            for (long nowNs = startNs;
                nowNs - startNs < leastNs || quietIntervals < QUIET_INTERVALS && nowNs - startNs < mostNs;
                nowNs = System.nanoTime())
            {
                count += warmUp.round();
                if (nowNs - lookNs >= 0)
                {
                    final long totalMs = compilerMs();
                    quietIntervals = totalMs - compilerMs < COMPILER_QUIET_MS ? quietIntervals + 1 : 0;
                    compilerMs = totalMs;
                    lookNs = nowNs + COMPILER_INTERVAL_NS;
                }
            }
            return count;
        }
    }

    /**
     * @return how long the compiler has worked; 0 if there is none.
     */
    private static long compilerMs()
    {
        final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return null == compiler ? 0 : compiler.getTotalCompilationTime();
    }

    private int round()
    {
        int count = exchange(BURST);
        for (int i = 0; i < SINGLES; i++)
        {
            count += exchange(inputs.length);
        }
        return count;
    }

    private int exchange(final int datagrams)
    {
        for (int i = 0; i < datagrams; i++)
        {
            source.send(payload, 0, LENGTHS[sent % LENGTHS.length], inputs[sent % inputs.length]);
            sent++;
        }
        final long deadlineNs = System.nanoTime() + ARRIVAL_TIMEOUT_NS;
        int count = 0;
        while (count < datagrams && deadlineNs - System.nanoTime() > 0)
        {
            ready.select(ARRIVAL_TIMEOUT_NS);
            count += sink.receive(arrived, arrived.capacity());
        }
        return count;
    }

    private RelayConfig small(final RelayConfig config, final UdpEndpoint out)
    {
        final Execution execution = config.execution();
        final List<FlowConfig> flows = new ArrayList<>();
        final List<DestinationConfig> destinations = new ArrayList<>();
        for (int i = 0; i < CLASSES.length; i++)
        {
            final String name = CLASSES[i].name();
            final UdpEndpoint in = endpoint();
            inputs[i] = in.expand().getFirst();
            flows.add(FlowConfig.of(name, in, name, List.of(name)));
            destinations.add(DestinationConfig.of(name, out).maxLag(1));
        }
        destinations.set(1, destinations.get(1).rate(RATE_BITS_PER_SECOND));
        return new RelayConfig(config.name() + RunDirectory.WARM_UP_SUFFIX,
            new Execution(execution.profile(), execution.layout(), 1, execution.idle(), execution.cores(),
            execution.io()),
            List.of(CLASSES), flows, destinations);
    }

    private <T extends AutoCloseable> T open(final T resource)
    {
        opened.add(resource);
        return resource;
    }

    private void closeAll()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.quietClose(opened.get(i));
        }
    }

    private static UdpEndpoint endpoint()
    {
        return UdpEndpoint.parse("udp://127.0.0.1:" + FreePorts.next());
    }
}
