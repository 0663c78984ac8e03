package relay.pipeline.egress;

import java.util.List;
import relay.config.Units;

/**
 * The guaranteed shares of one destination's lanes. Whenever bytes are sent there, a lane that has a share and
 * something to send earns its share of them as credit; while it has credit it goes before all others, whatever its
 * priority. Belongs to the egress thread.
 *
 * <p>In every window in which a lane always had something to send, and neither its receiver nor its own rate held it
 * back, it sends its share of all bytes but for {@link #CREDIT_MAX_BYTES} and one packet. A lane without packets saves
 * nothing up.
 */
final class MinShares
{
    /** Served between two looks at the credits. */
    static final long SLICE_BYTES = PriorityGroup.QUANTUM_BYTES;
    /** More than a slice and its last packet can earn, so that nothing is lost while it can be spent. */
    static final long CREDIT_MAX_BYTES = 16 * PriorityGroup.QUANTUM_BYTES;

    private static final long CREDIT_MAX = CREDIT_MAX_BYTES * Units.SHARE_WHOLE;

    private final EgressLane[] lanes;
    private final EgressLane[] guaranteed;
    /** In millionths of a byte; below 0 for a packet that was longer than the credit. */
    private final long[] credits;
    private final long[] accounted;
    private long accountedOfAll;
    private boolean isWaiting;

    /**
     * @param lanes of the destination.
     */
    MinShares(final List<EgressLane> lanes)
    {
        this.lanes = lanes.toArray(new EgressLane[0]);
        guaranteed = lanes.stream().filter(lane -> lane.trafficClass().minShare() > 0).toArray(EgressLane[]::new);
        credits = new long[guaranteed.length];
        accounted = new long[guaranteed.length];
    }

    /**
     * @return whether no lane has a share.
     */
    boolean isEmpty()
    {
        return 0 == guaranteed.length;
    }

    /**
     * Serves the lanes that have credit.
     *
     * @param nowNs monotonic time of this duty cycle.
     * @param limit the most packets.
     * @return packets done with; afterwards {@link #isWaiting()} tells whether all others must wait.
     */
    int serve(final long nowNs, final int limit)
    {
        int count = 0;
        isWaiting = false;
        for (int i = 0; i < guaranteed.length && !isWaiting && count < limit; i++)
        {
            final EgressLane lane = guaranteed[i];
            if (credits[i] > 0 && lane.hasBacklog())
            {
                count += lane.pollGuaranteed(nowNs, bytesOf(credits[i]), limit - count);
                account(true);
                isWaiting = credits[i] > 0 && Block.SHAPED == lane.block();
            }
        }
        return count;
    }

    /**
     * @return whether a lane has credit and only the destination's rate keeps it from sending: what is left of the rate
     * is its own.
     */
    boolean isWaiting()
    {
        return isWaiting;
    }

    /**
     * Called after others were served, by priority and weight.
     */
    void onServed()
    {
        account(false);
    }

    private void account(final boolean isCreditSpent)
    {
        long total = 0;
        for (final EgressLane lane : lanes)
        {
            total += lane.totalBytes();
        }
        for (int i = 0; i < guaranteed.length; i++)
        {
            account(i, total - accountedOfAll, isCreditSpent);
        }
        accountedOfAll = total;
    }

    private void account(final int index, final long bytesOfAll, final boolean isCreditSpent)
    {
        final EgressLane lane = guaranteed[index];
        final long spent = (lane.totalBytes() - accounted[index]) * Units.SHARE_WHOLE;
        accounted[index] = lane.totalBytes();
        final long earned = credits[index] + bytesOfAll * lane.trafficClass().minShare();
        // what it got in its own turn uses credit up, but is nothing that it owes
        final long floor = isCreditSpent ? Long.MIN_VALUE : Math.min(0, earned);
        final long credit = Math.min(CREDIT_MAX, Math.max(floor, earned - spent));
        credits[index] = lane.hasBacklog() ? credit : Math.min(0, credit);
    }

    private static long bytesOf(final long credit)
    {
        return (credit + Units.SHARE_WHOLE - 1) / Units.SHARE_WHOLE;
    }
}
