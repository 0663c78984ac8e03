package relay.pipeline.egress;

import org.agrona.concurrent.NanoClock;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.config.WhenSlow;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pool.LaneReader;
import relay.pool.LatencyRecorder;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.PacketSender;

/**
 * One destination's side of one lane: what it sends from there, skips, and gives back. Belongs to the egress thread.
 */
public final class EgressLane
{
    private final TrafficClass trafficClass;
    private final LaneCursor intake;
    /** Where it keeps its oldest, which go first; null if it skips them. */
    private final Backlog backlog;
    private final LaneCursor kept;
    private final PacketSender sender;
    private final DestinationLedger ledger;
    private final Selection selection;
    private final RateLimit pace;
    private final Deadline deadline;
    private final EgressBatch outgoing;
    private final LaneShare share;
    private final SlowPolicy slow;

    private long totalBytesBefore;
    private Block block = Block.NONE;

    /**
     * @param trafficClass of the lane.
     * @param reader       of the lane, this destination's own.
     * @param sender       that sends this class to this destination.
     * @param ledger       of the destination.
     * @param clock        monotonic.
     * @param isForUs      by flow index: whether the flow goes to this destination.
     * @param destination  with the share of the lane's buffers that it may hold, 0 &lt; maxLag &lt;= 1.
     */
    public EgressLane(
        final TrafficClass trafficClass,
        final LaneReader reader,
        final PacketSender sender,
        final DestinationLedger ledger,
        final NanoClock clock,
        final boolean[] isForUs,
        final DestinationConfig destination)
    {
        this.trafficClass = trafficClass;
        intake = new LaneCursor(reader);
        backlog = WhenSlow.SKIP_NEWEST == destination.whenSlow() ? new Backlog(reader.lane(), destination) : null;
        kept = null == backlog ? null : new LaneCursor(backlog.reader());
        this.sender = sender;
        this.ledger = ledger;
        pace = new RateLimit(trafficClass, destination, clock);
        deadline = new Deadline(trafficClass);
        selection = new Selection(isForUs, deadline);
        outgoing = new EgressBatch(deadline, pace, ledger, clock, intake.isFenceable());
        share = new LaneShare(reader, destination.maxLag());
        slow = new SlowPolicy(selection, deadline, ledger, outgoing, backlog, kept);
        if (intake.isFenceable())
        {
            reader.fence().count(sequence -> selection.owed(reader.packet(sequence)), ledger::onStalledBeforeTaken);
        }
    }

    /**
     * Called before the egress thread starts.
     *
     * @param flight recorder of the lane, or null.
     */
    public void flight(final FlightLane flight)
    {
        deadline.flight(flight);
    }

    /**
     * Called at the start of each duty cycle. If the destination was fenced, because its thread had stopped, it gives
     * up what it took from the lane; what it has in a backlog is its own and stays.
     */
    void checkFenced()
    {
        if (intake.checkFenced())
        {
            outgoing.giveUp(intake, DropReason.STALLED);
            intake.drained();
            share.reset();
        }
    }

    /**
     * Sends what may be sent now.
     *
     * @param nowNs       monotonic time of this duty cycle.
     * @param budgetBytes stop once that many bytes were sent, as {@link RateLimit#cost} counts them.
     * @param limit       stop after that many packets.
     * @return packets that it is done with.
     */
    int poll(final long nowNs, final long budgetBytes, final int limit)
    {
        return poll(nowNs, budgetBytes, limit, false);
    }

    /**
     * The same for a lane whose turn it is before all others: nothing of the rate is left to higher priorities.
     */
    int pollGuaranteed(final long nowNs, final long budgetBytes, final int limit)
    {
        return poll(nowNs, budgetBytes, limit, true);
    }

    private int poll(final long nowNs, final long budgetBytes, final int limit, final boolean isGuaranteed)
    {
        totalBytesBefore = outgoing.totalBytes();
        block = Block.NONE;
        int count = 0;
        if (!outgoing.isEmpty())
        {
            outgoing.withdrawDue(nowNs);
            flush();
            count += releaseDone();
        }
        while (outgoing.isEmpty() && take(nowNs, limit - count, budgetBytes, isGuaranteed))
        {
            flush();
            count += releaseDone(); // at once: what is accounted for must not be taken for held if this thread stops
        }
        return count;
    }

    /**
     * Called once a duty cycle, after the polls: of every size class of which this destination holds more than its
     * share, the oldest packets are given up, or moved into the backlog while there is room.
     *
     * @param nowNs monotonic time of this duty cycle.
     * @return packets that left the lane.
     */
    int skipPastShare(final long nowNs)
    {
        int count = 0;
        if (isPastShare())
        {
            for (int i = 0; i < SizeClass.COUNT; i++)
            {
                count += skipPastShare(i, nowNs);
            }
        }
        return count;
    }

    /**
     * Called at the end of each duty cycle: hands histograms over if the conductor asked for them.
     */
    void onDutyCycleEnd()
    {
        outgoing.residence().onDutyCycleEnd();
        deadline.onDutyCycleEnd();
    }

    /**
     * @return whether this destination holds more than its share of a size class.
     */
    boolean isPastShare()
    {
        return share.isExceeded(intake.available());
    }

    /**
     * Counts all that waits as dropped, because nobody will send it.
     *
     * @param reason why.
     * @return packets that it is done with.
     */
    int abandon(final DropReason reason)
    {
        if (null != kept)
        {
            slow.skipTo(kept, kept.available(), reason);
        }
        slow.skipTo(intake, intake.available(), reason);
        return releaseDone();
    }

    /**
     * @return bytes that the last poll sent, as {@link RateLimit#cost} counts them.
     */
    long sentBytes()
    {
        return outgoing.totalBytes() - totalBytesBefore;
    }

    /**
     * @return bytes sent since the start, as {@link RateLimit#cost} counts them.
     */
    long totalBytes()
    {
        return outgoing.totalBytes();
    }

    /**
     * @return why the last poll ended early.
     */
    Block block()
    {
        return block;
    }

    /**
     * @return whether there is more to send.
     */
    boolean hasBacklog()
    {
        return !intake.isEmpty() || isKeeping();
    }

    /**
     * @return whether there are packets in the backlog.
     */
    boolean isKeeping()
    {
        return null != kept && !kept.isEmpty();
    }

    /**
     * May be called from any thread; exact once nothing moves any more.
     *
     * @return datagrams for this destination that wait in the lane.
     */
    long inFlight()
    {
        return intake.inFlight(selection.flows()) + (null == kept ? 0 : kept.inFlight(selection.flows()));
    }

    public TrafficClass trafficClass()
    {
        return trafficClass;
    }

    RateLimit pace()
    {
        return pace;
    }

    public LaneReader reader()
    {
        return intake.reader();
    }

    DestinationLedger ledger()
    {
        return ledger;
    }

    /**
     * @return where it keeps its oldest packets; null if it does not.
     */
    public Backlog backlog()
    {
        return backlog;
    }

    public LatencyRecorder residence()
    {
        return outgoing.residence();
    }

    /**
     * @return how long past its deadline each datagram was that expired; null for a class without a deadline.
     */
    public LatencyRecorder late()
    {
        return deadline.late();
    }

    PacketSender sender()
    {
        return sender;
    }

    /**
     * Takes packets into the batch, first those that were kept.
     *
     * @return whether any slot was taken, its packet ours or not.
     */
    private boolean take(final long nowNs, final int limit, final long budgetBytes, final boolean isGuaranteed)
    {
        return null != kept && !kept.isExhausted() ?
            take(kept, nowNs, limit, budgetBytes, isGuaranteed) :
            take(intake, nowNs, limit, budgetBytes, isGuaranteed);
    }

    private boolean take(
        final LaneCursor from, final long nowNs, final int limit, final long budgetBytes, final boolean isGuaranteed)
    {
        final long before = from.taken();
        final long last = Math.min(from.available(), before + limit);
        long bytes = sentBytes();
        while (from.taken() < last && bytes < budgetBytes && !outgoing.isFull())
        {
            final Packet packet = from.next();
            if (selection.isForUs(packet))
            {
                final DropReason reason = selection.refusalOf(packet, nowNs);
                if (null != reason)
                {
                    outgoing.addRefused(from, packet, reason, nowNs);
                }
                else
                {
                    final int cost = pace.cost(packet.length(), packet.segmentCount());
                    block = pace.reserve(cost, isGuaranteed, nowNs);
                    if (Block.NONE != block)
                    {
                        break;
                    }
                    bytes += cost;
                    outgoing.add(from, packet, cost);
                }
            }
            from.advance();
        }
        if (from.taken() > before && !from.commitTaken())
        {
            outgoing.forget(nowNs);
        }
        return from.taken() > before;
    }

    private void flush()
    {
        if (!outgoing.isEmpty())
        {
            sender.send(outgoing.batch());
            outgoing.settle();
            if (!outgoing.isEmpty())
            {
                ledger.onBackPressured();
                block = Block.BACK_PRESSURED;
            }
        }
    }

    private int releaseDone()
    {
        final long done = outgoing.doneOf(intake);
        share.onRelease(done);
        return intake.release(done) + (null == kept ? 0 : kept.release(outgoing.doneOf(kept)));
    }

    private int skipPastShare(final int sizeClass, final long nowNs)
    {
        long excess = share.excess(sizeClass);
        if (excess <= 0)
        {
            return 0;
        }
        final long last = intake.available();
        long sequence = intake.reader().position();
        while (excess > 0 && sequence < last)
        {
            excess -= intake.reader().packet(++sequence).sizeClass() == sizeClass ? 1 : 0;
        }
        slow.giveUpTo(intake, sequence, nowNs);
        return releaseDone();
    }
}
