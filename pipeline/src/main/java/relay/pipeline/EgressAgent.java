package relay.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.pipeline.qos.TokenBucket;

/**
 * One destination: sends from its lanes by strict priority, and in proportion to their weights within a priority; no
 * faster than the destination's rate. Never blocks: what is refused stays in its slot until the next duty cycle, or
 * until it is skipped.
 */
final class EgressAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;
    /** What may leave at once above the destination's rate; more than the longest datagram. */
    private static final long SHAPER_BURST_BYTES = 128 * 1024;

    private final String destination;
    private final NanoClock clock;
    private final EgressLane[] lanes;
    private final PriorityGroup[] groups;
    private final TokenBucket shaper;

    /**
     * @param destination       its name.
     * @param clock             monotonic.
     * @param lanes             that it sends from, in any order.
     * @param rateBitsPerSecond of UDP payload, 0 for unlimited.
     */
    EgressAgent(
        final String destination, final NanoClock clock, final List<EgressLane> lanes, final long rateBitsPerSecond)
    {
        this.destination = destination;
        this.clock = clock;
        this.lanes = lanes.toArray(new EgressLane[0]);
        final Map<Integer, List<EgressLane>> byPriority = lanes.stream().collect(Collectors.groupingBy(
            lane -> lane.trafficClass().priority(), TreeMap::new, Collectors.toList()));
        groups = byPriority.values().stream()
            .map(group -> new PriorityGroup(group.toArray(new EgressLane[0])))
            .toArray(PriorityGroup[]::new);
        shaper = 0 == rateBitsPerSecond ? null :
            new TokenBucket(rateBitsPerSecond, SHAPER_BURST_BYTES, clock.nanoTime());
    }

    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        int workCount = 0;
        for (final PriorityGroup group : groups)
        {
            workCount += group.serve(nowNs, BATCH_LIMIT - workCount, shaper);
            if (workCount >= BATCH_LIMIT || group.isWaiting())
            {
                break;
            }
        }
        for (final EgressLane lane : lanes)
        {
            workCount += lane.skipPastShare(shaper);
        }
        return workCount;
    }

    /**
     * Accounts for what is left.
     */
    @Override
    public void onClose()
    {
        for (final EgressLane lane : lanes)
        {
            lane.abandon();
        }
        for (final EgressLane lane : lanes)
        {
            CloseHelper.close(lane.sender()); // one socket may serve several lanes: closing twice is harmless
        }
    }

    @Override
    public String roleName()
    {
        return "egress " + destination;
    }

    EgressLane[] lanes()
    {
        return lanes;
    }
}
