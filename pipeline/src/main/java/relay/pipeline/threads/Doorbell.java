package relay.pipeline.threads;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Wakes the thread of a stage when the stage before it has published something for it. Who rings never waits, and pays
 * for a system call only if somebody sleeps.
 *
 * <pre>
 *   stage before              stage
 *   publish                   sleeper = this thread
 *   fence                     fence
 *   sleeper? unpark           anything published? no: park
 * </pre>
 *
 * At least one of them sees what the other wrote before its fence, so that nothing published is slept through.
 */
public final class Doorbell
{
    private final BooleanSupplier isDrained;
    /** Written by the stage's thread, read by the one that rings; null while it is awake. */
    private volatile Thread sleeper;

    /**
     * @param isDrained asked on the stage's thread: whether all that was published is done.
     */
    public Doorbell(final BooleanSupplier isDrained)
    {
        this.isDrained = isDrained;
    }

    /**
     * Called from the thread of the stage before, after it has published.
     */
    void ring()
    {
        VarHandle.fullFence();
        final Thread thread = sleeper;
        if (null != thread)
        {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Called from the stage's thread.
     *
     * @return whether all that was published is done.
     */
    public boolean isDrained()
    {
        return isDrained.getAsBoolean();
    }

    /**
     * Called from the stage's thread when there is nothing that it can do: sleeps until somebody rings.
     *
     * @param timeoutNs the longest to sleep; {@link DataIdleStrategy#UNDRAINED_TIMEOUT_NS} if there is something to be
     *                  done that cannot be done yet.
     * @return 0: what is ready, the stage has to look for.
     */
    public int await(final long timeoutNs)
    {
        sleeper = Thread.currentThread();
        VarHandle.fullFence(); // a volatile store alone may pass the load of a sequence, which is an acquiring one
        if (DataIdleStrategy.UNDRAINED_TIMEOUT_NS == timeoutNs || isDrained())
        {
            LockSupport.parkNanos(timeoutNs);
        }
        sleeper = null;
        return 0;
    }
}
