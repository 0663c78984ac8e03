package relay.pipeline.egress;

import org.agrona.concurrent.NanoClock;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Verdict;
import relay.pool.LatencyRecorder;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;

/**
 * What a destination took from one lane and is not done with: the batch that its sender gets, where each packet comes
 * from, and the account of each that leaves. Belongs to the egress thread.
 */
final class EgressBatch
{
    private static final long NOT_KEPT = -1;
    private static final int NOT_RESERVED = -1;

    private final Deadline deadline;
    private final RateLimit pace;
    private final DestinationLedger ledger;
    private final NanoClock clock;
    private final LatencyRecorder residence = new LatencyRecorder();

    // by index in the batch: where it comes from (null once it is accounted for), its slot there, why it is dropped if
    // it is, how late it was if that is why, and what was reserved for it in the rates
    private final PacketBatch batch;
    private final LaneCursor[] origins = new LaneCursor[PacketBatch.CAPACITY];
    private final long[] sequences = new long[PacketBatch.CAPACITY];
    private final DropReason[] withdrawn = new DropReason[PacketBatch.CAPACITY];
    private final long[] lateNs = new long[PacketBatch.CAPACITY];
    private final int[] reserved = new int[PacketBatch.CAPACITY];

    private int sentDatagrams;
    private long sentPayloadBytes;
    private long totalBytes;

    /**
     * @param deadline  of the class.
     * @param pace      where what is taken was reserved.
     * @param ledger    of the destination.
     * @param clock     monotonic.
     * @param isCopying whether slots may become other packets' before the packets in them are released.
     */
    EgressBatch(
        final Deadline deadline,
        final RateLimit pace,
        final DestinationLedger ledger,
        final NanoClock clock,
        final boolean isCopying)
    {
        batch = isCopying ? new PacketBatch() : PacketBatch.ofSlots();
        this.deadline = deadline;
        this.pace = pace;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * @return for a sender; then {@link #settle()}.
     */
    PacketBatch batch()
    {
        return batch;
    }

    boolean isEmpty()
    {
        return batch.isEmpty();
    }

    boolean isFull()
    {
        return batch.isFull();
    }

    /**
     * @param from   where the packet is the next.
     * @param packet to add, which may be sent.
     * @param cost   that was reserved for it.
     */
    void add(final LaneCursor from, final Packet packet, final int cost)
    {
        final int index = batch.size();
        batch.add(packet);
        batch.dscp(index, Verdict.dscp(packet.verdict()));
        origins[index] = from;
        sequences[index] = from.taken() + 1;
        reserved[index] = cost;
    }

    /**
     * @param from   where the packet is the next.
     * @param packet to add, so that it is accounted for in its turn.
     * @param reason why it must not be sent.
     * @param nowNs  monotonic time.
     */
    void addRefused(final LaneCursor from, final Packet packet, final DropReason reason, final long nowNs)
    {
        final int index = batch.size();
        add(from, packet, NOT_RESERVED);
        if (DropReason.EXPIRED == reason)
        {
            expire(index, nowNs);
        }
        else
        {
            withdraw(index, reason);
        }
    }

    /**
     * Gives up what is past its deadline.
     *
     * @param nowNs monotonic time.
     */
    void withdrawDue(final long nowNs)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i) && deadline.isPast(batch.packet(i), nowNs))
            {
                expire(i, nowNs);
            }
        }
    }

    /**
     * Gives up what waits, up to a slot, and accounts for it.
     *
     * @param from     where it comes from.
     * @param sequence of the last.
     * @param reason   why, and not because it is late.
     */
    void withdraw(final LaneCursor from, final long sequence, final DropReason reason)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (from == origins[i] && sequences[i] <= sequence && batch.isWaiting(i))
            {
                withdraw(i, reason);
            }
        }
        settle();
    }

    /**
     * Gives up all that came from a lane whose reader was fenced, and accounts for it at once: what was sent, as sent.
     *
     * @param from   where it comes from.
     * @param reason why the rest is not sent.
     */
    void giveUp(final LaneCursor from, final DropReason reason)
    {
        final long doneNs = clock.nanoTime();
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (from == origins[i])
            {
                if (batch.isWaiting(i))
                {
                    withdraw(i, reason);
                }
                account(i, doneNs);
                origins[i] = null;
            }
        }
        settle();
    }

    /**
     * Forgets all that was added since it was empty, because it is not ours: the reader was fenced before.
     *
     * @param nowNs monotonic time.
     */
    void forget(final long nowNs)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (NOT_RESERVED != reserved[i])
            {
                pace.settle(reserved[i], 0, nowNs); // not by the copy's length: it may be another packet's
            }
        }
        batch.clear();
    }

    /**
     * Moves what was taken, up to a slot, into a backlog, in order; the newest of them are given up when that is full.
     *
     * @param from     where it comes from.
     * @param sequence of the last.
     * @param backlog  with room made.
     * @param kept     what reads the backlog, all of which has been taken.
     */
    void keep(final LaneCursor from, final long sequence, final Backlog backlog, final LaneCursor kept)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (from == origins[i] && sequences[i] <= sequence)
            {
                keep(i, backlog, kept);
            }
        }
        settle();
    }

    /**
     * Accounts for the packets up to the first that waits.
     */
    void settle()
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

    /**
     * @param from where packets come from.
     * @return sequence of the last of its packets that is done with, as are all before.
     */
    long doneOf(final LaneCursor from)
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

    /**
     * @return bytes sent since the start, as {@link RateLimit#cost} counts them.
     */
    long totalBytes()
    {
        return totalBytes;
    }

    LatencyRecorder residence()
    {
        return residence;
    }

    private void expire(final int index, final long nowNs)
    {
        withdraw(index, DropReason.EXPIRED);
        lateNs[index] = deadline.lateNs(batch.packet(index), nowNs);
    }

    private void withdraw(final int index, final DropReason reason)
    {
        batch.outcome(index, SendOutcome.WITHDRAWN);
        withdrawn[index] = reason;
    }

    /** What was taken goes on waiting where it is in the batch. */
    private void keep(final int index, final Backlog backlog, final LaneCursor kept)
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

    private void account(final int index, final long doneNs)
    {
        final Packet packet = batch.packet(index);
        final int datagrams = datagramsSent(index, packet);
        final int length =
            datagrams == packet.segmentCount() ? packet.length() : datagrams * packet.segmentLength();
        residence.recordNs(doneNs - packet.claimNs(), packet.segmentCount());
        if (datagrams < packet.segmentCount())
        {
            drop(index, packet.segmentCount() - datagrams);
        }
        final int spent = pace.cost(length, datagrams);
        if (NOT_RESERVED != reserved[index])
        {
            pace.settle(reserved[index], spent, doneNs);
        }
        totalBytes += spent;
        sentDatagrams += datagrams;
        sentPayloadBytes += length;
    }

    private void drop(final int index, final int datagrams)
    {
        final DropReason reason = reasonOf(index);
        ledger.onDropped(reason, datagrams);
        if (DropReason.EXPIRED == reason)
        {
            deadline.onExpired(lateNs[index], datagrams);
        }
    }

    private int datagramsSent(final int index, final Packet packet)
    {
        return SendOutcome.SENT == batch.outcome(index) ? packet.segmentCount() : batch.segmentsSent(index);
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
}
