package relay.pipeline.egress;

import relay.pool.LaneReader;
import relay.pool.Packet;
import relay.pool.fence.FencedReader;

/**
 * A reader of one destination, and how far its packets were taken into a batch. Belongs to the egress thread. What was
 * looked at ({@link #next}, {@link #advance}) is not taken before {@link #commitTaken}: until then the reader may be
 * fenced, and the slots may be other packets'.
 */
final class LaneCursor
{
    private final LaneReader reader;
    /** Null if the reader is never fenced: then what was looked at is taken. */
    private final FencedReader fence;
    private final Packet copy = new Packet();
    private long taken;

    LaneCursor(final LaneReader reader)
    {
        this.reader = reader;
        fence = reader.fence();
        taken = reader.position();
    }

    LaneReader reader()
    {
        return reader;
    }

    /**
     * @return whether the slots of packets that were taken may become other packets', so that they have to be copied.
     */
    boolean isFenceable()
    {
        return null != fence;
    }

    /**
     * @return sequence of the last packet that was taken.
     */
    long taken()
    {
        return taken;
    }

    /**
     * @return sequence of the last packet that may be read; none behind those taken after the reader has drained.
     */
    long available()
    {
        return null != fence && fence.isDrained() ? taken : reader.available();
    }

    /**
     * @return whether every packet that may be read was taken.
     */
    boolean isExhausted()
    {
        return taken >= available();
    }

    /**
     * @return whether every packet that may be read was released.
     */
    boolean isEmpty()
    {
        return reader.position() >= available();
    }

    /**
     * Called at the start of each duty cycle.
     *
     * @return whether the reader was fenced, so that all that was taken must be given up, and {@link #drained} called.
     */
    boolean checkFenced()
    {
        final boolean isFenced = null != fence && fence.checkFenced();
        taken = null == fence ? taken : fence.taken();
        return isFenced;
    }

    void drained()
    {
        fence.drained();
        taken = reader.position();
    }

    /**
     * @return the first packet that was not taken.
     */
    Packet next()
    {
        return reader.packet(taken + 1);
    }

    void advance()
    {
        taken++;
    }

    /**
     * Takes what was advanced over.
     *
     * @return whether it is ours; if not, the reader was fenced, and it is as if nothing had been looked at.
     */
    boolean commitTaken()
    {
        if (null == fence || fence.commitTaken(taken))
        {
            return true;
        }
        taken = fence.taken();
        return false;
    }

    /**
     * Takes the next packet by itself.
     *
     * @return it, or a copy, which the next call overwrites; null if the reader was fenced.
     */
    Packet take()
    {
        final Packet packet = next();
        advance();
        if (null == fence)
        {
            return packet;
        }
        copy.copyOf(packet);
        return commitTaken() ? copy : null;
    }

    /**
     * @param sequence of the last packet that is done with.
     * @return packets released.
     */
    int release(final long sequence)
    {
        final int count = (int)(sequence - reader.position());
        if (count > 0)
        {
            reader.release(sequence);
        }
        return count;
    }

    /**
     * May be called from any thread; exact once nothing moves any more.
     *
     * @param isForUs by flow index: whether the flow goes to this destination.
     * @return datagrams for this destination that were published and neither released nor lost.
     */
    long inFlight(final boolean[] isForUs)
    {
        long count = null == fence ? 0 : fence.heldWhileFenced();
        for (long lag = reader.lag(), sequence = reader.cursor() - lag + 1; sequence <= reader.cursor(); sequence++)
        {
            final Packet packet = reader.packet(sequence);
            count += isForUs[packet.flowIndex()] ? packet.segmentCount() : 0;
        }
        return count;
    }
}
