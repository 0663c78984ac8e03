package relay.pool;

import com.lmax.disruptor.Sequence;
import java.util.function.Supplier;

/**
 * The slots of a lane, and the sequence up to which they are published: packets made once, found by sequence, and used
 * again each time that it has gone once around.
 *
 * <p>The Disruptor's sequences are the whole protocol. Its ring buffer and sequencer are not used: a lane never waits
 * for a slot, because each one in flight holds a buffer and slots outnumber buffers, so there is nothing to ask and no
 * gating sequence to look at.
 */
final class PacketRing
{
    private final Packet[] packets;
    private final Sequence cursor = new Sequence(Lane.INITIAL_SEQUENCE);

    /**
     * @param length a power of two.
     * @param empty  makes a packet.
     */
    PacketRing(final int length, final Supplier<Packet> empty)
    {
        packets = new Packet[length];
        for (int i = 0; i < length; i++)
        {
            packets[i] = empty.get();
        }
    }

    int length()
    {
        return packets.length;
    }

    /**
     * @param sequence 0 or more.
     * @return the packet there, which may be another's once its slot is free.
     */
    Packet get(final long sequence)
    {
        return packets[(int)sequence & packets.length - 1];
    }

    /**
     * @return last sequence that is published, written by the ingress thread.
     */
    Sequence cursor()
    {
        return cursor;
    }
}
