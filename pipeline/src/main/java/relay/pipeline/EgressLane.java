package relay.pipeline;

import org.agrona.concurrent.NanoClock;
import relay.config.TrafficClass;
import relay.pipeline.qos.TokenBucket;
import relay.pipeline.qos.Verdict;
import relay.pool.LaneReader;
import relay.pool.LatencyRecorder;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.PacketSender;

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
    }

    private final TrafficClass trafficClass;
    private final LaneReader reader;
    private final PacketSender sender;
    private final DestinationLedger ledger;
    private final NanoClock clock;
    private final boolean[] isForUs;
    private final long[] heldLimit = new long[SizeClass.COUNT];
    private final LatencyRecorder residence = new LatencyRecorder();
    private long sentBytes;
    private Block block = Block.NONE;

    /**
     * @param trafficClass of the lane.
     * @param reader       of the lane, this destination's own.
     * @param sender       that sends this class to this destination.
     * @param ledger       of the destination.
     * @param clock        monotonic.
     * @param isForUs      by flow index: whether the flow goes to this destination.
     * @param maxLag       share of the lane's buffers that this destination may hold, 0 &lt; maxLag &lt;= 1.
     */
    EgressLane(
        final TrafficClass trafficClass,
        final LaneReader reader,
        final PacketSender sender,
        final DestinationLedger ledger,
        final NanoClock clock,
        final boolean[] isForUs,
        final double maxLag)
    {
        this.trafficClass = trafficClass;
        this.reader = reader;
        this.sender = sender;
        this.ledger = ledger;
        this.clock = clock;
        this.isForUs = isForUs;
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            heldLimit[i] = (long)Math.ceil(maxLag * reader.lane().counts().of(SizeClass.of(i)));
        }
    }

    /**
     * Sends what may be sent now.
     *
     * @param nowNs       monotonic time of this duty cycle.
     * @param budgetBytes stop once that many payload bytes were sent.
     * @param limit       stop after that many packets.
     * @param shaper      of the destination, or null.
     * @return packets that it is done with.
     */
    int poll(final long nowNs, final long budgetBytes, final int limit, final TokenBucket shaper)
    {
        final long position = reader.position();
        final long last = Math.min(reader.available(), position + limit);
        long sequence = position;
        sentBytes = 0;
        block = Block.NONE;
        while (sequence < last && sentBytes < budgetBytes)
        {
            final Packet packet = reader.packet(sequence + 1);
            if (isForUs[packet.flowIndex()] && !dropIfDue(packet, nowNs) && !trySend(packet, nowNs, shaper))
            {
                break;
            }
            sequence++;
        }
        if (sequence > position)
        {
            finish(position, sequence);
        }
        return (int)(sequence - position);
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
        return (int)(reader.position() - position);
    }

    /**
     * Counts what is left as dropped, because nobody will send it.
     */
    void abandon()
    {
        final long last = reader.available();
        for (long sequence = reader.position() + 1; sequence <= last; sequence++)
        {
            dropIfOurs(reader.packet(sequence), DropReason.SHUTDOWN);
        }
        reader.release(last);
    }

    /**
     * @return payload bytes that the last poll sent.
     */
    long sentBytes()
    {
        return sentBytes;
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
     * @return packets for this destination that wait in the lane.
     */
    long inFlight()
    {
        long count = 0;
        for (long lag = reader.lag(), sequence = reader.cursor() - lag + 1; sequence <= reader.cursor(); sequence++)
        {
            count += isForUs[reader.packet(sequence).flowIndex()] ? 1 : 0;
        }
        return count;
    }

    TrafficClass trafficClass()
    {
        return trafficClass;
    }

    LaneReader reader()
    {
        return reader;
    }

    LatencyRecorder residence()
    {
        return residence;
    }

    PacketSender sender()
    {
        return sender;
    }

    private boolean dropIfDue(final Packet packet, final long nowNs)
    {
        if (Verdict.FORWARD != packet.verdict())
        {
            ledger.onDropped(DropReason.POLICED);
            return true;
        }
        if (trafficClass.deadlineNs() > 0 && packet.claimNs() + trafficClass.deadlineNs() - nowNs < 0)
        {
            ledger.onDropped(DropReason.EXPIRED);
            return true;
        }
        return false;
    }

    private boolean trySend(final Packet packet, final long nowNs, final TokenBucket shaper)
    {
        final int length = packet.length();
        if (null != shaper && !shaper.conforms(length, nowNs))
        {
            block = Block.SHAPED;
            return false;
        }
        switch (sender.send(packet))
        {
            case BACK_PRESSURED ->
            {
                ledger.onBackPressured();
                block = Block.BACK_PRESSURED;
                return false;
            }
            case SENT ->
            {
                ledger.onSent(length);
                sentBytes += length;
                if (null != shaper)
                {
                    shaper.take(length);
                }
            }
            case NOT_CONNECTED -> ledger.onDropped(DropReason.NOT_CONNECTED);
            case UNREACHABLE -> ledger.onDropped(DropReason.UNREACHABLE);
            case TOO_LONG -> ledger.onDropped(DropReason.TOO_LONG);
            case FAILED -> ledger.onDropped(DropReason.SEND_FAILED);
        }
        return true;
    }

    private void finish(final long position, final long last)
    {
        final long doneNs = clock.nanoTime();
        for (long sequence = position + 1; sequence <= last; sequence++)
        {
            final Packet packet = reader.packet(sequence);
            if (isForUs[packet.flowIndex()])
            {
                residence.recordNs(doneNs - packet.claimNs());
            }
        }
        reader.release(last);
    }

    private void skipPastShare(final int sizeClass)
    {
        long excess = reader.held(sizeClass) - heldLimit[sizeClass];
        if (excess > 0)
        {
            final long last = reader.available();
            long sequence = reader.position();
            while (excess > 0 && sequence < last)
            {
                final Packet packet = reader.packet(++sequence);
                dropIfOurs(packet, DropReason.LAGGING);
                excess -= packet.sizeClass() == sizeClass ? 1 : 0;
            }
            reader.release(sequence);
        }
    }

    private void dropIfOurs(final Packet packet, final DropReason reason)
    {
        if (isForUs[packet.flowIndex()])
        {
            ledger.onDropped(Verdict.FORWARD == packet.verdict() ? reason : DropReason.POLICED);
        }
    }
}
