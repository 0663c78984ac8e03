package relay.transport;

import relay.pool.Packet;

/**
 * The packets of a batch as messages take them: a piece is a whole packet, or consecutive segments of one. Belongs to
 * one thread, and allocates nothing once made.
 */
public final class Pieces
{
    private final int[] packetIndex;
    private final int[] firstSegment;
    private final int[] segmentCount;
    private final int[] length;
    private int size;

    /**
     * @param capacity the most pieces.
     */
    public Pieces(final int capacity)
    {
        packetIndex = new int[capacity];
        firstSegment = new int[capacity];
        segmentCount = new int[capacity];
        length = new int[capacity];
    }

    /**
     * @param packet       of a batch.
     * @param firstSegment of the piece.
     * @param segmentCount of the piece.
     * @return length of these segments in bytes.
     */
    public static int lengthOf(final Packet packet, final int firstSegment, final int segmentCount)
    {
        final int segmentLength = packet.segmentLength();
        return Math.min(segmentCount * segmentLength, packet.length() - firstSegment * segmentLength);
    }

    /** Forgets all pieces. */
    public void clear()
    {
        size = 0;
    }

    public int size()
    {
        return size;
    }

    public boolean isFull()
    {
        return packetIndex.length == size;
    }

    /**
     * @param index        of the packet in its batch.
     * @param packet       of that index.
     * @param firstSegment of the piece.
     * @param segmentCount of the piece.
     * @return number of the piece, from 0.
     */
    public int add(final int index, final Packet packet, final int firstSegment, final int segmentCount)
    {
        final int piece = size++;
        packetIndex[piece] = index;
        this.firstSegment[piece] = firstSegment;
        this.segmentCount[piece] = segmentCount;
        length[piece] = lengthOf(packet, firstSegment, segmentCount);
        return piece;
    }

    /**
     * @param piece number of one.
     * @return index of its packet.
     */
    public int packetIndex(final int piece)
    {
        return packetIndex[piece];
    }

    /**
     * @param piece number of one.
     * @return its first segment.
     */
    public int firstSegment(final int piece)
    {
        return firstSegment[piece];
    }

    /**
     * @param piece number of one.
     * @return its bytes.
     */
    public int length(final int piece)
    {
        return length[piece];
    }

    /**
     * @param piece  number of one.
     * @param packet that it is a piece of.
     * @return where it begins in the packet's buffer.
     */
    public int payloadOffset(final int piece, final Packet packet)
    {
        return packet.payloadOffset() + firstSegment[piece] * packet.segmentLength();
    }

    /**
     * A piece has gone, and with it its packet if it was the last piece of that.
     *
     * @param piece number of it.
     * @param batch of its packet.
     */
    public void onSent(final int piece, final PacketBatch batch)
    {
        final int index = packetIndex[piece];
        final int sent = firstSegment[piece] + segmentCount[piece];
        batch.segmentsSent(index, sent);
        if (batch.packet(index).segmentCount() == sent)
        {
            batch.outcome(index, SendOutcome.SENT);
        }
    }
}
