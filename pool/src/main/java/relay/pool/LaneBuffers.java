package relay.pool;

import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.fence.BufferOwner;

/**
 * The buffers of a lane: its own, lent from a stack for each size class, then those that it borrows from a
 * {@link Reserve}. Lent and taken back by the ingress thread; counts may be read from any thread.
 */
final class LaneBuffers implements BufferOwner
{
    static final int NO_CLASS = -1;
    static final int NO_BUFFER = FreeBuffers.NO_BUFFER;

    private static final int NO_LENGTH = -1;

    private final String lane;
    private final int headerLength;
    private final PayloadSlab slab;
    /** Of the slab: a packet has it unless its buffer is borrowed. */
    private final UnsafeBuffer memory;
    /** Null if there is none. */
    private final Reserve reserve;
    private final BufferCounts capacity;
    /** Of each size class, {@link #NO_LENGTH} where there are no buffers. */
    private final int[] lengthMax = new int[SizeClass.COUNT];
    private final LatencyRecorder[] lifetimes = new LatencyRecorder[SizeClass.COUNT];

    // ingress thread
    private final FreeBuffers free;
    /** The size class of the claims that are not published. */
    private int claimedClass;
    private int claims;

    // written by the ingress thread, read by all
    private final SizeLedger[] ledgers = new SizeLedger[SizeClass.COUNT];

    LaneBuffers(final String lane, final BufferCounts counts, final int headerLength, final Reserve reserve)
    {
        this.lane = lane;
        this.headerLength = headerLength;
        this.reserve = reserve;
        slab = new PayloadSlab(counts, headerLength);
        memory = slab.buffer();
        free = new FreeBuffers(slab);
        capacity = null == reserve ? counts : counts.with(reserve.counts());
        for (final SizeClass sizeClass : SizeClass.values())
        {
            final boolean hasSome = counts.of(sizeClass) > 0;
            ledgers[sizeClass.ordinal()] = new SizeLedger();
            lengthMax[sizeClass.ordinal()] = hasSome ? sizeClass.payloadLength() : NO_LENGTH;
            lifetimes[sizeClass.ordinal()] = hasSome ? new LatencyRecorder() : null;
        }
    }

    /**
     * @param length of a payload in bytes.
     * @return ordinal of the smallest size class that it fits and that the lane has, or {@link #NO_CLASS}.
     */
    int classOf(final int length)
    {
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            if (length <= lengthMax[i])
            {
                return i;
            }
        }
        return NO_CLASS;
    }

    /**
     * @return length of the shortest payload of which this is the class.
     */
    int lengthMin(final int sizeClass)
    {
        int smaller = sizeClass - 1;
        while (smaller >= 0 && NO_LENGTH == lengthMax[smaller])
        {
            smaller--;
        }
        return smaller < 0 ? 0 : lengthMax[smaller] + 1;
    }

    /**
     * Called from the ingress thread.
     *
     * @return offset of one of the lane's own buffers, or {@link #NO_BUFFER}.
     */
    int take(final int sizeClass)
    {
        return free.take(sizeClass);
    }

    /**
     * Called from the ingress thread, when the lane's own are all in flight.
     *
     * @return offset in the reserve's memory, or {@link #NO_BUFFER}, which is counted.
     */
    int borrow(final int sizeClass)
    {
        final int offset = null == reserve ? NO_BUFFER : reserve.borrow(sizeClass);
        if (NO_BUFFER == offset)
        {
            ledgers[sizeClass].onExhausted();
        }
        else
        {
            ledgers[sizeClass].onBorrowed(1);
        }
        return offset;
    }

    /**
     * Called from the ingress thread, with a buffer that it took: the packet has it now.
     */
    void lend(final Packet packet, final int sizeClass, final int offset, final int length, final long nowNs)
    {
        if (claimedClass != sizeClass)
        {
            publishClaims();
            claimedClass = sizeClass;
        }
        claims++;
        packet.lend(sizeClass, offset, offset + headerLength, length, nowNs);
    }

    /**
     * Called from the ingress thread: others may see what was claimed.
     */
    void publishClaims()
    {
        ledgers[claimedClass].onClaimed(claims);
        claims = 0;
    }

    /**
     * Called from the ingress thread with a buffer that no packet had.
     */
    void free(final int sizeClass, final int offset)
    {
        assert free.count(sizeClass) < free.total(sizeClass) : "more buffers back than lane " + lane + " lent";
        free.add(sizeClass, offset);
    }

    /**
     * Called from the ingress thread with a packet that is done with; {@link #onReturn} counts its buffer.
     */
    void free(final Packet packet)
    {
        if (memory == packet.buffer())
        {
            free(packet.sizeClass(), packet.headerOffset());
        }
        else
        {
            giveBack(packet.sizeClass(), packet.headerOffset());
            packet.buffer(memory);
        }
    }

    /**
     * Called from the ingress thread with the number of buffers of one class that came back with one lifetime.
     */
    void onReturn(final int sizeClass, final int count, final long lifetimeNs)
    {
        if (count > 0)
        {
            ledgers[sizeClass].onReturn(count);
            lifetimes[sizeClass].recordNs(lifetimeNs, count);
        }
    }

    @Override
    public void takeBack(
        final int sizeClass, final UnsafeBuffer buffer, final int offset, final long claimNs, final long nowNs)
    {
        if (memory == buffer)
        {
            free(sizeClass, offset);
        }
        else
        {
            giveBack(sizeClass, offset);
        }
        onReturn(sizeClass, 1, nowNs - claimNs);
    }

    /**
     * Called from the ingress thread at the end of each duty cycle.
     */
    void onDutyCycleEnd()
    {
        for (final LatencyRecorder recorder : lifetimes)
        {
            if (null != recorder)
            {
                recorder.onDutyCycleEnd();
            }
        }
    }

    /**
     * May be called from any thread.
     *
     * @return whether every buffer of a size class is in flight, and every one that might be borrowed.
     */
    boolean isExhausted()
    {
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            if (free.total(i) > 0 && isExhausted(i))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Called from the ingress thread.
     *
     * @return how many of the lane's own buffers of a size class are free.
     */
    int freeCount(final int sizeClass)
    {
        return free.count(sizeClass);
    }

    SizeLedger ledger(final int sizeClass)
    {
        return ledgers[sizeClass];
    }

    LatencyRecorder lifetimes(final int sizeClass)
    {
        return lifetimes[sizeClass];
    }

    int headerLength()
    {
        return headerLength;
    }

    BufferCounts counts()
    {
        return slab.counts();
    }

    BufferCounts capacity()
    {
        return capacity;
    }

    UnsafeBuffer memory()
    {
        return memory;
    }

    UnsafeBuffer borrowedMemory()
    {
        return reserve.buffer();
    }

    long reservedBytes()
    {
        return slab.reservedBytes();
    }

    private void giveBack(final int sizeClass, final int offset)
    {
        reserve.giveBack(sizeClass, offset);
        ledgers[sizeClass].onBorrowed(-1);
    }

    private boolean isExhausted(final int sizeClass)
    {
        return ledgers[sizeClass].inUse() - ledgers[sizeClass].borrowed() >= free.total(sizeClass) &&
            (null == reserve || reserve.isExhausted(sizeClass));
    }
}
