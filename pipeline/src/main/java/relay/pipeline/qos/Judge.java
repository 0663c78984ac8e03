package relay.pipeline.qos;

import com.lmax.disruptor.EventPoller;
import org.agrona.concurrent.NanoClock;
import relay.pool.LaneStage;
import relay.pool.Packet;

/**
 * Writes verdicts into the packets of one lane, as its stage polls them. What a flow's policer drops is not asked for
 * at its class's, so that it takes no tokens there. Belongs to the qos thread.
 */
final class Judge implements EventPoller.Handler<Packet>
{
    private final LaneStage stage;
    private final NanoClock clock;
    private final boolean isLimited;
    private final Policer ofClass;
    private final Policer[] ofFlows;

    // of the batch at hand
    private long nowNs;
    private long last;

    Judge(final PolicedLane lane, final NanoClock clock)
    {
        this.clock = clock;
        stage = lane.lane().stage();
        isLimited = lane.isLimited();
        ofClass = lane.ofClass();
        ofFlows = lane.ofFlows();
    }

    /**
     * @param limit the most packets.
     * @return packets judged.
     */
    int poll(final int limit)
    {
        final long position = stage.position();
        if (stage.available() == position)
        {
            return 0;
        }
        last = position + limit;
        if (isLimited)
        {
            nowNs = clock.nanoTime();
        }
        return stage.poll(this);
    }

    @Override
    public boolean onEvent(final Packet packet, final long sequence, final boolean isLast)
    {
        packet.verdict(isLimited ? verdictOf(packet) : Verdict.FORWARD);
        return sequence < last;
    }

    boolean isDrained()
    {
        return stage.available() == stage.position();
    }

    private int verdictOf(final Packet packet)
    {
        final Policer ofFlow = null == ofFlows ? null : ofFlows[packet.flowIndex()];
        final int byFlow = null == ofFlow ? Verdict.FORWARD : ofFlow.judge(packet, nowNs);
        return null == ofClass || Verdict.isDropped(byFlow) ? byFlow :
            Verdict.worse(byFlow, ofClass.judge(packet, nowNs));
    }
}
