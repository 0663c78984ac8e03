package relay.pool.fence;

import com.lmax.disruptor.Sequence;

/**
 * Whether the producer waits for a reader, and how far that has taken packets, in one word: {@code taken << 2 | state}.
 * So the thread of a reader may stop at any instruction, be fenced, and go on at any time, and there is no lock.
 */
final class ReaderState extends Sequence
{
    static final int ATTACHED = 0;
    static final int FENCED = 1;
    static final int DRAINED = 2;

    private static final int STATE_BITS = 2;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    /**
     * @param taken sequence before the first packet.
     */
    ReaderState(final long taken)
    {
        super(word(taken, ATTACHED));
    }

    /**
     * May be called from any thread.
     *
     * @return one of the three states.
     */
    int state()
    {
        return stateOf(get());
    }

    /**
     * May be called from any thread.
     *
     * @return sequence of the last packet that the reader took, or at which it was attached.
     */
    long taken()
    {
        return get() >> STATE_BITS;
    }

    /**
     * Called from the reader's thread, after its last look at the slots.
     *
     * @param sequence of the last packet that it takes.
     * @return whether it has them; if not, it was fenced.
     */
    boolean take(final long sequence)
    {
        final long now = get();
        return ATTACHED == stateOf(now) && compareAndSet(now, word(sequence, ATTACHED));
    }

    /**
     * Called from the conductor.
     *
     * @return whether the reader was attached, and did not move at this moment.
     */
    boolean fence()
    {
        final long now = get();
        return ATTACHED == stateOf(now) && compareAndSet(now, now | FENCED);
    }

    /**
     * Called from the reader's thread, which was fenced: it holds no buffer any longer.
     */
    void drained()
    {
        setVolatile(word(taken(), DRAINED));
    }

    /**
     * Called from the producer, after the reader has drained.
     *
     * @param sequence behind which all is the reader's again.
     */
    void attach(final long sequence)
    {
        setVolatile(word(sequence, ATTACHED));
    }

    private static int stateOf(final long word)
    {
        return (int)word & STATE_MASK;
    }

    private static long word(final long taken, final int state)
    {
        return taken << STATE_BITS | state;
    }
}
