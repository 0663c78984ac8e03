package relay.pool;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import relay.pool.fence.FencedReader;

/**
 * One consumer's place in a lane: a sequence of its own, and a barrier behind the stage. Polled by one thread, which
 * sees slots up to {@link #available()} and gives them back in order with {@link #release(long)}. A reader never waits
 * and never makes another reader wait.
 *
 * <p>If its thread may stop while others run, {@link #fence()} is what lets the lane go on without it.
 */
public final class LaneReader
{
    private final Lane lane;
    private final PacketRing ring;
    private final SequenceBarrier barrier;
    private final Sequence sequence = new Sequence(Lane.INITIAL_SEQUENCE);
    /** Null if it is never fenced. */
    private final FencedReader fence;
    private Thread owner;

    /**
     * @param lane        that it reads.
     * @param ring        of the lane.
     * @param upstream    how far it may read: what the stage has passed on.
     * @param isFenceable whether it may be fenced.
     */
    LaneReader(final Lane lane, final PacketRing ring, final Sequence upstream, final boolean isFenceable)
    {
        this.lane = lane;
        this.ring = ring;
        barrier = ring.newBarrier(upstream);
        fence = isFenceable ? new FencedReader(ring.length(), sequence) : null;
    }

    /**
     * @return the lane that it reads.
     */
    public Lane lane()
    {
        return lane;
    }

    /**
     * @return how it is fenced while its thread has stopped; null if it never is.
     */
    public FencedReader fence()
    {
        return fence;
    }

    /**
     * @return highest sequence that may be read now.
     */
    public long available()
    {
        return barrier.getCursor();
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that was released; -1 before the first.
     */
    public long position()
    {
        return sequence.get();
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
        assert sequence >= position() : "release of " + sequence + ", which lane " + lane.name() +
            " got back before: the reader is at " + position();
        assert sequence <= available() : "release of " + sequence + ", which is not claimed and published yet: lane " +
            lane.name() + " is at " + available();
        this.sequence.set(sequence);
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that this reader released, or lost because it was fenced; -1 before the first.
     */
    public long released()
    {
        return null == fence ? position() : fence.passed();
    }

    /**
     * May be called from any thread.
     *
     * @return published packets that this reader has neither released nor lost.
     */
    public long lag()
    {
        return Math.max(0, cursor() - released());
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that was published to the lane.
     */
    public long cursor()
    {
        return ring.cursor();
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
