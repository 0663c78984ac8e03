package relay.pipeline.ingress;

import relay.config.FlightTrigger;
import relay.pipeline.flight.FlightLane;
import relay.pool.Lane;
import relay.transport.endpoint.Ids;

/**
 * The datagrams of one flow that have one class: where they go, and their numbers. A far relay receives each class on a
 * stream of its own, in no order with others, so each is numbered by itself. Belongs to the ingress thread.
 */
public final class FlowLane
{
    private final int trafficClassId;
    private final Lane lane;
    /** Null if nothing is remembered. */
    private FlightLane flight;
    private long nextSequence;

    /**
     * @param trafficClass its name.
     * @param lane         of that class.
     */
    FlowLane(final String trafficClass, final Lane lane)
    {
        trafficClassId = Ids.of(trafficClass);
        this.lane = lane;
    }

    int trafficClassId()
    {
        return trafficClassId;
    }

    public Lane lane()
    {
        return lane;
    }

    /**
     * Called before the ingress thread starts.
     *
     * @param flight recorder of the lane, or null.
     */
    public void flight(final FlightLane flight)
    {
        this.flight = flight;
    }

    /**
     * Something went wrong between the datagram before and the one that comes next.
     *
     * @param trigger what.
     * @param flow    index of the flow.
     */
    void onTrigger(final FlightTrigger trigger, final int flow)
    {
        if (null != flight)
        {
            flight.onTrigger(trigger, flow);
        }
    }

    /**
     * @param datagrams that are numbered.
     * @return sequence of the first of them.
     */
    long nextSequence(final int datagrams)
    {
        final long sequence = nextSequence;
        nextSequence += datagrams;
        return sequence;
    }
}
