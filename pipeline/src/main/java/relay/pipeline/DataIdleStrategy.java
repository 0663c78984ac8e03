package relay.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * What a data thread does when it has nothing to do. Where work comes often it looks again ({@link SpinWindow}); otherwise it
 * sleeps until the next datagram, or the stage before it ({@link Doorbell}), wakes it, no longer than the rest of its work
 * may wait. Belongs to that thread.
 *
 * <p>The first look is the wait: where nothing but what it waits for can give it work and all that came is done, whether
 * there is more the wait itself tells, and one system call does instead of two.
 *
 * <pre>
 *   work ──▶ (while the window is open: look again, others first) ──▶ wait ──▶ look again, wait ...
 * </pre>
 *
 * <table>
 * <caption>how long it waits</caption>
 * <tr><td>packets are in its lanes</td><td>{@link #UNDRAINED_TIMEOUT_NS}: until a destination takes them</td></tr>
 * <tr><td>else, if it polls Aeron</td><td>{@link #POLLING_TIMEOUT_NS}: which wakes nobody</td></tr>
 * <tr><td>else</td><td>{@link #DRAINED_TIMEOUT_NS}: only the stop and the histograms' collector can want it</td></tr>
 * </table>
 */
final class DataIdleStrategy implements IdleStrategy
{
    /** Where Aeron, which wakes nobody, is polled too: so often it looks again in any case. */
    static final int POLLING_LOOKS = 20;
    static final long UNDRAINED_TIMEOUT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    static final long POLLING_TIMEOUT_NS = TimeUnit.MICROSECONDS.toNanos(100);
    static final long DRAINED_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final NanoClock clock;
    private final SpinWindow window;
    private final LongToIntFunction await;
    private final BooleanSupplier drain;
    private final long drainedTimeoutNs;
    private final int looksMin;
    private int looks;
    private boolean isFalseAlarm;

    /**
     * @param clock     monotonic.
     * @param window    of this thread.
     * @param await     waits for something to do, for so many nanoseconds at most, and tells how many sockets are ready.
     * @param drain     takes back what is released, and tells whether its lanes have nothing that is left to do.
     * @param isPolling whether it has something to poll that wakes nobody.
     */
    DataIdleStrategy(
        final NanoClock clock,
        final SpinWindow window,
        final LongToIntFunction await,
        final BooleanSupplier drain,
        final boolean isPolling)
    {
        this.clock = clock;
        this.window = window;
        this.await = await;
        this.drain = drain;
        drainedTimeoutNs = isPolling ? POLLING_TIMEOUT_NS : DRAINED_TIMEOUT_NS;
        looksMin = isPolling ? POLLING_LOOKS : 0;
    }

    @Override
    public void idle(final int workCount)
    {
        final long nowNs = clock.nanoTime();
        if (workCount > 0)
        {
            reset();
            window.onWork(nowNs);
            if (looksMin > 0 || !drain.getAsBoolean())
            {
                return;
            }
        }
        idle(nowNs);
    }

    @Override
    public void idle()
    {
        idle(clock.nanoTime());
    }

    @Override
    public void reset()
    {
        looks = 0;
        isFalseAlarm = false;
    }

    @Override
    public String alias()
    {
        return "data";
    }

    private void idle(final long nowNs)
    {
        if (window.isOpen(nowNs) || looks < looksMin)
        {
            if (looks > 0)
            {
                Thread.yield();
                window.onLook(clock.nanoTime());
            }
            looks++;
        }
        else
        {
            sleep();
            window.onWake(clock.nanoTime());
        }
    }

    private void sleep()
    {
        if (isFalseAlarm)
        {
            // a socket is ready and gives nothing, or nobody reads any more: the ready set would not wait at all
            isFalseAlarm = false;
            LockSupport.parkNanos(UNDRAINED_TIMEOUT_NS);
        }
        else
        {
            isFalseAlarm = await.applyAsInt(drain.getAsBoolean() ? drainedTimeoutNs : UNDRAINED_TIMEOUT_NS) > 0;
        }
    }
}
