package relay.pipeline;

import relay.config.FlowConfig;
import relay.config.Ids;
import relay.pool.Lane;

/**
 * A configured flow at work. Its sequence belongs to the ingress thread.
 */
final class Flow
{
    private final FlowConfig config;
    private final int index;
    private final int id;
    private final int trafficClassId;
    private final Lane lane;
    private final FlowLedger ledger;
    private long nextSequence;

    Flow(final FlowConfig config, final int index, final Lane lane, final FlowLedger ledger)
    {
        this.config = config;
        this.index = index;
        this.id = Ids.of(config.name());
        this.trafficClassId = Ids.of(config.trafficClass());
        this.lane = lane;
        this.ledger = ledger;
    }

    FlowConfig config()
    {
        return config;
    }

    int index()
    {
        return index;
    }

    int id()
    {
        return id;
    }

    int trafficClassId()
    {
        return trafficClassId;
    }

    Lane lane()
    {
        return lane;
    }

    FlowLedger ledger()
    {
        return ledger;
    }

    long nextSequence()
    {
        return nextSequence++;
    }
}
