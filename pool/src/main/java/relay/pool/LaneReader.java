package relay.pool;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * One consumer's place in a lane. Polled by one thread, which sees slots up to {@link #available()} and gives them back
 * in order with {@link #release(long)}. A reader never waits and never makes another reader wait.
 *
 * <p>If its thread may stop, the reader can be detached, so that the lane goes on without it ({@link Attachment} is the
 * whole protocol). Then it has to {@link #attend} at the start of each duty cycle, and to {@link #take} what it has
 * copied from slots before it relies on that.
 */
public final class LaneReader
{
    private final Lane lane;
    private final PacketRing ring;
    /** How far it may read: what the stage has passed on. */
    private final SequenceBarrier barrier;
    private final Sequence sequence = new Sequence(Lane.INITIAL_SEQUENCE);
    private final Attachment attachment = new Attachment();
    private final Absence absence;
    private final long[] released = new long[SizeClass.COUNT];
    private Thread owner;

    // the owner's copies of its own sequences
    private long position = Lane.INITIAL_SEQUENCE;
    private long taken = Lane.INITIAL_SEQUENCE;
    private boolean isAway;

    // what counts as released by size class when it is attached again; the ingress thread's until it is
    private final long[] releasedAtReturn = new long[SizeClass.COUNT];

    LaneReader(final Lane lane, final PacketRing ring, final SequenceBarrier barrier)
    {
        this.lane = lane;
        this.ring = ring;
        this.barrier = barrier;
        absence = new Absence(ring, attachment, sequence);
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
        return barrier.getCursor();
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
     * Called before the first packet, by who is going to detach the reader.
     *
     * @param owed   tells how much of a packet is this reader's to account for.
     * @param onLost told by the ingress thread how much the reader lost because it was detached.
     */
    public void count(final ToIntFunction<Packet> owed, final IntConsumer onLost)
    {
        absence.count(owed, onLost);
    }

    /**
     * Called from the reader's own thread at the start of each duty cycle. If it was attached again, it goes on behind
     * all that it lost: {@link #position()} and {@link #taken()} have changed.
     *
     * @return whether it was detached. Then it has to account for what it has taken, and to {@link #leave}.
     */
    public boolean attend()
    {
        final int state = attachment.state();
        if (isAway && Attachment.RETURNED != state)
        {
            isAway = false;
            taken = attachment.taken();
            position = taken;
            System.arraycopy(releasedAtReturn, 0, released, 0, released.length);
        }
        return Attachment.DETACHED == state;
    }

    /**
     * Called from the reader's own thread, after it has copied what it needs of the slots up to a sequence.
     *
     * @param sequence {@link #taken()} &lt;= sequence &lt;= {@link #available()}.
     * @return whether these packets are its own now; if not, the reader was detached, and the copies are worth nothing.
     */
    public boolean take(final long sequence)
    {
        final boolean isOurs = attachment.take(taken, sequence);
        taken = isOurs ? sequence : taken;
        return isOurs;
    }

    /**
     * @return sequence of the last packet that was taken.
     */
    public long taken()
    {
        return taken;
    }

    /**
     * Called from the reader's own thread, which was detached and has accounted for all that it had taken. Until it is
     * attached again, nothing is to be read.
     */
    public void leave()
    {
        position = Math.max(position, taken);
        sequence.set(position);
        isAway = true;
        attachment.leave();
    }

    /**
     * @return whether it has left and was not attached again.
     */
    public boolean isAway()
    {
        return isAway;
    }

    /**
     * Called from the conductor: the reader's thread has stopped, and nobody is to wait for it.
     *
     * @return whether the reader was attached, and did not move at this moment.
     */
    public boolean detach()
    {
        return attachment.detach();
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
        countReleased(sequence);
        position = sequence;
        this.sequence.set(sequence);
    }

    /**
     * Called from the reader's own thread.
     *
     * @param sizeClass ordinal of a size class.
     * @return buffers of that class that were published and that this reader has not released, with those that are
     * being claimed at this moment; 0 while it is detached, for then it keeps nobody from using them.
     */
    public long held(final int sizeClass)
    {
        return Attachment.ATTACHED == attachment.state() ? lane.claimed(sizeClass) - released[sizeClass] : 0;
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that this reader released, or lost because it was detached; -1 before the first.
     */
    public long released()
    {
        return absence.passed();
    }

    /**
     * May be called from any thread.
     *
     * @return what is owed of packets that the reader, which is detached, has taken and not accounted for.
     */
    public long heldWhileAway()
    {
        return absence.held();
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

    Sequence sequence()
    {
        return sequence;
    }

    Absence absence()
    {
        return absence;
    }

    /**
     * Called from the ingress thread, after the reader has left: attaches it behind all that it lost.
     */
    void attach()
    {
        lane.countUpTo(absence.passed(), releasedAtReturn);
        absence.end();
    }

    private void countReleased(final long last)
    {
        for (long s = position + 1; s <= last; s++)
        {
            released[ring.get(s).sizeClass()]++;
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
