package relay.pipeline.flight;

import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.status.CountersManager;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.wire.Envelope;

/**
 * The flight recorder of one lane: copies what the lane publishes into a ring, and hands the ring over some time after
 * a trigger. Belongs to the ingress thread, but for {@link #request}. Every packet of the lane must have an envelope.
 */
public final class FlightLane
{
    private static final FlightTrigger[] TRIGGERS = FlightTrigger.values();
    private static final int NO_FLOW = -1;

    private final String label;
    private final Lane lane;
    private final FlightConfig config;
    private final FlightWriter writer;
    private final FlightLedger ledger;
    private final boolean[] isHeard = new boolean[TRIGGERS.length];
    private final Envelope envelope = new Envelope();

    // any thread
    private final AtomicInteger requests = new AtomicInteger();
    private final SpareRing spare;

    // ingress thread
    private final PendingTrigger pending = new PendingTrigger();
    private FlightRing ring;
    private long recorded = -1;
    private long stopNs;
    private long openNs;
    private boolean isOpen = true;

    /**
     * @param label    of the worker and the class, for names.
     * @param lane     to copy from.
     * @param config   says what.
     * @param writer   that rings are handed to.
     * @param counters where its counters are made.
     */
    public FlightLane(
        final String label,
        final Lane lane,
        final FlightConfig config,
        final FlightWriter writer,
        final CountersManager counters)
    {
        this.label = label;
        this.lane = lane;
        this.config = config;
        this.writer = writer;
        ledger = new FlightLedger("flight " + label, counters);
        config.triggers().forEach(trigger -> isHeard[trigger.ordinal()] = true);
        isHeard[FlightTrigger.REQUEST.ordinal()] = true;
        ring = new FlightRing(this, config);
        spare = new SpareRing(new FlightRing(this, config));
    }

    /**
     * Called from the ingress thread: something went wrong between the datagram that was claimed last and the next one.
     *
     * @param trigger what.
     * @param flow    index of the flow that it happened to.
     */
    public void onTrigger(final FlightTrigger trigger, final int flow)
    {
        if (isHeard[trigger.ordinal()])
        {
            ledger.onTrigger();
            note(trigger, flow, lane.claimedSequence() + 1);
        }
    }

    /**
     * May be called from any thread: something went wrong, or somebody asks.
     *
     * @param trigger what.
     */
    public void request(final FlightTrigger trigger)
    {
        if (isHeard[trigger.ordinal()])
        {
            ledger.onTrigger();
            final int bit = 1 << trigger.ordinal();
            if (0 == (requests.get() & bit)) // many datagrams may expire at once
            {
                requests.getAndAccumulate(bit, (all, one) -> all | one);
            }
        }
    }

    /**
     * @return what it counted.
     */
    public FlightLedger ledger()
    {
        return ledger;
    }

    /**
     * @return of the worker and the class.
     */
    public String label()
    {
        return label;
    }

    /**
     * @return name of the class.
     */
    public String className()
    {
        return lane.name();
    }

    /**
     * @return memory taken, in bytes.
     */
    public long reservedBytes()
    {
        return 2 * config.ringBytes();
    }

    /**
     * Called from the ingress thread at the end of each duty cycle, when what came is published and nothing of it was
     * taken back yet.
     *
     * @param nowNs         monotonic time of this duty cycle.
     * @param epochOffsetNs from that to wall-clock time.
     */
    void onDutyCycleEnd(final long nowNs, final long epochOffsetNs)
    {
        spare.takeBack();
        if (0 != requests.get())
        {
            takeRequests();
        }
        if (pending.isNoted())
        {
            begin(nowNs, epochOffsetNs);
        }
        record(epochOffsetNs);
        if (ring.isTriggered() && (stopNs - nowNs <= 0 || ring.isFull()))
        {
            handOver(nowNs);
        }
    }

    /**
     * Called from the ingress thread at the end of its life: what was triggered is written now.
     *
     * @param nowNs         monotonic time.
     * @param epochOffsetNs from that to wall-clock time.
     */
    void onClose(final long nowNs, final long epochOffsetNs)
    {
        onDutyCycleEnd(nowNs, epochOffsetNs);
        if (ring.isTriggered())
        {
            handOver(nowNs);
        }
    }

    /**
     * Called from the thread that wrote a ring.
     *
     * @param ring that it is done with.
     */
    void giveBack(final FlightRing ring)
    {
        ring.reset();
        spare.giveBack(ring);
    }

    private void takeRequests()
    {
        final int bits = requests.getAndSet(0);
        for (final FlightTrigger trigger : TRIGGERS)
        {
            if (0 != (bits & 1 << trigger.ordinal()))
            {
                note(trigger, NO_FLOW, lane.claimedSequence() + 1);
            }
        }
    }

    private void note(final FlightTrigger trigger, final int flow, final long sequence)
    {
        if (ring.isTriggered())
        {
            ring.onOther();
        }
        else
        {
            pending.note(trigger, flow, sequence);
        }
    }

    private void begin(final long nowNs, final long epochOffsetNs)
    {
        if (spare.isThere() && (isOpen || openNs - nowNs <= 0 || pending.trigger().isUrgent()))
        {
            ring.begin(pending.trigger(), nowNs + epochOffsetNs, pending.flow());
            stopNs = nowNs + config.afterNs();
        }
        pending.clear();
    }

    private void record(final long epochOffsetNs)
    {
        final long last = lane.publishedSequence();
        while (recorded < last)
        {
            recorded++;
            if (ring.isTriggered() && recorded >= pending.sequence())
            {
                ring.mark();
            }
            if (!ring.isFull())
            {
                copy(lane.published(recorded), epochOffsetNs);
            }
        }
    }

    private void copy(final Packet packet, final long epochOffsetNs)
    {
        envelope.wrap(packet.buffer(), packet.headerOffset());
        final long epochNs = packet.claimNs() + epochOffsetNs;
        final int length = packet.length();
        int offset = 0;
        do
        {
            final int datagramLength = Math.min(packet.segmentLength(), length - offset);
            ring.add(epochNs, envelope, packet.flowIndex(), packet.buffer(), packet.payloadOffset() + offset,
                datagramLength);
            offset += datagramLength;
        }
        while (offset < length && !ring.isFull());
    }

    private void handOver(final long nowNs)
    {
        final FlightRing full = ring;
        ring = spare.take();
        isOpen = false;
        openNs = nowNs + config.atMostEveryNs();
        writer.offer(full);
    }
}
