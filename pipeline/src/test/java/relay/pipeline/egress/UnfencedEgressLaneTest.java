package relay.pipeline.egress;

/**
 * The same where readers are never fenced: packets stay in their slots until they are done with.
 */
class UnfencedEgressLaneTest extends EgressLaneTest
{
    @Override
    boolean isFenceable()
    {
        return false;
    }
}
