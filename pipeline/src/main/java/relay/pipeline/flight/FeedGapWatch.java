package relay.pipeline.flight;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import relay.config.FlightTrigger;

/**
 * Finds gaps of a feed that no leg fills. A number that is missing may be on its way by another leg, so it counts only
 * when there were more missing than before for a while, without interruption. Belongs to the ingress thread.
 */
public final class FeedGapWatch
{
    /** Longer than legs of one source are apart. */
    static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LongSupplier missingNow;
    private final FlightLane[] lanes;
    private final int flow;
    private long settled;
    private long least;
    private long sinceNs;
    private boolean isWaiting;

    /**
     * @param missingNow tells how many numbers came on no leg so far; falls when one comes late.
     * @param lanes      that the feed's datagrams go to.
     * @param flow       index of its first leg.
     */
    public FeedGapWatch(final LongSupplier missingNow, final List<FlightLane> lanes, final int flow)
    {
        this.missingNow = missingNow;
        this.lanes = lanes.toArray(new FlightLane[0]);
        this.flow = flow;
    }

    void onDutyCycleEnd(final long nowNs)
    {
        final long missing = missingNow.getAsLong();
        if (missing <= settled)
        {
            settled = missing;
            isWaiting = false;
        }
        else if (!isWaiting)
        {
            isWaiting = true;
            sinceNs = nowNs;
            least = missing;
        }
        else
        {
            least = Math.min(least, missing);
            if (nowNs - sinceNs >= WAIT_NS)
            {
                onGap();
            }
        }
    }

    private void onGap()
    {
        settled = least;
        isWaiting = false;
        for (final FlightLane lane : lanes)
        {
            lane.onTrigger(FlightTrigger.GAP, flow);
        }
    }
}
