package relay.pool;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ring that is the pool: one traffic class's slots and payload buffers inside one worker.
 *
 * <p>{@link #claim}, {@link #publish} and {@link #reclaim} belong to the ingress thread, the first that claims
 * (asserted). Its stage and its readers belong to their threads. Counts may be read from any thread.
 *
 * <p>A lane with a {@link Reserve} borrows from it when its own buffers of a size class are all in flight. There are
 * more slots than buffers that it has and may borrow, so a size class is exhausted exactly when none of those is left;
 * that is an ordinary result, never an error. Nothing is allocated after construction.
 */
public final class Lane
{
    /** No free buffer of the class that fits. */
    public static final long EXHAUSTED = -2;
    /** Longer than the largest class that this lane has. */
    public static final long OVERSIZE = -3;

    /** The most that the buffers of one lane may take, in bytes. */
    public static final int BUFFER_BYTES_MAX = PayloadSlab.LENGTH_MAX;

    static final long INITIAL_SEQUENCE = -1;

    /** A {@link Packet}, the reference to it, and what is kept of it for detached readers; rather too much. */
    private static final int SLOT_LENGTH = 128;
    private static final int NO_CLASS = -1;
    private static final int NO_LENGTH = -1;
    private static final int NO_BUFFER = FreeBuffers.NO_BUFFER;

    private final String name;
    private final int headerLength;
    private final PayloadSlab slab;
    /** Null if there is none. */
    private final Reserve reserve;
    private final BufferCounts capacity;
    private final PacketRing ring;
    private final LaneReader stage;
    private final LaneReader[] readers;
    /** Of each size class, {@link #NO_LENGTH} where there are no buffers. */
    private final int[] lengthMax = new int[SizeClass.COUNT];
    private final LatencyRecorder[] lifetimes = new LatencyRecorder[SizeClass.COUNT];
    private final Gate gate;

    // ingress thread
    private final FreeBuffers free;
    private long claimedSequence = INITIAL_SEQUENCE;
    private long publishedSequence = INITIAL_SEQUENCE;
    private long reclaimedSequence = INITIAL_SEQUENCE;
    private int[] landings = new int[0];
    private int landingCount;
    private int landingClass;
    private Thread owner;

    // written by the ingress thread, read by all
    private final SizeLedger[] ledgers = new SizeLedger[SizeClass.COUNT];

    /**
     * A lane without a reserve.
     */
    public Lane(final String name, final BufferCounts counts, final int headerLength, final int readerCount)
    {
        this(name, counts, headerLength, readerCount, null);
    }

    /**
     * @param name         of the traffic class, for messages.
     * @param counts       buffers of each size class, at least one in all.
     * @param headerLength bytes kept before each payload.
     * @param readerCount  how many destinations consume the lane, at least one.
     * @param reserve      that it borrows from, with other lanes of the same ingress thread; null for none.
     */
    public Lane(
        final String name,
        final BufferCounts counts,
        final int headerLength,
        final int readerCount,
        final Reserve reserve)
    {
        if (counts.total() < 1 || readerCount < 1)
        {
            throw new IllegalArgumentException("lane " + name + " needs a buffer and a reader, and has " +
                counts.total() + " and " + readerCount);
        }
        if (null != reserve && reserve.headerLength() != headerLength)
        {
            throw new IllegalArgumentException("lane " + name + " keeps " + headerLength +
                " bytes before each payload, and its reserve " + reserve.headerLength());
        }
        this.name = name;
        this.headerLength = headerLength;
        this.reserve = reserve;
        slab = new PayloadSlab(counts, headerLength);
        free = new FreeBuffers(slab);
        final UnsafeBuffer buffer = slab.buffer();
        capacity = null == reserve ? counts : counts.with(reserve.counts());
        ring = new PacketRing(slots(capacity), () -> new Packet(buffer));
        stage = new LaneReader(this, ring, ring.cursor());
        readers = new LaneReader[readerCount];
        for (int i = 0; i < readerCount; i++)
        {
            readers[i] = new LaneReader(this, ring, stage.sequence());
        }
        gate = new Gate(this, stage.sequence(), readers, capacity.total());
        for (final SizeClass sizeClass : SizeClass.values())
        {
            ledgers[sizeClass.ordinal()] = new SizeLedger();
            final boolean hasSome = counts.of(sizeClass) > 0;
            lengthMax[sizeClass.ordinal()] = hasSome ? sizeClass.payloadLength() : NO_LENGTH;
            lifetimes[sizeClass.ordinal()] = hasSome ? new LatencyRecorder() : null;
        }
    }

    /**
     * Called from the ingress thread. Claims the next slot and lends it the smallest buffer that fits.
     *
     * @param length of the payload in bytes, 0 or more.
     * @param nowNs  monotonic time.
     * @return sequence of the slot, to be filled through {@link #packet} and then published; or {@link #EXHAUSTED} or
     * {@link #OVERSIZE}, after which nothing has changed but the count.
     */
    public long claim(final int length, final long nowNs)
    {
        assert isOwner() : "lane " + name + " is claimed by thread " + owner.getName() + ", not by " +
            Thread.currentThread().getName();
        final int sizeClass = classOf(length);
        if (NO_CLASS == sizeClass)
        {
            return OVERSIZE;
        }
        final int offset = free.take(sizeClass);
        return NO_BUFFER == offset ? borrow(sizeClass, length, nowNs) : lend(sizeClass, offset, length, nowNs);
    }

    /**
     * Called from the ingress thread. Holds free buffers ready, so that what is received next may land in them, before
     * anything is known of it. They stay free buffers until they are claimed, and all others go back with
     * {@link #closeLandings}. None is borrowed.
     *
     * @param sizeClass ordinal of their class.
     * @param limit     the most that are wanted.
     * @return how many there are.
     */
    public int openLandings(final int sizeClass, final int limit)
    {
        assert 0 == landingCount : "landings of lane " + name + " are open";
        if (landings.length < limit)
        {
            landings = new int[limit];
        }
        landingClass = sizeClass;
        landingCount = Math.min(limit, free.count(sizeClass));
        for (int i = 0; i < landingCount; i++)
        {
            landings[i] = free.take(sizeClass);
        }
        return landingCount;
    }

    /**
     * @param index of an open landing.
     * @return where a payload may begin in {@link #buffer()}.
     */
    public int landingOffset(final int index)
    {
        return landings[index] + headerLength;
    }

    /**
     * Called from the ingress thread. Claims the next slot for a payload that is in a landing already.
     *
     * @param index  of an open landing, which is one no more.
     * @param length of the payload, of the landing's class.
     * @param nowNs  monotonic time.
     * @return sequence of the slot.
     */
    public long claimLanding(final int index, final int length, final long nowNs)
    {
        assert isOwner() : "lane " + name + " is claimed by another thread than " + owner.getName();
        final int offset = landings[index];
        landings[index] = NO_BUFFER;
        return lend(landingClass, offset, length, nowNs);
    }

    /**
     * Called from the ingress thread. Frees a landing whose payload will go elsewhere.
     *
     * @param index of a landing, which is open no more; nothing happens if it was not, or there is none.
     */
    public void freeLanding(final int index)
    {
        if (index < landingCount && NO_BUFFER != landings[index])
        {
            free.add(landingClass, landings[index]);
            landings[index] = NO_BUFFER;
        }
    }

    /**
     * Called from the ingress thread. Frees the landings from an index on that are still open; what was used last is
     * used first again.
     *
     * @param count landings that stay, 0 for none.
     */
    public void closeLandings(final int count)
    {
        for (int i = landingCount - 1; i >= count; i--)
        {
            freeLanding(i);
        }
        landingCount = Math.min(landingCount, count);
    }

    /**
     * Called from the ingress thread.
     *
     * @param sequence that was claimed and not yet published.
     * @return its packet.
     */
    public Packet packet(final long sequence)
    {
        assert sequence > publishedSequence && sequence <= claimedSequence : "slot " + sequence + " of lane " + name +
            " is not claimed: published up to " + publishedSequence + ", claimed up to " + claimedSequence;
        return ring.get(sequence);
    }

    /**
     * Called from the ingress thread. Publishes all that was claimed since the last call, with one release store.
     */
    public void publish()
    {
        if (claimedSequence > publishedSequence)
        {
            ring.cursor().set(claimedSequence);
            publishedSequence = claimedSequence;
        }
    }

    /**
     * Called from the ingress thread.
     *
     * @return sequence of the slot that was claimed last, -1 if none was.
     */
    public long claimedSequence()
    {
        return claimedSequence;
    }

    /**
     * Called from the ingress thread.
     *
     * @return sequence of the slot that was published last, -1 if none was.
     */
    public long publishedSequence()
    {
        return publishedSequence;
    }

    /**
     * Called from the ingress thread.
     *
     * @param sequence that was published and not taken back since, so that its buffer is still lent.
     * @return its packet, which readers may be reading too.
     */
    public Packet published(final long sequence)
    {
        assert sequence > reclaimedSequence && sequence <= publishedSequence : "slot " + sequence + " of lane " + name +
            " is not in flight: taken back up to " + reclaimedSequence + ", published up to " + publishedSequence;
        return ring.get(sequence);
    }

    /**
     * Called from the ingress thread, once a duty cycle. Takes back the buffers of every slot that all readers have
     * released and records their lifetimes. A reader that was detached is not waited for, but what it may still look at
     * is set aside until it has left.
     *
     * @param nowNs monotonic time.
     * @return how many buffers came back.
     */
    public int reclaim(final long nowNs)
    {
        final long released = gate.released(publishedSequence);
        final int count = released > reclaimedSequence ? takeBackUpTo(released, nowNs) : 0;
        return count + gate.attachReaders(nowNs);
    }

    /** Those of one batch have one time of claim, and most have one class: they are one record, and one count. */
    private int takeBackUpTo(final long released, final long nowNs)
    {
        int count = 0;
        long sequence = reclaimedSequence + 1;
        while (sequence <= released)
        {
            Packet packet = ring.get(sequence);
            final int sizeClass = packet.sizeClass();
            final long claimNs = packet.claimNs();
            int run = 0;
            do
            {
                run += takeBack(sequence, packet);
                packet = ring.get(++sequence);
            }
            while (sequence <= released && packet.sizeClass() == sizeClass && packet.claimNs() == claimNs);
            onReturn(sizeClass, run, nowNs - claimNs);
            count += run;
        }
        reclaimedSequence = released;
        return count;
    }

    /** How many buffers that is: none if it is set aside. */
    private int takeBack(final long sequence, final Packet packet)
    {
        final boolean isHeld = gate.isHeld(sequence);
        if (isHeld)
        {
            gate.setAside(sequence, packet);
        }
        else
        {
            free(packet.sizeClass(), packet.buffer(), packet.headerOffset());
        }
        if (isBorrowed(packet.buffer()))
        {
            packet.buffer(slab.buffer());
        }
        return isHeld ? 0 : 1;
    }

    /**
     * Called from the ingress thread at the end of each duty cycle: hands lifetimes over if the conductor asked for
     * them.
     */
    public void onDutyCycleEnd()
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
     * What a lane takes, told before it is made.
     *
     * @param bufferBytes outside of the heap: payloads, headers and padding.
     * @param slotBytes   of the heap, about.
     */
    public record Footprint(long bufferBytes, long slotBytes)
    {
    }

    /**
     * @param counts       buffers of each size class.
     * @param headerLength bytes kept before each payload.
     * @return what a lane with them takes, without a reserve.
     */
    public static Footprint footprint(final BufferCounts counts, final int headerLength)
    {
        return footprint(counts, headerLength, BufferCounts.NONE);
    }

    /**
     * @param counts       buffers of each size class.
     * @param headerLength bytes kept before each payload.
     * @param reserve      buffers of its reserve, which takes their memory, but not that of the slots for them.
     * @return what a lane with them takes.
     */
    public static Footprint footprint(
        final BufferCounts counts, final int headerLength, final BufferCounts reserve)
    {
        return new Footprint(
            PayloadSlab.length(counts, headerLength), (long)slots(counts.with(reserve)) * SLOT_LENGTH);
    }

    /**
     * @return the stage between ingress and the readers; readers see what it has released.
     */
    public LaneReader stage()
    {
        return stage;
    }

    /**
     * @param index 0..readerCount - 1.
     * @return a destination's reader.
     */
    public LaneReader reader(final int index)
    {
        return readers[index];
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return time from claim to reclaim of its buffers, recorded by the ingress thread; null for a class of no
     * buffers.
     */
    public LatencyRecorder lifetimes(final int sizeClass)
    {
        return lifetimes[sizeClass];
    }

    /**
     * @param length of a payload in bytes.
     * @return ordinal of the smallest size class that it fits and that the lane has, or -1.
     */
    public int classOf(final int length)
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
     * @return how many destinations consume the lane.
     */
    public int readerCount()
    {
        return readers.length;
    }

    /**
     * May be called from any thread.
     *
     * @return whether every buffer of a size class is in flight, and every one that it might borrow.
     */
    public boolean isExhausted()
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
     * @return the memory of its own buffers, where landings are.
     */
    public UnsafeBuffer buffer()
    {
        return slab.buffer();
    }

    public String name()
    {
        return name;
    }

    public BufferCounts counts()
    {
        return slab.counts();
    }

    /**
     * @return how many buffers it may have in flight: its own, and what it may borrow.
     */
    public BufferCounts capacity()
    {
        return capacity;
    }

    /**
     * @return memory taken from the system for its own buffers, in bytes.
     */
    public long reservedBytes()
    {
        return slab.reservedBytes();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return successful claims since the start.
     */
    public long claimed(final int sizeClass)
    {
        return ledgers[sizeClass].claimed();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return claims that found no free buffer.
     */
    public long exhausted(final int sizeClass)
    {
        return ledgers[sizeClass].exhausted();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return buffers in flight now, borrowed ones included.
     */
    public long inUse(final int sizeClass)
    {
        return ledgers[sizeClass].inUse();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return the most buffers that were in flight at once.
     */
    public long peakInUse(final int sizeClass)
    {
        return ledgers[sizeClass].peakInUse();
    }

    /**
     * Called from the ingress thread.
     *
     * @return whether every claimed slot was published, released by all and reclaimed, and every buffer is back.
     */
    public boolean isDrained()
    {
        return reclaimedSequence == claimedSequence && gate.isClear();
    }

    /**
     * Called from the ingress thread: nobody looks at a buffer any more.
     */
    void takeBack(
        final int sizeClass, final UnsafeBuffer buffer, final int offset, final long claimNs, final long nowNs)
    {
        free(sizeClass, buffer, offset);
        onReturn(sizeClass, 1, nowNs - claimNs);
    }

    /**
     * Called from the ingress thread.
     *
     * @param last   sequence of a slot that was claimed.
     * @param counts gets how many slots were claimed up to that one, by size class.
     */
    void countUpTo(final long last, final long[] counts)
    {
        for (int i = 0; i < SizeClass.COUNT; i++)
        {
            counts[i] = ledgers[i].claimed();
        }
        for (long sequence = last + 1; sequence <= claimedSequence; sequence++)
        {
            counts[ring.get(sequence).sizeClass()]--;
        }
    }

    private static int slots(final BufferCounts counts)
    {
        return BitUtil.findNextPositivePowerOfTwo(counts.total() + 1);
    }

    private boolean isExhausted(final int sizeClass)
    {
        return inUse(sizeClass) - ledgers[sizeClass].borrowed() >= free.total(sizeClass) &&
            (null == reserve || reserve.isExhausted(sizeClass));
    }

    /** Its own are all in flight. */
    private long borrow(final int sizeClass, final int length, final long nowNs)
    {
        final int offset = null == reserve ? NO_BUFFER : reserve.borrow(sizeClass);
        if (NO_BUFFER == offset)
        {
            ledgers[sizeClass].onExhausted();
            return EXHAUSTED;
        }
        ledgers[sizeClass].onBorrowed(1);
        final long sequence = lend(sizeClass, offset, length, nowNs);
        ring.get(sequence).buffer(reserve.buffer());
        return sequence;
    }

    /** A packet has its lane's own memory, unless its buffer is borrowed. */
    private boolean isBorrowed(final UnsafeBuffer buffer)
    {
        return slab.buffer() != buffer;
    }

    private long lend(final int sizeClass, final int offset, final int length, final long nowNs)
    {
        ledgers[sizeClass].onClaim();
        assert claimedSequence - reclaimedSequence < ring.length() : "lane " + name + " has no slot, but a buffer";
        final long sequence = claimedSequence + 1;
        ring.get(sequence).lend(sizeClass, offset, offset + headerLength, length, nowNs);
        claimedSequence = sequence;
        return sequence;
    }

    private void free(final int sizeClass, final UnsafeBuffer buffer, final int offset)
    {
        if (isBorrowed(buffer))
        {
            reserve.giveBack(sizeClass, offset);
            ledgers[sizeClass].onBorrowed(-1);
        }
        else
        {
            assert free.count(sizeClass) < free.total(sizeClass) :
                "more buffers back than lane " + name + " lent";
            free.add(sizeClass, offset);
        }
    }

    private void onReturn(final int sizeClass, final int count, final long lifetimeNs)
    {
        if (count > 0)
        {
            ledgers[sizeClass].onReturn(count);
            lifetimes[sizeClass].recordNs(lifetimeNs, count);
        }
    }

    private boolean isOwner()
    {
        if (null == owner)
        {
            owner = Thread.currentThread();
        }
        return owner == Thread.currentThread();
    }
}
