package relay.pipeline.qos;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.config.TrafficClass;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.Packet;

/**
 * The stage between ingress and egress: writes a verdict into each slot, and never removes one. A class with a rate is
 * policed by one token bucket over UDP payload bytes.
 */
public final class QosAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;

    private final NanoClock clock;
    private final LaneReader[] stages;
    private final TokenBucket[] policers;

    /**
     * @param clock   monotonic.
     * @param lanes   to judge.
     * @param classes of the lanes, in the same order.
     */
    public QosAgent(final NanoClock clock, final Lane[] lanes, final TrafficClass[] classes)
    {
        this.clock = clock;
        stages = new LaneReader[lanes.length];
        policers = new TokenBucket[lanes.length];
        for (int i = 0; i < lanes.length; i++)
        {
            stages[i] = lanes[i].stage();
            final TrafficClass trafficClass = classes[i];
            policers[i] = trafficClass.policing().isLimited() ? new TokenBucket(
                trafficClass.policing().rateBitsPerSecond(), trafficClass.policing().burstBytes(), clock.nanoTime()) : null;
        }
    }

    @Override
    public int doWork()
    {
        int workCount = 0;
        for (int i = 0; i < stages.length; i++)
        {
            workCount += judge(stages[i], policers[i], BATCH_LIMIT);
        }
        return workCount;
    }

    /**
     * Judges what is left, so that egress can account for all of it.
     */
    @Override
    public void onClose()
    {
        for (int i = 0; i < stages.length; i++)
        {
            judge(stages[i], policers[i], Integer.MAX_VALUE);
        }
    }

    @Override
    public String roleName()
    {
        return "qos";
    }

    private int judge(final LaneReader stage, final TokenBucket policer, final int limit)
    {
        final long position = stage.position();
        final long last = Math.min(stage.available(), position + limit);
        if (last > position)
        {
            final long nowNs = null == policer ? 0 : clock.nanoTime();
            for (long sequence = position + 1; sequence <= last; sequence++)
            {
                final Packet packet = stage.packet(sequence);
                packet.verdict(null == policer || policer.tryTake(packet.length(), nowNs) ?
                    Verdict.FORWARD : Verdict.POLICED);
            }
            stage.release(last);
        }
        return (int)(last - position);
    }
}
