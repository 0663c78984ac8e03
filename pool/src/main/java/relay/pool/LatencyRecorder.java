package relay.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Counts durations on the thread that measures them, for the conductor to collect once an interval. A record costs an
 * array increment: no lock, no atomic instruction, no allocation.
 *
 * <pre>
 *   conductor               owner
 *   requestSwap  ---------> onDutyCycleEnd    active and collected change places
 *   takeInterval &lt;---------
 * </pre>
 *
 * One thread, the owner, calls {@link #recordNs} and {@link #onDutyCycleEnd}; one other, the conductor, calls the rest.
 * Neither ever waits: an owner that is stalled only makes the interval longer. Every record is in exactly one interval,
 * or in {@link #overflowCount()}.
 */
public final class LatencyRecorder
{
    /** Longer durations count as this one: an hour. */
    public static final long VALUE_MAX_NS = 3_600_000_000_000L;

    /** Values are kept to one part in a thousand. */
    public static final int SIGNIFICANT_DIGITS = 3;

    private static final int IDLE = 0;
    private static final int REQUESTED = 1;
    private static final int SWAPPED = 2;

    private static final VarHandle STATE;

    static
    {
        try
        {
            STATE = MethodHandles.lookup().findVarHandle(LatencyRecorder.class, "state", int.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    // Of the owner.
    private IntCountsHistogram active = newHistogram();
    private long overflows;
    private Thread owner;

    // Of the conductor, except that the owner writes them between REQUESTED and SWAPPED.
    private IntCountsHistogram collected = newHistogram();
    private long collectedOverflows;

    // Moves IDLE -> REQUESTED -> IDLE on the conductor, REQUESTED -> SWAPPED on the owner.
    private int state = IDLE;

    /**
     * Called by the owner: counts one duration.
     *
     * @param durationNs in nanoseconds; negative counts as 0 (clocks of two cores may disagree), more than
     *                   {@link #VALUE_MAX_NS} counts as that.
     */
    public void recordNs(final long durationNs)
    {
        recordNs(durationNs, 1);
    }

    /**
     * Called by the owner: counts one duration of several packets.
     *
     * @param durationNs as above.
     * @param count      of packets, 1 or more.
     */
    public void recordNs(final long durationNs, final int count)
    {
        assert isOwner() : "recorded on " + Thread.currentThread() + ", the owner is " + owner;
        final IntCountsHistogram histogram = active;
        // An int count could overflow, and throw, when nobody collects for 2^31 records.
        if (histogram.getTotalCount() <= Integer.MAX_VALUE - count)
        {
            histogram.recordValueWithCount(Math.clamp(durationNs, 0, VALUE_MAX_NS), count);
        }
        else
        {
            overflows += count;
        }
    }

    /**
     * Called by the owner at the end of each duty cycle: hands over what was recorded if the conductor asked for it.
     * Otherwise one acquire load.
     */
    public void onDutyCycleEnd()
    {
        if (REQUESTED == (int)STATE.getAcquire(this))
        {
            final IntCountsHistogram filled = active;
            active = collected;
            collected = filled;
            collectedOverflows = overflows;
            STATE.setRelease(this, SWAPPED);
        }
    }

    /**
     * Called by the conductor: asks the owner for what it recorded since the last swap. Clears the interval that was
     * taken last, which must not be used from here on.
     *
     * @return false when the swap asked for before has not been done, or not been taken: nothing was changed.
     */
    public boolean requestSwap()
    {
        if (IDLE != (int)STATE.getAcquire(this))
        {
            return false;
        }
        collected.reset();
        STATE.setRelease(this, REQUESTED);
        return true;
    }

    /**
     * Called by the conductor: the interval that was asked for.
     *
     * @return durations in nanoseconds, the caller's until its next {@link #requestSwap()}; null while the owner has
     * not swapped, or when nothing was asked for.
     */
    public IntCountsHistogram takeInterval()
    {
        if (SWAPPED != (int)STATE.getAcquire(this))
        {
            return null;
        }
        // Nothing to publish: the owner acts on REQUESTED only.
        STATE.setOpaque(this, IDLE);
        return collected;
    }

    /**
     * Called by the conductor after the owner's thread has ended and was joined, again and again until it gives null:
     * what was swapped and not taken, then what was recorded since.
     *
     * @return durations in nanoseconds, the caller's until the next call; null when nothing is left.
     */
    public IntCountsHistogram drainAfterStop()
    {
        requestSwap();
        onDutyCycleEnd();
        final IntCountsHistogram interval = takeInterval();
        if (0 == interval.getTotalCount() && 0 == active.getTotalCount())
        {
            return null;
        }
        return interval;
    }

    /**
     * Called by the conductor.
     *
     * @return records up to the interval taken last that are in no interval, because 2,147,483,647 others were waiting
     * to be collected. 0 as long as somebody collects.
     */
    public long overflowCount()
    {
        return collectedOverflows;
    }

    private boolean isOwner()
    {
        if (null == owner)
        {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }

    private static IntCountsHistogram newHistogram()
    {
        return new IntCountsHistogram(1, VALUE_MAX_NS, SIGNIFICANT_DIGITS);
    }
}
