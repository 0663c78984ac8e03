package relay.perf.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import relay.pool.BufferCounts;

/**
 * A relay that gets more than it can take while the cost of a datagram is measured, so that its data thread does not
 * sleep then; in between it has nothing to do. {@link RelaysInTurn} makes several in one process, each with classes of
 * its own, and knows it by classes of the JDK alone. Used by one thread.
 */
public final class LoadedRelay implements LongToDoubleFunction, AutoCloseable
{
    /** Until it is awake, and the one before it has emptied its socket. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(4);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final LoopbackRelay loopback;
    private final PacedSource source;
    private final long dataThread;

    /**
     * @throws IOException if there are no ports.
     */
    public LoadedRelay() throws IOException
    {
        final Set<Long> others = dataThreads();
        loopback = new LoopbackRelay(BufferCounts.DEFAULT, 0);
        source = new PacedSource(loopback.input(), LengthMix.SMALL);
        final Set<Long> all = dataThreads();
        all.removeAll(others);
        dataThread = all.iterator().next();
    }

    /**
     * @param lengthNs of the window.
     * @return nanoseconds of its data thread for a datagram that it sent; NaN if it sent none.
     */
    @Override
    public double applyAsDouble(final long lengthNs)
    {
        load(SETTLE_NS);
        final long sent = loopback.relay().ledger().sent();
        final long cpuNs = threads.getThreadCpuTime(dataThread);
        load(lengthNs);
        final long spentNs = threads.getThreadCpuTime(dataThread) - cpuNs;
        final long count = loopback.relay().ledger().sent() - sent;
        return 0 == count ? Double.NaN : (double)spentNs / count;
    }

    @Override
    public void close() throws IOException
    {
        source.close();
        loopback.close();
    }

    private void load(final long lengthNs)
    {
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < lengthNs)
        {
            source.sendUpTo(Long.MAX_VALUE);
        }
    }

    private static Set<Long> dataThreads()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains(LoopbackRelay.DATA_THREAD))
            .map(Thread::threadId).collect(Collectors.toCollection(HashSet::new));
    }
}
