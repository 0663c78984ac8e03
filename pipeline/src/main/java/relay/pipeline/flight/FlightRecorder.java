package relay.pipeline.flight;

import java.util.List;
import relay.config.FlightTrigger;

/**
 * The flight recorders of one worker's lanes, and what watches its feeds for them. Belongs to the ingress thread, but
 * for {@link #request}.
 */
public final class FlightRecorder
{
    private final FlightLane[] lanes;
    private final FeedGapWatch[] watches;

    /**
     * @param lanes   that are recorded.
     * @param watches of the feeds.
     */
    public FlightRecorder(final List<FlightLane> lanes, final List<FeedGapWatch> watches)
    {
        this.lanes = lanes.toArray(new FlightLane[0]);
        this.watches = watches.toArray(new FeedGapWatch[0]);
    }

    /**
     * May be called from any thread.
     *
     * @param trigger of all lanes.
     */
    public void request(final FlightTrigger trigger)
    {
        for (final FlightLane lane : lanes)
        {
            lane.request(trigger);
        }
    }

    /**
     * @return those that are recorded.
     */
    public List<FlightLane> lanes()
    {
        return List.of(lanes);
    }

    /**
     * Called from the ingress thread at the end of each duty cycle, when what came is published and nothing of it was
     * taken back yet.
     *
     * @param nowNs         monotonic time of this duty cycle.
     * @param epochOffsetNs from that to wall-clock time.
     */
    public void onDutyCycleEnd(final long nowNs, final long epochOffsetNs)
    {
        for (final FeedGapWatch watch : watches)
        {
            watch.onDutyCycleEnd(nowNs);
        }
        for (final FlightLane lane : lanes)
        {
            lane.onDutyCycleEnd(nowNs, epochOffsetNs);
        }
    }

    /**
     * Called from the ingress thread at the end of its life: what was triggered is written now.
     *
     * @param nowNs         monotonic time.
     * @param epochOffsetNs from that to wall-clock time.
     */
    public void onClose(final long nowNs, final long epochOffsetNs)
    {
        for (final FlightLane lane : lanes)
        {
            lane.onClose(nowNs, epochOffsetNs);
        }
    }
}
