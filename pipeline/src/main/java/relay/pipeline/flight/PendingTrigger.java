package relay.pipeline.flight;

import relay.config.FlightTrigger;

/**
 * The trigger that the next duty cycle of a {@link FlightLane} begins a recording for: the first, or the first urgent
 * one. Belongs to the ingress thread.
 */
final class PendingTrigger
{
    private FlightTrigger trigger;
    private int flow;
    private long sequence;

    void note(final FlightTrigger trigger, final int flow, final long sequence)
    {
        if (null == this.trigger || trigger.isUrgent() && !this.trigger.isUrgent())
        {
            this.trigger = trigger;
            this.flow = flow;
            this.sequence = sequence;
        }
    }

    /** The recording has begun, or cannot. Where it is marked is still known. */
    void clear()
    {
        trigger = null;
    }

    boolean isNoted()
    {
        return null != trigger;
    }

    FlightTrigger trigger()
    {
        return trigger;
    }

    /**
     * @return index of the flow that it happened to, -1 for none.
     */
    int flow()
    {
        return flow;
    }

    /**
     * @return sequence of the packet before which the recording is marked.
     */
    long sequence()
    {
        return sequence;
    }
}
