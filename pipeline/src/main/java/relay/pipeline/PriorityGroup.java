package relay.pipeline;

import relay.pipeline.qos.TokenBucket;

/**
 * Lanes of one priority at one destination, served by deficit round robin (Shreedhar and Varghese, SIGCOMM 1995): in
 * proportion to their weights, in bytes. Belongs to the egress thread.
 */
final class PriorityGroup
{
    /** Bytes that a lane of weight 1 may send in its turn. */
    static final long QUANTUM_BYTES = 16 * 1024;

    private final EgressLane[] lanes;
    private final long[] deficitBytes;
    private int turn;
    private boolean isInTurn;

    PriorityGroup(final EgressLane[] lanes)
    {
        this.lanes = lanes;
        deficitBytes = new long[lanes.length];
    }

    /**
     * Serves the lanes in turn until all are empty or blocked, or the limit is reached.
     *
     * @param nowNs  monotonic time of this duty cycle.
     * @param limit  the most packets.
     * @param shaper of the destination, or null.
     * @return packets done with.
     */
    int serve(final long nowNs, final int limit, final TokenBucket shaper)
    {
        int count = 0;
        int idleTurns = 0;
        while (count < limit && idleTurns < lanes.length)
        {
            final int done = serveTurn(nowNs, limit - count, shaper);
            if (EgressLane.Block.SHAPED == lanes[turn].block())
            {
                return count + done; // the turn goes on when the rate allows
            }
            count += done;
            idleTurns = 0 == done && !isInDebt() ? idleTurns + 1 : 0;
            if (count < limit)
            {
                endTurn();
            }
        }
        return count;
    }

    /**
     * @return whether a lane could send more at once: lower priorities must wait for it. A stream that its receiver
     * holds back makes nobody wait.
     */
    boolean isWaiting()
    {
        for (final EgressLane lane : lanes)
        {
            if (lane.hasBacklog() && EgressLane.Block.BACK_PRESSURED != lane.block())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * @return whether the lane could send, but for a datagram longer than its quantum that it sent before: each turn
     * pays back a part.
     */
    private boolean isInDebt()
    {
        return deficitBytes[turn] <= 0 && EgressLane.Block.NONE == lanes[turn].block() && lanes[turn].hasBacklog();
    }

    private int serveTurn(final long nowNs, final int limit, final TokenBucket shaper)
    {
        final EgressLane lane = lanes[turn];
        if (!isInTurn)
        {
            isInTurn = true;
            deficitBytes[turn] += lane.trafficClass().weight() * QUANTUM_BYTES;
        }
        final long budgetBytes = 1 == lanes.length ? Long.MAX_VALUE : deficitBytes[turn];
        final int done = lane.poll(nowNs, budgetBytes, limit, shaper);
        deficitBytes[turn] -= lane.sentBytes();
        return done;
    }

    private void endTurn()
    {
        final EgressLane lane = lanes[turn];
        if (!lane.hasBacklog() || EgressLane.Block.NONE != lane.block())
        {
            deficitBytes[turn] = 0; // what was not used is not saved up
        }
        isInTurn = false;
        turn = turn + 1 == lanes.length ? 0 : turn + 1;
    }
}
