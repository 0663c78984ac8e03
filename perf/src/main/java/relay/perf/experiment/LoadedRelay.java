package relay.perf.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import relay.pool.BufferCounts;

/**
 * A process of its own: a relay that gets more than it can take, so that its data thread never sleeps. Prints what each
 * datagram costs that thread, a number of nanoseconds for each window. Arguments: length of the warm-up and of a window
 * in milliseconds, and how many windows.
 */
public final class LoadedRelay
{
    private LoadedRelay()
    {
    }

    /**
     * @param args as above.
     * @throws IOException if there are no ports.
     */
    public static void main(final String[] args) throws IOException
    {
        final long warmUpNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0]));
        final long windowNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
        final int windows = Integer.parseInt(args[2]);
        try (LoopbackRelay loopback = new LoopbackRelay(BufferCounts.DEFAULT, 0);
            PacedSource source = new PacedSource(loopback.input(), Mix.SMALL))
        {
            final long thread = dataThread();
            costNs(loopback, source, thread, warmUpNs);
            for (int i = 0; i < windows; i++)
            {
                System.out.println(costNs(loopback, source, thread, windowNs));
            }
        }
    }

    private static double costNs(
        final LoopbackRelay loopback, final PacedSource source, final long thread, final long lengthNs)
    {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final long sent = loopback.relay().ledger().sent();
        final long cpuNs = threads.getThreadCpuTime(thread);
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < lengthNs)
        {
            source.sendUpTo(Long.MAX_VALUE);
        }
        return (double)(threads.getThreadCpuTime(thread) - cpuNs) / (loopback.relay().ledger().sent() - sent);
    }

    private static long dataThread()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains(LoopbackRelay.DATA_THREAD)).findFirst().orElseThrow().threadId();
    }
}
