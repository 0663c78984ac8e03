package relay.pipeline;

import relay.pool.LaneReader;
import relay.pool.Packet;

/**
 * A reader of one destination, and how far its packets were taken into a batch. Belongs to the egress thread.
 */
final class Intake
{
    private final LaneReader reader;
    private long taken;

    Intake(final LaneReader reader)
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
     * @return whether every packet that may be read was taken.
     */
    boolean isExhausted()
    {
        return taken >= reader.available();
    }

    /**
     * @return whether every packet that may be read was released.
     */
    boolean isEmpty()
    {
        return reader.position() >= reader.available();
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
     * @return datagrams for this destination that were published and not released.
     */
    long inFlight(final boolean[] isForUs)
    {
        long count = 0;
        for (long lag = reader.lag(), sequence = reader.cursor() - lag + 1; sequence <= reader.cursor(); sequence++)
        {
            final Packet packet = reader.packet(sequence);
            count += isForUs[packet.flowIndex()] ? packet.segmentCount() : 0;
        }
        return count;
    }
}
