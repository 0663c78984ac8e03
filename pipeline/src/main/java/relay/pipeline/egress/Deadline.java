package relay.pipeline.egress;

import relay.config.FlightTrigger;
import relay.config.TrafficClass;
import relay.pipeline.flight.FlightLane;
import relay.pool.LatencyRecorder;
import relay.pool.Packet;

/**
 * Until when a packet of a class is worth sending, and how late those were that were not. Belongs to the egress thread.
 */
final class Deadline
{
    private final long deadlineNs;
    private final LatencyRecorder late;
    /** Null if nothing is remembered. */
    private FlightLane flight;

    Deadline(final TrafficClass trafficClass)
    {
        deadlineNs = trafficClass.deadlineNs();
        late = deadlineNs > 0 ? new LatencyRecorder() : null;
    }

    /**
     * Called before the egress thread starts.
     *
     * @param flight recorder of the lane, or null.
     */
    void flight(final FlightLane flight)
    {
        this.flight = flight;
    }

    /**
     * @param packet of the class.
     * @param nowNs  monotonic time.
     * @return whether it is too late to send it.
     */
    boolean isPast(final Packet packet, final long nowNs)
    {
        return deadlineNs > 0 && packet.claimNs() + deadlineNs - nowNs < 0;
    }

    /**
     * @param packet that is too late.
     * @param nowNs  monotonic time.
     * @return by how much.
     */
    long lateNs(final Packet packet, final long nowNs)
    {
        return nowNs - packet.claimNs() - deadlineNs;
    }

    /**
     * @param lateNs    how late it was.
     * @param datagrams that were not sent for that.
     */
    void onExpired(final long lateNs, final int datagrams)
    {
        late.recordNs(lateNs, datagrams);
        if (null != flight)
        {
            flight.request(FlightTrigger.DEADLINE);
        }
    }

    void onDutyCycleEnd()
    {
        if (null != late)
        {
            late.onDutyCycleEnd();
        }
    }

    /**
     * @return how long past its deadline each datagram was that expired; null for a class without a deadline.
     */
    LatencyRecorder late()
    {
        return late;
    }
}
