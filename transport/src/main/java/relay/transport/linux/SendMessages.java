package relay.transport.linux;

import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.Pieces;
import relay.transport.SendOutcome;

/**
 * The messages that one sendmmsg(2) call takes, built from the packets of a batch. Datagrams of one length to one
 * destination become one message, a train of segments (udp(7), UDP_SEGMENT) gathered from their buffers, even if
 * packets to other destinations lie between them; the last may be shorter. Order is kept for each destination, because
 * a packet joins the destination's last message or none; nor do packets of different code points share one. In a batch
 * that is to stay in order, a packet joins the last message of all or none.
 *
 * <pre>
 *   packets    A 100 | B 100 | A 100 | A 300 | B 40 | A 300
 *   messages   {A 100+100}  {B 100+40}  {A 300+300}
 * </pre>
 *
 * <p>A packet of many datagrams may be cut into several messages, where a train must not be so long or is refused. What
 * one message takes of one packet is a <em>piece</em>. For all senders of one transport; used by one thread; allocates
 * nothing once made.
 */
final class SendMessages
{
    /** UDP_MAX_SEGMENTS before Linux 6.9, 128 since. */
    static final int SEGMENTS_MAX = 64;

    private static final int CAPACITY = PacketBatch.CAPACITY;
    // each piece begins a message, or is the first of a packet that joins one
    private static final int PIECE_CAPACITY = CAPACITY + PacketBatch.CAPACITY;
    /** The longest IP packet less the headers of IPv4, which has no others, and of UDP. */
    private static final int IPV4_LENGTH_MAX = 65_535 - 20 - 8;
    private static final int IPV6_LENGTH_MAX = 65_535 - 8;
    private static final int NONE = -1;

    private final MessageHeaders headers = new MessageHeaders(CAPACITY, PIECE_CAPACITY);

    // by message
    private final SendAddress[] destination = new SendAddress[CAPACITY];
    private final int[] dscp = new int[CAPACITY];
    private final int[] segmentLength = new int[CAPACITY];
    private final int[] segmentCount = new int[CAPACITY];
    private final int[] length = new int[CAPACITY];
    private final int[] firstPiece = new int[CAPACITY];
    private final int[] lastPiece = new int[CAPACITY];
    // by piece
    private final Pieces pieces = new Pieces(PIECE_CAPACITY);
    private final long[] pieceAddress = new long[PIECE_CAPACITY];
    private final int[] nextPiece = new int[PIECE_CAPACITY];

    private long build;
    private int count;

    /**
     * Forgets all messages.
     */
    void begin()
    {
        build++;
        count = 0;
        pieces.clear();
    }

    /**
     * @return how many messages there are.
     */
    int count()
    {
        return count;
    }

    /**
     * Adds what was not sent of a packet yet.
     *
     * @param batch        that it waits in.
     * @param index        of it.
     * @param to           where it goes.
     * @param isSegmenting whether segments of its length may be sent as trains there.
     * @return whether there was room for all of it; if not, no other packet may be added.
     */
    boolean add(final PacketBatch batch, final int index, final SendAddress to, final boolean isSegmenting)
    {
        final Packet packet = batch.packet(index);
        final int end = packet.segmentCount();
        int segment = batch.segmentsSent(index);
        while (segment < end)
        {
            final int joined = isSegmenting ? join(batch, index, segment, to) : 0;
            if (0 == joined && CAPACITY == count)
            {
                return false;
            }
            segment += 0 == joined ? open(batch, index, segment, to, isSegmenting) : joined;
        }
        return true;
    }

    /**
     * Writes the headers, after the last packet was added.
     */
    void conclude()
    {
        headers.begin();
        for (int i = 0; i < count; i++)
        {
            for (int piece = firstPiece[i]; NONE != piece; piece = nextPiece[piece])
            {
                headers.addVector(pieceAddress[piece], pieces.length(piece));
            }
            headers.write(i, destination[i], isTrain(i), segmentLength[i], dscp[i]);
        }
    }

    /**
     * @return where the headers of a message and of those after it are.
     */
    long address(final int message)
    {
        return headers.address(message);
    }

    /**
     * @return whether a message is more than one datagram.
     */
    boolean isTrain(final int message)
    {
        return segmentCount[message] > 1;
    }

    SendAddress destination(final int message)
    {
        return destination[message];
    }

    int segmentLength(final int message)
    {
        return segmentLength[message];
    }

    /**
     * The kernel has taken a message.
     */
    void onSent(final PacketBatch batch, final int message)
    {
        for (int piece = firstPiece[message]; NONE != piece; piece = nextPiece[piece])
        {
            pieces.onSent(piece, batch);
        }
    }

    /**
     * The kernel has refused a message for good.
     *
     * @param outcome for all packets that it has a piece of.
     */
    void onFailed(final PacketBatch batch, final int message, final SendOutcome outcome)
    {
        for (int piece = firstPiece[message]; NONE != piece; piece = nextPiece[piece])
        {
            batch.outcome(pieces.packetIndex(piece), outcome);
        }
    }

    /**
     * @return how many segments the destination's last message took, 0 if it cannot take any.
     */
    private int join(final PacketBatch batch, final int index, final int segment, final SendAddress to)
    {
        final int message = to.openMessage(build);
        if (NONE == message || dscp[message] != batch.dscp(index) || batch.isInOrder() && message != count - 1)
        {
            return 0;
        }
        final Packet packet = batch.packet(index);
        final int rest = packet.length() - segment * packet.segmentLength();
        final boolean isClosing = rest > 0 && rest < segmentLength[message] && rest <= packet.segmentLength();
        if (packet.segmentLength() != segmentLength[message] && !isClosing)
        {
            return 0;
        }
        final int taken = room(message, packet.segmentCount() - segment, rest, lengthMax(to));
        if (taken > 0)
        {
            nextPiece[lastPiece[message]] = pieces.size();
            addPiece(message, index, packet, segment, taken);
            closeIfShort(message);
        }
        return taken;
    }

    /**
     * @return how many of some segments, which are so long together, a message has room for.
     */
    private int room(final int message, final int segments, final int segmentsLength, final int lengthMax)
    {
        final int segmentsMax = SEGMENTS_MAX - segmentCount[message];
        final int rest = lengthMax - length[message];
        // nearly always all fit, and a division is what all the others of this cost together
        return segments <= segmentsMax && segmentsLength <= rest ? segments :
            Math.min(Math.min(segments, segmentsMax), rest / segmentLength[message]);
    }

    /**
     * @return how many segments a new message took, 1 or more.
     */
    private int open(
        final PacketBatch batch, final int index, final int segment, final SendAddress to, final boolean isSegmenting)
    {
        final Packet packet = batch.packet(index);
        final int message = count++;
        final boolean isJoinable = isSegmenting && packet.segmentLength() > 0;
        destination[message] = to;
        dscp[message] = batch.dscp(index);
        segmentLength[message] = packet.segmentLength();
        segmentCount[message] = 0;
        length[message] = 0;
        final int segments = packet.segmentCount() - segment;
        final int taken = 1 == segments || !isJoinable ? 1 : Math.max(1, room(
            message, segments, packet.length() - segment * packet.segmentLength(), lengthMax(to)));
        firstPiece[message] = pieces.size();
        to.openMessage(build, isJoinable ? message : SendAddress.NONE);
        addPiece(message, index, packet, segment, taken);
        closeIfShort(message);
        return taken;
    }

    private void addPiece(
        final int message, final int index, final Packet packet, final int segment, final int segments)
    {
        final int piece = pieces.add(index, packet, segment, segments);
        pieceAddress[piece] = packet.buffer().addressOffset() + pieces.payloadOffset(piece, packet);
        nextPiece[piece] = NONE;
        lastPiece[message] = piece;
        segmentCount[message] += segments;
        length[message] += pieces.length(piece);
    }

    /**
     * Only the last segment of a train may be shorter.
     */
    private void closeIfShort(final int message)
    {
        if (length[message] != segmentCount[message] * segmentLength[message])
        {
            destination[message].openMessage(build, SendAddress.NONE);
        }
    }

    private static int lengthMax(final SendAddress to)
    {
        return SocketNumbers.AF_INET == to.family() ? IPV4_LENGTH_MAX : IPV6_LENGTH_MAX;
    }
}
