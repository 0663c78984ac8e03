package relay.pipeline.ingress;

import org.agrona.concurrent.UnsafeBuffer;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.Packet;
import relay.pool.Trains;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.wire.Envelope;

/**
 * Datagrams of one socket into slots: this relay is their origin. They are received straight into posted buffers of
 * the lane of the flow's own class; only a datagram that does not fit there, or has another class, or is read by
 * itself, is copied, once. A train is classified as a whole, as its first datagram is. Belongs to the ingress thread.
 */
public final class UdpSource implements AutoCloseable
{
    private final DatagramReceiver receiver;
    private final DatagramBatch batch;
    private final Flow flow;
    private final FlowLedger ledger;
    private final LoopGuard loopGuard;
    private final FeedLeg leg;
    private final Classifier classifier;
    private final OriginEnvelope envelopes;
    private final Admission admission;
    private final Posting posting;
    private final ReceiveCount receiveCount;
    private long nowNs;
    private long epochNs;

    // of the datagram at hand
    private int index;
    private FlowLane target;

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
        this.ledger = flow.ledger();
        this.loopGuard = loopGuard;
        this.leg = leg;
        classifier = new Classifier(flow.config(), receiver.destinations().getFirst().getPort());
        envelopes = new OriginEnvelope(identity, flow.id(), receiver.destinations());
        admission = new Admission(flow, this::fill);
        posting = new Posting(batch, flow.lane().lane());
        receiveCount = new ReceiveCount(batch.capacity());
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
        this.nowNs = nowNs;
        this.epochNs = epochNs;
        receiveCount.begin(nowNs);
        int total = 0;
        boolean isMore = true;
        while (isMore && total < limit)
        {
            final int wanted = receiveCount.next(limit - total);
            final int count = receive(wanted);
            total += count;
            isMore = receiveCount.onReceived(wanted, count, total);
        }
        receiveCount.end(total);
        return total;
    }

    @Override
    public void close()
    {
        receiver.close();
    }

    private int receive(final int limit)
    {
        posting.post(limit);
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
            posting.expectLike(count - 1);
        }
        return count;
    }

    private void onDatagram(final int received)
    {
        index = received;
        final int length = batch.length(index);
        final int segmentLength = batch.segmentLength(index);
        final int datagrams = Trains.count(length, segmentLength);
        ledger.onReceived(datagrams, length);
        final DropReason refusal = refusalOf();
        if (null != refusal)
        {
            ledger.onDropped(refusal, datagrams);
            return;
        }
        target = flow.lane(
            classifier.classIndex(batch.source(index), batch.dscp(index), Math.min(segmentLength, length)));
        if (admit(length, segmentLength, datagrams) && null != leg)
        {
            leg.onAdmitted(receiver.channel(batch.destination(index)));
        }
    }

    private DropReason refusalOf()
    {
        if (loopGuard.isOwn(batch.source(index)))
        {
            return DropReason.OWN_ECHO;
        }
        return null != leg && leg.isDuplicate(batch, index, receiver.channel(batch.destination(index)), nowNs) ?
            DropReason.DUPLICATE : null;
    }

    private boolean admit(final int length, final int segmentLength, final int datagrams)
    {
        final long sequence = target.nextSequence(datagrams);
        if (keep(length, sequence))
        {
            ledger.onAdmitted(datagrams);
            return true;
        }
        batch.settle(index, nowNs); // slots are in the order of arrival
        return admission.admit(target, 0, length, segmentLength, sequence, nowNs);
    }

    /**
     * Keeps a datagram in its posted buffer, if its lane has posted it and would lend it no smaller one.
     */
    private boolean keep(final int length, final long sequence)
    {
        final boolean isKept = posting.isOf(target.lane()) && batch.keep(index, flow.index());
        if (isKept && flow.isEnveloped())
        {
            envelop(batch.postedMemory(), batch.postedOffset(index) - Envelope.LENGTH, length, sequence);
        }
        return isKept;
    }

    private void fill(final Packet packet, final int offset, final int length, final long sequence)
    {
        batch.copyTo(index, offset, length, packet.buffer(), packet.payloadOffset());
        if (flow.isEnveloped())
        {
            envelop(packet.buffer(), packet.headerOffset(), length, sequence);
        }
    }

    private void envelop(final UnsafeBuffer memory, final int offset, final int length, final long sequence)
    {
        envelopes.begin(memory, offset, length, target.trafficClassId(), batch.destination(index))
            .arrival(sequence, epochNs)
            .source(batch.source(index));
    }
}
