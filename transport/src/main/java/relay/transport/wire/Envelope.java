package relay.transport.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.Trains;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.HostPort;

/**
 * Flyweight over the envelope that precedes each payload: in the buffers of the pool, and on the wire between relays.
 * Little-endian, but for the addresses, which are 16 bytes in network order, IPv4 as ::ffff:a.b.c.d (RFC 4291).
 *
 * <pre>
 *   0               1               2               3
 *   +---------------+---------------+---------------+---------------+
 *   |  magic 0x5952 ("RY")          |  version      |  flags        |   0
 *   +---------------+---------------+---------------+---------------+
 *   |  hop count    |  reserved, 0  |  payload length               |   4
 *   +---------------+---------------+---------------+---------------+
 *   |  origin: id of the relay that received the datagram by UDP    |   8
 *   +---------------------------------------------------------------+
 *   |  flow: id of the flow at the origin                           |  12
 *   +---------------------------------------------------------------+
 *   |  traffic class: id of the class at the origin                 |  16
 *   +-------------------------------+-------------------------------+
 *   |  original source port         |  original destination port    |  20
 *   +-------------------------------+-------------------------------+
 *   |  boot epoch of the origin, milliseconds since 1970            |  24
 *   |                               +-------------------------------+
 *   |                               |  segment length, 0 for one    |  28
 *   +-------------------------------+-------------------------------+
 *   |  sequence of the (first) datagram in its flow, from 0         |  32
 *   +---------------------------------------------------------------+
 *   |  arrival at the origin, nanoseconds since 1970                |  40
 *   +---------------------------------------------------------------+
 *   |  original source address, 16 bytes                            |  48
 *   +---------------------------------------------------------------+
 *   |  original destination address, 16 bytes                       |  64
 *   +---------------------------------------------------------------+
 *   |  payload ...                                                  |  80
 * </pre>
 *
 * Envelope and payload are a <em>record</em>. A message is one or more of them, each but the last padded to 8 bytes.
 * The payload may be a <em>train</em>: datagrams with consecutive sequences, all as long as the segment length but the
 * last, which may be shorter.
 *
 * <p>A version is never reused for another layout. Not thread safe: each thread wraps its own.
 */
public final class Envelope
{
    /** Bytes before the payload. */
    public static final int LENGTH = 80;
    /** The layout described here. */
    public static final int VERSION = 2;
    /** Each record of a message begins at a multiple of this. */
    public static final int ALIGNMENT = 8;
    /** The longest payload, of a datagram or of a train. */
    public static final int PAYLOAD_LENGTH_MAX = 65_535;
    /**
     * The longest train: what the kernel sends in one call (UDP_SEGMENT), and a limit to what a forged record makes.
     */
    public static final int SEGMENT_COUNT_MAX = 64;
    /** The longest message: room for the longest train, and for as much again. */
    public static final int MESSAGE_LENGTH_MAX = AeronEndpoint.MESSAGE_LENGTH_MAX;

    /** {@link #check}: all fields are in range. */
    public static final int VALID = 0;
    /** {@link #check}: shorter than an envelope. */
    public static final int RUNT = -1;
    /** {@link #check}: not an envelope at all. */
    public static final int BAD_MAGIC = -2;
    /** {@link #check}: a layout, or a flag, that this relay does not know. */
    public static final int BAD_VERSION = -3;
    /** {@link #check}: more payload than arrived, or segments that make no train. */
    public static final int BAD_LENGTH = -4;

    private static final short MAGIC = 0x5952;
    private static final long BOOT_EPOCH_MASK = (1L << 48) - 1;
    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 2;
    private static final int FLAGS_OFFSET = 3;
    private static final int HOP_COUNT_OFFSET = 4;
    private static final int RESERVED_OFFSET = 5;
    private static final int PAYLOAD_LENGTH_OFFSET = 6;
    private static final int ORIGIN_OFFSET = 8;
    private static final int FLOW_OFFSET = 12;
    private static final int TRAFFIC_CLASS_OFFSET = 16;
    private static final int SOURCE_PORT_OFFSET = 20;
    private static final int DESTINATION_PORT_OFFSET = 22;
    private static final int BOOT_EPOCH_OFFSET = 24;
    private static final int SEGMENT_LENGTH_OFFSET = 30;
    private static final int SEQUENCE_OFFSET = 32;
    private static final int ARRIVAL_OFFSET = 40;
    private static final int SOURCE_ADDRESS_OFFSET = 48;
    private static final int DESTINATION_ADDRESS_OFFSET = 64;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /**
     * Tells whether bytes from the network are a record. To be called before {@link #wrap} on anything that was
     * received.
     *
     * @param buffer that holds them.
     * @param offset of the envelope.
     * @param length of what is left of the message from there on, in bytes; may be any number.
     * @return {@link #VALID} or the first thing that is wrong with them.
     */
    public static int check(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < LENGTH || offset < 0 || offset > buffer.capacity() - length)
        {
            return RUNT;
        }
        if (buffer.getShort(offset + MAGIC_OFFSET, LITTLE_ENDIAN) != MAGIC)
        {
            return BAD_MAGIC;
        }
        if (buffer.getByte(offset + VERSION_OFFSET) != VERSION || buffer.getByte(offset + FLAGS_OFFSET) != 0)
        {
            return BAD_VERSION;
        }
        final int payloadLength = unsignedShort(buffer, offset + PAYLOAD_LENGTH_OFFSET);
        final int segmentLength = unsignedShort(buffer, offset + SEGMENT_LENGTH_OFFSET);
        return payloadLength <= length - LENGTH && isTrain(payloadLength, segmentLength) ? VALID : BAD_LENGTH;
    }

    /**
     * @param one       buffer that holds an envelope.
     * @param oneOffset of it.
     * @param two       buffer that holds another one of the same version.
     * @param twoOffset of it.
     * @return whether they differ in nothing but sequence and lengths, so that one may stand for both.
     */
    public static boolean isAlike(
        final DirectBuffer one, final int oneOffset, final DirectBuffer two, final int twoOffset)
    {
        final long start = one.getLong(oneOffset, LITTLE_ENDIAN) ^ two.getLong(twoOffset, LITTLE_ENDIAN);
        final long epoch = one.getLong(oneOffset + BOOT_EPOCH_OFFSET, LITTLE_ENDIAN) ^
            two.getLong(twoOffset + BOOT_EPOCH_OFFSET, LITTLE_ENDIAN);
        // both have a length in their last two bytes
        return 0 == (start | epoch) << 2 * Byte.SIZE &&
            isEqual(one, oneOffset, two, twoOffset, ORIGIN_OFFSET, BOOT_EPOCH_OFFSET) &&
            isEqual(one, oneOffset, two, twoOffset, ARRIVAL_OFFSET, LENGTH);
    }

    /**
     * @param buffer that holds an envelope, or will.
     * @param offset of the envelope.
     * @return this.
     */
    public Envelope wrap(final DirectBuffer buffer, final int offset)
    {
        this.buffer.wrap(buffer, offset, LENGTH);
        return this;
    }

    /**
     * Writes the fields that never differ, with a hop count of 0. The payload is one datagram.
     *
     * @param payloadLength 0..{@link #PAYLOAD_LENGTH_MAX}.
     * @return this.
     */
    public Envelope begin(final int payloadLength)
    {
        buffer.putShort(MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        return hopCount(0).payload(payloadLength, payloadLength);
    }

    /**
     * Writes what the payload is, and with it the version that says so.
     *
     * @param payloadLength 0..{@link #PAYLOAD_LENGTH_MAX}.
     * @param segmentLength of each datagram of a train but the last; the payload length, or more, if it is only one.
     * @return this.
     */
    public Envelope payload(final int payloadLength, final int segmentLength)
    {
        buffer.putByte(VERSION_OFFSET, (byte)VERSION);
        buffer.putByte(FLAGS_OFFSET, (byte)0);
        buffer.putByte(RESERVED_OFFSET, (byte)0);
        buffer.putShort(PAYLOAD_LENGTH_OFFSET, (short)payloadLength, LITTLE_ENDIAN);
        buffer.putShort(
            SEGMENT_LENGTH_OFFSET, (short)(segmentLength < payloadLength ? segmentLength : 0), LITTLE_ENDIAN);
        return this;
    }

    public int payloadLength()
    {
        return unsignedShort(buffer, PAYLOAD_LENGTH_OFFSET);
    }

    /**
     * @return length of each datagram of a train but the last; {@link #payloadLength()} if it is only one.
     */
    public int segmentLength()
    {
        final int segmentLength = unsignedShort(buffer, SEGMENT_LENGTH_OFFSET);
        return 0 == segmentLength ? payloadLength() : segmentLength;
    }

    /**
     * @return how many datagrams the payload is, 1 or more.
     */
    public int segmentCount()
    {
        final int segmentLength = unsignedShort(buffer, SEGMENT_LENGTH_OFFSET);
        return 0 == segmentLength ? 1 : Trains.count(payloadLength(), segmentLength);
    }

    /**
     * @return how many relays have passed it on to another relay, 0 at the origin.
     */
    public int hopCount()
    {
        return buffer.getByte(HOP_COUNT_OFFSET) & 0xFF;
    }

    public Envelope hopCount(final int hopCount)
    {
        buffer.putByte(HOP_COUNT_OFFSET, (byte)hopCount);
        return this;
    }

    public int origin()
    {
        return buffer.getInt(ORIGIN_OFFSET, LITTLE_ENDIAN);
    }

    public int flow()
    {
        return buffer.getInt(FLOW_OFFSET, LITTLE_ENDIAN);
    }

    public int trafficClass()
    {
        return buffer.getInt(TRAFFIC_CLASS_OFFSET, LITTLE_ENDIAN);
    }

    public long bootEpochMs()
    {
        return buffer.getLong(BOOT_EPOCH_OFFSET, LITTLE_ENDIAN) & BOOT_EPOCH_MASK;
    }

    /**
     * Writes who sends it.
     *
     * @param origin       id of this relay.
     * @param bootEpochMs  when this relay started, milliseconds since 1970, below 2^48.
     * @param flow         id of the flow.
     * @param trafficClass id of the traffic class.
     * @return this.
     */
    public Envelope origin(final int origin, final long bootEpochMs, final int flow, final int trafficClass)
    {
        buffer.putInt(ORIGIN_OFFSET, origin, LITTLE_ENDIAN);
        buffer.putInt(FLOW_OFFSET, flow, LITTLE_ENDIAN);
        buffer.putInt(TRAFFIC_CLASS_OFFSET, trafficClass, LITTLE_ENDIAN);
        buffer.putInt(BOOT_EPOCH_OFFSET, (int)bootEpochMs, LITTLE_ENDIAN);
        buffer.putShort(BOOT_EPOCH_OFFSET + Integer.BYTES, (short)(bootEpochMs >>> Integer.SIZE), LITTLE_ENDIAN);
        return this;
    }

    public long sequence()
    {
        return buffer.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * @param sequence of the (first) datagram in its flow.
     * @return this.
     */
    public Envelope sequence(final long sequence)
    {
        buffer.putLong(SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        return this;
    }

    /**
     * @return arrival at the origin in nanoseconds since 1970, by the origin's clock.
     */
    public long arrivalEpochNs()
    {
        return buffer.getLong(ARRIVAL_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Writes which datagram of its flow it is.
     *
     * @param sequence       from 0.
     * @param arrivalEpochNs nanoseconds since 1970.
     * @return this.
     */
    public Envelope arrival(final long sequence, final long arrivalEpochNs)
    {
        buffer.putLong(ARRIVAL_OFFSET, arrivalEpochNs, LITTLE_ENDIAN);
        return sequence(sequence);
    }

    public Envelope source(final HostPort source)
    {
        return address(SOURCE_ADDRESS_OFFSET, SOURCE_PORT_OFFSET, source);
    }

    public Envelope destination(final HostPort destination)
    {
        return address(DESTINATION_ADDRESS_OFFSET, DESTINATION_PORT_OFFSET, destination);
    }

    public int sourcePort()
    {
        return unsignedShort(buffer, SOURCE_PORT_OFFSET);
    }

    public int destinationPort()
    {
        return unsignedShort(buffer, DESTINATION_PORT_OFFSET);
    }

    /**
     * @return upper half of the original source address, as a big-endian number.
     */
    public long sourceHigh()
    {
        return buffer.getLong(SOURCE_ADDRESS_OFFSET, BIG_ENDIAN);
    }

    /**
     * @return lower half of the original source address, as a big-endian number.
     */
    public long sourceLow()
    {
        return buffer.getLong(SOURCE_ADDRESS_OFFSET + BitUtil.SIZE_OF_LONG, BIG_ENDIAN);
    }

    /**
     * @return upper half of the original destination address, as a big-endian number.
     */
    public long destinationHigh()
    {
        return buffer.getLong(DESTINATION_ADDRESS_OFFSET, BIG_ENDIAN);
    }

    /**
     * @return lower half of the original destination address, as a big-endian number.
     */
    public long destinationLow()
    {
        return buffer.getLong(DESTINATION_ADDRESS_OFFSET + BitUtil.SIZE_OF_LONG, BIG_ENDIAN);
    }

    private Envelope address(final int addressOffset, final int portOffset, final HostPort hostPort)
    {
        final MutableDirectBuffer to = buffer;
        to.putLong(addressOffset, hostPort.high(), BIG_ENDIAN);
        to.putLong(addressOffset + BitUtil.SIZE_OF_LONG, hostPort.low(), BIG_ENDIAN);
        to.putShort(portOffset, (short)hostPort.port(), LITTLE_ENDIAN);
        return this;
    }

    /** No segment length is one datagram; a segment as long as the payload would be the same, said in another way. */
    private static boolean isTrain(final int payloadLength, final int segmentLength)
    {
        return 0 == segmentLength ||
            (segmentLength < payloadLength && Trains.count(payloadLength, segmentLength) <= SEGMENT_COUNT_MAX);
    }

    private static boolean isEqual(
        final DirectBuffer one,
        final int oneOffset,
        final DirectBuffer two,
        final int twoOffset,
        final int begin,
        final int end)
    {
        long difference = 0;
        for (int i = begin; i < end; i += Long.BYTES)
        {
            difference |= one.getLong(oneOffset + i) ^ two.getLong(twoOffset + i);
        }
        return 0 == difference;
    }

    private static int unsignedShort(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }
}
