package relay.pipeline;

import org.agrona.concurrent.NanoClock;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
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

    private final TrafficClass trafficClass;
    private final LaneReader reader;
    private final PacketSender sender;
    private final DestinationLedger ledger;
    private final NanoClock clock;
    private final boolean[] isForUs;
    private final Pace pace;
    private final long[] heldLimit = new long[SizeClass.COUNT];
    private final LatencyRecorder residence = new LatencyRecorder();
    private final LatencyRecorder late;

    // what was taken from the lane and is not done with; by index in the batch: its slot, why
    // it is dropped if it is, and whether it was reserved in the rates
    private final PacketBatch batch = new PacketBatch();
    private final long[] sequences = new long[PacketBatch.CAPACITY];
    private final DropReason[] withdrawn = new DropReason[PacketBatch.CAPACITY];
    private final boolean[] isCharged = new boolean[PacketBatch.CAPACITY];
    private long takenSequence;

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
        this.reader = reader;
        this.sender = sender;
        this.ledger = ledger;
        this.clock = clock;
        this.isForUs = isForUs;
        pace = new Pace(trafficClass, destination, clock);
        late = trafficClass.deadlineNs() > 0 ? new LatencyRecorder() : null;
        takenSequence = reader.position();
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            heldLimit[i] = (long)Math.ceil(destination.maxLag() * reader.lane().counts().of(SizeClass.of(i)));
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
        final long position = reader.position();
        final long last = Math.min(reader.available(), position + limit);
        sentBytes = 0;
        block = Block.NONE;
        if (!batch.isEmpty())
        {
            withdrawDue(nowNs);
            flush();
        }
        while (batch.isEmpty() && take(nowNs, last, budgetBytes, isGuaranteed))
        {
            flush();
        }
        return releaseDone(position);
    }

    /**
     * Called once a duty cycle, after the polls: gives up the oldest packets of every size class of which this
     * destination holds more than its share.
     *
     * @return packets that were skipped.
     */
    int skipPastShare()
    {
        final long position = reader.position();
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            skipPastShare(i);
        }
        residence.onDutyCycleEnd();
        if (null != late)
        {
            late.onDutyCycleEnd();
        }
        return (int)(reader.position() - position);
    }

    /**
     * Counts what is left as dropped, because nobody will send it.
     */
    void abandon()
    {
        final long last = reader.available();
        skipTo(last, DropReason.SHUTDOWN);
        reader.release(last);
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
        return reader.available() > reader.position();
    }

    /**
     * May be called from any thread; exact once nothing moves any more.
     *
     * @return datagrams for this destination that wait in the lane.
     */
    long inFlight()
    {
        long count = 0;
        for (long lag = reader.lag(), sequence = reader.cursor() - lag + 1; sequence <= reader.cursor(); sequence++)
        {
            final Packet packet = reader.packet(sequence);
            count += isForUs[packet.flowIndex()] ? packet.segmentCount() : 0;
        }
        return count;
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
        return reader;
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
     * Takes packets from the lane into the batch.
     *
     * @return whether any slot was taken, its packet ours or not.
     */
    private boolean take(final long nowNs, final long last, final long budgetBytes, final boolean isGuaranteed)
    {
        final long from = takenSequence;
        long bytes = sentBytes;
        while (takenSequence < last && bytes < budgetBytes && !batch.isFull())
        {
            final Packet packet = reader.packet(takenSequence + 1);
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
                add(packet, reason, nowNs);
            }
            takenSequence++;
        }
        return takenSequence > from;
    }

    private void add(final Packet packet, final DropReason reason, final long nowNs)
    {
        final int index = batch.size();
        batch.add(packet);
        sequences[index] = takenSequence + 1;
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
        if (Verdict.FORWARD != packet.verdict())
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
        int sent = 0;
        long bytes = 0;
        while (!batch.isEmpty() && !batch.isWaiting(batch.first()))
        {
            final int index = batch.first();
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
            sent += datagrams;
            bytes += length;
            batch.settleFirst();
        }
        if (sent > 0)
        {
            ledger.onSent(sent, bytes);
        }
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

    private int releaseDone(final long position)
    {
        final long done = batch.isEmpty() ? takenSequence : sequences[batch.first()] - 1;
        if (done > position)
        {
            reader.release(done);
        }
        return (int)(done - position);
    }

    private void skipPastShare(final int sizeClass)
    {
        long excess = reader.held(sizeClass) - heldLimit[sizeClass];
        if (excess > 0)
        {
            final long position = reader.position();
            final long last = reader.available();
            long sequence = position;
            while (excess > 0 && sequence < last)
            {
                excess -= reader.packet(++sequence).sizeClass() == sizeClass ? 1 : 0;
            }
            skipTo(sequence, DropReason.LAGGING);
            releaseDone(position);
        }
    }

    /**
     * Gives up every packet up to a slot: those that wait in the batch, and those that are still in the lane.
     */
    private void skipTo(final long sequence, final DropReason reason)
    {
        for (int i = batch.first(); i < batch.size() && sequences[i] <= sequence; i++)
        {
            if (batch.isWaiting(i))
            {
                withdraw(i, reason);
            }
        }
        settle();
        for (; takenSequence < sequence; takenSequence++)
        {
            final Packet packet = reader.packet(takenSequence + 1);
            if (isForUs[packet.flowIndex()])
            {
                ledger.onDropped(
                    Verdict.FORWARD == packet.verdict() ? reason : DropReason.POLICED, packet.segmentCount());
            }
        }
    }
}
