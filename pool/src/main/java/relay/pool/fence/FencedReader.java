package relay.pool.fence;

import com.lmax.disruptor.Sequence;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongToIntFunction;

/**
 * A reader that may be fenced: left out while its thread has stopped. The reader has to {@link #checkFenced} at the
 * start of each duty cycle, and to {@link #commitTaken} what it has copied from slots before it relies on that.
 */
public final class FencedReader
{
    /** Nothing is lost: the reader is attached. */
    private static final long NONE = Long.MIN_VALUE;

    private final Sequence released;
    private final ReaderState state;

    // set before the first packet
    private LongToIntFunction owed = sequence -> 0;
    private IntConsumer onLost = count -> { };

    /** Owned by the reader's thread: it has drained, and not yet seen that it was attached again. */
    private boolean isDrained;

    // written by the producer; read by all after lostUpTo
    private long heldAfter;
    private long heldUpTo;
    /** Of the slots that are held: what is owed of each, for the slots may be other packets' later. */
    private final int[] heldOwed;
    private final AtomicLong lostUpTo = new AtomicLong(NONE);

    /**
     * @param slots    of the ring, a power of two.
     * @param released by the reader; the producer's to write once the reader has drained.
     */
    public FencedReader(final int slots, final Sequence released)
    {
        this.released = released;
        state = new ReaderState(released.get());
        heldOwed = new int[slots];
    }

    /**
     * Called before the first packet.
     *
     * @param owed   by sequence: how much of a packet the reader has to account for.
     * @param onLost called from the producer with how much the reader lost because it was fenced.
     */
    public void count(final LongToIntFunction owed, final IntConsumer onLost)
    {
        this.owed = owed;
        this.onLost = onLost;
    }

    /**
     * Called from the reader's thread at the start of each duty cycle. If the reader was attached again, it goes on
     * behind all that it lost: {@link #taken()} has changed.
     *
     * @return whether it was fenced. Then it has to account for what it has taken, and to call {@link #drained}.
     */
    public boolean checkFenced()
    {
        final int now = state.state();
        isDrained &= ReaderState.DRAINED == now;
        return ReaderState.FENCED == now;
    }

    /**
     * Called from the reader's thread, after it has copied what it needs of the slots up to a sequence.
     *
     * @param sequence {@link #taken()} or more, and published.
     * @return whether these packets are the reader's now; if not, it was fenced, and the copies are worth nothing.
     */
    public boolean commitTaken(final long sequence)
    {
        return state.take(sequence);
    }

    /**
     * May be called from any thread.
     *
     * @return sequence of the last packet that the reader took, or at which it was attached.
     */
    public long taken()
    {
        return state.taken();
    }

    /**
     * Called from the reader's thread, which was fenced and has accounted for all that it had taken. Until it is
     * attached again, it must not read.
     */
    public void drained()
    {
        released.set(Math.max(released.get(), state.taken()));
        isDrained = true;
        state.drained();
    }

    /**
     * Called from the reader's thread.
     *
     * @return whether it has drained and was not attached again.
     */
    public boolean isDrained()
    {
        return isDrained;
    }

    /**
     * Called from the conductor: the reader's thread has stopped, and holds up the ring no longer.
     *
     * @return whether the reader was attached, and did not move at this moment.
     */
    public boolean fence()
    {
        return state.fence();
    }

    /**
     * May be called from any thread.
     *
     * @return last slot that the ring no longer keeps for the reader: released by it, or lost to it.
     */
    public long passed()
    {
        final long lost = lostUpTo.getAcquire();
        return NONE == lost ? released.get() : lost;
    }

    /**
     * May be called from any thread.
     *
     * @return what is owed of the packets that the reader, which is fenced, has taken and not accounted for. 0 if the
     * reader is attached, or fenced again, while they are counted.
     */
    public long heldWhileFenced()
    {
        final long lost = lostUpTo.getAcquire();
        if (NONE == lost || ReaderState.FENCED != state.state())
        {
            return 0;
        }
        final long taken = state.taken();
        long count = 0;
        for (long sequence = Math.max(heldAfter, released.get()) + 1; sequence <= heldUpTo; sequence++)
        {
            count += heldOwed[slot(sequence)];
        }
        VarHandle.loadLoadFence();
        // a reader that was attached meanwhile has another position, also if it is fenced again by now
        return ReaderState.FENCED == state.state() && taken == state.taken() ? count : 0;
    }

    /**
     * Called from the producer.
     *
     * @param published last slot that was published.
     * @return last slot that has to stay up to here for the reader's sake; the largest number if it is fenced.
     */
    long follow(final long published)
    {
        if (ReaderState.ATTACHED == state.state())
        {
            return released.get();
        }
        if (!isFenced())
        {
            beginFence();
        }
        lose(published);
        return Long.MAX_VALUE;
    }

    /**
     * Called from the producer, after {@link #follow}: attaches the reader behind all that it lost, if it has drained.
     *
     * @return whether it had.
     */
    boolean attach()
    {
        final boolean isOver = isFenced() && ReaderState.DRAINED == state.state();
        if (isOver)
        {
            final long sequence = lostUpTo.getPlain();
            heldUpTo = heldAfter;
            released.set(sequence);
            lostUpTo.setRelease(NONE);
            state.attach(sequence);
        }
        return isOver;
    }

    /**
     * Called from the producer.
     *
     * @param sequence of a slot.
     * @return whether the reader, which is fenced, may still look at that slot's buffer.
     */
    boolean holds(final long sequence)
    {
        return sequence > heldAfter && sequence <= heldUpTo && isFenced();
    }

    private boolean isFenced()
    {
        return NONE != lostUpTo.getPlain();
    }

    private void beginFence()
    {
        heldAfter = released.get();
        heldUpTo = Math.max(heldAfter, state.taken());
        for (long sequence = heldAfter + 1; sequence <= heldUpTo; sequence++)
        {
            heldOwed[slot(sequence)] = owed.applyAsInt(sequence);
        }
        lostUpTo.setRelease(heldUpTo);
    }

    private void lose(final long published)
    {
        int count = 0;
        long sequence = lostUpTo.getPlain();
        while (sequence < published)
        {
            count += owed.applyAsInt(++sequence);
        }
        if (count > 0)
        {
            onLost.accept(count);
        }
        lostUpTo.setRelease(sequence);
    }

    private int slot(final long sequence)
    {
        return (int)sequence & heldOwed.length - 1;
    }
}
