package relay.perf.burst;

/**
 * The longest time in which nothing came to an output although something was due there: from when the first datagram
 * was due that came due since the last arrival, to the next arrival, or at the end to when the last was due. Lost ones
 * count, so that an outage shows that swallows what falls into it. Owned by the sink's thread.
 */
final class StallMeter
{
    private static final long NONE = Long.MIN_VALUE;

    private long arrivalNs;
    private long lastDueNs;
    /** First that was due since the last arrival. */
    private long sinceNs = NONE;
    private long longestNs;

    /**
     * A datagram will be sent, the next at most before it is due.
     *
     * @param dueNs when it is due, in nanoseconds after the start.
     */
    void onDue(final long dueNs)
    {
        lastDueNs = Math.max(lastDueNs, dueNs);
        if (NONE == sinceNs)
        {
            sinceNs = Math.max(arrivalNs, dueNs);
        }
    }

    /**
     * One that was waited for has come.
     *
     * @param nowNs nanoseconds after the start.
     * @param dueNs when it was due, likewise.
     */
    void onArrival(final long nowNs, final long dueNs)
    {
        final long ownNs = Math.max(arrivalNs, dueNs);
        longestNs = Math.max(longestNs, nowNs - (NONE == sinceNs ? ownNs : Math.min(sinceNs, ownNs)));
        arrivalNs = nowNs;
        sinceNs = lastDueNs > nowNs ? lastDueNs : NONE;
    }

    /**
     * Ends the run.
     *
     * @param nowNs nanoseconds after the start.
     */
    void conclude(final long nowNs)
    {
        if (NONE != sinceNs)
        {
            longestNs = Math.max(longestNs, Math.min(lastDueNs, nowNs) - sinceNs);
        }
    }

    long longestNs()
    {
        return longestNs;
    }
}
