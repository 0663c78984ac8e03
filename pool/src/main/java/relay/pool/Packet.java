package relay.pool;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The event of a {@link Lane}: one slot, which borrows one payload buffer while it is in flight. Preallocated, never
 * leaves its ring; who needs it for longer than its slot takes a copy, which refers to the same buffer.
 *
 * <p>Fields have one writer each: the ingress thread, until it publishes the slot, and the qos thread for the verdict.
 * Readers see both through the sequences. A copy belongs to the thread that made it.
 */
public final class Packet
{
    private static final int NO_CLASS = -1;

    // ingress thread
    private UnsafeBuffer buffer;
    private long claimNs;
    private int headerOffset;
    private int payloadOffset;
    private int length;
    private int sizeClass;
    private int flowIndex;
    private int segmentLength;
    private int segmentCount;

    // qos thread
    private int verdict;

    /**
     * Makes an empty copy, which belongs to no slot.
     */
    public Packet()
    {
    }

    Packet(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
    }

    /**
     * Becomes a copy of a packet, without its bytes: they stay in its buffer.
     *
     * @param packet in a slot, or a copy.
     */
    public void copyOf(final Packet packet)
    {
        if (buffer != packet.buffer)
        {
            buffer = packet.buffer; // rarely: a reference costs the collector's barrier, and a lane has one buffer
        }
        claimNs = packet.claimNs;
        headerOffset = packet.headerOffset;
        payloadOffset = packet.payloadOffset;
        length = packet.length;
        sizeClass = packet.sizeClass;
        flowIndex = packet.flowIndex;
        segmentLength = packet.segmentLength;
        segmentCount = packet.segmentCount;
        verdict = packet.verdict;
    }

    /**
     * Becomes a packet of one datagram in memory that belongs to no lane, without a header and of no size class.
     *
     * @param memory that holds the payload.
     * @param offset of it.
     * @param length of it, in bytes.
     */
    public void wrap(final UnsafeBuffer memory, final int offset, final int length)
    {
        if (buffer != memory)
        {
            buffer = memory;
        }
        lend(NO_CLASS, offset, offset, length, 0);
    }

    void lend(
        final int sizeClass,
        final int headerOffset,
        final int payloadOffset,
        final int length,
        final long claimNs)
    {
        this.sizeClass = sizeClass;
        this.headerOffset = headerOffset;
        this.payloadOffset = payloadOffset;
        this.length = length;
        this.segmentLength = length;
        this.segmentCount = 1;
        this.claimNs = claimNs;
    }

    /**
     * Called from the ingress thread, when it has lent a buffer of other memory than the lane's own, and when that is
     * back: so claims, of which few borrow, need not look.
     */
    void buffer(final UnsafeBuffer memory)
    {
        buffer = memory;
    }

    /**
     * @return the memory of the lane, or of its reserve, in which {@link #headerOffset()} and {@link #payloadOffset()}
     * are offsets.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @return offset of the header in {@link #buffer()}; the payload follows the header without a gap.
     */
    public int headerOffset()
    {
        return headerOffset;
    }

    /**
     * @return offset of the payload in {@link #buffer()}.
     */
    public int payloadOffset()
    {
        return payloadOffset;
    }

    /**
     * @return length of the payload in bytes.
     */
    public int length()
    {
        return length;
    }

    /**
     * @return monotonic time of the claim in nanoseconds.
     */
    public long claimNs()
    {
        return claimNs;
    }

    /**
     * @return ordinal of the {@link SizeClass} of the buffer.
     */
    public int sizeClass()
    {
        return sizeClass;
    }

    /**
     * @return index of the flow, as the ingress thread set it.
     */
    public int flowIndex()
    {
        return flowIndex;
    }

    /**
     * Called from the ingress thread, between claim and publish.
     *
     * @param flowIndex of the flow that the datagram belongs to.
     */
    public void flowIndex(final int flowIndex)
    {
        this.flowIndex = flowIndex;
    }

    /**
     * Called from the ingress thread, between claim and publish: the payload is a train of datagrams.
     *
     * @param segmentLength of each but the last, which may be shorter; 1 or more.
     */
    public void segmentLength(final int segmentLength)
    {
        this.segmentLength = segmentLength;
        segmentCount = Trains.count(length, segmentLength);
    }

    /**
     * Called from the ingress thread, between claim and publish.
     *
     * @param flowIndex     of the flow that the datagrams belong to.
     * @param segmentLength of each but the last; {@link #length()} if it is only one.
     */
    public void received(final int flowIndex, final int segmentLength)
    {
        this.flowIndex = flowIndex;
        if (segmentLength < length)
        {
            segmentLength(segmentLength);
        }
    }

    /**
     * @return length of each datagram of a train but the last; {@link #length()} if it is only one.
     */
    public int segmentLength()
    {
        return segmentLength;
    }

    /**
     * @return how many datagrams the payload is, 1 or more.
     */
    public int segmentCount()
    {
        return segmentCount;
    }

    /**
     * @return what the qos stage said.
     */
    public int verdict()
    {
        return verdict;
    }

    /**
     * Called from the qos thread.
     *
     * @param verdict what it says.
     */
    public void verdict(final int verdict)
    {
        this.verdict = verdict;
    }
}
