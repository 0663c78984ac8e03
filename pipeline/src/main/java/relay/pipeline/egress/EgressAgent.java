package relay.pipeline.egress;

import com.lmax.disruptor.Sequence;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.config.DestinationConfig;
import relay.config.WhenSlow;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Shaper;

/**
 * One destination: sends from its lanes by strict priority, and in proportion to their weights within a priority, after
 * their guaranteed shares; no faster than the destination's rate. Never blocks: what is refused stays in its slot until
 * the next duty cycle, or until it is skipped.
 */
public final class EgressAgent implements Agent
{
    private static final int BATCH_LIMIT = 256;

    private final String destination;
    private final NanoClock clock;
    private final EgressLane[] lanes;
    private final PriorityGroup[] groups;
    private final MinShares minShares;
    /** Null if it is never cut off. */
    private final CutOff cutOff;
    /** Written by the egress thread, read by the conductor; padded, because each destination's thread has one. */
    private final Sequence dutyCycles = new Sequence(0);

    /**
     * @param destination that it sends to.
     * @param clock       monotonic.
     * @param lanes       that it sends from, in any order.
     */
    public EgressAgent(final DestinationConfig destination, final NanoClock clock, final List<EgressLane> lanes)
    {
        this.destination = destination.name();
        this.clock = clock;
        this.lanes = lanes.toArray(new EgressLane[0]);
        final List<List<EgressLane>> byPriority = List.copyOf(lanes.stream().collect(Collectors.groupingBy(
            lane -> lane.trafficClass().priority(), TreeMap::new, Collectors.toList())).values());
        groups = byPriority.stream()
            .map(group -> new PriorityGroup(group.toArray(new EgressLane[0])))
            .toArray(PriorityGroup[]::new);
        minShares = new MinShares(lanes);
        cutOff = WhenSlow.DISCONNECT == destination.whenSlow() ? new CutOff(lanes.getFirst().ledger()) : null;
        if (destination.rateBitsPerSecond() > 0)
        {
            shape(destination, byPriority);
        }
    }

    /** The first priority finds half of the burst free, unless the others' longest datagrams need more of it. */
    private void shape(final DestinationConfig destination, final List<List<EgressLane>> byPriority)
    {
        final Shaper shaper =
            new Shaper(destination.rateBitsPerSecond(), destination.burstBytes(), clock.nanoTime());
        final List<EgressLane> others = byPriority.stream().skip(1).flatMap(List::stream).toList();
        final int longest = others.stream()
            .mapToInt(lane -> lane.pace().cost(lane.trafficClass().longestDatagram(), 1)).max().orElse(0);
        final long headroomBytes =
            Math.max(0, Math.min(destination.burstBytes() / 2, destination.burstBytes() - longest));
        byPriority.getFirst().forEach(lane -> lane.pace().shapedBy(shaper, 0));
        others.forEach(lane -> lane.pace().shapedBy(shaper, headroomBytes));
    }

    @Override
    public int doWork()
    {
        dutyCycles.set(dutyCycles.get() + 1);
        checkFenced();
        final long nowNs = clock.nanoTime();
        int workCount = null != cutOff && cutOff.isActive(nowNs) ? abandon(DropReason.DISCONNECTED) : send(nowNs);
        if (null != cutOff && isPastShare() && !cutOff.isActive(nowNs))
        {
            cutOff.begin(nowNs);
            workCount += abandon(DropReason.DISCONNECTED);
        }
        for (final EgressLane lane : lanes)
        {
            workCount += lane.skipPastShare(nowNs);
            lane.onDutyCycleEnd();
        }
        return workCount;
    }

    private void checkFenced()
    {
        for (final EgressLane lane : lanes)
        {
            lane.checkFenced();
        }
    }

    private int send(final long nowNs)
    {
        return minShares.isEmpty() ? sendInOrder(nowNs, BATCH_LIMIT, Long.MAX_VALUE) : sendShares(nowNs);
    }

    private boolean isPastShare()
    {
        for (final EgressLane lane : lanes)
        {
            if (lane.isPastShare())
            {
                return true;
            }
        }
        return false;
    }

    private int abandon(final DropReason reason)
    {
        int count = 0;
        for (final EgressLane lane : lanes)
        {
            count += lane.abandon(reason);
        }
        return count;
    }

    private int sendShares(final long nowNs)
    {
        int count = 0;
        int done;
        do
        {
            done = minShares.serve(nowNs, BATCH_LIMIT - count);
            if (!minShares.isWaiting())
            {
                done += sendInOrder(nowNs, BATCH_LIMIT - count - done, MinShares.SLICE_BYTES);
                minShares.onServed();
            }
            count += done;
        }
        while (done > 0 && count < BATCH_LIMIT);
        return count;
    }

    private int sendInOrder(final long nowNs, final int limit, final long budgetBytes)
    {
        int count = 0;
        long bytes = 0;
        for (final PriorityGroup group : groups)
        {
            count += group.serve(nowNs, limit - count, budgetBytes - bytes);
            bytes += group.sentBytes();
            if (count >= limit || bytes >= budgetBytes || group.isWaiting())
            {
                break;
            }
        }
        return count;
    }

    /**
     * Accounts for what is left.
     */
    @Override
    public void onClose()
    {
        checkFenced();
        abandon(DropReason.SHUTDOWN);
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

    /**
     * Called from the egress thread.
     *
     * @return whether there is nothing to send.
     */
    public boolean isDrained()
    {
        for (final EgressLane lane : lanes)
        {
            if (lane.hasBacklog())
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Called from the thread of all of them.
     *
     * @param agents of one thread.
     * @return whether none has anything to send.
     */
    public static boolean areDrained(final List<EgressAgent> agents)
    {
        for (int i = 0; i < agents.size(); i++)
        {
            if (!agents.get(i).isDrained())
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Called from the egress thread.
     *
     * @return whether it keeps packets that are in no lane any more.
     */
    public boolean isKeeping()
    {
        for (final EgressLane lane : lanes)
        {
            if (lane.isKeeping())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * May be called from any thread.
     *
     * @return how many duty cycles were begun: if that does not change, its thread has stopped.
     */
    public long dutyCycles()
    {
        return dutyCycles.get();
    }

    public EgressLane[] lanes()
    {
        return lanes;
    }
}
