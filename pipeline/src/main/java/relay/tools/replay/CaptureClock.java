package relay.tools.replay;

import java.util.concurrent.TimeUnit;

/**
 * Makes of the times of a capture, which may jump either way, times that go on from 0: gaps above a limit are shortened
 * to it; what is out of order is due with the one before it; where the clock was set back, time goes on from there.
 * Owned by one thread.
 */
final class CaptureClock
{
    /** Datagrams that a capture has out of order are less apart, and clocks are set back by more. */
    static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long gapLimitNs;
    private boolean isTimed;
    private long latestNs;
    private long beforeNs;
    private long offsetNs;
    private long passStartNs;
    private long passDatagrams;
    private long backward;
    private long shortened;
    private long shortenedNs;
    private long untimed;

    /**
     * @param gapLimitNs the longest gap that stays as it is, in nanoseconds.
     */
    CaptureClock(final long gapLimitNs)
    {
        this.gapLimitNs = gapLimitNs;
    }

    /**
     * @param epochNs when the next datagram was captured, -2^62..2^62 - 1.
     * @return its time, in nanoseconds after the first; never less than that of the one before.
     */
    long onTimed(final long epochNs)
    {
        if (isTimed)
        {
            advance(epochNs);
        }
        else
        {
            latestNs = epochNs;
            isTimed = true;
        }
        beforeNs = epochNs;
        passDatagrams++;
        return offsetNs;
    }

    /**
     * A datagram that does not say when it was captured.
     *
     * @return the time of the one before it.
     */
    long onUntimed()
    {
        untimed++;
        passDatagrams++;
        return offsetNs;
    }

    /**
     * The capture begins anew: its first datagram comes as long after the last as datagrams are apart on average.
     */
    void onPass()
    {
        final long meanGapNs = passDatagrams > 1 ? (offsetNs - passStartNs) / (passDatagrams - 1) : 0;
        offsetNs = Math.min(Factor.TIME_MAX_NS, offsetNs + meanGapNs);
        passStartNs = offsetNs;
        passDatagrams = 0;
        isTimed = false;
    }

    /**
     * @return how many times were before the one before them.
     */
    long backward()
    {
        return backward;
    }

    /**
     * @return how many gaps were shortened.
     */
    long shortened()
    {
        return shortened;
    }

    /**
     * @return by how much in all, in nanoseconds; {@link Long#MAX_VALUE} if it is more than that.
     */
    long shortenedNs()
    {
        return shortenedNs;
    }

    /**
     * @return how many datagrams had no time.
     */
    long untimed()
    {
        return untimed;
    }

    private void advance(final long epochNs)
    {
        final long gapNs = epochNs - latestNs;
        backward += epochNs < beforeNs ? 1 : 0;
        if (gapNs >= 0)
        {
            if (gapNs > gapLimitNs)
            {
                shortened++;
                shortenedNs = Math.min(Long.MAX_VALUE - gapNs, shortenedNs) + gapNs - gapLimitNs;
            }
            offsetNs = Math.min(Factor.TIME_MAX_NS, offsetNs + Math.min(gapNs, gapLimitNs));
        }
        if (gapNs >= 0 || gapNs < -STEP_NS)
        {
            latestNs = epochNs;
        }
    }
}
