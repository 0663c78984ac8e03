package relay.transport.wire;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.HostPort;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

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
 *   +---------------------------------------------------------------+
 *   |  sequence of the datagram in its flow, from 0                 |  32
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
 * A version is never reused for another layout; version 1 has no flags. Not thread safe: each thread wraps its own.
 */
public final class Envelope
{
    /** Bytes before the payload. */
    public static final int LENGTH = 80;
    /** The layout described here. */
    public static final int VERSION = 1;

    /** {@link #check}: all fields are in range. */
    public static final int VALID = 0;
    /** {@link #check}: shorter than an envelope. */
    public static final int RUNT = -1;
    /** {@link #check}: not an envelope at all. */
    public static final int BAD_MAGIC = -2;
    /** {@link #check}: a layout, or a flag, that this relay does not know. */
    public static final int BAD_VERSION = -3;
    /** {@link #check}: the payload length is not the one that arrived. */
    public static final int BAD_LENGTH = -4;

    private static final short MAGIC = 0x5952;
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
    private static final int SEQUENCE_OFFSET = 32;
    private static final int ARRIVAL_OFFSET = 40;
    private static final int SOURCE_ADDRESS_OFFSET = 48;
    private static final int DESTINATION_ADDRESS_OFFSET = 64;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /**
     * Tells whether bytes from the network are an envelope with its payload. To be called before {@link #wrap} on
     * anything that was received.
     *
     * @param buffer that holds them.
     * @param offset of the envelope.
     * @param length of envelope and payload in bytes; may be any number.
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
        if ((buffer.getShort(offset + PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xFFFF) != length - LENGTH)
        {
            return BAD_LENGTH;
        }
        return VALID;
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
     * Writes the fields that never differ, with a hop count of 0.
     *
     * @param payloadLength 0..65,535.
     * @return this.
     */
    public Envelope begin(final int payloadLength)
    {
        buffer.putShort(MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        buffer.putByte(VERSION_OFFSET, (byte)VERSION);
        buffer.putByte(FLAGS_OFFSET, (byte)0);
        buffer.putByte(HOP_COUNT_OFFSET, (byte)0);
        buffer.putByte(RESERVED_OFFSET, (byte)0);
        buffer.putShort(PAYLOAD_LENGTH_OFFSET, (short)payloadLength, LITTLE_ENDIAN);
        return this;
    }

    public int payloadLength()
    {
        return buffer.getShort(PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
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
        return buffer.getLong(BOOT_EPOCH_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * Writes who sends it.
     *
     * @param origin       id of this relay.
     * @param bootEpochMs  when this relay started, milliseconds since 1970.
     * @param flow         id of the flow.
     * @param trafficClass id of the traffic class.
     * @return this.
     */
    public Envelope origin(final int origin, final long bootEpochMs, final int flow, final int trafficClass)
    {
        buffer.putInt(ORIGIN_OFFSET, origin, LITTLE_ENDIAN);
        buffer.putInt(FLOW_OFFSET, flow, LITTLE_ENDIAN);
        buffer.putInt(TRAFFIC_CLASS_OFFSET, trafficClass, LITTLE_ENDIAN);
        buffer.putLong(BOOT_EPOCH_OFFSET, bootEpochMs, LITTLE_ENDIAN);
        return this;
    }

    public long sequence()
    {
        return buffer.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
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
        buffer.putLong(SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(ARRIVAL_OFFSET, arrivalEpochNs, LITTLE_ENDIAN);
        return this;
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
        return buffer.getShort(SOURCE_PORT_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public int destinationPort()
    {
        return buffer.getShort(DESTINATION_PORT_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
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
}
