package relay.terminal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs one agent on a thread of its own while the command's thread waits, looks and prints: a slow terminal must not
 * hold up the agent.
 */
public final class AgentSession implements AutoCloseable
{
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Always the shortest park, which takes about 75 us (the kernel's timer slack): longer shows in the latencies. */
    private static final long PARK_NS = 1_000;
    private static final int SPINS = 100;
    private static final int YIELDS = 10;

    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final StopSignal stop;
    private final AgentRunner runner;
    private final Thread thread;

    public AgentSession(final Agent agent, final StopSignal stop)
    {
        this(agent, new BackoffIdleStrategy(SPINS, YIELDS, PARK_NS, PARK_NS), stop);
    }

    public AgentSession(final Agent agent, final IdleStrategy idleStrategy, final StopSignal stop)
    {
        this.stop = stop;
        runner = new AgentRunner(idleStrategy, this::onError, null, agent);
        thread = AgentRunner.startOnThread(runner);
    }

    /**
     * Waits until the agent is done, or the user wants it to stop, or it failed.
     *
     * @param isDone     asked every 10 ms.
     * @param intervalNs how often to show progress, 0 for never.
     * @param progress   shows it, given the time since the last in nanoseconds.
     */
    public void await(final BooleanSupplier isDone, final long intervalNs, final Progress progress)
    {
        long lastNs = System.nanoTime();
        while (!isDone.getAsBoolean() && !stop.await(LOOK_NS))
        {
            final long nowNs = System.nanoTime();
            if (intervalNs > 0 && nowNs - lastNs >= intervalNs)
            {
                progress.onInterval(nowNs - lastNs);
                lastNs = nowNs;
            }
        }
    }

    /**
     * Interrupts the agent's thread: for one that may wait for somebody else, before it is ended.
     */
    public void interrupt()
    {
        thread.interrupt();
    }

    /**
     * Ends the agent and waits for that; what it counted may be read then.
     *
     * @return what the agent failed with first, or null.
     */
    public Throwable end()
    {
        close();
        return error.get();
    }

    /**
     * @return what the agent failed with first, or null.
     */
    public Throwable error()
    {
        return error.get();
    }

    @Override
    public void close()
    {
        runner.close();
    }

    private void onError(final Throwable ex)
    {
        error.compareAndSet(null, ex);
        stop.stop();
    }

    /** Shows how far it got. */
    @FunctionalInterface
    public interface Progress
    {
        void onInterval(long elapsedNs);
    }
}
