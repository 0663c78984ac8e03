package relay.pool;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;

/**
 * One consumer's place in a lane. Polled by one thread, which sees slots up to {@link #available()} and gives them back
 * in order with {@link #release(long)}. A reader never waits and never makes another reader wait.
 */
public final class LaneReader
{
    private final Lane lane;
    private final RingBuffer<Packet> ring;
    private final SequenceBarrier upstream;
    private final Sequence sequence = new Sequence(Lane.INITIAL_SEQUENCE);
    private final long[] released = new long[SizeClass.COUNT];
    private Thread owner;

    // the owner's copy of its own sequence
    private long position = Lane.INITIAL_SEQUENCE;

    LaneReader(final Lane lane, final RingBuffer<Packet> ring, final SequenceBarrier upstream)
    {
        this.lane = lane;
        this.ring = ring;
        this.upstream = upstream;
    }

    /**
     * @return the lane that it reads.
     */
    public Lane lane()
    {
        return lane;
    }

    /**
     * @return highest sequence that may be read now.
     */
    public long available()
    {
        return upstream.getCursor();
    }

    /**
     * @return highest sequence that was released; -1 before the first.
     */
    public long position()
    {
        return position;
    }

    /**
     * @param sequence {@link #position()} &lt; sequence &lt;= {@link #available()}.
     * @return the packet there, valid until it is released.
     */
    public Packet packet(final long sequence)
    {
        return ring.get(sequence);
    }

    /**
     * Called from the reader's own thread: it is done with every packet up to a sequence.
     *
     * @param sequence position &lt;= sequence &lt;= available; not behind and not ahead (asserted).
     */
    public void release(final long sequence)
    {
        assert isOwner() : "a reader of lane " + lane.name() + " belongs to thread " + owner.getName() +
            ", not to " + Thread.currentThread().getName();
        assert sequence >= position : "release of " + sequence + ", which lane " + lane.name() +
            " got back before: the reader is at " + position;
        assert sequence <= available() : "release of " + sequence + ", which is not claimed and published yet: lane " +
            lane.name() + " is at " + available();
        for (long s = position + 1; s <= sequence; s++)
        {
            released[ring.get(s).sizeClass()]++;
        }
        position = sequence;
        this.sequence.set(sequence);
    }

    /**
     * Called from the reader's own thread.
     *
     * @param sizeClass ordinal of a size class.
     * @return buffers of that class that were published and that this reader has not released, with those that are
     * being claimed at this moment.
     */
    public long held(final int sizeClass)
    {
        return lane.claimed(sizeClass) - released[sizeClass];
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that this reader released; -1 before the first.
     */
    public long released()
    {
        return sequence.get();
    }

    /**
     * May be called from any thread.
     *
     * @return published packets that this reader has not released.
     */
    public long lag()
    {
        return Math.max(0, ring.getCursor() - sequence.get());
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that was published to the lane.
     */
    public long cursor()
    {
        return ring.getCursor();
    }

    Sequence sequence()
    {
        return sequence;
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
