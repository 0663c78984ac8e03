package relay.transport;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.PostedBuffers;
import relay.pool.SizeClass;
import relay.transport.endpoint.HostPort;

/**
 * One call to {@link DatagramReceiver#receive}: the buffers that it may receive into, and what came. Made once and used
 * again and again by one thread, for any number of receivers.
 *
 * <p>The owner <em>posts</em> buffers, in which payloads may stay for good. A datagram that is longer than its posted
 * buffer, or for which there is none, reaches into the batch's own spill area, from where {@link #copyTo} collects it:
 * so nothing is cut, and what fits is not copied. A lane's buffers are posted once and {@link #settle settled} once.
 *
 * <pre>
 *   datagram i:  | posted buffer i, up to postedLength | spill i, up to 64 KiB |
 * </pre>
 *
 * <p>A datagram may be a <em>train</em>: several of one sender and one length that the kernel joined (udp(7), UDP_GRO).
 * Then {@link #segmentLength} is the length of each but the last, which may be shorter.
 *
 * <p>Longer than 400 lines because each column of the batch has an accessor with its own contract.
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
    private final int[] postedOffset;
    private final int[] inPosted;
    private final int[] length;
    private final int[] segmentLength;
    private final int[] destination;
    private final int[] dscp;
    private final HostPort[] source;
    /** Index of the flow that keeps the posted buffer, or {@link PostedBuffers#NOT_KEPT}. */
    private final int[] flow;
    private PostedBuffers posted = PostedBuffers.NONE;
    private UnsafeBuffer postedMemory;
    private int postedLength;
    private int postedLengthMin;
    private int postedCount;

    /**
     * @param capacity the most datagrams that one call reads.
     */
    public DatagramBatch(final int capacity)
    {
        this.capacity = capacity;
        spill = new UnsafeBuffer(
            Arena.ofAuto().allocate((long)capacity * SPILL_LENGTH, CACHE_LINE).asByteBuffer());
        postedOffset = new int[capacity];
        inPosted = new int[capacity];
        length = new int[capacity];
        segmentLength = new int[capacity];
        destination = new int[capacity];
        dscp = new int[capacity];
        flow = new int[capacity];
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
     * Posts free buffers of a lane, as many as there are.
     *
     * @param buffers   of the lane; all that were posted before are settled.
     * @param sizeClass of the buffers.
     * @param limit     the most that are wanted, no more than the capacity.
     */
    public void post(final PostedBuffers buffers, final SizeClass sizeClass, final int limit)
    {
        resetPosted(buffers.memory(), sizeClass.payloadLength());
        posted = buffers;
        final int count = buffers.post(sizeClass.ordinal(), limit);
        postedLengthMin = buffers.lengthMin();
        for (int i = 0; i < count; i++)
        {
            addPosted(buffers.payloadOffset(i));
        }
    }

    /**
     * Frees the posted buffers behind those of the datagrams that were received.
     */
    public void freeFrom(final int received)
    {
        posted.freeFrom(received);
    }

    /**
     * Keeps a datagram in its posted buffer for a flow.
     *
     * @param index     of a datagram.
     * @param flowIndex of the flow, 0 or more.
     * @return whether it is there, and no smaller buffer would do.
     */
    public boolean keep(final int index, final int flowIndex)
    {
        final boolean isKept = isInPosted(index) && length[index] >= postedLengthMin;
        flow[index] = isKept ? flowIndex : PostedBuffers.NOT_KEPT;
        return isKept;
    }

    /**
     * Gives posted buffers back to their lane, in order: each that a flow keeps gets a slot, each other is free.
     *
     * @param end   index after the last datagram that was looked at.
     * @param nowNs monotonic time.
     */
    public void settle(final int end, final long nowNs)
    {
        posted.settle(end, flow, length, segmentLength, nowNs);
    }

    /**
     * Forgets all posted buffers, and says where the next ones are, which are of no lane.
     *
     * @param buffer over direct memory; may be null if there will be none.
     * @param length of each posted buffer.
     */
    public void resetPosted(final UnsafeBuffer buffer, final int length)
    {
        posted = PostedBuffers.NONE;
        postedMemory = buffer;
        postedLength = length;
        postedCount = 0;
    }

    /**
     * Posts the next buffer.
     *
     * @param offset in the buffer that was given to {@link #resetPosted}.
     */
    public void addPosted(final int offset)
    {
        postedOffset[postedCount++] = offset;
    }

    /**
     * @return datagrams from index 0 on that have a posted buffer.
     */
    public int postedCount()
    {
        return postedCount;
    }

    /**
     * @return length of each posted buffer.
     */
    public int postedLength()
    {
        return postedLength;
    }

    /**
     * @param index of a datagram that has a posted buffer.
     * @return where that is in {@link #postedMemory()}.
     */
    public int postedOffset(final int index)
    {
        return postedOffset[index];
    }

    /**
     * @return the memory that posted buffers are in.
     */
    public UnsafeBuffer postedMemory()
    {
        return postedMemory;
    }

    /**
     * @return the buffer in which datagrams go on that are longer than their posted buffers.
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
     * @param inPosted        how many bytes of it are in its posted buffer; the others are in the spill area.
     * @param length        of the payload.
     * @param segmentLength of each datagram of a train; {@code length} if it is only one.
     */
    public void onReceived(final int index, final int inPosted, final int length, final int segmentLength)
    {
        this.inPosted[index] = inPosted;
        this.length[index] = length;
        this.segmentLength[index] = segmentLength;
        destination[index] = 0;
        dscp[index] = 0;
        flow[index] = PostedBuffers.NOT_KEPT;
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
        final int moved = inPosted[from];
        if (moved > 0)
        {
            postedMemory.putBytes(postedOffset[to], postedMemory, postedOffset[from], moved);
        }
        if (length[from] > moved)
        {
            spill.putBytes(spillOffset(to), spill, spillOffset(from), length[from] - moved);
        }
        source[to].set(source[from].high(), source[from].low(), source[from].port());
        onReceived(to, moved, length[from], segmentLength[from]);
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
     * @return whether all of it is in its posted buffer.
     */
    public boolean isInPosted(final int index)
    {
        return index < postedCount && inPosted[index] == length[index];
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
        final int fromPosted = Math.clamp(inPosted[index] - offset, 0, length);
        if (fromPosted > 0)
        {
            destination.putBytes(destinationOffset, postedMemory, postedOffset[index] + offset, fromPosted);
        }
        if (length > fromPosted)
        {
            final int spilled = offset + fromPosted - inPosted[index];
            destination.putBytes(
                destinationOffset + fromPosted, spill, spillOffset(index) + spilled, length - fromPosted);
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
        final int left = inPosted[index] - offset;
        if (Long.BYTES == width && (left >= width || left <= 0))
        {
            return left > 0 ? postedMemory.getLong(postedOffset[index] + offset, ByteOrder.LITTLE_ENDIAN) :
                spill.getLong(spillOffset(index) - left, ByteOrder.LITTLE_ENDIAN);
        }
        long bits = 0;
        for (int i = width - 1; i >= 0; i--)
        {
            final byte next = i < left ?
                postedMemory.getByte(postedOffset[index] + offset + i) : spill.getByte(spillOffset(index) + i - left);
            bits = bits << Byte.SIZE | next & 0xFF;
        }
        return bits;
    }

    /**
     * Reads without posted buffers, and hands on each datagram by itself, those of trains too.
     *
     * @param receiver to read.
     * @param handler  called for each datagram, with a buffer that is valid during the call.
     * @param limit    the most that one call should read, trains counted as one; no more than the capacity.
     * @return how many datagrams were handed on.
     */
    public int poll(final DatagramReceiver receiver, final DatagramHandler handler, final int limit)
    {
        resetPosted(null, 0);
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
