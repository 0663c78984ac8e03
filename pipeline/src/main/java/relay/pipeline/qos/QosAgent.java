package relay.pipeline.qos;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The stage between ingress and egress: writes a verdict into each slot, and never removes one.
 */
public final class QosAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;

    private final Judge[] judges;

    /**
     * @param clock monotonic.
     * @param lanes to judge.
     */
    public QosAgent(final NanoClock clock, final PolicedLane... lanes)
    {
        judges = new Judge[lanes.length];
        for (int i = 0; i < lanes.length; i++)
        {
            judges[i] = new Judge(lanes[i], clock);
        }
    }

    @Override
    public int doWork()
    {
        int workCount = 0;
        for (final Judge judge : judges)
        {
            workCount += judge.poll(BATCH_LIMIT);
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
        for (final Judge judge : judges)
        {
            if (!judge.isDrained())
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
        for (final Judge judge : judges)
        {
            judge.poll(Integer.MAX_VALUE);
        }
    }

    @Override
    public String roleName()
    {
        return "qos";
    }
}
