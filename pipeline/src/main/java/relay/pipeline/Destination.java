package relay.pipeline;

import relay.config.DestinationConfig;

/**
 * A configured destination at work.
 *
 * @param config what it is.
 * @param ledger what became of its copies.
 * @param agent  that sends to it.
 */
record Destination(DestinationConfig config, DestinationLedger ledger, EgressAgent agent)
{
    /**
     * May be called from any thread; exact once nothing moves any more.
     *
     * @return copies that wait in the lanes.
     */
    long inFlight()
    {
        long inFlight = 0;
        for (final EgressLane lane : agent.lanes())
        {
            inFlight += lane.inFlight();
        }
        return inFlight;
    }
}
