package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.ClassRule;
import relay.config.FlowConfig;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.pool.SizeClass;
import relay.transport.DatagramBatch;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.Ids;
import relay.transport.wire.Envelope;

class UdpSourceTest
{
    private static final long NOW_NS = 1_234;
    private static final long EPOCH_NS = 1_700_000_000_123_456_789L;
    private static final long BOOT_EPOCH_MS = 1_699_999_999_999L;
    private static final int OWN_PORT = 40_001;

    private final Lane lane = new Lane("video", new BufferCounts(2, 1, 0, 0), Envelope.LENGTH, 1);
    private final FlowLedger ledger = new FlowLedger("camera", Counters.inMemory());
    private final Flow flow = new Flow(FlowConfig.of("camera", null, "video", List.of("far")), 3, lane, ledger, true);
    private final FakeReceiver receiver = new FakeReceiver();
    private final LoopGuard loopGuard = LoopGuard.ofThisMachine();
    private final UdpSource source = new UdpSource(
        receiver, new DatagramBatch(64), flow, new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
    private final Envelope envelope = new Envelope();

    @Test
    void shouldPutPayloadAndEnvelopeIntoASlot()
    {
        final byte[] payload = {1, 2, 3, -4};
        receiver.put(payload, FakeReceiver.address("192.0.2.7", 4_000));
        assertEquals(1, poll());

        final Packet packet = lane.packet(0);
        assertEquals(3, packet.flowIndex());
        assertEquals(4, packet.length());
        assertEquals(NOW_NS, packet.claimNs());
        final byte[] copy = new byte[4];
        packet.buffer().getBytes(packet.payloadOffset(), copy);
        assertArrayEquals(payload, copy);
        assertEquals(packet.headerOffset() + Envelope.LENGTH, packet.payloadOffset());
        assertEquals(Envelope.VALID, Envelope.check(packet.buffer(), packet.headerOffset(), Envelope.LENGTH + 4));
        envelope.wrap(packet.buffer(), packet.headerOffset());
        assertEquals(0, envelope.hopCount());
        assertEquals(Ids.of("site-a"), envelope.origin());
        assertEquals(Ids.of("camera"), envelope.flow());
        assertEquals(Ids.of("video"), envelope.trafficClass());
        assertEquals(BOOT_EPOCH_MS, envelope.bootEpochMs());
        assertEquals(0, envelope.sequence());
        assertEquals(EPOCH_NS, envelope.arrivalEpochNs());
        assertEquals(4_000, envelope.sourcePort());
        assertEquals(0xFFFF_C000_0207L, envelope.sourceLow());
        assertEquals(0, envelope.sourceHigh());
        assertDestination(0, FakeReceiver.GROUP);
        assertEquals(1, ledger.admitted());
        assertEquals(4, ledger.receivedBytes());
    }

    @Test
    void shouldTellWhichGroupEachDatagramWasSentTo()
    {
        receiver.put(1).to(1).put(2).to(0).putTrain(1_000, 2_500).to(1);
        poll();
        assertDestination(0, FakeReceiver.OTHER_GROUP);
        assertDestination(1, FakeReceiver.GROUP);
        assertDestination(2, FakeReceiver.OTHER_GROUP);
    }

    @Test
    void shouldTakeAnEmptyDatagram()
    {
        receiver.put(0);
        poll();
        assertEquals(0, lane.packet(0).length());
        assertEquals(1, ledger.admitted());
    }

    @Test
    void shouldCountWhatIsTooLongForTheLane()
    {
        receiver.put(4_097);
        poll();
        assertDropped(DropReason.OVERSIZE, 1);
        assertEquals(4_097, ledger.receivedBytes());
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldCountWhatFindsNoBuffer()
    {
        receiver.put(100).put(100).put(100).put(2_000).put(2_000);
        assertEquals(5, poll());
        assertEquals(3, ledger.admitted());
        assertDropped(DropReason.POOL_EXHAUSTED, 2);
    }

    @Test
    void shouldNumberWhatItDropsToo()
    {
        receiver.put(100).put(9_000).put(100).put(100).put(2_000);
        poll();
        assertEquals(0, sequenceOf(0));
        assertEquals(2, sequenceOf(1), "one was too long");
        assertEquals(4, sequenceOf(2), "one found no buffer: the next relay sees a gap of one");
        assertEquals(5, ledger.received());
        assertEquals(3, ledger.admitted());
    }

    @Test
    void shouldDropItsOwnEchoAndNotNumberIt()
    {
        loopGuard.add(OWN_PORT);
        receiver.put(100)
            .put(new byte[9], FakeReceiver.address("127.0.0.1", OWN_PORT))
            .put(new byte[9], FakeReceiver.address("192.0.2.7", OWN_PORT));
        poll();
        assertDropped(DropReason.OWN_ECHO, 1);
        assertEquals(2, ledger.admitted());
        assertEquals(1, sequenceOf(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_499, 1_500, 1_501, 4_096})
    void shouldKeepEveryByteWhereverItLies(final int length)
    {
        final byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        receiver.put(10).put(payload, FakeReceiver.address("192.0.2.7", 4_000));
        assertEquals(2, poll());
        final Packet packet = lane.packet(1);
        final byte[] copy = new byte[length];
        packet.buffer().getBytes(packet.payloadOffset(), copy);
        assertArrayEquals(payload, copy);
        assertEquals(length <= 1_500 ? SizeClass.SMALL.ordinal() : SizeClass.STANDARD.ordinal(), packet.sizeClass());
    }

    @Test
    void shouldTakeATrainAsOneSlotAndCountItsDatagrams()
    {
        receiver.put(10).putTrain(1_000, 2_500).put(20);
        assertEquals(3, poll());
        final Packet train = lane.packet(1);
        assertEquals(3, train.segmentCount());
        assertEquals(1_000, train.segmentLength());
        assertEquals(2_500, train.length());
        assertEquals(5, ledger.received());
        assertEquals(2_530, ledger.receivedBytes());
        assertEquals(5, ledger.admitted());
        assertEquals(1, sequenceOf(1));
        assertEquals(4, sequenceOf(2), "a train takes a number for each of its datagrams");
    }

    @Test
    void shouldSplitATrainThatNoBufferHolds()
    {
        final Lane small = new Lane("small", new BufferCounts(5, 0, 0, 0), Envelope.LENGTH, 1);
        final byte[] train = new byte[3_500];
        new Random(7).nextBytes(train);
        receiver.putTrain(1_000, train);
        poll(new UdpSource(receiver, new DatagramBatch(4), new Flow(flow.config(), 3, small, ledger, true),
            new Identity("site-a", BOOT_EPOCH_MS), loopGuard));
        final byte[] joined = new byte[train.length];
        for (int i = 0, offset = 0; offset < joined.length; i++)
        {
            final Packet packet = small.packet(i);
            assertEquals(1, packet.segmentCount());
            assertEquals(i, envelope.wrap(packet.buffer(), packet.headerOffset()).sequence());
            assertEquals(packet.length(), envelope.payloadLength());
            packet.buffer().getBytes(packet.payloadOffset(), joined, offset, packet.length());
            offset += packet.length();
        }
        assertArrayEquals(train, joined);
        assertEquals(4, ledger.admitted());
    }

    @Test
    void shouldCountTheDatagramsOfATrainThatFindNoBuffer()
    {
        receiver.putTrain(1_000, 2_500).putTrain(100, 1_600).putTrain(1_000, 5_000);
        poll();
        assertEquals(3 + 1, ledger.admitted(), "a train in the standard buffer, and what is left of the small ones " +
            "for the next");
        assertDropped(DropReason.POOL_EXHAUSTED, 15 + 5);
    }

    @Test
    void shouldReceiveIntoLargeBuffersWhereTrainsCome()
    {
        final Lane large = new Lane("large", new BufferCounts(4, 0, 0, 2), Envelope.LENGTH, 1);
        final UdpSource trains = new UdpSource(receiver, new DatagramBatch(64),
            new Flow(flow.config(), 3, large, ledger, true), new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
        receiver.putTrain(1_000, 50_000);
        poll(trains);
        assertEquals(50, large.packet(0).segmentCount());

        receiver.putTrain(1_000, 40_000).put(30).put(40);
        poll(trains);
        assertEquals(SizeClass.LARGE.ordinal(), large.packet(1).sizeClass());
        assertEquals(SizeClass.SMALL.ordinal(), large.packet(2).sizeClass(), "a single one takes no large buffer");
        assertEquals(40, large.packet(3).buffer().getByte(large.packet(3).payloadOffset() + 39));
        large.publish();
        assertEquals(2, large.inUse(SizeClass.LARGE.ordinal()));
        assertEquals(2, large.inUse(SizeClass.SMALL.ordinal()));
    }

    @Test
    void shouldWriteNoEnvelopeThatNobodyReads()
    {
        final Flow plain = new Flow(flow.config(), 3, lane, ledger, false);
        receiver.put(100);
        poll(new UdpSource(receiver, new DatagramBatch(4), plain, new Identity("site-a", BOOT_EPOCH_MS), loopGuard));
        assertNotEquals(
            Envelope.VALID,
            Envelope.check(lane.packet(0).buffer(), lane.packet(0).headerOffset(), Envelope.LENGTH + 100));
    }

    @Test
    void shouldReadABurstInFewCallsOnceItExpectsOne()
    {
        for (int i = 0; i < 200; i++)
        {
            receiver.put(i % 7);
        }
        final Lane large = new Lane("large", new BufferCounts(300, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource bursts = new UdpSource(receiver, new DatagramBatch(64),
            new Flow(flow.config(), 3, large, ledger, true), new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
        assertEquals(1, bursts.poll(NOW_NS, EPOCH_NS, 64));
        assertEquals(64, bursts.poll(NOW_NS, EPOCH_NS, 64), "more was there than it expected");
        assertEquals(64, bursts.poll(NOW_NS, EPOCH_NS, 64));
        assertEquals(200, ledger.received() + receiver.waiting());
    }

    @Test
    void shouldSeldomLookInVainWhereOneComesAtATimeAndStillFindBursts()
    {
        final Lane large = new Lane("large", new BufferCounts(300, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource sparse = new UdpSource(receiver, new DatagramBatch(64),
            new Flow(flow.config(), 3, large, ledger, true), new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
        long nowNs = NOW_NS;
        for (int i = 0; i < 64; i++)
        {
            receiver.put(i);
            nowNs += 1_000_000;
            assertEquals(1, sparse.poll(nowNs, EPOCH_NS, 64));
        }
        assertEquals(3, receiver.vainLooks());

        for (int i = 0; i < 64; i++)
        {
            receiver.put(i);
        }
        int read = sparse.poll(nowNs + 1_000_000, EPOCH_NS, 64);
        read += sparse.poll(nowNs + 1_010_000, EPOCH_NS, 64);
        assertEquals(64, read, "what is ready again at once is a burst");

        for (int i = 0; i < 100; i++)
        {
            receiver.put(i);
            nowNs += 2_000_000;
            sparse.poll(nowNs, EPOCH_NS, 64);
        }
        int polls = 0;
        for (int i = 0; i < 64; i++)
        {
            receiver.put(i);
        }
        while (receiver.waiting() > 0)
        {
            nowNs += 1_000_000;
            sparse.poll(nowNs, EPOCH_NS, 64);
            polls++;
        }
        assertTrue(polls <= 17, "however long a duty cycle takes, a full socket is found: after " + polls);
        assertEquals(64 + 64 + 100 + 64, ledger.admitted());
    }

    @Test
    void shouldCopyWhatItReadsByItselfAndKeepABatchInPostedBuffers()
    {
        final DatagramBatch batch = new DatagramBatch(64);
        final Lane large = new Lane("large", new BufferCounts(10, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource source = new UdpSource(receiver, batch,
            new Flow(flow.config(), 3, large, ledger, true), new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
        receiver.put(100).put(101).put(102);
        source.poll(NOW_NS, EPOCH_NS, 64);
        assertEquals(0, batch.postedCount());
        source.poll(NOW_NS, EPOCH_NS, 64);
        for (int i = 0; i < 3; i++)
        {
            final Packet packet = large.packet(i);
            assertEquals(100 + i, packet.length());
            assertEquals(100 + i, packet.buffer().getByte(packet.payloadOffset() + 99 + i));
        }
        large.publish();
        assertEquals(3, large.inUse(SizeClass.SMALL.ordinal()));
    }

    @Test
    void shouldNotReadMoreThanAskedForAndClose()
    {
        receiver.put(1).put(2).put(3);
        assertEquals(1, source.poll(NOW_NS, EPOCH_NS, 1));
        assertEquals(2, receiver.waiting());
        source.close();
        assertTrue(receiver.isClosed());
    }

    @Test
    void shouldPutWhatARuleClassifiesIntoThatClassesLaneAndNumberItThere()
    {
        final Lane voice = new Lane("voice", new BufferCounts(2, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource mixed = overridden(voice, rule(new ClassRule.Range(0, 200)));
        receiver.put(1_000).put(200).put(201).put(150);
        poll(mixed);
        assertEquals(1_000, lane.packet(0).length());
        assertEquals(201, lane.packet(1).length());
        assertEquals(1, sequenceOf(1));
        assertEquals(200, voice.packet(0).length());
        assertEquals((byte)150, voice.packet(1).buffer().getByte(voice.packet(1).payloadOffset() + 149));
        assertEquals(3, voice.packet(1).flowIndex());
        envelope.wrap(voice.packet(1).buffer(), voice.packet(1).headerOffset());
        assertEquals(1, envelope.sequence());
        assertEquals(Ids.of("voice"), envelope.trafficClass());
        assertEquals(Ids.of("camera"), envelope.flow());
        assertEquals(4, ledger.admitted());
    }

    @Test
    void shouldFreePostedBuffersOfWhatAnotherLaneTookOver()
    {
        final Lane voice = new Lane("voice", new BufferCounts(2, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource mixed = overridden(voice, rule(new ClassRule.Range(0, 200)));
        receiver.put(100).put(100).put(100).put(1_000).put(1_000).put(1_000);
        poll(mixed);
        voice.publish();
        lane.publish();
        assertEquals(2, voice.inUse(SizeClass.SMALL.ordinal()));
        assertEquals(2, lane.inUse(SizeClass.SMALL.ordinal()), "all of its small buffers were free for its own class");
        assertDropped(DropReason.POOL_EXHAUSTED, 2);
    }

    @Test
    void shouldClassifyATrainByTheLengthOfItsDatagramsAndAsAWhole()
    {
        final Lane voice = new Lane("voice", new BufferCounts(9, 1, 0, 0), Envelope.LENGTH, 1);
        final UdpSource mixed = overridden(voice, rule(new ClassRule.Range(100, 100)));
        receiver.putTrain(100, 1_650).putTrain(100, 350).putTrain(1_000, 1_100);
        poll(mixed);
        assertEquals(17, voice.packet(0).segmentCount());
        assertEquals(4, voice.packet(1).segmentCount());
        assertEquals(17, envelope.wrap(voice.packet(1).buffer(), voice.packet(1).headerOffset()).sequence());
        assertEquals(1_100, lane.packet(0).length());
        assertEquals(23, ledger.admitted());
    }

    @Test
    void shouldSplitATrainThatNoBufferOfItsClassHolds()
    {
        final Lane voice = new Lane("voice", new BufferCounts(3, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource mixed = overridden(voice, rule(new ClassRule.Range(1_000, 1_000)));
        receiver.putTrain(1_000, 3_500);
        poll(mixed);
        assertEquals(2, voice.claimedSequence());
        assertEquals(2, envelope.wrap(voice.packet(2).buffer(), voice.packet(2).headerOffset()).sequence());
        assertDropped(DropReason.POOL_EXHAUSTED, 1);
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldClassifyByTheDscpThatItArrivedWith()
    {
        final Lane voice = new Lane("voice", new BufferCounts(3, 0, 0, 0), Envelope.LENGTH, 1);
        final UdpSource mixed = overridden(voice, new ClassRule("voice", null, null, 46, null));
        receiver.put(10).dscp(46).put(20).dscp(0).put(30);
        poll(mixed);
        assertEquals(10, voice.packet(0).length());
        assertEquals(20, lane.packet(0).length());
        assertEquals(30, lane.packet(1).length());
    }

    private UdpSource overridden(final Lane other, final ClassRule rule)
    {
        final Flow mixed =
            new Flow(flow.config().overridden(rule), 3, List.of(lane, other), ledger, null, true);
        return new UdpSource(receiver, new DatagramBatch(64), mixed, new Identity("site-a", BOOT_EPOCH_MS), loopGuard);
    }

    private static ClassRule rule(final ClassRule.Range length)
    {
        return new ClassRule("voice", null, null, ClassRule.DSCP_ANY, length);
    }

    private int poll()
    {
        return poll(source);
    }

    /** Until nothing is left: a source that expects little reads little at first. */
    private static int poll(final UdpSource source)
    {
        int total = 0;
        int count;
        do
        {
            count = source.poll(NOW_NS, EPOCH_NS, 64);
            total += count;
        }
        while (count > 0);
        return total;
    }

    private long sequenceOf(final long slot)
    {
        return envelope.wrap(lane.packet(slot).buffer(), lane.packet(slot).headerOffset()).sequence();
    }

    private void assertDropped(final DropReason reason, final long count)
    {
        assertEquals(count, ledger.dropped(reason));
        assertEquals(ledger.received(), ledger.admitted() + count);
    }

    private void assertDestination(final long slot, final InetSocketAddress expected)
    {
        envelope.wrap(lane.packet(slot).buffer(), lane.packet(slot).headerOffset());
        final HostPort group = new HostPort();
        group.set(expected);
        assertEquals(group.high(), envelope.destinationHigh());
        assertEquals(group.low(), envelope.destinationLow());
        assertEquals(group.port(), envelope.destinationPort());
    }
}
