package relay.pipeline.ingress;

import java.util.List;
import relay.config.FlowConfig;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.Policer;
import relay.pool.Lane;
import relay.transport.endpoint.Ids;

/**
 * A configured flow at work.
 */
public final class Flow
{
    private final FlowConfig config;
    private final int index;
    private final int id;
    private final FlowLane[] lanes;
    private final FlowLedger ledger;
    private final Policer policer;
    private final boolean isEnveloped;

    /**
     * A flow of one class that is not policed.
     *
     * @param config      as configured.
     * @param index       among the flows.
     * @param lane        of its traffic class.
     * @param ledger      of its datagrams up to their slots.
     * @param isEnveloped whether a destination of it reads the envelope, so that one must be written.
     */
    public Flow(
        final FlowConfig config,
        final int index,
        final Lane lane,
        final FlowLedger ledger,
        final boolean isEnveloped)
    {
        this(config, index, List.of(lane), ledger, null, isEnveloped);
    }

    /**
     * @param config      as configured.
     * @param index       among the flows.
     * @param lanes       of its classes, in the order of {@link FlowConfig#trafficClasses()}.
     * @param ledger      of its datagrams up to their slots.
     * @param policer     of the flow, or null.
     * @param isEnveloped whether a destination of it reads the envelope, so that one must be written.
     */
    public Flow(
        final FlowConfig config,
        final int index,
        final List<Lane> lanes,
        final FlowLedger ledger,
        final Policer policer,
        final boolean isEnveloped)
    {
        this.config = config;
        this.index = index;
        this.id = Ids.of(config.name());
        this.lanes = new FlowLane[lanes.size()];
        for (int i = 0; i < this.lanes.length; i++)
        {
            this.lanes[i] = new FlowLane(config.trafficClasses().get(i), lanes.get(i));
        }
        this.ledger = ledger;
        this.policer = policer;
        this.isEnveloped = isEnveloped;
    }

    public FlowConfig config()
    {
        return config;
    }

    public int index()
    {
        return index;
    }

    int id()
    {
        return id;
    }

    /**
     * @return of its own class.
     */
    public FlowLane lane()
    {
        return lanes[0];
    }

    /**
     * @param classIndex in {@link FlowConfig#trafficClasses()}, 0 for its own class.
     * @return of that class.
     */
    public FlowLane lane(final int classIndex)
    {
        return lanes[classIndex];
    }

    public FlowLedger ledger()
    {
        return ledger;
    }

    /**
     * @return of this flow alone; null if it has no rate.
     */
    public Policer policer()
    {
        return policer;
    }

    boolean isEnveloped()
    {
        return isEnveloped;
    }
}
