package relay.pipeline.qos;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.pool.LaneReader;
import relay.pool.Packet;

/**
 * The stage between ingress and egress: writes a verdict into each slot, and never removes one. What a flow's policer
 * drops is not asked for at its class's, so that it takes no tokens there.
 */
public final class QosAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;

    private final NanoClock clock;
    private final PolicedLane[] lanes;
    private final LaneReader[] stages;

    /**
     * @param clock monotonic.
     * @param lanes to judge.
     */
    public QosAgent(final NanoClock clock, final PolicedLane... lanes)
    {
        this.clock = clock;
        this.lanes = lanes.clone();
        stages = new LaneReader[lanes.length];
        for (int i = 0; i < lanes.length; i++)
        {
            stages[i] = lanes[i].lane().stage();
        }
    }

    @Override
    public int doWork()
    {
        int workCount = 0;
        for (int i = 0; i < stages.length; i++)
        {
            workCount += judge(i, BATCH_LIMIT);
        }
        return workCount;
    }

    /**
     * Called from the qos thread.
     *
     * @return whether all that was published is judged.
     */
    public boolean isDrained()
    {
        for (final LaneReader stage : stages)
        {
            if (stage.available() > stage.position())
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Judges what is left, so that egress can account for all of it.
     */
    @Override
    public void onClose()
    {
        for (int i = 0; i < stages.length; i++)
        {
            judge(i, Integer.MAX_VALUE);
        }
    }

    @Override
    public String roleName()
    {
        return "qos";
    }

    private int judge(final int lane, final int limit)
    {
        final LaneReader stage = stages[lane];
        final long position = stage.position();
        final long last = Math.min(stage.available(), position + limit);
        if (last > position)
        {
            if (lanes[lane].isLimited())
            {
                police(lanes[lane], stage, position, last);
            }
            else
            {
                forward(stage, position, last);
            }
            stage.release(last);
        }
        return (int)(last - position);
    }

    private static void forward(final LaneReader stage, final long position, final long last)
    {
        for (long sequence = position + 1; sequence <= last; sequence++)
        {
            stage.packet(sequence).verdict(Verdict.FORWARD);
        }
    }

    private void police(final PolicedLane lane, final LaneReader stage, final long position, final long last)
    {
        final long nowNs = clock.nanoTime();
        for (long sequence = position + 1; sequence <= last; sequence++)
        {
            final Packet packet = stage.packet(sequence);
            packet.verdict(verdictOf(packet, lane.ofFlows(), lane.ofClass(), nowNs));
        }
    }

    private static int verdictOf(
        final Packet packet, final Policer[] ofFlows, final Policer ofClass, final long nowNs)
    {
        final Policer ofFlow = null == ofFlows ? null : ofFlows[packet.flowIndex()];
        final int byFlow = null == ofFlow ? Verdict.FORWARD : ofFlow.judge(packet, nowNs);
        return null == ofClass || Verdict.isDropped(byFlow) ? byFlow :
            Verdict.worse(byFlow, ofClass.judge(packet, nowNs));
    }
}
