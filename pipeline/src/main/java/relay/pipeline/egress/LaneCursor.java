package relay.pipeline.egress;

import relay.pool.LaneReader;
import relay.pool.Packet;

/**
 * A reader of one destination, and how far its packets were taken into a batch. Belongs to the egress thread. What
 * was looked at ({@link #next}, {@link #advance}) is not taken before {@link #claim}: until then the reader may be
 * detached, and the slots may be other packets'.
 */
final class LaneCursor
{
    private final LaneReader reader;
    private long taken;

    LaneCursor(final LaneReader reader)
    {
        this.reader = reader;
        taken = reader.position();
    }

    LaneReader reader()
    {
        return reader;
    }

    /**
     * @return sequence of the last packet that was taken.
     */
    long taken()
    {
        return taken;
    }

    /**
     * @return sequence of the last packet that may be read; none behind those taken while the reader is away.
     */
    long available()
    {
        return reader.isAway() ? taken : reader.available();
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
     * @return whether the reader was detached, so that all that was taken must be given up, and {@link #leave} called.
     */
    boolean attend()
    {
        final boolean isDetached = reader.attend();
        taken = reader.taken();
        return isDetached;
    }

    void leave()
    {
        reader.leave();
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
     * @return whether it is ours; if not, the reader was detached, and it is as if nothing had been looked at.
     */
    boolean claim()
    {
        final boolean isOurs = reader.take(taken);
        taken = reader.taken();
        return isOurs;
    }

    /**
     * Takes the next packet by itself.
     *
     * @param copy becomes a copy of it.
     * @return false if the reader was detached; then the copy is of anything.
     */
    boolean take(final Packet copy)
    {
        copy.copyOf(next());
        advance();
        return claim();
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
        long count = reader.heldWhileAway();
        for (long lag = reader.lag(), sequence = reader.cursor() - lag + 1; sequence <= reader.cursor(); sequence++)
        {
            final Packet packet = reader.packet(sequence);
            count += isForUs[packet.flowIndex()] ? packet.segmentCount() : 0;
        }
        return count;
    }
}
