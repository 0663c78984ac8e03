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
    private final boolean isEnveloped;
    private long nextSequence;

    /**
     * @param config      as configured.
     * @param index       among the flows.
     * @param lane        of its traffic class.
     * @param ledger      of its datagrams up to their slots.
     * @param isEnveloped whether a destination of it reads the envelope, so that one must be written.
     */
    Flow(
        final FlowConfig config,
        final int index,
        final Lane lane,
        final FlowLedger ledger,
        final boolean isEnveloped)
    {
        this.isEnveloped = isEnveloped;
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

    boolean isEnveloped()
    {
        return isEnveloped;
    }

    /**
     * Called from the ingress thread.
     *
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
