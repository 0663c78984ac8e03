package relay.tools.paced;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * What the thread of a {@link PacedAgent} does between datagrams: it sleeps while the next is far off, and spins when
 * it is near, because a sleep ends up to 75 us late (the kernel's timer slack and a wake-up). Used by that thread.
 */
public final class PacedIdleStrategy implements IdleStrategy
{
    /** More than a sleep is late by on a machine that is not overloaded. */
    public static final long SPIN_DEFAULT_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long SLEEP_MAX_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Until what it waits for, the kernel or who reads ahead, is taken for slow. */
    private static final int YIELDS_MAX = 1_000;
    private static final long SLEEP_UNKNOWN_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final PacedAgent sender;
    private final long spinNs;
    private int yields;

    /**
     * @param sender that idles.
     * @param spinNs how long before a datagram is due it spins, in nanoseconds; 0 for never.
     */
    public PacedIdleStrategy(final PacedAgent sender, final long spinNs)
    {
        this.sender = sender;
        this.spinNs = spinNs;
    }

    @Override
    public void idle(final int workCount)
    {
        if (0 == workCount)
        {
            idle();
        }
        else
        {
            reset();
        }
    }

    @Override
    public void idle()
    {
        final long waitNs = sender.waitNs();
        if (PacedAgent.UNKNOWN_NS == waitNs)
        {
            idleUnknown();
        }
        else if (waitNs > spinNs)
        {
            LockSupport.parkNanos(Math.min(waitNs - spinNs, SLEEP_MAX_NS));
        }
        else
        {
            Thread.onSpinWait();
        }
    }

    @Override
    public void reset()
    {
        yields = 0;
    }

    private void idleUnknown()
    {
        if (yields < YIELDS_MAX)
        {
            yields++;
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(SLEEP_UNKNOWN_NS);
        }
    }
}
