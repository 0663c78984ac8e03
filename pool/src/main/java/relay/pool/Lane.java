package relay.pool;

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

    private final String name;
    private final LaneBuffers buffers;
    private final PacketRing ring;
    private final LaneStage stage;
    private final LaneReader[] readers;
    private final Reclaimer reclaimer;
    private final PostedBuffers posted;

    // ingress thread
    private long claimedSequence = INITIAL_SEQUENCE;
    private long publishedSequence = INITIAL_SEQUENCE;
    private Thread owner;

    /**
     * A lane without a reserve, of which all readers run on the ingress thread or never stop.
     */
    public Lane(final String name, final BufferCounts counts, final int headerLength, final int readerCount)
    {
        this(name, counts, headerLength, readerCount, null, false);
    }

    /**
     * @param name         of the traffic class, for messages.
     * @param counts       buffers of each size class, at least one in all.
     * @param headerLength bytes kept before each payload.
     * @param readerCount  how many destinations consume the lane, at least one.
     * @param reserve      that it borrows from, with other lanes of the same ingress thread; null for none.
     * @param isFenceable  whether readers may be fenced, because their threads may stop while others run.
     */
    public Lane(
        final String name,
        final BufferCounts counts,
        final int headerLength,
        final int readerCount,
        final Reserve reserve,
        final boolean isFenceable)
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
        buffers = new LaneBuffers(name, counts, headerLength, reserve);
        posted = new PostedBuffers(this, buffers);
        final int bufferCount = buffers.capacity().total();
        ring = new PacketRing(Footprint.slots(buffers.capacity()), bufferCount, () -> new Packet(buffers.memory()));
        stage = new LaneStage(ring);
        readers = new LaneReader[readerCount];
        for (int i = 0; i < readerCount; i++)
        {
            readers[i] = new LaneReader(this, ring, stage.sequence(), isFenceable);
        }
        reclaimer = new Reclaimer(ring, buffers, stage, readers);
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
        final int sizeClass = buffers.classOf(length);
        if (LaneBuffers.NO_CLASS == sizeClass)
        {
            return OVERSIZE;
        }
        final int offset = buffers.take(sizeClass);
        if (LaneBuffers.NO_BUFFER == offset)
        {
            return claimBorrowed(sizeClass, length, nowNs);
        }
        lend(sizeClass, offset, length, nowNs);
        return claimedSequence;
    }

    /**
     * @return the buffers that the ingress thread receives into.
     */
    public PostedBuffers posted()
    {
        return posted;
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
            buffers.publishClaims();
            ring.publish(claimedSequence);
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
        assert sequence > reclaimer.sequence() && sequence <= publishedSequence : "slot " + sequence + " of lane " +
            name +
            " is not in flight: taken back up to " + reclaimer.sequence() + ", published up to " + publishedSequence;
        return ring.get(sequence);
    }

    /**
     * Called from the ingress thread, once a duty cycle. Takes back the buffers of every slot that all readers have
     * released and records their lifetimes. It does not wait for a reader that is fenced, but retains the buffers that
     * such a reader may still look at until that has drained.
     *
     * @param nowNs monotonic time.
     * @return how many buffers came back.
     */
    public int reclaim(final long nowNs)
    {
        return reclaimer.reclaim(publishedSequence, nowNs);
    }

    /**
     * Called from the ingress thread at the end of each duty cycle: hands lifetimes over if the conductor asked for
     * them.
     */
    public void onDutyCycleEnd()
    {
        buffers.onDutyCycleEnd();
    }

    /**
     * @return the stage between ingress and the readers; readers see what it has passed on.
     */
    public LaneStage stage()
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
        return buffers.lifetimes(sizeClass);
    }

    /**
     * @param length of a payload in bytes.
     * @return ordinal of the smallest size class that it fits and that the lane has, or -1.
     */
    public int classOf(final int length)
    {
        return buffers.classOf(length);
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
        return buffers.isExhausted();
    }

    /**
     * @return the memory of its own buffers.
     */
    public UnsafeBuffer buffer()
    {
        return buffers.memory();
    }

    public String name()
    {
        return name;
    }

    public BufferCounts counts()
    {
        return buffers.counts();
    }

    /**
     * @return how many buffers it may have in flight: its own, and what it may borrow.
     */
    public BufferCounts capacity()
    {
        return buffers.capacity();
    }

    /**
     * @return memory taken from the system for its own buffers, in bytes.
     */
    public long reservedBytes()
    {
        return buffers.reservedBytes();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return successful claims since the start.
     */
    public long claimed(final int sizeClass)
    {
        return buffers.ledger(sizeClass).claimed();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return claims that found no free buffer.
     */
    public long exhausted(final int sizeClass)
    {
        return buffers.ledger(sizeClass).exhausted();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return buffers in flight now, borrowed ones included.
     */
    public long inUse(final int sizeClass)
    {
        return buffers.ledger(sizeClass).inUse();
    }

    /**
     * @param sizeClass ordinal of a size class.
     * @return the most buffers that were in flight at once.
     */
    public long peakInUse(final int sizeClass)
    {
        return buffers.ledger(sizeClass).peakInUse();
    }

    /**
     * Called from the ingress thread.
     *
     * @return whether every claimed slot was published, released by all and reclaimed, and every buffer is back.
     */
    public boolean isDrained()
    {
        return reclaimer.isDrained(claimedSequence);
    }

    /**
     * Called from the ingress thread: the next slot has a buffer.
     *
     * @return the packet in it.
     */
    Packet lend(final int sizeClass, final int offset, final int length, final long nowNs)
    {
        assert isOwner() : "lane " + name + " is claimed by another thread than " + owner.getName();
        assert claimedSequence - reclaimer.sequence() < ring.length() : "lane " + name + " has no slot, but a buffer";
        final long sequence = ring.claim();
        final Packet packet = ring.get(sequence);
        buffers.lend(packet, sizeClass, offset, length, nowNs);
        claimedSequence = sequence;
        return packet;
    }

    private long claimBorrowed(final int sizeClass, final int length, final long nowNs)
    {
        final int offset = buffers.borrow(sizeClass);
        if (LaneBuffers.NO_BUFFER == offset)
        {
            return EXHAUSTED;
        }
        lend(sizeClass, offset, length, nowNs).buffer(buffers.borrowedMemory());
        return claimedSequence;
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
