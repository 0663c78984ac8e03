package relay.pipeline.flight;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

/**
 * The last datagrams of a lane, and why they are to be written. It belongs to the ingress thread, then to the thread
 * that writes it, then to the ingress thread again: whoever has it may do anything with it.
 *
 * <pre>
 *   | epochNs | source high, low | destination high, low | ports | flow | length | kept | payload, as much as is kept |
 *   0         8                  24                      40      48     52       56     64
 * </pre>
 */
final class FlightRing
{
    /** No trigger yet, or nothing came after it. */
    static final long NONE = -1;

    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;
    private static final int SOURCE_PORT_OFFSET = 40;
    private static final int DESTINATION_PORT_OFFSET = 44;
    private static final int FLOW_OFFSET = 48;
    private static final int LENGTH_OFFSET = 52;
    private static final int KEPT_OFFSET = 56;
    private static final int PAYLOAD_OFFSET = FlightConfig.ENTRY_HEADER_LENGTH;

    private final FlightLane lane;
    private final UnsafeBuffer memory;
    private final int capacity;
    private final int entryLength;
    private final int before;
    private final int snapLength;
    private long count;
    private int next;

    private FlightTrigger trigger;
    private long triggerEpochNs;
    private int triggerFlow;
    private long mark;
    private long others;

    /**
     * @param lane   that it is given back to.
     * @param config says how much it holds.
     */
    FlightRing(final FlightLane lane, final FlightConfig config)
    {
        this.lane = lane;
        capacity = config.capacity();
        before = config.packets();
        entryLength = config.entryLength();
        snapLength = config.snapLength();
        final ByteBuffer bytes =
            BufferUtil.allocateDirectAligned((int)config.ringBytes(), BitUtil.CACHE_LINE_LENGTH);
        memory = new UnsafeBuffer(bytes);
        reset();
    }

    void reset()
    {
        count = 0;
        next = 0;
        trigger = null;
        mark = NONE;
        others = 0;
    }

    FlightLane lane()
    {
        return lane;
    }

    /**
     * Copies a datagram, over the oldest if it is full.
     *
     * @param epochNs  when it came.
     * @param envelope of it, or of the train that it is of.
     * @param flow     index of its flow.
     * @param buffer   that holds the payload.
     * @param offset   of the payload.
     * @param length   of the payload.
     */
    void add(
        final long epochNs,
        final Envelope envelope,
        final int flow,
        final DirectBuffer buffer,
        final int offset,
        final int length)
    {
        final int at = next * entryLength;
        final int kept = Math.min(length, snapLength);
        memory.putLong(at, epochNs);
        memory.putLong(at + SOURCE_OFFSET, envelope.sourceHigh());
        memory.putLong(at + SOURCE_OFFSET + Long.BYTES, envelope.sourceLow());
        memory.putLong(at + DESTINATION_OFFSET, envelope.destinationHigh());
        memory.putLong(at + DESTINATION_OFFSET + Long.BYTES, envelope.destinationLow());
        memory.putInt(at + SOURCE_PORT_OFFSET, envelope.sourcePort());
        memory.putInt(at + DESTINATION_PORT_OFFSET, envelope.destinationPort());
        memory.putInt(at + FLOW_OFFSET, flow);
        memory.putInt(at + LENGTH_OFFSET, length);
        memory.putInt(at + KEPT_OFFSET, kept);
        memory.putBytes(at + PAYLOAD_OFFSET, buffer, offset, kept);
        count++;
        next = next + 1 == capacity ? 0 : next + 1;
    }

    /**
     * From now on it is to be written.
     *
     * @param trigger        why.
     * @param triggerEpochNs when that happened.
     * @param triggerFlow    index of the flow that it happened to, or -1.
     */
    void begin(final FlightTrigger trigger, final long triggerEpochNs, final int triggerFlow)
    {
        this.trigger = trigger;
        this.triggerEpochNs = triggerEpochNs;
        this.triggerFlow = triggerFlow;
    }

    boolean isTriggered()
    {
        return null != trigger;
    }

    /** The next datagram is the first after the trigger. */
    void mark()
    {
        mark = NONE == mark ? count : mark;
    }

    /**
     * @return whether it has as many datagrams after the trigger as there may be.
     */
    boolean isFull()
    {
        return NONE != mark && count - mark >= before;
    }

    void onOther()
    {
        others++;
    }

    FlightTrigger trigger()
    {
        return trigger;
    }

    long triggerEpochNs()
    {
        return triggerEpochNs;
    }

    int triggerFlow()
    {
        return triggerFlow;
    }

    /**
     * @return triggers between this one and the end.
     */
    long others()
    {
        return others;
    }

    /**
     * @return number of the first datagram that belongs into the file.
     */
    long first()
    {
        return Math.max(0, Math.max(count - capacity, firstAfter() - before));
    }

    /**
     * @return number of the first datagram after the trigger; {@link #end} if there is none.
     */
    long firstAfter()
    {
        return NONE == mark ? count : mark;
    }

    /**
     * @return number of the datagram behind the last.
     */
    long end()
    {
        return count;
    }

    long epochNs(final long number)
    {
        return memory.getLong(at(number));
    }

    void readSource(final long number, final HostPort address)
    {
        read(at(number) + SOURCE_OFFSET, memory.getInt(at(number) + SOURCE_PORT_OFFSET), address);
    }

    void readDestination(final long number, final HostPort address)
    {
        read(at(number) + DESTINATION_OFFSET, memory.getInt(at(number) + DESTINATION_PORT_OFFSET), address);
    }

    int flow(final long number)
    {
        return memory.getInt(at(number) + FLOW_OFFSET);
    }

    int length(final long number)
    {
        return memory.getInt(at(number) + LENGTH_OFFSET);
    }

    int kept(final long number)
    {
        return memory.getInt(at(number) + KEPT_OFFSET);
    }

    DirectBuffer memory()
    {
        return memory;
    }

    int payloadOffset(final long number)
    {
        return at(number) + PAYLOAD_OFFSET;
    }

    private int at(final long number)
    {
        return (int)(number % capacity) * entryLength;
    }

    private void read(final int at, final int port, final HostPort address)
    {
        address.set(memory.getLong(at), memory.getLong(at + Long.BYTES), port);
    }
}
