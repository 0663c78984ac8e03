package relay.pipeline.egress;

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
    private long sentBytes;

    PriorityGroup(final EgressLane[] lanes)
    {
        this.lanes = lanes;
        deficitBytes = new long[lanes.length];
    }

    /**
     * Serves the lanes in turn until all are empty or blocked, or a limit is reached.
     *
     * @param nowNs       monotonic time of this duty cycle.
     * @param limit       the most packets.
     * @param budgetBytes stop once that many bytes were sent.
     * @return packets done with.
     */
    int serve(final long nowNs, final int limit, final long budgetBytes)
    {
        int count = 0;
        int idleTurns = 0;
        sentBytes = 0;
        while (count < limit && sentBytes < budgetBytes && idleTurns < lanes.length)
        {
            final int done = serveTurn(nowNs, limit - count, budgetBytes - sentBytes);
            if (Block.SHAPED == lanes[turn].block())
            {
                return count + done; // the turn goes on when the rate allows
            }
            count += done;
            idleTurns = 0 == done && !isInDebt() ? idleTurns + 1 : 0;
            if (count < limit && sentBytes < budgetBytes)
            {
                endTurn();
            }
        }
        return count;
    }

    /**
     * @return bytes that the last call sent.
     */
    long sentBytes()
    {
        return sentBytes;
    }

    /**
     * @return whether a lane could send more at once: lower priorities must wait for it. A lane that its receiver or
     * its own rate holds back makes nobody wait.
     */
    boolean isWaiting()
    {
        for (final EgressLane lane : lanes)
        {
            if (lane.hasBacklog() && !lane.block().isOfLane())
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
        return deficitBytes[turn] <= 0 && Block.NONE == lanes[turn].block() && lanes[turn].hasBacklog();
    }

    private int serveTurn(final long nowNs, final int limit, final long budgetBytes)
    {
        final EgressLane lane = lanes[turn];
        if (!isInTurn)
        {
            isInTurn = true;
            deficitBytes[turn] += lane.trafficClass().weight() * QUANTUM_BYTES;
        }
        final long turnBytes = 1 == lanes.length ? Long.MAX_VALUE : deficitBytes[turn];
        final int done = lane.poll(nowNs, Math.min(turnBytes, budgetBytes), limit);
        deficitBytes[turn] -= lane.sentBytes();
        sentBytes += lane.sentBytes();
        return done;
    }

    private void endTurn()
    {
        final EgressLane lane = lanes[turn];
        if (!lane.hasBacklog() || Block.NONE != lane.block())
        {
            deficitBytes[turn] = 0; // what was not used is not saved up
        }
        isInTurn = false;
        turn = turn + 1 == lanes.length ? 0 : turn + 1;
    }
}
