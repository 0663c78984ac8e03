package relay.pipeline.ingress;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import relay.config.FlightTrigger;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.pool.Trains;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

/**
 * Datagrams of one socket into slots: this relay is their origin. They are received straight into posted buffers of
 * the lane of the flow's own class; only a datagram that does not fit there, or has another class, or is read by
 * itself, is copied, once. A train is classified as a whole, as its first datagram is. Belongs to the ingress thread.
 */
public final class UdpSource implements AutoCloseable
{
    /** A socket that is ready again so soon after it gave one datagram may hold more by now. */
    private static final long MOMENT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    /** Of so many that give one datagram, after longer than that, one is asked for more: it may fill up unseen. */
    private static final int LOOK_INTERVAL = 16;

    private final DatagramReceiver receiver;
    private final DatagramBatch batch;
    private final Flow flow;
    private final Lane postedLane;
    private final FlowLedger ledger;
    private final Identity identity;
    private final LoopGuard loopGuard;
    private final FeedLeg leg;
    private final Classifier classifier;
    private final SizeClass smallestClass;
    private final HostPort[] destinations;
    private final Envelope envelope = new Envelope();
    private int expected = 1;
    private SizeClass postedClass;
    private int singles;
    private long nowNs;
    private long epochNs;

    // of the datagram at hand
    private FlowLane target;
    private Lane lane;

    /**
     * A source of a flow that is no leg of a feed.
     *
     * @param receiver  to read; closed with this.
     * @param batch     to read with, which all sources of the thread may share.
     * @param flow      that the datagrams belong to.
     * @param identity  of this relay.
     * @param loopGuard knows what this relay sent itself.
     */
    public UdpSource(
        final DatagramReceiver receiver,
        final DatagramBatch batch,
        final Flow flow,
        final Identity identity,
        final LoopGuard loopGuard)
    {
        this(receiver, batch, flow, identity, loopGuard, null);
    }

    /**
     * @param receiver  to read; closed with this.
     * @param batch     to read with, which all sources of the thread may share.
     * @param flow      that the datagrams belong to.
     * @param identity  of this relay.
     * @param loopGuard knows what this relay sent itself.
     * @param leg       of a feed that the flow is, or null.
     */
    public UdpSource(
        final DatagramReceiver receiver,
        final DatagramBatch batch,
        final Flow flow,
        final Identity identity,
        final LoopGuard loopGuard,
        final FeedLeg leg)
    {
        this.receiver = receiver;
        this.batch = batch;
        this.flow = flow;
        this.postedLane = flow.lane().lane();
        this.ledger = flow.ledger();
        this.identity = identity;
        this.loopGuard = loopGuard;
        this.leg = leg;
        classifier = new Classifier(flow.config(), receiver.destinations().getFirst().getPort());
        smallestClass = SizeClass.of(postedLane.classOf(0));
        postedClass = smallestClass;
        destinations = receiver.destinations().stream().map(UdpSource::hostPort).toArray(HostPort[]::new);
    }

    DatagramReceiver receiver()
    {
        return receiver;
    }

    /**
     * Reads what is there.
     *
     * @param nowNs   monotonic time of this duty cycle.
     * @param epochNs wall-clock time of this duty cycle.
     * @param limit   the most to read.
     * @return how much was read, a train counted as one.
     */
    int poll(final long nowNs, final long epochNs, final int limit)
    {
        if (singles > 0 && 0 != singles % LOOK_INTERVAL && nowNs - this.nowNs > MOMENT_NS)
        {
            expected = 1;
        }
        this.nowNs = nowNs;
        this.epochNs = epochNs;
        int total = 0;
        int wanted;
        int count;
        do
        {
            // a call that wants more than there is asks the socket once in vain, and posts buffers for nothing
            wanted = Math.min(expected, limit - total);
            count = receive(wanted);
            total += count;
            expected = Math.min(count == wanted ? 2 * wanted : Math.max(1, total), batch.capacity());
        }
        while (count == wanted && wanted > 1 && total < limit);
        singles = 1 == total ? singles + 1 : 0;
        return total;
    }

    @Override
    public void close()
    {
        receiver.close();
    }

    private int receive(final int limit)
    {
        post(limit);
        int count = 0;
        int looked = 0;
        try
        {
            count = receiver.receive(batch, limit);
            batch.freeFrom(count);
            while (looked < count)
            {
                onDatagram(looked++);
            }
        }
        finally
        {
            batch.settle(looked, nowNs);
            batch.freeFrom(0);
        }
        if (count > 0)
        {
            expectLike(count - 1);
        }
        return count;
    }

    /** To read one short datagram into one buffer and copy it costs less than to have it scattered over two. */
    private void post(final int limit)
    {
        if (1 == limit && SizeClass.SMALL == postedClass)
        {
            batch.resetPosted(null, 0);
        }
        else
        {
            batch.post(postedLane.posted(), postedClass, limit);
        }
    }

    /**
     * Where trains come more will, and they should be received into buffers that can hold them.
     */
    private void expectLike(final int index)
    {
        final boolean isTrain = batch.segmentLength(index) < batch.length(index);
        final int trainClass = isTrain ? postedLane.classOf(DatagramBatch.SPILL_LENGTH) : -1;
        postedClass = trainClass < 0 ? smallestClass : SizeClass.of(trainClass);
    }

    private void onDatagram(final int index)
    {
        final int length = batch.length(index);
        final int segmentLength = batch.segmentLength(index);
        final int datagrams = Trains.count(length, segmentLength);
        ledger.onReceived(datagrams, length);
        if (loopGuard.isOwn(batch.source(index)))
        {
            ledger.onDropped(DropReason.OWN_ECHO, datagrams);
            return;
        }
        if (null != leg && leg.isDuplicate(batch, index, receiver.channel(batch.destination(index)), nowNs))
        {
            ledger.onDropped(DropReason.DUPLICATE, datagrams);
            return;
        }
        target = flow.lane(
            classifier.classIndex(batch.source(index), batch.dscp(index), Math.min(segmentLength, length)));
        lane = target.lane();
        final long flowSequence = target.nextSequence(datagrams);
        if (keep(index, flowSequence, length) || copy(index, flowSequence, length, segmentLength))
        {
            ledger.onAdmitted(datagrams);
            onArbitrated(index);
        }
        else if (datagrams > 1)
        {
            split(index, flowSequence);
        }
        else
        {
            onDropped(length);
        }
    }

    private void onArbitrated(final int index)
    {
        if (null != leg)
        {
            leg.onAdmitted(receiver.channel(batch.destination(index)));
        }
    }

    /**
     * Keeps a datagram in its posted buffer, if its lane has posted it and would lend it no smaller one.
     */
    private boolean keep(final int index, final long flowSequence, final int length)
    {
        final boolean isKept = lane == postedLane && batch.keep(index, flow.index());
        if (isKept && flow.isEnveloped())
        {
            final int offset = batch.postedOffset(index) - Envelope.LENGTH;
            envelop(index, batch.postedMemory(), offset, flowSequence, length);
        }
        return isKept;
    }

    private boolean copy(final int index, final long flowSequence, final int length, final int segmentLength)
    {
        batch.settle(index, nowNs); // slots are in the order of arrival
        return copy(index, 0, flowSequence, length, segmentLength);
    }

    /**
     * There is no buffer for a whole train: its datagrams go on one by one.
     */
    private void split(final int index, final long flowSequence)
    {
        final int length = batch.length(index);
        final int segmentLength = batch.segmentLength(index);
        for (int offset = 0, i = 0; offset < length; offset += segmentLength, i++)
        {
            final int datagramLength = Math.min(segmentLength, length - offset);
            if (copy(index, offset, flowSequence + i, datagramLength, datagramLength))
            {
                ledger.onAdmitted(1);
            }
            else
            {
                onDropped(datagramLength);
            }
        }
    }

    /**
     * Copies a datagram, or one of a train, into a buffer of its lane.
     *
     * @return false if there is none.
     */
    private boolean copy(
        final int index, final int offset, final long flowSequence, final int length, final int segmentLength)
    {
        final long slot = lane.claim(length, nowNs);
        if (slot < 0)
        {
            return false;
        }
        final Packet packet = lane.packet(slot);
        packet.received(flow.index(), segmentLength);
        batch.copyTo(index, offset, length, packet.buffer(), packet.payloadOffset());
        if (flow.isEnveloped())
        {
            envelop(index, packet.buffer(), packet.headerOffset(), flowSequence, length);
        }
        return true;
    }

    private void envelop(
        final int index, final UnsafeBuffer memory, final int offset, final long flowSequence, final int length)
    {
        envelope.wrap(memory, offset)
            .begin(length)
            .origin(identity.id(), identity.bootEpochMs(), flow.id(), target.trafficClassId())
            .arrival(flowSequence, epochNs)
            .source(batch.source(index))
            .destination(destinations[batch.destination(index)]);
    }

    private static HostPort hostPort(final InetSocketAddress address)
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(address);
        return hostPort;
    }

    private void onDropped(final int length)
    {
        if (lane.classOf(length) < 0)
        {
            ledger.onDropped(DropReason.OVERSIZE, 1);
        }
        else
        {
            ledger.onDropped(DropReason.POOL_EXHAUSTED, 1);
            target.onTrigger(FlightTrigger.EXHAUSTED, flow.index());
        }
    }
}
