package relay.pipeline.threads;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * What a data thread does when it has nothing to do. Where work comes often it looks again ({@link SpinWindow});
 * otherwise it sleeps until the next datagram, or the stage before it ({@link Doorbell}), wakes it, no longer than the
 * rest of its work may wait. Belongs to that thread.
 *
 * <p>The first look is the wait: where nothing but what it waits for can give it work and all that came is done,
 * whether there is more the wait itself tells, and one system call does instead of two.
 *
 * <pre>
 *   work ──▶ (while the window is open: look again, others first) ──▶ wait ──▶ look again, wait ...
 * </pre>
 *
 * <table>
 * <caption>how long it waits</caption>
 * <tr><td>packets are in its lanes</td><td>{@link #UNDRAINED_TIMEOUT_NS}: until a destination takes them</td></tr>
 * <tr><td>else</td><td>as {@link Wake} says</td></tr>
 * </table>
 */
public final class DataIdleStrategy implements IdleStrategy
{
    static final long UNDRAINED_TIMEOUT_NS = TimeUnit.MICROSECONDS.toNanos(50);

    /** What gives a thread work. */
    public enum Wake
    {
        /** Only what wakes it. Nothing but the stop and the histograms' collector can want it before. */
        WOKEN(0, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(10)),
        /** Also Aeron, which wakes nobody. */
        ALSO_POLLING(20, TimeUnit.MICROSECONDS.toNanos(100), TimeUnit.MICROSECONDS.toNanos(100)),
        /** Aeron, and nothing that wakes it: it sleeps a little at first. */
        ONLY_POLLING(20, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(100));

        private final int looks;
        private final long firstTimeoutNs;
        private final long lastTimeoutNs;

        Wake(final int looks, final long firstTimeoutNs, final long lastTimeoutNs)
        {
            this.looks = looks;
            this.firstTimeoutNs = firstTimeoutNs;
            this.lastTimeoutNs = lastTimeoutNs;
        }

        /**
         * @return how often it looks again in any case before it sleeps.
         */
        int looks()
        {
            return looks;
        }

        /**
         * @return how long it sleeps first, and twice as long each time after, in nanoseconds.
         */
        long firstTimeoutNs()
        {
            return firstTimeoutNs;
        }

        /**
         * @return the longest that it sleeps, in nanoseconds.
         */
        long lastTimeoutNs()
        {
            return lastTimeoutNs;
        }
    }

    private final NanoClock clock;
    private final SpinWindow window;
    private final LongToIntFunction await;
    private final BooleanSupplier drain;
    private final Wake wake;
    private int looks;
    private long timeoutNs;
    private boolean isUndrained;
    private boolean isFalseAlarm;

    /**
     * @param clock  monotonic.
     * @param window of this thread.
     * @param await  waits for something to do, for so many nanoseconds at most, and tells how many sockets are ready.
     * @param drain  takes back what is released, and tells whether its lanes have nothing that is left to do.
     * @param wake   what gives it work.
     */
    public DataIdleStrategy(
        final NanoClock clock,
        final SpinWindow window,
        final LongToIntFunction await,
        final BooleanSupplier drain,
        final Wake wake)
    {
        this.clock = clock;
        this.window = window;
        this.await = await;
        this.drain = drain;
        this.wake = wake;
        timeoutNs = wake.firstTimeoutNs();
    }

    @Override
    public void idle(final int workCount)
    {
        final long nowNs = clock.nanoTime();
        if (workCount > 0)
        {
            reset();
            window.onWork(nowNs);
            if (wake.looks() > 0 || !drain.getAsBoolean())
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
        timeoutNs = wake.firstTimeoutNs();
        isUndrained = false;
        isFalseAlarm = false;
    }

    @Override
    public String alias()
    {
        return "data";
    }

    private void idle(final long nowNs)
    {
        if (window.isOpen(nowNs) || looks < wake.looks())
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
        else if (drain.getAsBoolean())
        {
            isUndrained = false;
            isFalseAlarm = await.applyAsInt(timeoutNs) > 0;
            timeoutNs = Math.min(2 * timeoutNs, wake.lastTimeoutNs());
        }
        else if (isUndrained)
        {
            isFalseAlarm = await.applyAsInt(UNDRAINED_TIMEOUT_NS) > 0;
        }
        else
        {
            isUndrained = true; // or it came just now: that the next look will tell
        }
    }
}
