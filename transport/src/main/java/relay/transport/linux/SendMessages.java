package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import relay.pool.Packet;
import relay.transport.PacketBatch;
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
    // a train's segment length, then a code point; each is left out where there is none
    private static final int CONTROL_SIZE = 2 * MessageLayout.CONTROL_ITEM_SIZE;

    private final MemorySegment memory = Arena.ofAuto().allocate((long)CAPACITY *
        (MessageLayout.MESSAGE_SIZE + CONTROL_SIZE) +
        (long)PIECE_CAPACITY * MessageLayout.VECTOR_SIZE, MessageLayout.MESSAGE_SIZE);
    private final long address = memory.address();
    private final long controls = (long)CAPACITY * MessageLayout.MESSAGE_SIZE;
    private final long vectors = controls + (long)CAPACITY * CONTROL_SIZE;

    // by message
    private final SendAddress[] destination = new SendAddress[CAPACITY];
    private final int[] dscp = new int[CAPACITY];
    private final int[] segmentLength = new int[CAPACITY];
    private final int[] segmentCount = new int[CAPACITY];
    private final int[] length = new int[CAPACITY];
    private final int[] firstPiece = new int[CAPACITY];
    private final int[] lastPiece = new int[CAPACITY];
    // by piece
    private final int[] packetIndex = new int[PIECE_CAPACITY];
    private final int[] segmentEnd = new int[PIECE_CAPACITY];
    private final long[] pieceAddress = new long[PIECE_CAPACITY];
    private final int[] pieceLength = new int[PIECE_CAPACITY];
    private final int[] nextPiece = new int[PIECE_CAPACITY];

    private long build;
    private int count;
    private int pieceCount;

    SendMessages()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            final long control = control(i);
            memory.set(JAVA_LONG, control + MessageLayout.CONTROL_ITEM_LENGTH,
                MessageLayout.CONTROL_ITEM_DATA + Short.BYTES);
            memory.set(JAVA_INT, control + MessageLayout.CONTROL_ITEM_LEVEL, SocketNumbers.SOL_UDP);
            memory.set(JAVA_INT, control + MessageLayout.CONTROL_ITEM_TYPE, SocketNumbers.UDP_SEGMENT);
        }
    }

    /**
     * Forgets all messages.
     */
    void begin()
    {
        build++;
        count = 0;
        pieceCount = 0;
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
        long vector = vectors;
        for (int i = 0; i < count; i++)
        {
            final long header = message(i);
            final long firstVector = vector;
            for (int piece = firstPiece[i]; NONE != piece; piece = nextPiece[piece])
            {
                memory.set(JAVA_LONG, vector + MessageLayout.VECTOR_BASE, pieceAddress[piece]);
                memory.set(JAVA_LONG, vector + MessageLayout.VECTOR_LENGTH, pieceLength[piece]);
                vector += MessageLayout.VECTOR_SIZE;
            }
            memory.set(JAVA_LONG, header + MessageLayout.NAME, destination[i].nativeAddress());
            memory.set(JAVA_INT, header + MessageLayout.NAME_LENGTH, destination[i].nativeLength());
            memory.set(JAVA_LONG, header + MessageLayout.VECTOR, address + firstVector);
            memory.set(JAVA_LONG, header + MessageLayout.VECTOR_COUNT,
                (vector - firstVector) / MessageLayout.VECTOR_SIZE);
            concludeControl(i, header);
        }
    }

    /**
     * @return where the headers of a message and of those after it are.
     */
    long address(final int message)
    {
        return address + message(message);
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
            final int index = packetIndex[piece];
            batch.segmentsSent(index, segmentEnd[piece]);
            if (batch.packet(index).segmentCount() == segmentEnd[piece])
            {
                batch.outcome(index, SendOutcome.SENT);
            }
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
            batch.outcome(packetIndex[piece], outcome);
        }
    }

    private void concludeControl(final int message, final long header)
    {
        long begin = control(message) + MessageLayout.CONTROL_ITEM_SIZE;
        long end = begin;
        if (isTrain(message))
        {
            begin = control(message);
            memory.set(JAVA_SHORT, begin + MessageLayout.CONTROL_ITEM_DATA, (short)segmentLength[message]);
        }
        if (PacketBatch.DSCP_OF_ENDPOINT != dscp[message])
        {
            mark(message, end);
            end += MessageLayout.CONTROL_ITEM_SIZE;
        }
        memory.set(JAVA_LONG, header + MessageLayout.CONTROL, address + begin);
        memory.set(JAVA_LONG, header + MessageLayout.CONTROL_LENGTH, end - begin);
    }

    private void mark(final int message, final long item)
    {
        final boolean isIpv4 = SocketNumbers.AF_INET == destination[message].family();
        memory.set(JAVA_LONG, item + MessageLayout.CONTROL_ITEM_LENGTH,
            MessageLayout.CONTROL_ITEM_DATA + Integer.BYTES);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_LEVEL,
            isIpv4 ? SocketNumbers.SOL_IP : SocketNumbers.SOL_IPV6);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_TYPE,
            isIpv4 ? SocketNumbers.IP_TOS : SocketNumbers.IPV6_TCLASS);
        memory.set(JAVA_INT, item + MessageLayout.CONTROL_ITEM_DATA, TrafficOctet.of(dscp[message]));
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
            nextPiece[lastPiece[message]] = pieceCount;
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
        firstPiece[message] = pieceCount;
        to.openMessage(build, isJoinable ? message : SendAddress.NONE);
        addPiece(message, index, packet, segment, taken);
        closeIfShort(message);
        return taken;
    }

    private void addPiece(
        final int message, final int index, final Packet packet, final int segment, final int segments)
    {
        final int offset = segment * packet.segmentLength();
        final int piece = pieceCount++;
        packetIndex[piece] = index;
        segmentEnd[piece] = segment + segments;
        pieceAddress[piece] = packet.buffer().addressOffset() + packet.payloadOffset() + offset;
        pieceLength[piece] = Math.min(segments * packet.segmentLength(), packet.length() - offset);
        nextPiece[piece] = NONE;
        lastPiece[message] = piece;
        segmentCount[message] += segments;
        length[message] += pieceLength[piece];
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

    private long control(final int index)
    {
        return controls + (long)index * CONTROL_SIZE;
    }

    private static long message(final int index)
    {
        return (long)index * MessageLayout.MESSAGE_SIZE;
    }
}
