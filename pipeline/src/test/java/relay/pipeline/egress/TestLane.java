package relay.pipeline.egress;

import relay.config.TrafficClass;
import relay.pipeline.qos.Verdict;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.pool.Reserve;

/**
 * A lane whose ingress and qos sides are driven by the test, one packet at a time.
 */
public final class TestLane
{
    private final TrafficClass trafficClass;
    private final Lane lane;

    public TestLane(final TrafficClass trafficClass, final int readerCount)
    {
        this(trafficClass, readerCount, null);
    }

    /**
     * @param reserve that it borrows from; null for none.
     */
    public TestLane(final TrafficClass trafficClass, final int readerCount, final Reserve reserve)
    {
        this(trafficClass, readerCount, reserve, true);
    }

    /**
     * @param isFenceable whether readers may be fenced.
     */
    public TestLane(
        final TrafficClass trafficClass, final int readerCount, final Reserve reserve, final boolean isFenceable)
    {
        this.trafficClass = trafficClass;
        lane = new Lane(trafficClass.name(), trafficClass.buffers(), 80, readerCount, reserve, isFenceable);
    }

    public static TrafficClass trafficClass(
        final String name, final int priority, final int weight, final long deadlineNs, final BufferCounts buffers)
    {
        return TrafficClass.of(name, priority, weight, deadlineNs, buffers);
    }

    /**
     * @return sequence of a packet that egress may see at once.
     */
    public long put(final int flowIndex, final int length, final long claimNs)
    {
        return put(flowIndex, length, claimNs, Verdict.FORWARD);
    }

    public long put(final int flowIndex, final int length, final long claimNs, final int verdict)
    {
        final long sequence = putUnjudged(flowIndex, length, claimNs);
        return judge(sequence, verdict);
    }

    /**
     * @return sequence of a train that egress may see at once.
     */
    long putTrain(final int flowIndex, final int segmentLength, final int length, final long claimNs)
    {
        final long sequence = lane.claim(length, claimNs);
        final Packet packet = lane.packet(sequence);
        packet.flowIndex(flowIndex);
        packet.segmentLength(segmentLength);
        lane.publish();
        return judge(sequence, Verdict.FORWARD);
    }

    /**
     * @return sequence of a packet that was published and is still before the qos stage.
     */
    public long putUnjudged(final int flowIndex, final int length, final long claimNs)
    {
        lane.reclaim(claimNs);
        final long sequence = lane.claim(length, claimNs);
        if (sequence < 0)
        {
            throw new IllegalStateException("lane " + lane.name() + " has no buffer left: " + sequence);
        }
        final Packet packet = lane.packet(sequence);
        packet.flowIndex(flowIndex);
        lane.publish();
        return sequence;
    }

    /**
     * Passes on all packets up to one that was published last.
     *
     * @return its sequence.
     */
    long judge(final long sequence, final int verdict)
    {
        lane.stage().poll((packet, each, isLast) ->
        {
            if (each == sequence)
            {
                packet.verdict(verdict);
            }
            return each < sequence;
        });
        return sequence;
    }

    public Lane lane()
    {
        return lane;
    }

    public TrafficClass trafficClass()
    {
        return trafficClass;
    }
}
