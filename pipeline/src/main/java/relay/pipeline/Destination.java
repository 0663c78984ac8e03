package relay.pipeline;

import relay.config.DestinationConfig;

/**
 * A configured destination at work, as reports see it.
 */
record Destination(DestinationConfig config, DestinationLedger ledger, EgressAgent agent)
{
}
