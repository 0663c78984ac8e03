package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.config.FlowConfig;
import relay.pipeline.feed.Feed;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.DatagramBatch;
import relay.transport.wire.Envelope;

/** Two legs of a feed, as sources of one lane. */
class FeedSourceTest
{
    private final CountersManager counters = Counters.inMemory();
    private final Lane lane = new Lane("video", new BufferCounts(8, 1, 0, 0), Envelope.LENGTH, 1);
    private final Feed feed = new Feed(
        FeedConfig.of("cam", List.of("a", "b"), FeedKey.field(0, 4, false)), 1, counters);
    private final FlowLedger ledgerA = new FlowLedger("a", counters);
    private final FlowLedger ledgerB = new FlowLedger("b", counters);
    private final FakeReceiver receiverA = new FakeReceiver();
    private final FakeReceiver receiverB = new FakeReceiver();
    private final UdpSource a = source(receiverA, "a", 0, ledgerA);
    private final UdpSource b = source(receiverB, "b", 1, ledgerB);
    private final Envelope envelope = new Envelope();

    @Test
    void shouldDropCopiesWithoutTakingSlotsOrNumbers()
    {
        put(receiverA, 0, 100);
        put(receiverA, 2, 100);
        poll(a);
        put(receiverB, 0, 100);
        put(receiverB, 1, 100);
        put(receiverB, 2, 100);
        put(receiverB, 3, 100);
        poll(b);
        assertEquals(2, ledgerA.admitted());
        assertEquals(2, ledgerB.admitted());
        assertEquals(2, ledgerB.dropped(DropReason.DUPLICATE));
        assertEquals(4, ledgerB.received());
        assertEquals(3, lane.claimedSequence());
        assertSlot(0, 0, 0);
        assertSlot(1, 2, 1);
        assertSlot(2, 1, 0);
        assertSlot(3, 3, 1);
    }

    @Test
    void shouldTakeTheCopyOfWhatFoundNoBuffer()
    {
        put(receiverA, 0, 4_000);
        put(receiverA, 1, 4_000);
        poll(a);
        assertEquals(1, ledgerA.dropped(DropReason.POOL_EXHAUSTED));
        put(receiverB, 1, 1_000);
        poll(b);
        assertEquals(1, ledgerB.admitted());
        put(receiverA, 1, 1_000);
        poll(a);
        assertEquals(1, ledgerA.dropped(DropReason.DUPLICATE));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldAccountForAnyBytes(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++)
        {
            final byte[] payload = new byte[random.nextInt(0 == random.nextInt(20) ? 6_000 : 9)];
            if (0 == random.nextInt(4))
            {
                random.nextBytes(payload);
            }
            else if (payload.length > 3)
            {
                payload[3] = (byte)random.nextInt(40);
            }
            final boolean isA = random.nextBoolean();
            (isA ? receiverA : receiverB).put(payload, FakeReceiver.address("192.0.2.7", 4_000));
            (isA ? a : b).poll(step, step, 1);
            if (0 == random.nextInt(5))
            {
                release();
            }
            final String where = "seed " + seed + " step " + step;
            assertBalanced(ledgerA, where);
            assertBalanced(ledgerB, where);
        }
        assertEquals(ledgerA.admitted() + ledgerB.admitted(), feed.ledger().forwarded(), "seed " + seed);
        assertEquals(ledgerA.dropped(DropReason.DUPLICATE) + ledgerB.dropped(DropReason.DUPLICATE),
            feed.ledger().duplicates(), "seed " + seed);
        assertTrue(ledgerA.dropped(DropReason.POOL_EXHAUSTED) > 0 && feed.ledger().duplicates() > 0, "seed " + seed);
    }

    private void release()
    {
        lane.publish();
        final long last = lane.stage().available();
        if (last >= 0)
        {
            lane.stage().pass();
            lane.reader(0).release(last);
        }
        lane.reclaim(0);
    }

    private static void assertBalanced(final FlowLedger ledger, final String where)
    {
        assertEquals(ledger.received(), ledger.admitted() + ledger.dropped(DropReason.DUPLICATE) +
            ledger.dropped(DropReason.POOL_EXHAUSTED) + ledger.dropped(DropReason.OVERSIZE), where);
    }

    private void assertSlot(final long slot, final int number, final long flowSequence)
    {
        final Packet packet = lane.packet(slot);
        assertEquals(number, packet.buffer().getByte(packet.payloadOffset() + 3));
        assertEquals(flowSequence, envelope.wrap(packet.buffer(), packet.headerOffset()).sequence(),
            "numbered after arbitration");
    }

    private UdpSource source(final FakeReceiver receiver, final String name, final int index, final FlowLedger ledger)
    {
        final Flow flow = new Flow(FlowConfig.of(name, null, "video", List.of("far")), index, lane, ledger, true);
        return new UdpSource(receiver, new DatagramBatch(4), flow, new Identity("site-a", 1), LoopGuard.ofThisMachine(),
            feed.leg(name));
    }

    private static void put(final FakeReceiver receiver, final int number, final int length)
    {
        receiver.put(ByteBuffer.allocate(length).putInt(number).array(), FakeReceiver.address("192.0.2.7", 4_000));
    }

    private static void poll(final UdpSource source)
    {
        while (source.poll(1, 1, 64) > 0)
        {
            // until nothing is left
        }
    }
}
