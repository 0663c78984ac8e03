package relay.pool;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.EventPoller.Handler;
import com.lmax.disruptor.Sequence;

/**
 * The stage between ingress and the readers of a lane, on an {@link EventPoller}: it looks at each packet that was
 * published, once and in order, and readers see a packet after the batch in which the stage has handled it. It never
 * waits. Polled by one thread.
 */
public final class LaneStage
{
    private final PacketRing ring;
    private final EventPoller<Packet> poller;
    private final Sequence sequence;

    LaneStage(final PacketRing ring)
    {
        this.ring = ring;
        poller = ring.newPoller();
        sequence = poller.getSequence();
    }

    /**
     * Called from the stage's thread. What was handled is passed on at the end, also if the handler throws: then the
     * packet at which it threw is the next.
     *
     * @param handler of each packet; returns whether to go on.
     * @return how many packets it has handled.
     */
    public int poll(final Handler<Packet> handler)
    {
        final long before = sequence.get();
        try
        {
            poller.poll(handler);
        }
        catch (final RuntimeException ex)
        {
            throw ex;
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException("a handler of packets threw a checked exception", ex);
        }
        return (int)(sequence.get() - before);
    }

    /**
     * Called from the stage's thread. Passes on all that was published, as it is and without a look at each packet.
     *
     * @return how many packets.
     */
    public int pass()
    {
        final long before = sequence.get();
        final long published = ring.cursor();
        if (published > before)
        {
            sequence.set(published);
        }
        return (int)(published - before);
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that may be handled now.
     */
    public long available()
    {
        return ring.cursor();
    }

    /**
     * May be called from any thread.
     *
     * @return highest sequence that was passed on; -1 before the first.
     */
    public long position()
    {
        return sequence.get();
    }

    Sequence sequence()
    {
        return sequence;
    }
}
