package relay.pool;

import com.lmax.disruptor.Sequence;

/**
 * Whether the lane waits for a reader, and how far that has taken packets, in one word. So the thread of a reader may
 * stop at any instruction, be left out, and go on at any time, and there is no lock.
 *
 * <pre>
 *   word = taken &lt;&lt; 2 | state
 *
 *      take (reader)
 *        +---+        detach (conductor)
 *        v   |       --------------------&gt;
 *      ATTACHED                             DETACHED
 *         ^                                    |  leave (reader): it holds nothing any more
 *         |           attach (ingress)         v
 *         +------------------------------- RETURNED
 * </pre>
 *
 * <ul>
 * <li>The reader copies what it needs of the slots behind {@code taken}, and only then takes them, with one
 * compare-and-set. If that succeeds, nobody had written to these slots, and their buffers are its own until it releases
 * them. If it fails, the reader was detached: the copies may be of anything, and are thrown away.
 * <li>The conductor detaches a reader with a compare-and-set too. One of the two comes first, so all agree about
 * {@code taken}; it stays as it is until the reader is attached again.
 * <li>The ingress thread sees that in {@link Lane#reclaim}. From then on the reader makes nobody wait: its slots go to
 * other packets. Buffers of slots that it has taken and not released are set aside ({@link Quarantine}), whatever it
 * does with them. What comes behind {@code taken} is lost to it, and counted by the ingress thread; what it has taken
 * it counts itself ({@link Absence}).
 * <li>When the reader runs again it gives up what it has, and leaves. Then the ingress thread takes back what was set
 * aside, and attaches it at the newest packet.
 * </ul>
 *
 * A reader that is never detached need not take anything.
 */
final class Attachment extends Sequence
{
    static final int ATTACHED = 0;
    static final int DETACHED = 1;
    static final int RETURNED = 2;

    private static final int STATE_BITS = 2;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    Attachment()
    {
        super(word(Lane.INITIAL_SEQUENCE, ATTACHED));
    }

    /**
     * May be called from any thread.
     *
     * @return one of the three states.
     */
    int state()
    {
        return (int)get() & STATE_MASK;
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
     * @param from last that it took before.
     * @param to   last that it takes now.
     * @return whether it has them; if not, it was detached.
     */
    boolean take(final long from, final long to)
    {
        return compareAndSet(word(from, ATTACHED), word(to, ATTACHED));
    }

    /**
     * Called from the conductor.
     *
     * @return whether the reader was attached, and did not move at this moment.
     */
    boolean detach()
    {
        final long now = get();
        return ATTACHED == (now & STATE_MASK) && compareAndSet(now, now | DETACHED);
    }

    /**
     * Called from the reader's thread, which was detached: it holds no buffer any more.
     */
    void leave()
    {
        setVolatile(word(taken(), RETURNED));
    }

    /**
     * Called from the ingress thread, after the reader has left.
     *
     * @param sequence behind which all is the reader's again.
     */
    void attach(final long sequence)
    {
        setVolatile(word(sequence, ATTACHED));
    }

    private static long word(final long taken, final int state)
    {
        return taken << STATE_BITS | state;
    }
}
