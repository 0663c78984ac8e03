package relay.pool;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * The ingress thread's side of a reader that was detached: what that holds, and what it loses ({@link Attachment}).
 * Counts may be read from any thread.
 */
final class Absence
{
    /** It is there. */
    private static final long NONE = Long.MIN_VALUE;

    private final PacketRing ring;
    private final Attachment attachment;
    private final Sequence released;

    // set before the first packet
    private ToIntFunction<Packet> owed = packet -> 0;
    private IntConsumer onLost = count -> { };

    // written by the ingress thread; read by all after lostUpTo
    private long heldAfter;
    private long heldUpTo;
    /** Of the slots that are held: what is owed of each, for the slots may be other packets' later. */
    private final int[] heldOwed;
    private final AtomicLong lostUpTo = new AtomicLong(NONE);

    /**
     * @param ring       with the packets.
     * @param attachment of the reader.
     * @param released   by the reader; the ingress thread's to write once the reader has left.
     */
    Absence(final PacketRing ring, final Attachment attachment, final Sequence released)
    {
        this.ring = ring;
        this.attachment = attachment;
        this.released = released;
        heldOwed = new int[ring.length()];
    }

    void count(final ToIntFunction<Packet> owed, final IntConsumer onLost)
    {
        this.owed = owed;
        this.onLost = onLost;
    }

    /**
     * Called from the ingress thread.
     *
     * @param published last slot that was published.
     * @return last slot that need not stay for the reader's sake.
     */
    long attend(final long published)
    {
        final int state = attachment.state();
        if (Attachment.ATTACHED == state)
        {
            return released.get();
        }
        if (!isAway())
        {
            begin();
        }
        lose(published);
        return Long.MAX_VALUE;
    }

    /**
     * Called from the ingress thread, after {@link #attend}.
     *
     * @return whether the reader has left, so that it may be attached.
     */
    boolean isOver()
    {
        return isAway() && Attachment.RETURNED == attachment.state();
    }

    /**
     * Called from the ingress thread: attaches the reader behind all that it lost.
     */
    void end()
    {
        final long sequence = lostUpTo.getPlain();
        heldUpTo = heldAfter;
        released.set(sequence);
        lostUpTo.setRelease(NONE);
        attachment.attach(sequence);
    }

    /**
     * Called from the ingress thread.
     *
     * @param sequence of a slot.
     * @return whether the reader, which is away, may still look at that slot's buffer.
     */
    boolean holds(final long sequence)
    {
        return sequence > heldAfter && sequence <= heldUpTo && isAway();
    }

    /**
     * May be called from any thread.
     *
     * @return last slot that the lane no longer keeps for the reader.
     */
    long passed()
    {
        final long lost = lostUpTo.getAcquire();
        return NONE == lost ? released.get() : lost;
    }

    /**
     * May be called from any thread.
     *
     * @return what is owed of the packets that the reader took, while it is away, and has not released.
     */
    long held()
    {
        long count = 0;
        if (NONE != lostUpTo.getAcquire() && Attachment.DETACHED == attachment.state())
        {
            for (long sequence = Math.max(heldAfter, released.get()) + 1; sequence <= heldUpTo; sequence++)
            {
                count += heldOwed[slot(sequence)];
            }
        }
        return count;
    }

    private boolean isAway()
    {
        return NONE != lostUpTo.getPlain();
    }

    private void begin()
    {
        heldAfter = released.get();
        heldUpTo = Math.max(heldAfter, attachment.taken());
        for (long sequence = heldAfter + 1; sequence <= heldUpTo; sequence++)
        {
            heldOwed[slot(sequence)] = owed.applyAsInt(ring.get(sequence));
        }
        lostUpTo.setRelease(heldUpTo);
    }

    private void lose(final long published)
    {
        int count = 0;
        long sequence = lostUpTo.getPlain();
        while (sequence < published)
        {
            count += owed.applyAsInt(ring.get(++sequence));
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
