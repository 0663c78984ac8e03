package relay.pipeline;

import relay.config.Ids;
import relay.pool.Lane;

/**
 * The datagrams of one flow that have one class: where they go, and their numbers. A far relay receives each class on a
 * stream of its own, in no order with others, so each is numbered by itself. Belongs to the ingress thread.
 */
final class FlowLane
{
    private final int trafficClassId;
    private final Lane lane;
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

    Lane lane()
    {
        return lane;
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
