package relay.pipeline.qos;

import relay.pool.Lane;

/**
 * A lane, and who polices what is in it.
 *
 * @param lane    of one class.
 * @param ofClass its policer; null if the class has no rate.
 * @param ofFlows by flow index: the policer of a flow, null if it has no rate; null if no flow of the lane has one.
 */
public record PolicedLane(Lane lane, Policer ofClass, Policer[] ofFlows)
{
    /**
     * @param lane in which everything passes.
     * @return the lane without policers.
     */
    public static PolicedLane free(final Lane lane)
    {
        return new PolicedLane(lane, null, null);
    }

    boolean isLimited()
    {
        return null != ofClass || null != ofFlows;
    }
}
