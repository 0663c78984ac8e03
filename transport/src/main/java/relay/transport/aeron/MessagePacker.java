package relay.transport.aeron;

import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.Pieces;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

/**
 * Puts the packets that wait in a batch into as few messages as it can: first it plans a message, then it writes that.
 * Datagrams that follow one another in their flow share one envelope, as a train; a train that is longer than a message
 * may get goes in parts, each with the sequence of its first datagram. Belongs to one egress thread, allocates nothing.
 *
 * <pre>
 *   message  = record [padding record]...      record = envelope, piece [piece]...
 *   a piece is a whole packet, or consecutive segments of one
 * </pre>
 *
 * A datagram that is longer than a message may get by putting things together is a message of its own: Aeron fragments
 * it.
 */
final class MessagePacker
{
    private final int lengthLimit;
    private final int lengthMax;
    private final Envelope envelope = new Envelope();

    // the message that was planned
    private final Pieces pieces = new Pieces(PacketBatch.CAPACITY);
    private final boolean[] pieceBegins = new boolean[PacketBatch.CAPACITY];
    private int length;

    // the record at its end, which may grow
    private int recordPiece;
    private int recordSegments;
    private int recordPayload;

    /**
     * @param lengthLimit up to which datagrams are put together.
     * @param lengthMax   that a message may have at all, because one datagram makes it so long.
     */
    MessagePacker(final int lengthLimit, final int lengthMax)
    {
        this.lengthMax = Math.min(lengthMax, Envelope.MESSAGE_LENGTH_MAX);
        this.lengthLimit = Math.min(lengthLimit, this.lengthMax);
    }

    /**
     * Plans the next message. What can be in none is given its outcome.
     *
     * @param batch of packets.
     * @return length of the message in bytes; 0 if nothing waits any more.
     */
    int plan(final PacketBatch batch)
    {
        pieces.clear();
        length = 0;
        final int size = batch.size();
        for (int i = batch.first(); i < size; i++)
        {
            if (batch.isWaiting(i) && !addPacket(batch, i))
            {
                break;
            }
        }
        return length;
    }

    /**
     * @return whether the message that was planned is one record from one packet, so that it could be sent from there.
     */
    boolean isOnePiece()
    {
        return 1 == pieces.size();
    }

    /**
     * Writes the envelope of the only piece.
     *
     * @param batch  for which the message was planned.
     * @param buffer to write to, from 0.
     */
    void writeEnvelope(final PacketBatch batch, final MutableDirectBuffer buffer)
    {
        writeEnvelope(batch, 0, buffer, 0);
    }

    /**
     * @param batch for which the message was planned.
     * @return where the only piece is in its packet's buffer.
     */
    int payloadOffset(final PacketBatch batch)
    {
        return pieces.payloadOffset(0, firstPacket(batch));
    }

    /**
     * @param batch for which the message was planned.
     * @return the packet of the first piece.
     */
    Packet firstPacket(final PacketBatch batch)
    {
        return packet(batch, 0);
    }

    /**
     * @param batch  for which the message was planned.
     * @param buffer to write to.
     * @param offset where the message begins; as many bytes as {@link #plan} said are written.
     */
    void write(final PacketBatch batch, final MutableDirectBuffer buffer, final int offset)
    {
        int position = 0;
        for (int piece = 0; piece < pieces.size(); piece++)
        {
            if (pieceBegins[piece])
            {
                position = writePadding(buffer, offset, position);
                writeEnvelope(batch, piece, buffer, offset + position);
                position += Envelope.LENGTH;
            }
            final Packet packet = packet(batch, piece);
            buffer.putBytes(
                offset + position, packet.buffer(), pieces.payloadOffset(piece, packet), pieces.length(piece));
            position += pieces.length(piece);
        }
        assert position == length : "a message of " + length + " B became " + position + " B";
    }

    /**
     * The message has gone: so have the packets in it.
     *
     * @param batch for which it was planned.
     */
    void onSent(final PacketBatch batch)
    {
        for (int piece = 0; piece < pieces.size(); piece++)
        {
            pieces.onSent(piece, batch);
        }
    }

    /**
     * @return whether all of the packet is in the message, or is too long for any, so that the next may follow it.
     */
    private boolean addPacket(final PacketBatch batch, final int index)
    {
        final Packet packet = batch.packet(index);
        final int segmentCount = packet.segmentCount();
        int segment = batch.segmentsSent(index);
        while (segment < segmentCount)
        {
            if (pieces.isFull())
            {
                return false;
            }
            final int added = addPiece(batch, packet, index, segment);
            if (0 == added)
            {
                if (pieces.size() > 0)
                {
                    return false;
                }
                batch.outcome(index, SendOutcome.TOO_LONG);
                return true;
            }
            segment += added;
        }
        return true;
    }

    /**
     * @return how many of the packet's segments were added.
     */
    private int addPiece(final PacketBatch batch, final Packet packet, final int index, final int segment)
    {
        if (isNextInRecord(batch, packet, segment))
        {
            final int count = fitting(
                packet,
                segment,
                Envelope.SEGMENT_COUNT_MAX - recordSegments,
                Math.min(lengthLimit - length, Envelope.PAYLOAD_LENGTH_MAX - recordPayload));
            if (count > 0)
            {
                append(packet, index, segment, count, length, false);
                return count;
            }
        }
        final int payloadStart = BitUtil.align(length, Envelope.ALIGNMENT) + Envelope.LENGTH;
        int count = fitting(packet, segment, Envelope.SEGMENT_COUNT_MAX,
            Math.min(lengthLimit - payloadStart, Envelope.PAYLOAD_LENGTH_MAX));
        if (0 == count && 0 == pieces.size())
        {
            count = fitting(packet, segment, 1, Math.min(lengthMax - payloadStart, Envelope.PAYLOAD_LENGTH_MAX));
        }
        if (count > 0)
        {
            append(packet, index, segment, count, payloadStart, true);
        }
        return count;
    }

    private void append(
        final Packet packet,
        final int index,
        final int segment,
        final int count,
        final int payloadStart,
        final boolean begins)
    {
        if (begins)
        {
            recordPiece = pieces.size();
            recordSegments = 0;
            recordPayload = 0;
        }
        final int piece = pieces.add(index, packet, segment, count);
        pieceBegins[piece] = begins;
        recordSegments += count;
        recordPayload += pieces.length(piece);
        length = payloadStart + pieces.length(piece);
    }

    /**
     * @return whether the datagrams from that segment on continue the train that the last record is, or could become.
     */
    private boolean isNextInRecord(final PacketBatch batch, final Packet packet, final int segment)
    {
        if (0 == pieces.size())
        {
            return false;
        }
        final Packet first = packet(batch, recordPiece);
        final int segmentLength = first.segmentLength();
        // only the last of a train may be shorter, and none of a train is empty
        final boolean isFull = recordPayload == recordSegments * segmentLength;
        final boolean isFitting = packet.segmentLength() == segmentLength ||
            (1 == packet.segmentCount() && packet.length() < segmentLength);
        return isFull && isFitting && packet.length() > 0 &&
            sequence(packet) + segment == sequence(first) + pieces.firstSegment(recordPiece) + recordSegments &&
            Envelope.isAlike(first.buffer(), first.headerOffset(), packet.buffer(), packet.headerOffset());
    }

    /**
     * @return how many segments, from one on, have room.
     */
    private static int fitting(final Packet packet, final int segment, final int countMax, final int room)
    {
        if (room < 0)
        {
            return 0;
        }
        final int count = Math.min(packet.segmentCount() - segment, countMax);
        return Pieces.lengthOf(packet, segment, count) <= room ? count : room / packet.segmentLength();
    }

    private Packet packet(final PacketBatch batch, final int piece)
    {
        return batch.packet(pieces.packetIndex(piece));
    }

    private long sequence(final Packet packet)
    {
        return envelope.wrap(packet.buffer(), packet.headerOffset()).sequence();
    }

    private static int writePadding(final MutableDirectBuffer buffer, final int offset, final int position)
    {
        final int aligned = BitUtil.align(position, Envelope.ALIGNMENT);
        buffer.setMemory(offset + position, aligned - position, (byte)0);
        return aligned;
    }

    /**
     * @param piece with which the record begins; it goes on up to the next one that begins one.
     */
    private void writeEnvelope(
        final PacketBatch batch, final int piece, final MutableDirectBuffer buffer, final int offset)
    {
        final Packet packet = packet(batch, piece);
        int payloadLength = pieces.length(piece);
        for (int next = piece + 1; next < pieces.size() && !pieceBegins[next]; next++)
        {
            payloadLength += pieces.length(next);
        }
        final long sequence = sequence(packet) + pieces.firstSegment(piece);
        buffer.putBytes(offset, packet.buffer(), packet.headerOffset(), Envelope.LENGTH);
        envelope.wrap(buffer, offset).payload(payloadLength, packet.segmentLength()).sequence(sequence);
    }
}
