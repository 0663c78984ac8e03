package relay.pool;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import java.util.function.Supplier;

/**
 * The slots of a lane: a Disruptor ring of packets, with one producer and one gating sequence, up to which the lane has
 * taken buffers back. Claims, publishing and reclaiming belong to the ingress thread.
 *
 * <p>A claim never waits, because each slot in flight holds a buffer and slots outnumber buffers. It must not even
 * look: when the sequencer finds that its cached copy of the gating sequence is too old, it moves the cursor to the
 * last slot that was <em>claimed</em>, published or not, and consumers would see slots that are not filled yet. So the
 * ring renews that copy when it reclaims, before any claim can find it too old.
 */
final class PacketRing
{
    private final RingBuffer<Packet> ring;
    private final Sequence reclaimed = new Sequence(Lane.INITIAL_SEQUENCE);
    /** Slots that are never in flight, because there are no buffers for them. */
    private final int spare;

    // ingress thread
    private long renewedSequence = Lane.INITIAL_SEQUENCE;

    /**
     * @param length  a power of two.
     * @param buffers that there are for its packets, fewer than slots.
     * @param empty   makes a packet.
     */
    PacketRing(final int length, final int buffers, final Supplier<Packet> empty)
    {
        ring = RingBuffer.createSingleProducer(empty::get, length, new BusySpinWaitStrategy());
        ring.addGatingSequences(reclaimed);
        spare = length - buffers;
    }

    int length()
    {
        return ring.getBufferSize();
    }

    /**
     * @param sequence 0 or more.
     * @return the packet there, which may be another's once its slot is free.
     */
    Packet get(final long sequence)
    {
        return ring.get(sequence);
    }

    /**
     * Called from the ingress thread, which has a buffer for the slot.
     *
     * @return sequence of the next slot.
     */
    long claim()
    {
        return ring.next();
    }

    /**
     * Called from the ingress thread: others see all slots up to a sequence.
     */
    void publish(final long sequence)
    {
        ring.publish(sequence);
    }

    /**
     * Called from the ingress thread, which has taken back the buffers of all slots up to a sequence.
     */
    void reclaim(final long sequence)
    {
        reclaimed.set(sequence);
        if (sequence - renewedSequence >= spare)
        {
            renewedSequence = sequence;
            ring.hasAvailableCapacity((int)ring.remainingCapacity()); // renews the cached copy, and moves nothing
        }
    }

    /**
     * @return last sequence that is published.
     */
    long cursor()
    {
        return ring.getCursor();
    }

    /**
     * @return polls what is published.
     */
    EventPoller<Packet> newPoller()
    {
        return ring.newPoller();
    }

    /**
     * @param upstream of the consumer that asks, which sees what that has passed.
     * @return its barrier.
     */
    SequenceBarrier newBarrier(final Sequence upstream)
    {
        return ring.newBarrier(upstream);
    }
}
