package relay.transport;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.endpoint.HostPort;

/**
 * What one call to {@link DatagramReceiver#receive} reads: where each datagram may land, and what came. Made once and
 * used again and again by one thread, for any number of receivers.
 *
 * <p>The owner offers <em>landings</em>, buffers in which payloads may end up for good. A datagram that is longer than
 * its landing, or for which there is none, reaches into the batch's own spill area, from where {@link #copyTo} collects
 * it: so nothing is ever cut, and what fits is not copied.
 *
 * <pre>
 *   datagram i:  | landing i, up to landingLength | spill i, up to 64 KiB |
 * </pre>
 *
 * <p>A datagram may be a <em>train</em>: several of one sender and one length that the kernel joined (udp(7), UDP_GRO).
 * Then {@link #segmentLength} is the length of each but the last, which may be shorter.
 */
public final class DatagramBatch
{
    /** As many datagrams as one system call should read: what a call costs is then spread thin enough. */
    public static final int CAPACITY_DEFAULT = 64;
    /** More than the longest UDP payload, 65,527 B over IPv6. */
    public static final int SPILL_LENGTH = 64 * 1024;

    private static final int CACHE_LINE = 64;

    private final int capacity;
    private final UnsafeBuffer spill;
    private final int[] landingOffset;
    private final int[] landed;
    private final int[] length;
    private final int[] segmentLength;
    private final int[] destination;
    private final int[] dscp;
    private final HostPort[] source;
    private UnsafeBuffer landing;
    private int landingLength;
    private int landingCount;

    /**
     * @param capacity the most datagrams that one call reads.
     */
    public DatagramBatch(final int capacity)
    {
        this.capacity = capacity;
        spill = new UnsafeBuffer(
            Arena.ofAuto().allocate((long)capacity * SPILL_LENGTH, CACHE_LINE).asByteBuffer());
        landingOffset = new int[capacity];
        landed = new int[capacity];
        length = new int[capacity];
        segmentLength = new int[capacity];
        destination = new int[capacity];
        dscp = new int[capacity];
        source = new HostPort[capacity];
        for (int i = 0; i < capacity; i++)
        {
            source[i] = new HostPort();
        }
    }

    public int capacity()
    {
        return capacity;
    }

    /**
     * Forgets all landings, and says where the next ones are.
     *
     * @param buffer over direct memory; may be null if there will be none.
     * @param length of each landing.
     */
    public void resetLandings(final UnsafeBuffer buffer, final int length)
    {
        landing = buffer;
        landingLength = length;
        landingCount = 0;
    }

    /**
     * Offers the next landing.
     *
     * @param offset in the buffer that was given to {@link #resetLandings}.
     */
    public void addLanding(final int offset)
    {
        landingOffset[landingCount++] = offset;
    }

    /**
     * @return datagrams from index 0 on that have a landing.
     */
    public int landingCount()
    {
        return landingCount;
    }

    /**
     * @return length of each landing.
     */
    public int landingLength()
    {
        return landingLength;
    }

    /**
     * @param index of a datagram that has a landing.
     * @return where that is in {@link #landing()}.
     */
    public int landingOffset(final int index)
    {
        return landingOffset[index];
    }

    /**
     * @return the buffer in which landings are.
     */
    public UnsafeBuffer landing()
    {
        return landing;
    }

    /**
     * @return the buffer in which datagrams go on that are longer than their landings.
     */
    public UnsafeBuffer spill()
    {
        return spill;
    }

    /**
     * @param index of a datagram.
     * @return where its part of {@link #spill()} begins, {@link #SPILL_LENGTH} bytes.
     */
    public int spillOffset(final int index)
    {
        return index * SPILL_LENGTH;
    }

    /**
     * Called from a receiver: a datagram has come, to the first of its destinations and with code point 0 unless told
     * otherwise.
     *
     * @param index         of the datagram.
     * @param landed        how many bytes of it are in its landing; the others are in the spill area.
     * @param length        of the payload.
     * @param segmentLength of each datagram of a train; {@code length} if it is only one.
     */
    public void onReceived(final int index, final int landed, final int length, final int segmentLength)
    {
        this.landed[index] = landed;
        this.length[index] = length;
        this.segmentLength[index] = segmentLength;
        destination[index] = 0;
        dscp[index] = 0;
    }

    /**
     * Called from a receiver of several destinations.
     *
     * @param index       of a datagram that has come.
     * @param destination index of the one that it was sent to.
     */
    public void destination(final int index, final int destination)
    {
        this.destination[index] = destination;
    }

    /**
     * Called from a receiver that was asked for it.
     *
     * @param index of a datagram that has come.
     * @param dscp  of it, 0..63.
     */
    public void dscp(final int index, final int dscp)
    {
        this.dscp[index] = dscp;
    }

    /**
     * Called from a receiver that leaves out a datagram: another takes its place.
     *
     * @param from index of the one that moves.
     * @param to   index of the one that is left out, less than {@code from}.
     */
    public void move(final int from, final int to)
    {
        final int inLanding = landed[from];
        if (inLanding > 0)
        {
            landing.putBytes(landingOffset[to], landing, landingOffset[from], inLanding);
        }
        if (length[from] > inLanding)
        {
            spill.putBytes(spillOffset(to), spill, spillOffset(from), length[from] - inLanding);
        }
        source[to].set(source[from].high(), source[from].low(), source[from].port());
        onReceived(to, inLanding, length[from], segmentLength[from]);
        destination[to] = destination[from];
        dscp[to] = dscp[from];
    }

    /**
     * @param index of a datagram that was received.
     * @return length of its payload in bytes; of all datagrams of a train together.
     */
    public int length(final int index)
    {
        return length[index];
    }

    /**
     * @param index of a datagram that was received.
     * @return length of each datagram of a train but the last; {@link #length} if it is only one.
     */
    public int segmentLength(final int index)
    {
        return segmentLength[index];
    }

    /**
     * @param index of a datagram that was received.
     * @return who sent it; set by the receiver, valid until the next call to it.
     */
    public HostPort source(final int index)
    {
        return source[index];
    }

    /**
     * @param index of a datagram that was received.
     * @return which of the receiver's destinations it was sent to, 0 if there is only one.
     */
    public int destination(final int index)
    {
        return destination[index];
    }

    /**
     * @param index of a datagram that was received.
     * @return its differentiated services code point (RFC 2474), 0..63; 0 if the receiver was not asked for it.
     */
    public int dscp(final int index)
    {
        return dscp[index];
    }

    /**
     * @param index of a datagram that was received.
     * @return whether all of it is in its landing.
     */
    public boolean isLanded(final int index)
    {
        return index < landingCount && landed[index] == length[index];
    }

    /**
     * Collects the payload, or a part of it.
     *
     * @param index             of a datagram that was received.
     * @param offset            in the payload of the first byte that is wanted.
     * @param length            of what is wanted.
     * @param destination       where to.
     * @param destinationOffset where that many bytes have room.
     */
    public void copyTo(
        final int index,
        final int offset,
        final int length,
        final MutableDirectBuffer destination,
        final int destinationOffset)
    {
        final int fromLanding = Math.clamp(landed[index] - offset, 0, length);
        if (fromLanding > 0)
        {
            destination.putBytes(destinationOffset, landing, landingOffset[index] + offset, fromLanding);
        }
        if (length > fromLanding)
        {
            final int spilled = offset + fromLanding - landed[index];
            destination.putBytes(
                destinationOffset + fromLanding, spill, spillOffset(index) + spilled, length - fromLanding);
        }
    }

    /**
     * Reads a few bytes of the payload, wherever they lie.
     *
     * @param index  of a datagram that was received.
     * @param offset in the payload of the first byte that is wanted.
     * @param width  how many, 1 to 8; all of them within the payload.
     * @return the bytes as an unsigned number, the first one lowest (little-endian).
     */
    public long bits(final int index, final int offset, final int width)
    {
        final int left = landed[index] - offset;
        if (Long.BYTES == width && (left >= width || left <= 0))
        {
            return left > 0 ? landing.getLong(landingOffset[index] + offset, ByteOrder.LITTLE_ENDIAN) :
                spill.getLong(spillOffset(index) - left, ByteOrder.LITTLE_ENDIAN);
        }
        long bits = 0;
        for (int i = width - 1; i >= 0; i--)
        {
            final byte next = i < left ?
                landing.getByte(landingOffset[index] + offset + i) : spill.getByte(spillOffset(index) + i - left);
            bits = bits << Byte.SIZE | next & 0xFF;
        }
        return bits;
    }

    /**
     * Reads without landings, and hands on each datagram by itself, those of trains too.
     *
     * @param receiver to read.
     * @param handler  called for each datagram, with a buffer that is valid during the call.
     * @param limit    the most that one call should read, trains counted as one; no more than the capacity.
     * @return how many datagrams were handed on.
     */
    public int poll(final DatagramReceiver receiver, final DatagramHandler handler, final int limit)
    {
        resetLandings(null, 0);
        final int count = receiver.receive(this, Math.min(limit, capacity));
        int datagrams = 0;
        for (int i = 0; i < count; i++)
        {
            final int end = spillOffset(i) + length[i];
            int offset = spillOffset(i);
            do
            {
                final int datagramLength = Math.min(segmentLength[i], end - offset);
                handler.onDatagram(spill, offset, datagramLength, source[i], destination[i]);
                datagrams++;
                offset += datagramLength;
            }
            while (offset < end);
        }
        return datagrams;
    }
}
