package relay.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns SIGINT and SIGTERM into a request to stop, so that a command can print what it measured and choose its exit
 * status. Another signal ends the process at once, but not sooner than half a second after the first: {@code timeout}
 * sends its own to the process and to its group, which is one stop and not two. Any thread.
 */
public final class StopSignal implements AutoCloseable
{
    private static final String INTERRUPT = "INT";
    private static final String TERMINATE = "TERM";
    private static final int INTERRUPTED = 128 + 2;
    private static final int TERMINATED = 128 + 15;
    private static final long NONE = Long.MIN_VALUE;

    private static final long SAME_STOP_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SignalHandlers handlers = new SignalHandlers();
    private final AtomicLong firstSignalNs = new AtomicLong(NONE);

    /**
     * Installs the handlers; {@link #close()} puts back those that were there.
     */
    public StopSignal()
    {
        handlers.install(INTERRUPT, this::onSignal);
        handlers.install(TERMINATE, this::onSignal);
    }

    /**
     * Waits.
     *
     * @param timeoutNs for so long at most.
     * @return whether to stop.
     */
    public boolean await(final long timeoutNs)
    {
        try
        {
            return stopped.await(timeoutNs, TimeUnit.NANOSECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Stops as a signal would.
     */
    void stop()
    {
        stopped.countDown();
    }

    @Override
    public void close()
    {
        handlers.close();
    }

    private void onSignal(final String name)
    {
        final long nowNs = System.nanoTime();
        final long firstNs = firstSignalNs.compareAndExchange(NONE, nowNs);
        if (NONE != firstNs && nowNs - firstNs >= SAME_STOP_NS)
        {
            Runtime.getRuntime().halt(INTERRUPT.equals(name) ? INTERRUPTED : TERMINATED);
        }
        stop();
    }
}
