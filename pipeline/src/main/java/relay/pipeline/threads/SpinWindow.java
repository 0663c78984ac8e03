package relay.pipeline.threads;

import java.util.concurrent.TimeUnit;

/**
 * Tells a data thread that found nothing to do whether to look again at once or to sleep. Waking up takes longer than
 * relaying a datagram does, so where work comes often the thread looks for the next without sleeping; where it comes
 * rarely, looking would only cost CPU.
 *
 * <p>As in the guest halt polling of Linux (Documentation/virt/guest-halt-polling.rst) it is learned from the waits
 * before: the window is open while their average is shorter than the window, and each wait looks no longer than that. A
 * thread that works for longer than it waits sleeps nevertheless: what comes meanwhile is done together, which costs
 * less, and other threads of the core need no time of its work.
 *
 * <p>When something else had the core between two looks, the window stays closed for {@link #CLOSED_FACTOR} times as
 * long: a thread that sleeps gets the core at once when it wakes up, one that never does has to wait for its turn. So
 * what others take delays at most one in so many.
 *
 * <p>Belongs to one thread.
 */
public final class SpinWindow
{
    /** What going to sleep and waking up take: who looks for as long never spends more than twice what is best. */
    public static final long LENGTH_NS = TimeUnit.MICROSECONDS.toNanos(25);
    /** Longer than an interrupt or a short task; less than the slice of a thread that computes. */
    static final long TAKEN_NS = TimeUnit.MICROSECONDS.toNanos(200);
    static final int CLOSED_FACTOR = 100;
    static final long CLOSED_MAX_NS = TimeUnit.SECONDS.toNanos(10);
    /** The next work was there already: that was no wait. */
    static final long NO_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(2);

    /** An average over the last 8 or so. */
    private static final int AVERAGE_SHIFT = 3;

    private final long lengthNs;
    private final long longestNs;
    private long waitAverageNs;
    private long workAverageNs;
    private long workNs;
    private long startNs;
    private long lastNs;
    private long closedUntilNs;

    /**
     * @param lengthNs {@link #LENGTH_NS}, or 0 for never to look again.
     * @param nowNs    monotonic time.
     */
    public SpinWindow(final long lengthNs, final long nowNs)
    {
        this.lengthNs = lengthNs;
        longestNs = 2 * lengthNs;
        waitAverageNs = longestNs;
        startNs = nowNs;
        lastNs = nowNs;
        closedUntilNs = nowNs;
    }

    /**
     * A duty cycle had work: a wait ended before it, and the next begins.
     *
     * @param nowNs monotonic time.
     */
    void onWork(final long nowNs)
    {
        final long waitedNs = lastNs - startNs;
        if (waitedNs > NO_WAIT_NS)
        {
            waitAverageNs += Math.min(waitedNs, longestNs) - waitAverageNs >> AVERAGE_SHIFT;
            workAverageNs += Math.min(workNs, longestNs) - workAverageNs >> AVERAGE_SHIFT;
            workNs = 0;
        }
        workNs += nowNs - lastNs;
        startNs = nowNs;
        lastNs = nowNs;
    }

    /**
     * There is nothing to do.
     *
     * @param nowNs monotonic time.
     * @return whether to look again at once.
     */
    boolean isOpen(final long nowNs)
    {
        onLook(nowNs);
        return waitAverageNs < lengthNs && waitAverageNs >= workAverageNs && nowNs - startNs < lengthNs &&
            nowNs - closedUntilNs >= 0;
    }

    /**
     * The thread let others go first, and is about to look again.
     *
     * @param nowNs monotonic time.
     */
    void onLook(final long nowNs)
    {
        final long sinceNs = nowNs - lastNs;
        if (sinceNs > TAKEN_NS)
        {
            closedUntilNs = nowNs + Math.min(CLOSED_FACTOR * sinceNs, CLOSED_MAX_NS);
        }
        lastNs = nowNs;
    }

    /**
     * The thread slept, and is about to look again.
     *
     * @param nowNs monotonic time.
     */
    void onWake(final long nowNs)
    {
        lastNs = nowNs;
    }
}
