package relay.pipeline;

import org.agrona.concurrent.NanoClock;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.config.WhenSlow;
import relay.pipeline.qos.Verdict;
import relay.pool.LaneReader;
import relay.pool.LatencyRecorder;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * One destination's side of one lane: what it sends from there, skips, and gives back. Belongs to the egress thread.
 */
final class EgressLane
{
    /** Why a lane did not send all that it had. */
    enum Block
    {
        /** It did, or its turn was over. */
        NONE,
        /** The socket or the Aeron stream took no more. */
        BACK_PRESSURED,
        /** The destination's rate allows no more. */
        SHAPED,
        /** The class's own rate allows no more: others may go. */
        LIMITED;

        /**
         * @return whether it concerns this lane only, so that others may go.
         */
        boolean isOfLane()
        {
            return BACK_PRESSURED == this || LIMITED == this;
        }
    }

    private static final long NOT_KEPT = -1;

    private final TrafficClass trafficClass;
    private final Intake intake;
    /** Where it keeps its oldest, which go first; null if it skips them. */
    private final Backlog backlog;
    private final Intake kept;
    private final PacketSender sender;
    private final DestinationLedger ledger;
    private final NanoClock clock;
    private final boolean[] isForUs;
    private final Pace pace;
    private final long[] heldLimit = new long[SizeClass.COUNT];
    private final LatencyRecorder residence = new LatencyRecorder();
    private final LatencyRecorder late;

    // what was taken and is not done with; by index in the batch: where it comes from (null once it is accounted for),
    // its slot there, why it is dropped if it is, and whether it was reserved in the rates
    private final PacketBatch batch = new PacketBatch();
    private final Intake[] origins = new Intake[PacketBatch.CAPACITY];
    private final long[] sequences = new long[PacketBatch.CAPACITY];
    private final DropReason[] withdrawn = new DropReason[PacketBatch.CAPACITY];
    private final boolean[] isCharged = new boolean[PacketBatch.CAPACITY];

    private int sentDatagrams;
    private long sentPayloadBytes;
    private long totalBytes;
    private long sentBytes;
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
    EgressLane(
        final TrafficClass trafficClass,
        final LaneReader reader,
        final PacketSender sender,
        final DestinationLedger ledger,
        final NanoClock clock,
        final boolean[] isForUs,
        final DestinationConfig destination)
    {
        this.trafficClass = trafficClass;
        intake = new Intake(reader);
        backlog = WhenSlow.SKIP_NEWEST == destination.whenSlow() ? new Backlog(trafficClass, destination) : null;
        kept = null == backlog ? null : new Intake(backlog.reader());
        this.sender = sender;
        this.ledger = ledger;
        this.clock = clock;
        this.isForUs = isForUs;
        pace = new Pace(trafficClass, destination, clock);
        late = trafficClass.deadlineNs() > 0 ? new LatencyRecorder() : null;
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            heldLimit[i] = Backlog.share(reader.lane().counts().of(SizeClass.of(i)), destination.maxLag());
        }
    }

    /**
     * Sends what may be sent now.
     *
     * @param nowNs       monotonic time of this duty cycle.
     * @param budgetBytes stop once that many bytes were sent, as {@link Pace#cost} counts them.
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
        sentBytes = 0;
        block = Block.NONE;
        if (!batch.isEmpty())
        {
            withdrawDue(nowNs);
            flush();
        }
        while (batch.isEmpty() && take(nowNs, limit, budgetBytes, isGuaranteed))
        {
            flush();
        }
        return releaseDone();
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
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            count += skipPastShare(i, nowNs);
        }
        residence.onDutyCycleEnd();
        if (null != late)
        {
            late.onDutyCycleEnd();
        }
        return count;
    }

    /**
     * @return whether this destination holds more than its share of a size class.
     */
    boolean isPastShare()
    {
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            if (excess(i) > 0)
            {
                return true;
            }
        }
        return false;
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
            skipTo(kept, kept.reader().available(), reason);
        }
        skipTo(intake, intake.reader().available(), reason);
        return releaseDone();
    }

    /**
     * @return bytes that the last poll sent, as {@link Pace#cost} counts them.
     */
    long sentBytes()
    {
        return sentBytes;
    }

    /**
     * @return bytes sent since the start, as {@link Pace#cost} counts them.
     */
    long totalBytes()
    {
        return totalBytes;
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
        return intake.inFlight(isForUs) + (null == kept ? 0 : kept.inFlight(isForUs));
    }

    TrafficClass trafficClass()
    {
        return trafficClass;
    }

    Pace pace()
    {
        return pace;
    }

    LaneReader reader()
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
    Backlog backlog()
    {
        return backlog;
    }

    LatencyRecorder residence()
    {
        return residence;
    }

    /**
     * @return how long past its deadline each datagram was that expired; null for a class without a deadline.
     */
    LatencyRecorder late()
    {
        return late;
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
        final Intake from, final long nowNs, final int limit, final long budgetBytes, final boolean isGuaranteed)
    {
        final long before = from.taken();
        final long last = Math.min(from.reader().available(), from.reader().position() + limit);
        long bytes = sentBytes;
        while (from.taken() < last && bytes < budgetBytes && !batch.isFull())
        {
            final Packet packet = from.next();
            if (isForUs[packet.flowIndex()])
            {
                final DropReason reason = refusalOf(packet, nowNs);
                if (null == reason)
                {
                    final int cost = cost(packet);
                    block = pace.reserve(cost, isGuaranteed, nowNs);
                    if (Block.NONE != block)
                    {
                        break;
                    }
                    bytes += cost;
                }
                add(from, packet, reason, nowNs);
            }
            from.advance();
        }
        return from.taken() > before;
    }

    private void add(final Intake from, final Packet packet, final DropReason reason, final long nowNs)
    {
        final int index = batch.size();
        batch.add(packet);
        batch.dscp(index, Verdict.dscp(packet.verdict()));
        origins[index] = from;
        sequences[index] = from.taken() + 1;
        isCharged[index] = null == reason;
        if (DropReason.EXPIRED == reason)
        {
            expire(index, nowNs);
        }
        else if (null != reason)
        {
            withdraw(index, reason);
        }
    }

    private void withdraw(final int index, final DropReason reason)
    {
        batch.outcome(index, SendOutcome.WITHDRAWN);
        withdrawn[index] = reason;
    }

    private void expire(final int index, final long nowNs)
    {
        final Packet packet = batch.packet(index);
        final int datagrams = packet.segmentCount() - batch.segmentsSent(index);
        late.recordNs(nowNs - packet.claimNs() - trafficClass.deadlineNs(), datagrams);
        withdraw(index, DropReason.EXPIRED);
    }

    private DropReason refusalOf(final Packet packet, final long nowNs)
    {
        if (Verdict.isDropped(packet.verdict()))
        {
            return DropReason.POLICED;
        }
        return isDue(packet, nowNs) ? DropReason.EXPIRED : null;
    }

    private boolean isDue(final Packet packet, final long nowNs)
    {
        return trafficClass.deadlineNs() > 0 && packet.claimNs() + trafficClass.deadlineNs() - nowNs < 0;
    }

    private void withdrawDue(final long nowNs)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i) && isDue(batch.packet(i), nowNs))
            {
                expire(i, nowNs);
            }
        }
    }

    private int cost(final Packet packet)
    {
        return pace.cost(packet.length(), packet.segmentCount());
    }

    private void flush()
    {
        if (!batch.isEmpty())
        {
            sender.send(batch);
            settle();
            if (!batch.isEmpty())
            {
                ledger.onBackPressured();
                block = Block.BACK_PRESSURED;
            }
        }
    }

    /**
     * Accounts for the packets up to the first that waits.
     */
    private void settle()
    {
        final long doneNs = clock.nanoTime();
        while (!batch.isEmpty() && !batch.isWaiting(batch.first()))
        {
            if (null != origins[batch.first()])
            {
                account(batch.first(), doneNs);
            }
            batch.settleFirst();
        }
        if (sentDatagrams > 0)
        {
            ledger.onSent(sentDatagrams, sentPayloadBytes);
            sentDatagrams = 0;
            sentPayloadBytes = 0;
        }
    }

    private void account(final int index, final long doneNs)
    {
        final Packet packet = batch.packet(index);
        final int datagrams = datagramsSent(index, packet);
        final int length =
            datagrams == packet.segmentCount() ? packet.length() : datagrams * packet.segmentLength();
        residence.recordNs(doneNs - packet.claimNs(), packet.segmentCount());
        if (datagrams < packet.segmentCount())
        {
            ledger.onDropped(reasonOf(index), packet.segmentCount() - datagrams);
        }
        spend(index, cost(packet), pace.cost(length, datagrams), doneNs);
        sentDatagrams += datagrams;
        sentPayloadBytes += length;
    }

    private int datagramsSent(final int index, final Packet packet)
    {
        return SendOutcome.SENT == batch.outcome(index) ? packet.segmentCount() : batch.segmentsSent(index);
    }

    private void spend(final int index, final int cost, final int spent, final long nowNs)
    {
        if (isCharged[index])
        {
            pace.settle(cost, spent, nowNs);
        }
        sentBytes += spent;
        totalBytes += spent;
    }

    private DropReason reasonOf(final int index)
    {
        return switch (batch.outcome(index))
        {
            case WITHDRAWN -> withdrawn[index];
            case NOT_CONNECTED -> DropReason.NOT_CONNECTED;
            case UNREACHABLE -> DropReason.UNREACHABLE;
            case TOO_LONG -> DropReason.TOO_LONG;
            case FAILED -> DropReason.SEND_FAILED;
            case SENT, BACK_PRESSURED -> throw new IllegalStateException("not dropped: " + batch.outcome(index));
        };
    }

    private int releaseDone()
    {
        return intake.release(doneOf(intake)) + (null == kept ? 0 : kept.release(doneOf(kept)));
    }

    private long doneOf(final Intake from)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (from == origins[i])
            {
                return sequences[i] - 1;
            }
        }
        return from.taken();
    }

    private long excess(final int sizeClass)
    {
        return intake.reader().held(sizeClass) - heldLimit[sizeClass];
    }

    private int skipPastShare(final int sizeClass, final long nowNs)
    {
        long excess = excess(sizeClass);
        if (excess <= 0)
        {
            return 0;
        }
        final long last = intake.reader().available();
        long sequence = intake.reader().position();
        while (excess > 0 && sequence < last)
        {
            excess -= intake.reader().packet(++sequence).sizeClass() == sizeClass ? 1 : 0;
        }
        if (null == backlog)
        {
            skipTo(intake, sequence, DropReason.LAGGING);
        }
        else
        {
            keepTo(sequence, nowNs);
        }
        return releaseDone();
    }

    /**
     * Gives up every packet up to a slot: those that wait in the batch, and those that are still in the lane.
     */
    private void skipTo(final Intake from, final long sequence, final DropReason reason)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (from == origins[i] && sequences[i] <= sequence && batch.isWaiting(i))
            {
                withdraw(i, reason);
            }
        }
        settle();
        for (; from.taken() < sequence; from.advance())
        {
            final Packet packet = from.next();
            if (isForUs[packet.flowIndex()])
            {
                ledger.onDropped(
                    Verdict.isDropped(packet.verdict()) ? DropReason.POLICED : reason, packet.segmentCount());
            }
        }
    }

    /**
     * Moves every packet up to a slot into the backlog, in order; the newest of them are given up when it is full.
     */
    private void keepTo(final long sequence, final long nowNs)
    {
        backlog.reclaim(nowNs);
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (intake == origins[i] && sequences[i] <= sequence)
            {
                keep(i);
            }
        }
        settle();
        for (; intake.taken() < sequence; intake.advance())
        {
            final Packet packet = intake.next();
            if (isForUs[packet.flowIndex()])
            {
                keep(packet, nowNs);
            }
        }
    }

    /** What was taken goes on waiting where it is in the batch; all that was kept before has been taken too. */
    private void keep(final int index)
    {
        final long copy = batch.isWaiting(index) ? backlog.add(batch.packet(index)) : NOT_KEPT;
        if (copy >= 0)
        {
            batch.replace(index, kept.next());
            origins[index] = kept;
            sequences[index] = copy;
            kept.advance();
            return;
        }
        if (batch.isWaiting(index))
        {
            withdraw(index, DropReason.LAGGING);
        }
        account(index, clock.nanoTime());
        origins[index] = null;
    }

    private void keep(final Packet packet, final long nowNs)
    {
        DropReason reason = refusalOf(packet, nowNs);
        if (DropReason.EXPIRED == reason)
        {
            late.recordNs(nowNs - packet.claimNs() - trafficClass.deadlineNs(), packet.segmentCount());
        }
        else if (null == reason && backlog.add(packet) < 0)
        {
            reason = DropReason.LAGGING;
        }
        if (null != reason)
        {
            ledger.onDropped(reason, packet.segmentCount());
        }
    }
}
